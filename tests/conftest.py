"""Rules for the whole suite: the same random cases everywhere, and no way out of the machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A hundred kernels and programs start here; where this is set, each would compile every module it imports anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No stop-watch decides a test here: neither a deadline nor the check that data come slowly.
settings.register_profile(
    "p2spp",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("p2spp")

LONG = (
    Path(__file__).parent / "long"
)  # proofs that take an hour: `python3 mulai.py test tests/long`


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the long proofs alone until they are asked for by name."""
    asked = any(
        Path(word.partition("::")[0]).resolve().is_relative_to(LONG) for word in config.args
    )
    return True if collection_path == LONG and not asked else None


SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
ASKING = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}


class OutsideWorldError(RuntimeError):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """Say whether a host is this machine's loopback."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str):
        return host is None
    if host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class Guard:
    """An audit hook: it sees every socket of this process, also those that do not come from `socket.socket`.

    Python gives no way to take a hook out again, so `closed` switches it.
    """

    closed = False

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if not self.closed or not event.startswith("socket."):
            return
        if event in SENDING:
            sock, address = args[0], args[1]
            if address is None or getattr(sock, "family", 0) == getattr(socket, "AF_UNIX", None):
                return  # a connected socket was looked at when it connected
            host = address[0] if isinstance(address, tuple) and address else address
        elif event in ASKING:
            host = args[0][0] if isinstance(args[0], tuple) else args[0]
        else:
            return
        if not is_here(host):
            raise OutsideWorldError(f"{event} to {host!r}: tests may not leave this machine")


GUARD = Guard()
sys.addaudithook(GUARD)


@pytest.fixture(scope="session", autouse=True)
def closed_sockets() -> Iterator[None]:
    """Close the way to other machines while tests run; loopback and local (AF_UNIX) sockets stay open."""
    GUARD.closed = True
    yield
    GUARD.closed = False


@pytest.fixture(autouse=True)
def indonesian_again() -> Iterator[None]:
    """Leave no other language to the next test."""
    yield
    if language := sys.modules.get("p2spp_sim.base.language"):
        language.set_language("id")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for a whole process: Playwright runs once in a thread."""
    from playwright.sync_api import sync_playwright

    from tests.browser.lab import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured (`record_property`), whichever process they ran in; nothing is asserted about it."""
    reports = [
        report
        for group in terminalreporter.stats.values()
        for report in group
        if hasattr(report, "when")
    ]
    lines = [
        f"{name}: {value}"
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
    ]
    if lines:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(sorted(lines)))
