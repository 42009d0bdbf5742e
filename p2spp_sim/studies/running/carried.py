"""Parts of one's own that a study uses: found, tried before anything runs, and carried to where it is run."""

import io
import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import _lru_cache_wrapper, cache, lru_cache
from os import PathLike
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.fingerprint import is_own_file
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import KnownParts
from p2spp_sim.base.toml import rules_path
from p2spp_sim.model.loading import load_rules, weighted
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.parts import renewed  # and what hands rows to them: part of the model
from p2spp_sim.results.indicators import by_run, of_package, see_that_it_has_them
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.kept.provenance import OtherCode
from p2spp_sim.world.stack import stacked, stacks
from p2spp_sim.world.world import World
from p2spp_sim.year import run_stack, run_year

_CODE = (".py", ".pyc", ".so", ".pyd")  # of modules, which the hash of a part holds
_PREFIX = "own/"  # begins the name of a part among the files of a model
_PYTHON = "Python {}.{}\n".format(
    *sys.version_info
).encode()  # begins the bytes: another one's code crashes this one


def used(scenarios: Sequence[Scenario], indicators: Iterable[str]) -> KnownParts:
    """Give the parts that runs of scenarios hang on, and the rules file that is not one of ours.

    Parameters
    ----------
    scenarios : all points of a study; they have one rule book and the same parts.
    indicators : what is measured, some perhaps of a group only.
    """
    base, here = scenarios[0], own_parts.known()
    book = weighted(load_rules(base.rules), base)
    named = {*_named(book), *(("indicator", key.partition(".")[0]) for key in indicators)}
    moved = {key for scenario in scenarios for key in scenario.changed}
    values = {v for scenario in scenarios for v in scenario.changed.values() if isinstance(v, str)}
    named |= {("fill_rule", value) for value in values} | {("lever", key) for key in moved}
    # a clause holds others in place also where it is not moved, and S8 counts it
    named |= {at for at, part in here.parts.items() if at[0] == "lever" and part.data.locks}
    parts = {at: renewed(here.parts[at]) for at in named if at in here.parts}
    words = {word for part in parts.values() for word in part.words}
    parts |= {("lever", k): p for k, p in here.by_kind["lever"].items() if k in words}
    levers = [part for (kind, _), part in parts.items() if kind == "lever"]
    for lever in levers:  # grows as it goes: those that they name, and what these name
        for key in lever.data.named:
            if key in here.by_kind["lever"] and ("lever", key) not in parts:
                parts["lever", key] = here.by_kind["lever"][key]
                levers.append(parts["lever", key])
    files = {base.rules: rules_path(base.rules)} if base.rules.endswith(".toml") else {}
    return KnownParts(dict(sorted(parts.items())), files)


