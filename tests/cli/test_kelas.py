"""`p2spp kelas`: which address and port it takes, and what it says when it cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.language import set_language
from p2spp_sim.cli import kelas, lab, main

ENV: dict[str, str] = {}


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language("id")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started."""
    commands: list[list[str]] = []
    monkeypatch.setattr(
        lab.os, "execve", lambda _path, command, env: (commands.append(command), ENV.update(env))
    )
    monkeypatch.setattr(
        lab.subprocess,
        "call",
        lambda command, env: commands.append(command) or ENV.update(env) or 0,
    )
    monkeypatch.setenv("JUPYTER_PATH", "/lain")
    return commands


def test_this_machine_only_unless_the_network_is_asked_for(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kelas", "--no-browser"]) == 0
    assert (
        started[0][4] == "127.0.0.1" and "--ask" not in started[0] and "--browser" not in started[0]
    )
    monkeypatch.setattr(kelas, "addresses", lambda: ["127.0.0.1"])
    assert main(["kelas", "--lan"]) == 0
    assert "--ask" in started[1] and "--browser" in started[1]
    template = (
        Path(ENV["JUPYTER_PATH"].split(kelas.os.pathsep)[0]) / "voila" / "templates" / "p2spp"
    )
    assert (template / "index.html.j2").is_file()
    assert ENV["JUPYTER_PATH"].endswith("/lain")


def test_waiting_kernels_are_for_a_unit_there_is(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kelas", "--siap", "03", "5"]) == 0
    assert started[0][-4:-1] == ["--ready", "03_musrenbang_kecamatan.ipynb", "5"]
    assert main(["kelas", "--siap", "99", "5"]) == 2
    assert "Unit “99” tidak dikenal" in capsys.readouterr().err
    assert main(["kelas", "--siap", "03", "100"]) == 2
    assert "1 sampai 30" in capsys.readouterr().err
    assert len(started) == 1


def test_addresses_are_this_machines_and_never_loopback() -> None:
    assert not any(address.startswith(("127.", "169.254.")) for address in kelas.addresses())


def test_several_addresses_are_told_and_one_can_be_picked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kelas, "addresses", lambda: ["192.168.8.5", "10.0.0.7"])
    assert kelas.lan_address() == "192.168.8.5"
    assert "10.0.0.7" in capsys.readouterr().out
    assert kelas.lan_address("10.0.0.7") == "10.0.0.7"
    with pytest.raises(UnknownName, match=r"192\.168\.8\.5"):
        kelas.lan_address("192.168.8.6")


def test_without_a_network_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kelas, "addresses", lambda: [])
    with pytest.raises(P2sppError, match="router kelas"):
        kelas.lan_address()


def test_a_port_in_use_is_passed_over_or_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(P2sppError, match=str(port)):
            kelas.free_port("127.0.0.1", port)
        monkeypatch.setattr(kelas, "PORT", port)
        other = kelas.free_port("127.0.0.1", None)
        out = capsys.readouterr().out
        assert other != port and f"Port {port} dipakai" in out and f"di port {other}" in out
    monkeypatch.undo()
    assert kelas.free_port("127.0.0.1", None) in range(8866, 8886)
    with pytest.raises(P2sppError, match="99999"):
        kelas.free_port("127.0.0.1", 99999)


def test_voila_or_notebooks_missing_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kelas, "find_spec", lambda _name: None)
    assert main(["kelas"]) == 2
    assert "Voilà belum terpasang" in capsys.readouterr().err
