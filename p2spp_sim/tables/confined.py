"""Run a function in a process of its own that may take only so much time and memory: for files that strangers bring.

A workbook is a program for whoever reads it: it can ask for more memory than there is, or never come to an end, and
end the process with it. The one that reads is started when it is needed, kept for a moment for the next call, and ends
with its parent, whose closing of the pipe it sees.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Any, NamedTuple, TypeVar

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import language, set_language, tr

T = TypeVar("T")
SECONDS = 6  # of all calls in a row about one thing, start included
MEMORY = 800_000_000  # bytes, where the system can limit them
_KEPT_S = 1.0  # how long the process waits for the next call
_CODE = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from p2spp_sim.tables.confined import serve; serve()"
)


class _Child(NamedTuple):
    """A process that waits for calls, and who started it: a fork of that one must start its own."""

    process: "subprocess.Popen[bytes]"
    of: int
    calls: IO[bytes]
    answers: IO[bytes]


_lock = Lock()
_child: _Child | None = None
_used, _about, _spent = 0.0, "", 0.0


def confined(about: str, function: Callable[..., T], *words: Any) -> T:
    """Call a function of this package elsewhere and give what it gives; both must be known to pickle.

    Parameters
    ----------
    about : what calls in a row are about, such as a file of many sheets: they have their time together.

    Raises
    ------
    P2sppError : what the function raises of that kind; or it took too long, took too much memory, or broke.
    """
    global _used, _about, _spent
    if sys.platform == "emscripten":  # a browser has no processes, and is confined itself
        return function(*words)
    with _lock:
        begun = time.monotonic()
        if about != _about or begun - _used > _KEPT_S:
            _about, _spent = about, 0.0
        if _spent >= SECONDS:
            raise P2sppError(_too_long())
        child = _ready()
        late = Timer(SECONDS - _spent, child.process.kill)
        late.daemon = True
        late.start()
        try:
            pickle.dump((language(), function, words), child.calls)
            child.calls.flush()
            fine, answer = pickle.load(child.answers)
        except (OSError, EOFError, pickle.UnpicklingError):  # it is gone
            _end()
            slow = _spent + time.monotonic() - begun >= SECONDS
            raise P2sppError(_too_long() if slow else _too_large()) from None
        finally:
            late.cancel()
            _used = time.monotonic()
            _spent += _used - begun
        rest = Timer(_KEPT_S, _retire)
        rest.daemon = True
        rest.start()
    if not fine:
        raise answer
    return answer


def _too_long() -> str:
    text = tr(
        "belum selesai dibaca dalam {n} detik; simpan hanya lembar dan baris yang perlu dalam buku kerja baru"
    )
    return text.format(n=SECONDS)


def _too_large() -> str:
    text = tr(
        "rusak, atau memerlukan memori lebih dari {n} juta byte; biasanya ada isi di sel yang sangat jauh "
        "(tekan Ctrl+End di Excel): hapus, atau salin tabelnya saja ke buku kerja baru"
    )
    return text.format(n=MEMORY // 1_000_000)


def _ready() -> _Child:
    global _child
    if _child is None or _child.of != os.getpid() or _child.process.poll() is not None:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdin and process.stdout
        _child = _Child(process, os.getpid(), process.stdin, process.stdout)
        pickle.dump(sys.path, process.stdin)
    return _child


def _retire() -> None:
    """End the process when nobody has called for a moment."""
    with _lock:
        if time.monotonic() - _used >= _KEPT_S:
            _end()


@atexit.register
def _end() -> None:
    global _child
    child, _child = _child, None  # at the end of the program `_retire` may come at the same moment
    if child is not None and child.of == os.getpid():
        child.process.kill()
        child.process.wait()
        for pipe in (child.calls, child.answers):
            with suppress(OSError):  # what was never sent
                pipe.close()


def serve() -> None:
    """Answer calls until the pipe is closed: in the process that is confined."""
    answers = sys.stdout.buffer
    _limit_memory()
    with suppress(EOFError):
        while True:
            code, function, words = pickle.load(sys.stdin.buffer)
            set_language(code)
            if hasattr(signal, "alarm"):
                signal.alarm(SECONDS + 1)  # for the one whose parent was killed meanwhile
            try:
                answer = pickle.dumps((True, function(*words)))
            except P2sppError as error:
                answer = pickle.dumps((False, error))
            except MemoryError:
                answer = pickle.dumps((False, P2sppError(_too_large())))
            if hasattr(signal, "alarm"):
                signal.alarm(0)
            answers.write(answer)
            answers.flush()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has none, and some systems refuse
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
