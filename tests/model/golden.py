"""Golden counts and rupiah: whole numbers only, one file, one command to renew it.

python -m tests.model.golden        prints what changed
python -m tests.model.golden --write  renews the file; read the diff before you commit it
"""

import json
import sys
from hashlib import blake2b
from pathlib import Path

import p2spp_sim as p2

FILE = Path(__file__).with_name("golden.json")
CASES = {
    "tirtamulya unit06": ("tirtamulya", "unit06", {}),
    "wanasari 2010": ("wanasari", "2010", {}),
    "wanasari pik": (
        "wanasari",
        "2010",
        {"pik_share": 0.2, "fill_rule": "village_first", "integrated_mad": True},
    ),
    "sumedang 2010": ("sumedang", "2010", {}),
    "sumedang aligned": (
        "sumedang",
        "2010",
        {"alignment_weight": 0.8, "reses_timing": "before", "shared_list": True},
    ),
}


def fingerprint(run: p2.Run) -> str:
    """Hash every decision of a run: rows, reasons, ranks, pots and rupiah (whole numbers all)."""
    digest = blake2b()
    for part in run.parts:
        for step in part.steps:
            for column in (step.rows, step.reason, step.rank, step.pot, step.granted, step.asked):
                digest.update(column.tobytes())
    return digest.hexdigest()


def measured() -> dict[str, dict[str, list[int]]]:
    return {
        name: p2.run_year(p2.World.load(world), p2.Scenario.load(scenario).change(**levers), seed=7)
        .check()
        .totals()
        for name, (world, scenario, levers) in CASES.items()
    }


if __name__ == "__main__":
    new = measured()
    old = json.loads(FILE.read_text()) if FILE.exists() else {}
    for case, stages in new.items():
        for stage, numbers in stages.items():
            if old.get(case, {}).get(stage) != numbers:
                print(case, stage, old.get(case, {}).get(stage), "->", numbers)
    if "--write" in sys.argv:
        FILE.write_text(
            json.dumps(new, indent=1).replace("\n    ", " ").replace("\n   ]", " ]") + "\n"
        )
