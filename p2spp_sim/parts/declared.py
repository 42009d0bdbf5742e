"""Declarations of parts of one's own: beside a function, added, or loaded from files; checked before they are known."""

import importlib.util
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import wraps
from hashlib import blake2b
from inspect import signature
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import msgspec

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import BadData, Fault, OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.fingerprint import ImportedInside, Reached, place_of
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import is_number
from p2spp_sim.base.own_parts import OwnPart
from p2spp_sim.base.toml import read_settings, read_toml
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.parts.made import (
    amendment_of,
    as_it_is,
    criterion_of,
    fill_rule_of,
    gate_of,
    indicator_of,
    line_of,
)
from p2spp_sim.results import indicators
from p2spp_sim.scenario.levers import YARDSTICK, Lever, declared, plain_lever

if TYPE_CHECKING:
    import pandas as pd

Function = Callable[..., Any]
Label = str | Mapping[str, str]
Written = TypeVar("Written", bound=OwnPart | Lever)
Declared = ParamSpec("Declared")
Declaration = TypeVar("Declaration")
_MOST_WEIGHT = 1000  # of a criterion: beyond it no other one counts
_TAKEN_KEYS = ("point", "replicate", "scenario", "policy", "model", YARDSTICK)  # columns of studies


def _in_words(declare: Callable[Declared, Declaration]) -> Callable[Declared, Declaration]:
    """Let a declaration say how it is written where it is written otherwise."""

    @wraps(declare)
    def checked(*given: Declared.args, **words: Declared.kwargs) -> Declaration:
        known = signature(declare)
        try:
            known.bind(*given, **words)
        except TypeError as error:
            wanted = ", ".join(
                f"{name}=..."
                for name, each in known.parameters.items()
                if each.default is each.empty
            )
            text = tr("@p2.{kind} ditulis dengan keterangannya: @p2.{kind}({wanted}) ({error}).")
            raise OutOfBounds(
                [text.format(kind=declare.__name__, wanted=wanted, error=error)]
            ) from None
        return declare(*given, **words)

    return checked


@_in_words
def indicator(
    *,
    unit: str,
    source: str,
    bounds: tuple[float | None, float | None] = (None, None),
    label: Label = "",
) -> Callable[[Function], OwnPart]:
    """Declare a function of a run as an indicator: one number, a pair (by count, by rupiah), or None without meaning.

    Parameters
    ----------
    unit, source : as in `datasets/indicators.toml`: what a value is counted in, and where the formula is from.
    bounds : what values are possible; None where there is no end.
    label : its name, or one for each language; the first line of the docstring when empty.
    """
    return _declared("indicator", indicator_of, label, source, unit=unit, bounds=bounds)


@_in_words
def gate(
    *,
    source: str,
    at: str = "",
    reason: str = "technical",
    label: Label = "",
    rowwise: bool = False,
) -> Callable[[Function], OwnPart]:
    """Declare a function of a meeting as a gate: (n,) bool, which of its rows pass.

    Parameters
    ----------
    source : where the rule is from.
    at : the forum where it acts in a scenario that is `using` it; a rules file may name it anywhere.
    reason : what stops the others, one of the reasons of the package.
    label : as for `indicator`.
    rowwise : every row is decided by what it is itself, not by the others, so that replicates may be stacked.
    """
    return _declared("gate", gate_of, label, source, at=at, reason=reason, rowwise=rowwise)


@_in_words
def criterion(
    *,
    source: str,
    at: str = "",
    weight: float | str = 1.0,
    label: Label = "",
    rowwise: bool = False,
) -> Callable[[Function], OwnPart]:
    """Declare a function of a meeting as a criterion: (n,) numbers in 0..1, added to the score with a weight.

    Parameters
    ----------
    source, at, label, rowwise : as for `gate`.
    weight : a number, or the key of a lever.
    """
    return _declared(
        "criterion", criterion_of, label, source, at=at, weight=weight, rowwise=rowwise
    )


