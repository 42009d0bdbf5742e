"""What a JupyterHub is told, and what a person's own server lets in; a stand-in takes the place of jupyterhub itself.

The real one was walked through by hand, as docs/server.md says: it is no part of what the tests install.
"""

from __future__ import annotations

import asyncio
import csv
import http.client
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from p2spp_sim.workbook.doors.hub_server import hub_settings
from tests.browser.lab import free_port
from tests.notebooks.notebooks import ROOT

SERVER = ROOT / "docs" / "server"
PAGES = ("docs/server.id.md", "docs/server.md")
STAND_IN = """
import os
from jupyter_server.auth import IdentityProvider, User
class JupyterHubIdentityProvider(IdentityProvider):
    token = ""
    def get_user(self, handler):
        name = handler.request.headers.get("X-Who", "")
        return User(username=name) if name == os.environ["JUPYTERHUB_USER"] else None
    def get_handlers(self):
        return []
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of a server with the codes of two participants and a trainer."""
    written = subprocess.check_output([sys.executable, str(SERVER / "kode.py"), "1", "2", "1"])
    (tmp_path / "kode.csv").write_bytes(written)
    monkeypatch.setenv("P2SPP_SERVER", str(tmp_path))
    return tmp_path


@pytest.fixture
def config(place: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    stand_in: Any = ModuleType("jupyterhub.auth")
    stand_in.Authenticator = type("Authenticator", (), {})
    monkeypatch.setitem(sys.modules, "jupyterhub", ModuleType("jupyterhub"))
    monkeypatch.setitem(sys.modules, "jupyterhub.auth", stand_in)
    return PyFileConfigLoader("jupyterhub_config.py", str(SERVER)).load_config()


def people(place: Path) -> dict[str, str]:
    with (place / "kode.csv").open(encoding="utf-8", newline="") as file:
        return {row["kode"]: row["sandi"] for row in csv.DictReader(file)}


def test_a_code_comes_in_with_its_own_password_only(config: Config, place: Path) -> None:
    words, door = people(place), config.JupyterHub.authenticator_class()

    def enter(code: str, word: str) -> Any:
        asked = door.authenticate(None, {"username": code, "password": word})
        with ThreadPoolExecutor(1) as thread:  # in this one a browser's loop may run already
            return thread.submit(asyncio.run, asked).result()

    assert list(words) == ["K1-01", "K1-02", "PEL-01"] and len(set(words.values())) == 3
    assert enter("k1 1", f" {words['K1-01'].upper()} ") == {"name": "K1-01", "admin": False}
    assert enter("PEL-01", words["PEL-01"])["admin"] is True
    for code, word in [("K1-01", words["K1-02"]), ("K1-01", ""), ("K9-01", ""), ("Siti", "é")]:
        assert enter(code, word) is None
    assert door.normalize_username("k1 1") == "k1-01"
    (place / "kode.csv").write_text("kode,sandi,peran\nK1-01,,peserta\n", encoding="utf-8")
    assert enter("K1-01", "") is None, "a line without a password lets nobody in"


@pytest.mark.parametrize(
    ("name", "runs", "bytes_"),
    [
        ("k1-01", "p2spp_sim.workbook.doors.hub_server", "700000000"),
        ("pel-01", "jupyterhub-singleuser", "2000000000"),
        ("x-99", "p2spp_sim.workbook.doors.hub_server", "700000000"),
    ],
)
def test_each_gets_a_process_and_limits_and_the_folder_of_the_class(
    config: Config, place: Path, name: str, runs: str, bytes_: str
) -> None:
    spawner = SimpleNamespace(user=SimpleNamespace(name=name))
    config.Spawner.pre_spawn_hook(spawner)
    assert spawner.cmd[:2] == ["prlimit", f"--data={bytes_}"]
    assert any(word.endswith(runs) for word in spawner.cmd)
    assert spawner.environment["P2SPP_HASIL"] == str(place / "hasil")
    assert spawner.environment["P2SPP_KODE"] == name.upper()
    assert (place / "hasil").stat().st_mode & 0o077 == 0, "nobody else on the machine reads results"


def test_the_hub_keeps_to_this_machine_outlives_a_restart_and_ends_what_is_left(
    config: Config,
) -> None:
    assert config.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    assert config.JupyterHub.cleanup_servers is False
    assert config.JupyterHub.active_server_limit == 200
    (culler,) = config.JupyterHub.services
    assert "--timeout=1800" in culler["command"]
    assert config.JupyterHub.load_roles[0]["services"] == [culler["name"]]
    (templates,) = config.JupyterHub.template_paths
    assert {file.stem for file in Path(templates).iterdir()} == {
        *("page", "login", "spawn_pending", "not_running", "error")
    }


def test_both_pages_give_the_same_commands_and_name_what_is_there() -> None:
    texts = [(ROOT / page).read_text(encoding="utf-8") for page in PAGES]
    blocks = [re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for text in texts]
    assert blocks[0] == blocks[1] and len(blocks[0]) >= 5
    for block in blocks[0]:
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)
    for text in texts:
        for file in {*re.findall(r"docs/server/[\w./]+\.\w+", text)}:
            assert (ROOT / file).is_file(), file
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / "docs" / link).exists(), link


