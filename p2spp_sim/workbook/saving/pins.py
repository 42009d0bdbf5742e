"""The two digits that keep a code to the laptop where it was used first.

A class of colleagues needs no password: the PIN keeps one group from writing into the answers of another by mistake. It
is kept hashed with a salt, and of a laptop that knows it only the hash of a token.
"""

import hashlib
import hmac
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from p2spp_sim.base.files import alone, write_atomically
from p2spp_sim.workbook.saving.ballots import LIVE

ENDING = ".pin"
PIN = re.compile("[0-9]{2}")
TRIES, REST_S = 5, 30.0  # wrong ones in a row, and how long none is taken after them
_LAPTOPS = 40  # that are told apart for one code
_WORK = {"n": 2**14, "r": 8, "p": 1}  # of the hash


class KeptPin(msgspec.Struct, frozen=True):
    """The PIN of a code and the laptops that gave it, all hashed; wrong tries since the last right one, and when."""

    salt: str = msgspec.field(name="garam")
    hashed: str = msgspec.field(name="sandi")
    laptops: list[str] = msgspec.field(default_factory=list, name="laptop")
    wrong: int = msgspec.field(default=0, name="salah")
    last: float = msgspec.field(default=0.0, name="terakhir")


def has_pin(results: Path, code: str) -> bool:
    """Tell whether a code has a PIN."""
    return _file(results, code).is_file()


def with_pin(results: Path) -> list[str]:
    """List the codes that have one."""
    return sorted(path.stem for path in (results / LIVE).glob(f"*{ENDING}"))


def knows(results: Path, code: str, token: str) -> bool:
    """Tell whether a laptop gave the PIN of a code before."""
    kept = _read(_file(results, code))
    return bool(token) and kept is not None and _token(token) in kept.laptops


def enter(results: Path, code: str, pin: str) -> str:
    """Take a PIN, the first as the one that holds from now on; give the laptop's token, empty where it is wrong.

    After some wrong ones none is taken for a while, the right one neither.
    """
    path = _file(results, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path):
        kept = _read(path) or _new(pin)
        resting = kept.wrong >= TRIES and time.time() - kept.last < REST_S
        if resting:
            return ""
        if not hmac.compare_digest(kept.hashed, _hash(pin, kept.salt)):
            wrong = 1 if kept.wrong >= TRIES else kept.wrong + 1
            _write(path, msgspec.structs.replace(kept, wrong=wrong, last=time.time()))
            return ""
        token = secrets.token_urlsafe(24)
        laptops = [*kept.laptops, _token(token)][-_LAPTOPS:]
        _write(path, msgspec.structs.replace(kept, laptops=laptops, wrong=0))
        return token


def rests(results: Path, code: str) -> bool:
    """Tell whether no PIN is taken now for a code."""
    kept = _read(_file(results, code))
    return kept is not None and kept.wrong >= TRIES and time.time() - kept.last < REST_S


def forget(results: Path, code: str) -> None:
    """Take the PIN away from a code: who comes next chooses one."""
    with suppress(FileNotFoundError):
        _file(results, code).unlink()


def _file(results: Path, code: str) -> Path:
    return results / LIVE / f"{code}{ENDING}"


def _read(path: Path) -> KeptPin | None:
    """Read a PIN; a file that is damaged keeps nobody out."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeptPin)
    except (OSError, msgspec.DecodeError):
        return None


def _write(path: Path, kept: KeptPin) -> None:
    write_atomically(path, msgspec.json.encode(kept))


def _new(pin: str) -> KeptPin:
    salt = secrets.token_hex(16)
    return KeptPin(salt, _hash(pin, salt))


def _hash(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), **_WORK).hex()


def _token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
