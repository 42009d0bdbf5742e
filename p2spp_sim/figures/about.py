"""What every figure says of itself below the picture: data, rules, values, replicates, seed, version, no forecast."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from p2spp_sim.base import own_parts
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.release import VERSION
from p2spp_sim.figures.units import lever_text, outcome_text, parts_text, values_text
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.levers import Lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World


class KeptStudy(Protocol):
    """A study on disk, as `studies.sweep.Sweep` is one."""

    @property
    def manifest(self) -> dict[str, Any]:
        """What lies beside its results."""

    @property
    def design(self) -> "KeptDesign":
        """What it moved."""


class KeptDesign(Protocol):
    """A design, as `studies.design.Design` is one."""

    @property
    def levers(self) -> Sequence[Lever]:
        """The levers, as they were declared when the study began."""


@dataclass(frozen=True, slots=True)
class About:
    """Where the figures of a picture come from; what is empty or None is left out.

    Parameters
    ----------
    dataset : title or name of the district.
    rules : name of the rule book, or of several.
    replicates : how many draws were run.
    seed : of these draws.
    changes : levers that one scenario moves, in words.
    base : levers that differ from the rule book's values in all that is shown, in words.
    parts : gates, criteria and amendments of one's own that act in all that is shown, in words.
    version : of this package when it was run; of this one when nothing else is said.
    labels : what levers and indicators are called that are not known where it is drawn, by their keys.
    """

    dataset: str = ""
    rules: str = ""
    replicates: int | None = None
    seed: int | None = None
    changes: str = ""
    base: str = ""
    parts: str = ""
    version: str = VERSION
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        world: World,
        *scenarios: Scenario,
        replicates: int | None = None,
        seed: int | None = None,
    ) -> "About":
        """Tell it of runs of a world under one scenario or several, the base first."""
        rules = ", ".join(dict.fromkeys(Path(scenario.rules).stem for scenario in scenarios))
        base = values_text(scenarios[0].changed) if scenarios else ""
        parts = parts_text(scenarios[0].parts) if scenarios else ""
        return cls(pick(world.title), rules, replicates, seed, base=base, parts=parts)

    @classmethod
    def of_sweep(cls, study: KeptStudy) -> "About":
        """Tell it of a study on disk, from its manifest."""
        record = study.manifest
        settings = record["study"]
        name = str(settings["world"]).rpartition("-")[0]  # behind it stands a hash of the tables
        rules, base = Path(str(settings["rules"])).stem, values_text(json.loads(settings["base"]))
        runs = int(settings["replicates"]), int(settings["seed"])
        own = own_parts.kept_labels(record)
        acting = str(settings.get("own", "")).split(", ")
        parts = ", ".join(pick(own[part]) for part in acting if part in own)
        labels = {lever.key: lever.label for lever in study.design.levers}
        labels |= {own_parts.key_of(part): label for part, label in own.items()}
        version = settings["version"]
        return cls(name, rules, *runs, base=base, parts=parts, version=version, labels=labels)

    def lever(self, key: str) -> str:
        """Name a lever in the screen language, also one that only the study knows."""
        return pick(self.labels[key]) if key in self.labels else lever_text(key)

    def outcome(self, name: str) -> str:
        """Name an outcome in the screen language, also one that only the study knows."""
        key, _, rest = name.partition(".")
        if key in definitions() or key not in self.labels:
            return outcome_text(name)
        rest = rest.removesuffix("count").rstrip(".")
        return ": ".join(filter(None, (pick(self.labels[key]), rest)))

    def line(self) -> str:
        """Give the line in the screen language."""
        parts = [tr("Data: {name}").format(name=self.dataset)] if self.dataset else []
        if self.rules:
            parts.append(tr("aturan: {name}").format(name=self.rules))
        if self.base:
            parts.append(tr("nilai dasar: {what}").format(what=self.base))
        if self.parts:
            parts.append(tr("bagian sendiri: {what}").format(what=self.parts))
        if self.changes:
            parts.append(tr("diubah: {what}").format(what=self.changes))
        if self.replicates is not None:
            parts.append(tr("ulangan: {n}").format(n=number(self.replicates)))
        if self.seed is not None:
            parts.append(tr("benih: {n}").format(n=self.seed))
        if self.version:
            parts.append(tr("p2spp-sim versi {version}").format(version=self.version))
        return " · ".join([*parts, tr("model ilustratif, bukan ramalan")])
