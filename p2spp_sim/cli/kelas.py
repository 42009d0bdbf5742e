"""Open the workbook in browsers: to who sits at this machine, or to a class on the network of the room."""

import ipaddress
import os
import socket
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.cli.lab import hand_over, start_page

HERE, PORT = "127.0.0.1", 8866


def open_workbook(port: int | None, browser: bool) -> int:
    """Hand over to Voilà on the notebooks, for who sits at this machine and nobody else.

    Parameters
    ----------
    port, browser : as of `open_class`.

    Raises
    ------
    P2sppError : as `open_class`.
    """
    return _open(HERE, port, ["--own"], browser)


def open_class(
    lan: str | None,
    port: int | None,
    ready: tuple[str, str] | None,
    browser: bool,
    form: str = "kelas",
    era: str | None = None,
) -> int:
    """Hand over to Voilà on the notebooks, for a class.

    Parameters
    ----------
    lan : None for this machine only; an address of this machine, or "" for the one that the room's network gave it.
    port : where to listen; the first free one from 8866 when None.
    ready : a unit and how many kernels are kept waiting for its first visitors.
    browser : whether to open a browser here.
    form : of the units, kelas or penuh.
    era : whose rules all work under; everybody chooses when None.

    Raises
    ------
    P2sppError : Voilà or the notebooks are missing, no network, an address that is not this machine's, a port in use.
    """
    more = ["--form", form, *(["--ask"] if lan is not None else [])]
    if era:
        os.environ["P2SPP_MASA"] = era  # for the door and its kernels
    if ready:
        more += ["--ready", notebook(start_page().parent, ready[0]), str(kernels(ready[1]))]
    return _open(HERE if lan is None else lan_address(lan), port, more, browser)


def _open(address: str, port: int | None, more: list[str], browser: bool) -> int:
    if find_spec("voila") is None:
        raise P2sppError(
            tr("Voilà belum terpasang; pasang dengan: pip install 'p2spp-sim[workbook]'")
        )
    folder, server = start_page().parent, "p2spp_sim.workbook.doors.class_server"
    place = [str(folder), address, str(free_port(address, port))]
    command = [sys.executable, "-m", server, *place, *more, *(["--browser"] if browser else [])]
    return hand_over(command, folder)


def lan_address(wanted: str = "") -> str:
    """Give the address of this machine on the room's network.

    Raises
    ------
    P2sppError : there is none, or the wanted one is not among them.
    """
    available = addresses()
    if wanted:
        if wanted not in available:
            raise UnknownName(tr("Alamat laptop ini"), wanted, available)
        return wanted
    if not available:
        message = tr(
            "Laptop ini tidak tersambung ke jaringan. Sambungkan ke router kelas, atau tanpa --lan: p2spp kelas."
        )
        raise P2sppError(message)
    if len(available) > 1:
        message = tr("Alamat lain laptop ini: {daftar}. Pilih dengan --lan ALAMAT.")
        print(message.format(daftar=", ".join(available[1:])))
    return available[0]


def addresses() -> list[str]:
    """List this machine's addresses on networks, those of local networks first."""
    psutil: Any = import_module("psutil")
    cards = psutil.net_if_addrs()
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    ipv4 = [
        entry.address
        for name in cards
        if name in up
        for entry in cards[name]
        if entry.family == socket.AF_INET
    ]
    usable = [
        ip for ip in map(ipaddress.ip_address, ipv4) if not ip.is_loopback and not ip.is_link_local
    ]
    return [
        str(ip) for ip in sorted(usable, key=lambda ip: (not ip.is_private, str(ip).endswith(".1")))
    ]


def free_port(address: str, wanted: int | None) -> int:
    """Give the wanted port, or the first free one from 8866; say so when that is another than learners know.

    Raises
    ------
    P2sppError : the wanted port, or all that were tried, are in use.
    """
    tried = range(PORT, PORT + 20) if wanted is None else [wanted]
    for port in tried:
        with socket.socket() as probe:
            if os.name != "nt":  # as the server will; there it would share a port that is in use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except (OSError, OverflowError):
                continue
        if port != tried[0]:
            message = tr(
                "Port {port} dipakai, mungkin oleh buku kerja yang belum ditutup; yang ini di port {lain}."
            )
            print(message.format(port=tried[0], lain=port))
        return port
    raise P2sppError(
        tr("Port {port} di {alamat} tidak dapat dipakai.").format(port=tried[0], alamat=address)
    )


def notebook(folder: Path, unit: str) -> str:
    """Name the notebook of a unit.

    Raises
    ------
    UnknownName : no such unit.
    """
    known = {path.name[:2]: path.name for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    if unit not in known:
        raise UnknownName(tr("Unit"), unit, known)
    return known[unit]


def kernels(count: str) -> int:
    """Read how many kernels are to wait.

    Raises
    ------
    P2sppError : not a whole number from 1 to 30.
    """
    if not count.isdecimal() or not 1 <= int(count) <= 30:
        raise P2sppError(
            tr("--siap {given}: diharapkan banyak kernel, 1 sampai 30.").format(given=count)
        )
    return int(count)
