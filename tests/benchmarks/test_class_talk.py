"""What is said in a class is prescribed for its steps, and leaves minutes of them for reading and hands."""

import tomllib
from collections import Counter

from p2spp_sim.workbook.exercises.bank import load_bank
from tests.benchmarks.conftest import BENCHMARKS


def test_talk_belongs_to_steps_of_a_class_and_fits_into_their_minutes() -> None:
    said = tomllib.loads((BENCHMARKS / "class_talk.toml").read_text(encoding="utf-8"))["talk"]
    minutes: Counter[tuple[str, str]] = Counter()
    for part in said:
        assert part["firmness"] in ("given", "assumed") and part["what"] and part["stands"]
        minutes[part["unit"], part["step"]] += part["times"] * part["each"]
    for code in {unit for unit, _ in minutes}:
        planned = {step.title: step.class_minutes for step in load_bank(code).steps}
        asked = {step: length for (unit, step), length in minutes.items() if unit == code}
        assert set(asked) == {title for title, length in planned.items() if length}
        assert all(length < planned[step] for step, length in asked.items())