@_in_words
def amendment(
    *, source: str, at: str = "", label: Label = "", rowwise: bool = False
) -> Callable[[Function], OwnPart]:
    """Declare a function of a meeting as an amendment: (n,) int64 rupiah, each from 0 to what was asked.

    Parameters
    ----------
    source, at, label, rowwise : as for `gate`.
    """
    return _declared("amendment", amendment_of, label, source, at=at, rowwise=rowwise)


@_in_words
def fill_rule(*, source: str, label: Label = "") -> Callable[[Function], OwnPart]:
    """Declare a function of `FillRows` as a way to fill a pot: (k,) bool, which rows of one meeting are taken.

    Every lever that chooses how a pot is filled has it as one more choice: `base.change(fill_rule="...")`.

    Parameters
    ----------
    source, label : as for `indicator`.
    """
    return _declared("fill_rule", fill_rule_of, label, source, rowwise=True)


def add(part: Written, where: str = "") -> Written:
    """Let a lever of one's own be known, declared with `Lever(key=..., ...)`; or a part that was made elsewhere.

    Raises
    ------
    OutOfBounds : what is declared does not fit together.
    UnknownName : a lever that it names is not there.
    P2sppError : its name is taken.
    """
    if isinstance(part, OwnPart):
        own_parts.add(part)
        return part
    if not isinstance(part, Lever):
        text = tr(
            "p2.parts.add({given}): diharapkan p2.Lever(...), atau yang dinyatakan dengan @p2."
        )
        raise OutOfBounds([text.format(given=getattr(part, "__name__", repr(part)))])
    lever = plain_lever(part)
    if fault := _lever_fault(lever):
        raise OutOfBounds([fault])
    for key in lever.named:
        if key not in {**declared(), lever.key: lever}:
            raise UnknownName(tr("Pilihan kebijakan"), key, declared())
    caller = sys._getframe(1)
    own_parts.add(
        OwnPart(
            "lever",
            lever.key,
            lever.label,
            lever.source,
            Path(where).name or f"{Path(caller.f_code.co_filename).name}:{caller.f_lineno}",
            where or str(caller.f_globals.get("__name__")),
            _hash(lever),
            as_it_is,
            data=lever,
            unit=lever.unit,
            low=lever.low,
            high=lever.high,
            rowwise=True,
        )
    )
    return part


def load(path: str | Path) -> list[OwnPart]:
    """Let the parts in a file be known, or those in all files of a folder.

    Parameters
    ----------
    path : Python code with declarations; TOML with levers (as `datasets/levers.toml`) or indicators (as
        `datasets/indicators.toml`); or a folder of these. Rules files need no loading: scenarios name them by path.

    Returns
    -------
    What is known now and was not before, or was said anew.

    Raises
    ------
    BadData : a file is not there, or not of these kinds.
    OutOfBounds : no path.
    P2sppError : as `add`, or the code cannot be run; says the line. Then none of them is known.
    """
    if not isinstance(path, str | PathLike) or not str(path):
        text = tr("p2.parts.load({given}): diharapkan jalur sebuah berkas atau folder.")
        raise OutOfBounds([text.format(given=repr(path))])
    path, before = Path(path), own_parts.known().parts
    files = sorted(path.glob("*.toml")) + sorted(path.glob("*.py")) if path.is_dir() else [path]
    with own_parts.all_or_none():
        for file in files:
            if file.suffix == ".py" and file.is_file():
                _run(file)
            else:
                _read(file)
    now = own_parts.known().parts
    return [part for at, part in now.items() if before.get(at) is not part]


def table() -> "pd.DataFrame":
    """Give all parts that are known: kind, key, label, unit, bounds, source, forum, where they were written, hash."""
    import pandas as pd

    columns = ["kind", "key", "label", "unit", "low", "high", "source", "at", "where", "code"]
    rows = [{**vars(part), "label": part.called} for part in own_parts.known().parts.values()]
    return pd.DataFrame(rows, columns=columns)


