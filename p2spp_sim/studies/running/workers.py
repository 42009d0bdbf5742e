"""Worker processes that end with the process that started them, also when that one is killed."""

import ctypes
import os
import time
from concurrent.futures import Executor
from contextlib import suppress
from functools import cache
from multiprocessing import parent_process
from threading import Thread
from typing import Any

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.language import tr

_LOOK_S = 0.5
_TRIM_ABOVE, _MAP_FROM = -1, -3  # names of glibc: M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
_KEPT_BYTES = 64 << 20


def end_with_parent(of: int | None = None) -> None:
    """Let this process end soon after the one that started it; does nothing in a process that is no worker.

    Parameters
    ----------
    of : only where it was started by the process with this number.
    """
    parent = parent_process()
    if parent and of in (None, parent.pid):
        _begin(parent)


def keep_memory() -> None:
    """Let this process keep memory that it frees, up to some megabytes, where the C library is glibc.

    Runs of a study ask for arrays of the same sizes again and again; handing each back to the system and asking for it
    anew takes a sixth of the time of a stack.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library, or another system
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_TRIM_ABOVE, _KEPT_BYTES)
        mallopt(_MAP_FROM, _KEPT_BYTES // 2)


def check_executor(executor: object) -> None:
    """See that runs can be handed to an executor, or that there is none.

    Raises
    ------
    OutOfBounds : something else was given, such as the name of one.
    """
    if executor is not None and not hasattr(executor, "submit"):
        text = tr(
            "executor = {value}: diharapkan kumpulan pekerja, misalnya loky.ProcessPoolExecutor(2); None "
            "menjalankannya di sini."
        )
        raise OutOfBounds([text.format(value=repr(executor))])


def watched(executor: Executor) -> Executor:
    """Let the workers that a pool has still to start end with this process.

    Neither pool lets an initializer be given later, so it is set where both of them keep it. What a started worker is
    given to do may call `end_with_parent` too; this is for the one that is killed, or has nothing to do, before that.
    """
    pool: Any = executor
    if (
        hasattr(pool, "_processes")
        and hasattr(pool, "_initializer")
        and not isinstance(pool._initializer, _First)
    ):
        pool._initializer = _First(pool._initializer)
    return executor


class _First:
    """An initializer before that of somebody else."""

    def __init__(self, then: Any) -> None:
        self.then = then

    def __call__(self, *words: Any) -> None:
        end_with_parent()
        if self.then:
            self.then(*words)


@cache  # once a process
def _begin(parent: Any) -> None:
    Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: Any) -> None:
    if (
        os.name == "posix" and os.getppid() == parent.pid
    ):  # a forked sibling may hold open what `join` waits for
        while os.getppid() == parent.pid:
            time.sleep(_LOOK_S)
    else:  # Windows, a server that forks, or a parent that is gone already
        with suppress(ValueError, TypeError):  # loky has given nothing to wait for
            parent.join()
    os._exit(1)