def _named(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Give every word of a rule book that may be a part of one's own, with its kind."""
    yield from (("lever", key) for key in book.values)
    for forum in book.forum:
        weights = (each.weight for each in (forum.noise, forum.balance) if each)
        yield from (("lever", str(weight)) for weight in weights)
        yield from (("gate", gate.test) for gate in forum.gates)
        yield from (("amendment", name) for name in forum.amendments)
        for criterion in forum.criteria:
            yield "criterion", criterion.term
            yield "lever", str(criterion.weight)
        for pot in forum.pots:
            yield from (("gate", pot.who), ("fill_rule", pot.fill), ("lever", pot.fill))


def hashes(known: KnownParts) -> dict[str, str]:
    """Give the hash of every part, by a name that no file of the package has."""
    return {f"{_PREFIX}{part.name}": part.code for part in known.parts.values()}


def can_be_stacked() -> bool:
    """Tell whether all parts that are known here decide on every row by itself."""
    return all(part.rowwise for part in own_parts.known().parts.values())


def try_them(
    known: KnownParts, world: World, scenarios: Sequence[Scenario], seed: int, keys: Sequence[str]
) -> None:
    """Run years with the parts that a study uses, and no others, before anything is written.

    Raises
    ------
    P2sppError : a part gave what it must not, or failed; the same year came out otherwise when it was run again; or
        replicates decided together differ from those alone.
    UnknownName : a part needs another that is not there.
    BadData : an indicator names a stage, pot or column that is not there.
    """
    if not known.parts:
        return
    every = list(dict.fromkeys((*keys, *of_package())))
    # tables of its own, should a part put other columns into them
    world = replace(world, tables={name: dict(table) for name, table in world.tables.items()})
    (opened := _opened()).clear()
    with own_parts.using(known):
        for scenario in _to_try(scenarios, known):
            first = run_year(world, scenario, seed)
            see_that_it_has_them(first)
            alone, again = (by_run(run, every) for run in (first, run_year(world, scenario, seed)))
            if opened:
                text = tr(
                    "{parts} membaca {files} di dalam fungsinya: isi berkas itu tidak menjadi bagian studi, dan mesin "
                    "lain tidak memilikinya. Baca di luar fungsi, sebagai angka, teks, atau larik."
                )
                about = {"parts": sorted({*opened.values()}), "files": sorted(opened)}
                raise P2sppError(
                    text.format(**{name: ", ".join(each) for name, each in about.items()})
                )
            if not np.array_equal(alone, again, equal_nan=True):
                text = tr(
                    "Tahun yang sama memberi hasil lain bila dijalankan sekali lagi: salah satu dari {parts} memakai "
                    "bilangan acak atau sesuatu yang berubah dari satu pemakaian ke pemakaian berikutnya. Bilangan "
                    'acak diambil dari rapatnya: m.uniform("nama"), rows.draw.'
                )
                functions = [part.name for part in known.parts.values() if part.function]
                raise P2sppError(text.format(parts=", ".join(functions)))
            if not can_be_stacked() or len(stacks(world, 2)) > 1:
                continue
            both = by_run(run_stack(stacked(world, 2), [scenario] * 2, range(2), seed), every)
            second = by_run(run_year(world, scenario, seed, replicate=1), every)
            if not np.array_equal(both, [*alone, *second], equal_nan=True):
                text = tr(
                    "Ulangan yang diputuskan bersama lain dari yang sendiri: salah satu dari {parts} tidak memutuskan "
                    "setiap usulan menurut isinya sendiri. Hapus rowwise=True pada bagian itu."
                )
                rows = [part.name for part in known.parts.values() if part.kind in own_parts.ACTING]
                raise P2sppError(text.format(parts=", ".join(rows)))


@cache
def _opened() -> dict[str, str]:
    """Give files of data that functions of somebody's own have opened to read since it was cleared, and who did."""
    opened: dict[str, str] = {}

    def hear(event: str, words: tuple[Any, ...]) -> None:
        if event != "open" or not (part := own_parts.called()):
            return
        place, _, flags = words
        if isinstance(place, str | PathLike) and not flags & (os.O_WRONLY | os.O_RDWR):
            path = Path(place)
            if path.is_file() and path.suffix not in _CODE and is_own_file(str(path)):
                opened[path.name] = part.name

    sys.addaudithook(hear)
    return opened


def _to_try(scenarios: Sequence[Scenario], known: KnownParts) -> Iterable[Scenario]:
    """Choose one scenario for each way to fill, and the ends of every lever that a part names: it may decide by it."""
    chosen = {_fills(scenario, known): scenario for scenario in reversed(scenarios)}
    words = {word for part in known.parts.values() for word in part.words}
    moved = words & {key for scenario in scenarios for key in scenario.changed}
    ends = [
        end(scenarios, key=lambda scenario: scenario.value(key))
        for key in sorted(moved)
        for end in (min, max)
    ]
    return {id(scenario): scenario for scenario in (*chosen.values(), *ends)}.values()


def _fills(scenario: Scenario, known: KnownParts) -> tuple[str, ...]:
    """Give the ways to fill of one's own that a scenario chooses."""
    own = known.by_kind["fill_rule"]
    return tuple(str(value) for value in scenario.changed.values() if str(value) in own)


def packed(known: KnownParts) -> bytes:
    """Turn parts and the rules file into bytes that any process can unpack; nothing for nothing.

    Functions and modules of one's own go along whole, so that no worker needs their files.

    Raises
    ------
    P2sppError : a part cannot be carried; says which.
    """
    if not known.parts and not known.files:
        return b""
    try:
        import cloudpickle  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        message = tr("Perlu paket {names}; pasang dengan: pip install 'p2spp-sim[study]'")
        raise P2sppError(message.format(names="cloudpickle")) from None
    files = {name: (path.name, path.read_bytes()) for name, path in known.files.items()}
    names = {name for part in known.parts.values() for name in part.modules} - {"__main__"}
    modules = [sys.modules[name] for name in sorted(names) if name in sys.modules]
    for module in modules:
        cloudpickle.register_pickle_by_value(module)
    try:
        for part in known.parts.values():
            try:
                _Elsewhere(_bytes_of(part), names | {"__main__"}).load()
            except Exception as error:
                text = tr("{part} tidak dapat dikirim ke proses lain ({error}).")
                raise P2sppError(text.format(part=part.told, error=error)) from None
        return _PYTHON + _bytes_of((list(known.parts.values()), files))
    finally:
        for module in modules:
            cloudpickle.unregister_pickle_by_value(module)


class _Elsewhere(pickle.Unpickler):
    """Unpacks as a process does that has no file of somebody's own."""

    def __init__(self, carried: bytes, lacking: Set[str]) -> None:
        super().__init__(io.BytesIO(carried))
        self._lacking = lacking

    def find_class(self, module: str, name: str) -> Any:
        """Find what goes by its name alone.

        Raises
        ------
        LookupError : it is in a file of somebody's own.
        """
        if module in self._lacking:
            raise LookupError(f"{module}.{name}")
        return super().find_class(module, name)


def _bytes_of(things: object) -> bytes:
    """Turn functions into bytes whole, those of `functools.cache` too, which pickle knows by name alone."""
    import cloudpickle

    class Carrier(cloudpickle.CloudPickler):  # type: ignore[misc]
        def reducer_override(self, thing: Any) -> Any:
            if isinstance(thing, _lru_cache_wrapper):
                return _cached_again, (thing.__wrapped__, thing.cache_parameters())
            return super().reducer_override(thing)

    content = io.BytesIO()
    Carrier(content).dump(things)
    return content.getvalue()


def _cached_again(function: Any, how: Mapping[str, Any]) -> Any:
    return lru_cache(**how)(function)


@lru_cache(maxsize=8)
def unpacked(carried: bytes) -> KnownParts:
    """Take parts out of their bytes, once a process; a rules file is written to where this process finds it.

    Raises
    ------
    OtherCode : another Python packed them, whose code this one cannot run.
    """
    if not carried:
        return KnownParts({})
    import cloudpickle

    if not carried.startswith(_PYTHON):
        text = tr("bagian sendiri dikemas oleh Python lain, bukan {python}")
        raise OtherCode(text.format(python=_PYTHON.decode().strip()))
    parts, files = cloudpickle.loads(carried.removeprefix(_PYTHON))
    paths: Mapping[str, Path] = {
        name: _written(file, content) for name, (file, content) in files.items()
    }
    return KnownParts({(part.kind, part.key): part for part in parts}, paths)


def _written(name: str, content: bytes) -> Path:
    path = Path(mkdtemp(prefix="p2spp-")) / name
    path.write_bytes(content)
    return path
