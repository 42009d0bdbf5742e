"""`import p2spp_sim` stays light: no frames, no widgets, no pictures."""

import subprocess
import sys

HEAVY = {"pandas", "ipywidgets", "IPython", "matplotlib", "scipy"}


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


def test_import_loads_nothing_heavy() -> None:
    loaded = modules_after("import p2spp_sim")
    assert "p2spp_sim" in loaded
    assert loaded & HEAVY == set()


def test_help_of_the_command_loads_nothing_heavy() -> None:
    loaded = modules_after("from p2spp_sim import cli")
    assert "p2spp_sim.cli" in loaded
    assert loaded & HEAVY == set()
