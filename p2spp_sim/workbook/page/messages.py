"""What comes from the page: halves of signs (emoji) are joined or replaced before any control sees them.

A browser may send half an emoji; no file can hold it, and no answer that repeats it can be sent back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from p2spp_sim.base.files import whole

Unpack = Callable[[bytes], Any]


def clean_messages(session: Any) -> None:
    """Let a kernel's session take in texts without halves of signs; once, however often it is called."""
    if not hasattr(session.unpack, "__wrapped__"):
        session.unpack = without_halves(session.unpack)


def without_halves(unpack: Unpack) -> Unpack:
    """Give an unpacker of messages that joins or replaces halves of signs; JSON writes them as escapes."""

    @wraps(unpack)
    def clean(packed: bytes) -> Any:
        content = unpack(packed)
        return _whole(content) if b"\\ud" in bytes(packed).lower() else content

    return clean


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value
