"""Levers of one's own, written in Python or in a file: checked before they are known."""

import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import is_number
from p2spp_sim.base.own_parts import OwnPart
from p2spp_sim.base.toml import read_toml, regimes
from p2spp_sim.model.loading import load_rules
from p2spp_sim.parts.made import as_it_is
from p2spp_sim.results import indicators
from p2spp_sim.scenario.levers import YARDSTICK, Lever, declared, plain_lever

Written = TypeVar("Written", bound=OwnPart | Lever)
_TAKEN_KEYS = ("point", "replicate", "scenario", "policy", "model", YARDSTICK)  # columns of studies


def add(part: Written) -> Written:
    """Let a lever of one's own be known, declared with `Lever(key=..., ...)`; or a part that was made elsewhere.

    Raises
    ------
    OutOfBounds : what is declared does not fit together.
    UnknownName : a lever, an indicator, a forum or a code that it names is not there.
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
    caller = sys._getframe(1)
    where = f"{Path(caller.f_code.co_filename).name}:{caller.f_lineno}"
    made = lever_part(part, where, home=str(caller.f_globals.get("__name__")))
    check_names(made.data)
    own_parts.add(made)
    return part


def lever_part(lever: Lever, where: str, home: str) -> OwnPart:
    """Make a part of a lever, without looking for what it names.

    Raises
    ------
    OutOfBounds : what is declared does not fit together.
    """
    lever = plain_lever(lever)
    if fault := _fault(lever):
        raise OutOfBounds([fault])
    return OwnPart(
        "lever",
        lever.key,
        lever.label,
        lever.source,
        where,
        home,
        declaration_hash(lever),
        as_it_is,
        data=lever,
        unit=lever.unit,
        low=lever.low,
        high=lever.high,
        rowwise=True,
    )


def check_names(lever: Lever) -> None:
    """See that what a lever names is there: other levers, indicators, a forum, codes of the programme.

    A lever that only a rules file of one's own knows (`regimes`) may act in a forum of that file.

    Raises
    ------
    UnknownName : something is not; names the nearest.
    OutOfBounds : a value that a lever of the context, or a locked one, does not take; a sign that is none.
    """
    levers = {**declared(), lever.key: lever}
    own_rules = set(lever.regimes) - set(regimes())
    named = (
        (
            tr("Pilihan kebijakan"),
            lever.named,
            levers,
        ),
        (tr("Indikator"), lever.meant, _outcomes()),
        (tr("Forum"), () if own_rules else (lever.acts_in,), _places()),
        (tr("Kode program"), lever.seed_codes, _codes()),
    )
    for kind, names, known in named:
        for name in names:
            if name and name not in known:
                raise UnknownName(kind, name, known)
    values = [*lever.locks.items(), *lever.context.items()]
    faults = [fault for key, value in values if (fault := levers[key].fault(value))]
    text = tr(
        "Pilihan kebijakan {key}, meant {name} = {value}: diharapkan 1 (naik) atau -1 (turun)."
    )
    faults += [
        text.format(key=lever.key, name=name, value=sign)
        for name, sign in lever.meant.items()
        if sign not in (-1, 1)
    ]
    if faults:
        raise OutOfBounds(faults)


def _outcomes() -> list[str]:
    return [name for key in indicators.definitions() for name in (key, f"{key}.rupiah")]


@cache
def _places() -> frozenset[str]:
    """Name the forums of our rule books, and what comes before them and is none."""
    forums = {forum.key for name in regimes() for forum in load_rules(name).forum}
    return frozenset(
        forums
        | {
            lever.acts_in
            for key, lever in declared().items()
            if key not in own_parts.of_kind("lever")
        }
    )


@cache
def _codes() -> frozenset[str]:
    """Name the codes of the programme."""
    return frozenset(read_toml(data_path("exercises", "coverage.toml")))


def declaration_hash(declaration: msgspec.Struct) -> str:
    """Hash what is declared as data."""
    return blake2b(msgspec.json.encode(declaration), digest_size=8).hexdigest()


def _fault(lever: Lever) -> str:
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
    elif lever.kind == "choice" and not len({*lever.choices}) == len(lever.choices) > 1:
        text = tr("Pilihan kebijakan {key}: diharapkan paling sedikit dua pilihan yang berlainan.")
    elif not ({*lever.choice_labels} <= {*lever.choices}):
        text = tr("Pilihan kebijakan {key}: choice_labels menyebut yang bukan pilihannya.")
    elif not all(label.get("id", "").strip() for label in lever.choice_labels.values()):
        text = tr("Pilihan kebijakan {key}: choice_labels perlu tulisan bahasa Indonesia: id = ...")
    elif lever.kind in ("real", "integer", "idr") and not (
        all(map(is_number, ends)) and ends[0] < ends[1]  # type: ignore[operator]
    ):
        text = tr("Pilihan kebijakan {key}: diharapkan angka low di bawah angka high.")
    else:
        text = ""
    return text.format(key=lever.key) or lever.fault(lever.value)
