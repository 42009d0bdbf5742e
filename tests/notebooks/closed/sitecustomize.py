"""Closes the way to other machines in every Python started with this folder on its path (kernels, nbval)."""

import sys

HERE = ("127.", "::1", "localhost", "0.0.0.0", "::")


def _guard(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0] or ""
    else:
        return
    if str(host) and not str(host).startswith(HERE):
        raise OSError(f"{event} to {host}: a notebook may not leave this machine")


sys.addaudithook(_guard)