def _declared(
    kind: str,
    made: Callable[[OwnPart], Any],
    label: Label,
    source: str,
    *,
    bounds: tuple[float | None, float | None] = (None, None),
    **more: Any,
) -> Callable[[Function], OwnPart]:
    def declare(function: Function) -> OwnPart:
        named = getattr(function, "__name__", "")
        if not callable(function) or not named.isidentifier():
            text = tr("@p2.{kind}: diharapkan fungsi yang bernama (def ...), bukan {given}.")
            raise OutOfBounds([text.format(kind=kind, given=_called(function))])
        said = label or (function.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        ends = (
            bounds if isinstance(bounds, tuple | list) and len(bounds) == 2 else (bounds, math.nan)
        )
        part = OwnPart(
            kind,
            named,
            dict(said) if isinstance(said, Mapping) else {"id": said, "en": said},
            source,
            place_of(function),
            _home(function),
            "",
            made,
            function,
            low=ends[0],
            high=ends[1],
            **more,
        )
        if faults := list(_faults(part)):
            raise OutOfBounds(faults)
        part = renewed(part)
        own_parts.add(part)
        return part

    return declare


def _called(given: object) -> str:
    """Say in a few letters what was given for a function."""
    name = getattr(given, "__name__", "")
    return name or (repr(given) if isinstance(given, int | float | str) else type(given).__name__)


def _home(function: Function) -> str:
    """Say from where alone a part may be said anew: its file, or the notebook or script that is running."""
    name = function.__module__ or "__main__"
    return str(getattr(sys.modules.get(name), "__file__", None) or name)


def _faults(part: OwnPart) -> Iterator[str]:
    message = tr("{part} {name} = {value}: diharapkan {wanted}.")
    wanted = {
        "label": (part.label.get("id"), tr("teks, atau docstring")),
        "source": (part.source, tr("asal aturan atau rumusnya")),
    }
    if part.kind == "indicator":
        wanted["unit"] = (part.unit, tr("satuan nilainya"))
    for name, (value, expected) in wanted.items():
        if not isinstance(value, str) or not value.strip():
            yield message.format(part=part.told, name=name, value=repr(value), wanted=expected)
    reasons = [reason.key for reason in Reason if reason]
    if part.kind == "gate" and part.reason not in reasons:
        expected = tr("salah satu dari {choices}").format(choices=", ".join(reasons))
        yield message.format(part=part.told, name="reason", value=part.reason, wanted=expected)
    if not (isinstance(part.weight, str) or is_number(part.weight, _MOST_WEIGHT)):
        expected = tr("angka dari {low} sampai {high}, atau kunci pilihan kebijakan").format(
            low=-_MOST_WEIGHT, high=_MOST_WEIGHT
        )
        yield message.format(part=part.told, name="weight", value=part.weight, wanted=expected)
    if not isinstance(part.rowwise, bool):
        expected = tr("benar (true) atau salah (false)")
        yield message.format(part=part.told, name="rowwise", value=part.rowwise, wanted=expected)
    ends = (part.low, part.high)
    numbers = [end for end in ends if end is not None]
    if not all(map(is_number, numbers)) or (len(numbers) == 2 and numbers[0] >= numbers[1]):
        expected = tr(
            "sepasang angka, batas bawah di bawah batas atas; None di mana tidak ada batas"
        )
        yield message.format(part=part.told, name="bounds", value=ends, wanted=expected)


def renewed(part: OwnPart) -> OwnPart:
    """Find what a part hangs on now: what its function names may have become another thing since it was declared.

    Raises
    ------
    P2sppError : something of it cannot be carried to where it is run.
    """
    if part.function is None:
        return part
    try:
        reached = Reached(part.function)
    except ImportedInside as error:
        text = tr(
            "{part} mengimpor {name} di dalam fungsinya. Tulis import itu di atas, di luar fungsi, supaya modulnya "
            "ikut ke proses lain."
        )
        raise P2sppError(text.format(part=part.told, name=error)) from None
    except Exception as error:
        text = tr(
            "{part} memakai sesuatu yang tidak dapat dikirim ke proses lain ({error}). Buat itu di dalam "
            "fungsinya, atau simpan sebagai angka, teks, atau larik."
        )
        raise P2sppError(text.format(part=part.told, error=error)) from None
    said = (part.at, part.reason, part.weight, part.low, part.high, part.rowwise)
    return replace(
        part,
        code=blake2b(f"{reached.code}|{said}".encode(), digest_size=8).hexdigest(),
        text="\n".join(reached.texts),
        words=frozenset({*reached.words, *([part.weight] if isinstance(part.weight, str) else [])}),
        modules=tuple(sorted(reached.modules)),
    )


def _hash(struct: msgspec.Struct) -> str:
    return blake2b(msgspec.json.encode(struct), digest_size=8).hexdigest()


def _lever_fault(lever: Lever) -> str:
    """Say what in the declaration of a lever does not fit together; empty when nothing does not."""
    ends = (lever.low, lever.high)
    if not lever.label.get("id", "").strip():
        text = tr("Pilihan kebijakan {key}: label perlu tulisan bahasa Indonesia: id = ...")
    elif not lever.source.strip():
        text = tr("Pilihan kebijakan {key}: source kosong; diharapkan asal nilainya.")
    elif not lever.unit.strip():
        text = tr("Pilihan kebijakan {key}: unit kosong; diharapkan satuan nilainya.")
    elif lever.key in _TAKEN_KEYS:
        text = tr("Pilihan kebijakan {key}: nama ini milik kolom tabel studi. Pilih nama lain.")
    elif lever.kind == "choice":
        text = tr("Pilihan kebijakan {key}: diharapkan paling sedikit dua pilihan yang berlainan.")
        text = "" if len({*lever.choices}) == len(lever.choices) > 1 else text
    elif lever.kind != "boolean" and not (all(map(is_number, ends)) and ends[0] < ends[1]):  # type: ignore[operator]
        text = tr("Pilihan kebijakan {key}: diharapkan angka low di bawah angka high.")
    else:
        text = ""
    return text.format(key=lever.key) or lever.fault(lever.value)


def _run(file: Path) -> None:
    """Run a file of declarations as a module of its own."""
    name = f"p2spp_own_{file.stem}"
    if (folder := str(file.resolve().parent)) not in sys.path:
        sys.path.append(folder)  # where its own helpers lie
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        # not by its loader, which takes kept bytecode for a file of the same second and length
        exec(compile(file.read_bytes(), str(file), "exec", dont_inherit=True), vars(module))
    except (Exception, SystemExit) as error:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
        if isinstance(error, P2sppError):
            raise
        text = tr("{file}, baris {row}: kode ini tidak dapat dijalankan ({error}).")
        said, row = f"{type(error).__name__}: {error}", line_of(error, str(module.__file__))
        if isinstance(error, SyntaxError):
            said, row = f"{type(error).__name__}: {error.msg}", error.lineno or 0
        raise P2sppError(text.format(file=file.name, row=row, error=said)) from error


def _read(file: Path) -> None:
    """Read levers or indicators; which of the two is told by what their tables hold. Rules are left for scenarios."""
    raw = read_toml(file)
    if "forum" in raw:
        return
    if all(isinstance(entry, dict) and "value" in entry for entry in raw.values()):
        for key, lever in read_settings(file, dict[str, Lever]).items():
            add(msgspec.structs.replace(lever, key=key), where=str(file.resolve()))
        return
    for key, definition in indicators.read_definitions(file).items():
        if "id" not in definition.label:
            fault = Fault(file.name, 0, f"{key}.label.id", "", tr("kunci ini tidak ada"))
            raise BadData([fault])
        own_parts.add(
            OwnPart(
                "indicator",
                key,
                definition.label,
                file.name,
                file.name,
                str(file.resolve()),
                _hash(definition),
                as_it_is,
                data=definition,
                rowwise=True,
            )
        )


own_parts.reserve("indicator", indicators.of_package)
