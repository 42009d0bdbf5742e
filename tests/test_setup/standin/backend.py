"""Builds the stand-in's wheel: programs that print their words, and a jupyterlab that prints its flags."""

import os
import time
import zipfile
from pathlib import Path

NAME = "p2spp_sim-0.1.0"
PROGRAMS = ("p2spp", "ruff", "mypy", "lint-imports", "sphinx-build", "pytest")


def build_editable(
    wheel_directory: str, config_settings: object = None, metadata_directory: object = None
) -> str:
    if os.environ.get("HANGING"):
        Path("building").touch()
        time.sleep(60)
    info = f"{NAME}.dist-info"
    files = {
        "program.py": Path("program.py").read_text("utf-8"),
        "jupyterlab/__main__.py": "import sys\nprint('jupyterlab', *sys.argv[1:], sep='\\n')\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: p2spp-sim\nVersion: 0.1.0\n"
        "Provides-Extra: workbook\nProvides-Extra: test\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: standin\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\n"
        + "".join(f"{p} = program:main\n" for p in PROGRAMS),
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(Path(wheel_directory, f"{NAME}-py3-none-any.whl"), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{NAME}-py3-none-any.whl"
