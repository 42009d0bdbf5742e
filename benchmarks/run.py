"""Measure the numbers to reach: `python benchmarks/run.py [--only KEY] [--json FILE]`.

Every figure is the median and the least of several runs on this machine; of times the median by the processor's clock
stands beside them. Ratios come from runs taken in turn
(A B A B), as a machine drifts while others use it. See README.md beside this file for what each row means.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kernel_rows
import numpy as np
import rows as model_rows
import study_rows
from rows import FULL, TINY, Row

import p2spp_sim as p2
from p2spp_sim.base.files import write_atomically

GROUPS = {**model_rows.GROUPS, **kernel_rows.GROUPS, **study_rows.GROUPS}
NEEDS = {
    "mesa": ("mesa", "Mesa"),
    "ema": ("ema_workbench", "EMA Workbench"),
}  # group: module, what it is called


def machine() -> dict[str, object]:
    """Say what was measured on; `load` is how many jobs wanted a core in the minute before."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
            model,
        )
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "p2spp_sim": p2.__version__,
        **{name: _version(name) for name in ("pandas", "pyarrow", "loky", "mesa", "ema_workbench")},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def line(row: Row) -> str:
    sign = ">=" if row.at_least else "<="
    goal = "" if row.goal is None else f"{sign} {row.goal:g} {row.unit}"
    processor = "" if row.processor is None else f"{row.processor:10.4g} {row.unit:2}"
    measured = f"{row.median:10.4g} {row.unit:2}  {row.min:10.4g} {row.unit:2}  {processor:13}"
    return f"{row.key:34}{goal:>12}  {measured}  {row.runs:4}  {row.verdict:8} {row.what}"


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the rows of the numbers to reach.")
    parser.add_argument(
        "--only", metavar="KEY", action="append", choices=list(GROUPS), help=", ".join(GROUPS)
    )
    parser.add_argument(
        "--json", metavar="FILE", type=Path, help="write machine and rows to this file too"
    )
    parser.add_argument(
        "--tiny", action="store_true", help="tiny sizes, to try the benchmark itself"
    )
    chosen = parser.parse_args(words)
    keys = chosen.only or list(GROUPS)
    for key, (module, name) in NEEDS.items():
        if key in keys and importlib.util.find_spec(module) is None:
            parser.error(
                f"the rows of {key} need {name}: pip install -c constraints.txt -e '.[test]'"
            )
    about = machine()
    print(", ".join(f"{name} {value}" for name, value in about.items()))
    if chosen.tiny:
        print("tiny sizes: not to be held against the goals")
    print(f"{'row':34}{'goal':>12}  {'median':>10}     {'min':>10}     {'processor':>10}     runs")
    rows: list[Row] = []
    for key in keys:
        for row in GROUPS[key](TINY if chosen.tiny else FULL):
            rows.append(row)
            print(line(row), flush=True)
    if chosen.json:
        report = {
            "machine": about,
            "tiny": chosen.tiny,
            "rows": [asdict(r) | {"verdict": r.verdict} for r in rows],
        }
        write_atomically(
            chosen.json, (json.dumps(report, indent=2, ensure_ascii=False) + "\n").encode()
        )


if __name__ == "__main__":
    main()
