"""The files that install the project agree with each other and name no address."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import p2spp_sim
from p2spp_sim.cli import buku

from .pins import EXTRAS as LAYERS
from .pins import entries
from .project import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")
PINS = [Requirement(line) for line in CONSTRAINTS.splitlines()]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
DIRECT = [Requirement(line) for line in sum(EXTRAS.values(), PROJECT["dependencies"])]
# Taken apart, so that this file is not found by its own search.
ADDRESSES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org"]
ADDRESSES += ["ana" + "conda.org", "--index" + "-url", "--extra-" + "index", "file:///" + "opt"]


def our_files() -> list[Path]:
    """List every file of the checkout that .gitignore does not name as a folder."""
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    ignored = {line.strip("/") for line in lines if line.endswith("/")} | {".git"}
    paths = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name for name in folders if name not in ignored and not name.endswith(".egg-info")
        ]
        paths += [Path(folder, name) for name in files]
    return paths


def test_no_registry_address_anywhere() -> None:
    files = our_files()
    assert ROOT / "pyproject.toml" in files
    hits = []
    for path in files:
        text = path.read_bytes().decode("utf-8", "ignore").lower()
        hits += [(str(path), address) for address in ADDRESSES if address in text]
    assert hits == []


def test_pins_are_exact_and_hold_no_address() -> None:
    assert len(PINS) > len(DIRECT)
    for pin in PINS:
        assert pin.url is None, pin
        assert [clause.operator for clause in pin.specifier] == ["=="], pin


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_every_direct_dependency_has_one_pin_that_it_allows(python: str, system: str) -> None:
    place = {
        "python_version": python,
        "python_full_version": f"{python}.6",
        "sys_platform": system,
        "extra": "",
    }
    place |= {"os_name": "nt" if system == "win32" else "posix", "implementation_name": "cpython"}
    for wanted in DIRECT:
        pins = [
            pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(wanted.name)
        ]
        here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(place)]
        assert len(here) == 1, (wanted, here)
        (clause,) = here[0].specifier
        assert wanted.specifier.contains(clause.version), (wanted, clause)


def test_conda_brings_only_a_python_that_fits_and_pip() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *conda, by_pip = environment["dependencies"]
    assert by_pip == {"pip": ["-c constraints.txt", "-e .[workbook]"]}
    python, pip = map(Requirement, conda)
    assert (python.name, pip.name) == ("python", "pip")
    assert python.specifier == SpecifierSet(PROJECT["requires-python"])


def hashed(name: str) -> dict[str, list[str]]:
    """Read a file of pins: each requirement with its hashes."""
    hashes_of = {}
    for entry in entries((ROOT / "pins" / f"{name}.txt").read_text("utf-8")):
        requirement, *hashes = (part.strip(" \\\n") for part in entry.split("--hash="))
        hashes_of[requirement] = hashes
    return hashes_of


def test_every_pin_has_the_hashes_of_its_files_and_the_two_lists_agree() -> None:
    layers = [hashed(name) for name in LAYERS]
    for requirement, hashes in [
        item for layer in [hashed("build"), *layers] for item in layer.items()
    ]:
        assert [clause.operator for clause in Requirement(requirement).specifier] == ["=="], (
            requirement
        )
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes), requirement
    versions = {requirement.partition(" ;")[0] for layer in layers for requirement in layer}
    assert versions == {line.partition(" ;")[0].strip() for line in CONSTRAINTS.splitlines()}


def test_what_builds_the_package_is_pinned_with_pip_itself() -> None:
    pinned = {canonicalize_name(Requirement(each).name) for each in hashed("build")}
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert {"pip", "editables", *(Requirement(each).name for each in build)} <= pinned


def test_a_layer_of_pins_holds_what_its_extra_names() -> None:
    pinned: set[str] = set()
    for extra in LAYERS:
        pinned |= {canonicalize_name(Requirement(each).name) for each in hashed(extra)}
        wanted = [*EXTRAS[extra], *PROJECT["dependencies"]]
        assert {canonicalize_name(Requirement(each).name) for each in wanted} <= pinned, extra


def test_mulai_needs_only_the_standard_library() -> None:
    text = (ROOT / "mulai.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 8))  # an old Python must get to its message
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in modules} <= sys.stdlib_module_names


def test_mulai_asks_for_the_python_that_the_project_asks_for() -> None:
    oldest = re.search(r"OLDEST = \((\d+), (\d+)\)", (ROOT / "mulai.py").read_text("utf-8"))
    assert oldest
    assert PROJECT["requires-python"] == ">={}.{}".format(*oldest.groups())


def test_before_a_commit_the_quick_checks_run_and_before_a_push_all() -> None:
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repo["repo"] == "local", "nothing is downloaded"
    words = {hook["entry"]: hook["stages"] for hook in repo["hooks"]}
    assert words == {"python3 mulai.py lint": ["pre-commit"], "python3 mulai.py test": ["pre-push"]}


def test_windows_starter_has_windows_line_ends_and_passes_its_words_on() -> None:
    raw = (ROOT / "Mulai.bat").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert raw.isascii(), "an old console shows other letters wrongly"
    assert b'"%~dp0mulai.py" %*' in raw


def test_one_version_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    newest = re.search(
        r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert newest
    assert citation["version"] == newest[1] == PROJECT["version"] == p2spp_sim.__version__
    assert Version(version("p2spp-sim")) == Version(PROJECT["version"])


def test_jupyterlab_settings_are_ones_that_jupyterlab_knows_and_are_installed() -> None:
    part = Path("share", "jupyter", "lab")
    name = part / "settings" / "overrides.d" / "p2spp.json"
    settings = json.loads((ROOT / name).read_text("utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {
        "checkForUpdates": False,
        "fetchNews": "false",
    }
    kernels = settings["@jupyterlab/apputils-extension:kernels-settings"]
    assert kernels == {"commsOverSubshells": "disabled"}, "the order of a learner's keys and clicks"
    for plugin, values in settings.items():
        extension, _, rest = plugin.partition(":")
        schema = json.loads(
            Path(sys.prefix, part, "schemas", extension, f"{rest}.json").read_text("utf-8")
        )
        assert set(values) <= set(schema["properties"])
        jsonschema.validate(values, schema)
    assert json.loads(Path(sys.prefix, name).read_text("utf-8")) == settings


def test_wheel_carries_data_settings_and_licences(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    of_the_site = {"conf.py", "api.rst", "index.md"}
    for folder in ("datasets", "exercises", "notebooks", "docs"):
        files = [
            path.relative_to(ROOT).as_posix()
            for path in our_files()
            if ROOT / folder in path.parents and path.name not in of_the_site
        ]
        assert files
        wanted = {
            f"p2spp_sim/_data/{file}" for file in files if "/_" not in file and "/api/" not in file
        }
        assert {name for name in names if f"/_data/{folder}/" in name} == wanted
    wheel_of = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    forced = wheel_of["targets"]["wheel"]["force-include"]
    assert all((ROOT / name).is_file() for name in forced), "of a folder .gitignore is not heeded"
    assert {f"p2spp_sim/_data/{page}" for page in buku.PAGES} <= names
    assert any(
        name.endswith("data/share/jupyter/lab/settings/overrides.d/p2spp.json") for name in names
    )
    assert {"LICENSE", "LICENSE-content"} <= {Path(name).name for name in names}
    assert "p2spp_sim/py.typed" in names
    code = "from p2spp_sim.base.files import data_path; print(data_path('datasets', 'levers.toml').read_text()[:1])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "installed",
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.startswith("#")