def test_a_persons_server_asks_the_hub_and_keeps_to_their_code(place: Path) -> None:
    package = place / "jupyterhub" / "singleuser"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "extension.py").write_text(STAND_IN, encoding="utf-8")
    port = free_port()
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(place), str(ROOT)]),
        "JUPYTER_PATH": str(ROOT / "share" / "jupyter"),
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
        "JUPYTERHUB_SERVICE_PREFIX": "/user/k1-01/",
        "JUPYTERHUB_USER": "k1-01",
        "P2SPP_HASIL": str(place / "hasil"),
    }
    command = [sys.executable, "-m", "p2spp_sim.workbook.doors.hub_server", ROOT / "notebooks"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as server:
        try:
            said = answers(port)
        finally:
            server.terminate()
    unit = "/user/k1-01/voila/render/03_musrenbang_kecamatan.ipynb"
    assert said["k1-01", unit] == said["k1-01", f"{unit}?kode=K1-02"] == (302, f"{unit}?kode=K1-01")
    for who in ("", "k1-02"):
        assert said[who, unit][0] in (302, 403) and "kode=K1-01" not in said[who, unit][1]
    for page in ("voila/render/papan_kelas.ipynb", "voila/tree", "lab", "api/contents", "alamat"):
        assert said["k1-01", f"/user/k1-01/{page}"][0] == 404, page
    assert said["", "/user/k1-01/hidup?kernel=x"][0] == 410, "a page's own question needs no cookie"
    assert said["k1-01", "/voila/render/03_musrenbang_kecamatan.ipynb"][0] == 404


def test_behind_the_hub_it_is_a_server_that_is_silent() -> None:
    given = {
        "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:1",
        "JUPYTERHUB_SERVICE_PREFIX": "/user/k1-01/",
    }
    said = hub_settings(ROOT, given, None).VoilaConfiguration.resources["p2spp"]
    assert {code: words["silent"].split()[0] for code, words in said.items()} == {
        "id": "Server",
        "en": "The",
    }
    assert not any(
        "laptop" in str(word).casefold() for words in said.values() for word in words.values()
    )


def answers(port: int) -> dict[tuple[str, str], tuple[int, str]]:
    """Ask for pages as the owner, as another and as nobody, once the server is there."""
    unit = "voila/render/03_musrenbang_kecamatan.ipynb"
    own = f"/user/k1-01/{unit}"
    asked = [("k1-01", own), ("k1-01", f"{own}?kode=K1-02"), ("", own), ("k1-02", own)]
    pages = ("voila/render/papan_kelas.ipynb", "voila/tree", "lab", "api/contents", "alamat")
    asked += [("k1-01", f"/user/k1-01/{page}") for page in pages]
    asked += [("", "/user/k1-01/hidup?kernel=x"), ("k1-01", f"/{unit}")]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError):
            return {key: ask(port, *key) for key in asked}
        time.sleep(0.2)
    raise AssertionError("the server did not come up")


def ask(port: int, who: str, path: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"X-Who": who} if who else {})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.getheader("Location", "")
