"""Where data lie, and how files are written: whole, by one at a time, and on the disk before they count."""

import os
import re
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES, EBADF, EINVAL, ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP, EPERM, ETIMEDOUT
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import uuid4

from p2spp_sim.base.language import tr

T = TypeVar("T")
_PACKAGE = Path(__file__).resolve().parents[1]
PATIENCE_S = 10.0  # for another page that saves, on the slowest of disks
_POLL_S = 0.01
LEFT = ".tmp"  # ends the name of what is being written
_GOING = (
    PermissionError if os.name == "nt" else FileNotFoundError
)  # where a name is just being taken away
_NO_LOCKS = (EINVAL, ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP)
_CANNOT_FLUSH = (EACCES, EBADF, EINVAL, ENOSYS, ENOTSUP, EPERM)  # of a folder, or on a network
_HALVES = re.compile("[\ud800-\udfff]")
HALF = "\N{REPLACEMENT CHARACTER}"


def in_checkout() -> bool:
    """Tell whether the package lies beside its data, to be worked in; else it came as a wheel, which carries them."""
    return not (_PACKAGE / "_data").is_dir()


def data_path(*parts: str) -> Path:
    """Find a file of `datasets/`, `exercises/`, `notebooks/` or `docs/`, in a checkout or in an installed package."""
    return (_PACKAGE.parent if in_checkout() else _PACKAGE / "_data").joinpath(*parts)


def read_data(kind: type[T], *parts: str) -> T:
    """Read a TOML file of `datasets/` or `exercises/` as what it is declared to be.

    Raises
    ------
    msgspec.ValidationError : the file is not of that kind; it belongs to the package, so this is no user's fault.
    """
    import msgspec

    return msgspec.convert(tomllib.loads(data_path(*parts).read_text(encoding="utf-8")), kind)


def as_text(path: Path) -> str:
    """Read a text file as Excel and Notepad save them: UTF-8, UTF-16 with its mark, or ANSI.

    Raises
    ------
    OSError, UnicodeDecodeError : it cannot be read, or is none of these.
    """
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def stamp(path: Path) -> tuple[int, int]:
    """Tell one state of a file from another: what was read is read again after an edit."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def whole(text: str) -> str:
    """Join the halves of signs (emoji) that came apart; one that is alone, which no file can hold, becomes `HALF`."""
    return (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if _HALVES.search(text)
        else text
    )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside a file; what was written there takes its place at the end, or nothing does.

    At the end it is on the disk, not only on its way there: a power cut takes it no more.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex}{LEFT}")
    try:
        yield temporary
        _flush(temporary, os.O_RDWR)
        os.replace(temporary, path)
        if os.name != "nt":  # where a folder cannot be opened
            _flush(path.parent, os.O_RDONLY)
    finally:
        temporary.unlink(missing_ok=True)


def _flush(path: Path, flags: int) -> None:
    """Wait until the disk holds a file or the names in a folder, where its file system can tell."""
    try:
        opened = os.open(path, flags)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise


def write_atomically(path: Path, content: bytes) -> None:
    """Write under a temporary name and rename, so that an interrupted save leaves the old file; then it is kept."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def whole_folder(to: Path) -> Iterator[Path]:
    """Give a folder that becomes the wanted one, not there yet or empty, at the end; a fault leaves neither."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        dir=to.parent, prefix=f".{to.name}.", ignore_cleanup_errors=True
    ) as beside:
        folder = Path(beside) / to.name
        folder.mkdir()
        yield folder
        if to.exists():
            to.rmdir()  # empty; Windows replaces no folder
        os.replace(folder, to)


def clear_leftovers(path: Path) -> None:
    """Delete what killed programs left of writing a file, unless somebody is writing it now."""
    if left := list(path.parent.glob(f".{escape(path.name)}.*{LEFT}")):
        with alone(path, patience_s=0):
            for leftover in left:
                leftover.unlink(missing_ok=True)


@contextmanager
def alone(path: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Keep others from changing a file that is read, changed and written; waits for them.

    The lock is the operating system's: it ends with its holder, however that ends, and nobody takes it from a living
    one. In a network folder whose locks do nothing, a file that names its holder takes its place.

    Raises
    ------
    TimeoutError : another program held it longer than the patience; says which file to look at.
    """
    from filelock import SoftFileLock, Timeout

    lock = path.with_name(f".{path.name}.lock")
    with ExitStack() as locks:
        try:
            locks.callback(_leave, lock, _taken(lock, patience_s))
            works = not _takes(lock)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            works = False
        try:
            if not works:
                locks.enter_context(SoftFileLock(f"{lock}.soft", patience_s, poll_interval=_POLL_S))
        except Timeout as error:
            raise _busy(Path(error.lock_file)) from None
        yield


def _taken(lock: Path, patience_s: float) -> int:
    """Wait until a file is locked that still has its name: who ends holding it takes the name away.

    Each holder has a file of its own, and the patience is for each of them.
    """
    lock.parent.stat()  # a folder that is not there is told at once
    holder, end = (0, 0), time.monotonic() + patience_s
    while True:
        with ExitStack() as closing, suppress(_GOING):
            opened = os.open(lock, os.O_RDWR | os.O_CREAT)
            closing.callback(os.close, opened)
            status = os.fstat(opened)
            if _lock(opened) and os.path.samestat(status, lock.stat()):
                closing.pop_all()
                return opened
            if holder != (status.st_ino, status.st_ctime_ns):
                holder, end = (status.st_ino, status.st_ctime_ns), time.monotonic() + patience_s
        if time.monotonic() > end:
            raise _busy(lock)
        time.sleep(_POLL_S)


def _takes(lock: Path) -> bool:
    """Tell whether a file that is locked can be locked again, as on some network folders."""
    opened = os.open(lock, os.O_RDWR)
    try:
        return _lock(opened)
    finally:
        os.close(opened)


def _lock(opened: int) -> bool:
    from filelock import lock_descriptor

    return lock_descriptor(opened, blocking=False)


def _leave(lock: Path, opened: int) -> None:
    """Take the name away, then the lock; Windows keeps the name of what is open, and lets nobody take another's."""
    with suppress(OSError):
        lock.unlink()
    os.close(opened)
    if os.name == "nt":
        with suppress(OSError):
            lock.unlink()


def _busy(lock: Path) -> TimeoutError:
    message = tr(
        "masih dipakai program lain ({berkas}); tutup halaman lain dari unit ini, lalu coba lagi"
    )
    return TimeoutError(ETIMEDOUT, message.format(berkas=lock.name))
