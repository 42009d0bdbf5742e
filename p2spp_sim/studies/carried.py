"""Parts of one's own that a study uses: found, tried before anything runs, and carried to where it is run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import KnownParts
from p2spp_sim.base.toml import rules_path
from p2spp_sim.model.loading import load_rules, weighted
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.parts import OwnPart  # and, with it, what hands rows to them: part of the model
from p2spp_sim.results.indicators import by_run, of_package
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.stack import stacked, stacks
from p2spp_sim.world.world import World
from p2spp_sim.year import run_stack, run_year

_PREFIX = "own/"  # begins the name of a part among the files of a model


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
    parts = {at: here.parts[at] for at in named if at in here.parts}
    words = {word for part in parts.values() for word in part.words}
    parts |= {("lever", k): p for k, p in here.by_kind["lever"].items() if k in words}
    files = {base.rules: rules_path(base.rules)} if base.rules.endswith(".toml") else {}
    return KnownParts(dict(sorted(parts.items())), files)


def _named(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Give every word of a rule book that may be a part of one's own, with its kind."""
    for forum in book.forum:
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
    """Run a year with the parts that a study uses, and no others, before anything is written.

    Raises
    ------
    P2sppError : a part gave what it must not, or failed; or replicates decided together differ from those alone.
    UnknownName : a part needs another that is not there.
    """
    if not known.parts:
        return
    every = list(dict.fromkeys((*keys, *of_package())))
    with own_parts.using(known):
        tried = {_fills(scenario, known): scenario for scenario in reversed(scenarios)}
        for scenario in tried.values():
            alone = by_run(run_year(world, scenario, seed), every)
            if not can_be_stacked() or len(stacks(world, 2)) > 1:
                continue
            both = by_run(run_stack(stacked(world, 2), [scenario] * 2, range(2), seed), every)
            if not np.array_equal(both[:1], alone, equal_nan=True):
                text = tr(
                    "Ulangan yang diputuskan bersama lain dari yang sendiri: salah satu dari {parts} tidak memutuskan "
                    "setiap usulan menurut isinya sendiri. Hapus rowwise=True pada bagian itu."
                )
                rows = [part.name for part in known.parts.values() if part.kind in own_parts.ACTING]
                raise P2sppError(text.format(parts=", ".join(rows)))


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
    import sys

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
            _packs(cloudpickle, part)
        return bytes(cloudpickle.dumps((list(known.parts.values()), files)))
    finally:
        for module in modules:
            cloudpickle.unregister_pickle_by_value(module)


def _packs(cloudpickle: object, part: OwnPart) -> None:
    try:
        cloudpickle.dumps(part)  # type: ignore[attr-defined]
    except Exception as error:
        text = tr("{part} tidak dapat dikirim ke proses lain ({error}).")
        raise P2sppError(text.format(part=part.told, error=error)) from None


@lru_cache(maxsize=8)
def unpacked(carried: bytes) -> KnownParts:
    """Take parts out of their bytes, once a process; a rules file is written to where this process finds it."""
    if not carried:
        return KnownParts({})
    import cloudpickle

    parts, files = cloudpickle.loads(carried)
    paths: Mapping[str, Path] = {
        name: _written(file, content) for name, (file, content) in files.items()
    }
    return KnownParts({(part.kind, part.key): part for part in parts}, paths)


def _written(name: str, content: bytes) -> Path:
    path = Path(mkdtemp(prefix="p2spp-")) / name
    path.write_bytes(content)
    return path
