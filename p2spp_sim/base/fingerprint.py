"""What a function of somebody's own hangs on: its source, and whatever of their own it reaches, as one hash."""

import ast
import inspect
import pickle
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from textwrap import dedent
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from p2spp_sim.base.language import tr

_PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), np.generic, range)


class Reached:
    """What was reached from a function.

    Parameters
    ----------
    function : where to begin.

    Raises
    ------
    Exception : it reaches something that cannot be pickled; whatever pickle says.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.texts: list[str] = []  # source, as it is read by people
        self.words: set[str] = set()
        self.modules: set[str] = set()
        self._lines: list[str] = []
        self._seen: set[int] = set()
        self._keep: list[Any] = []  # so that no number of an object is given twice
        self._reach(function)

    @property
    def code(self) -> str:
        """One hash of all of it."""
        return blake2b("\n".join(self._lines).encode(), digest_size=8).hexdigest()

    def _reach(self, thing: Any) -> None:
        if id(thing) in self._seen and not isinstance(thing, _PLAIN):
            return
        self._seen.add(id(thing))
        self._keep.append(thing)
        if isinstance(thing, _PLAIN):
            self._lines.append(repr(thing))
        elif isinstance(thing, ModuleType):
            self._lines.append(f"module {thing.__name__}")
        elif isinstance(thing, FunctionType):
            self._function(thing)
        elif isinstance(thing, partial):
            self._all((thing.func, thing.args, thing.keywords))
        elif isinstance(thing, type):
            self._class(thing)
        elif isinstance(thing, list | tuple):
            self._lines.append(f"{type(thing).__name__} {len(thing)}")
            self._all(thing)
        elif isinstance(thing, set | frozenset):
            self._lines.append(f"set {sorted(map(repr, thing))}")
        elif isinstance(thing, Mapping) and type(thing) is dict:
            self._lines.append(f"dict {len(thing)}")
            self._all(thing.items())
        elif isinstance(thing, np.ndarray) and thing.dtype != object:
            self._lines.append(f"array {thing.dtype} {thing.shape} {thing.tobytes().hex()}")
        elif isinstance(code := getattr(thing, "code", None), str):  # another part of one's own
            self._lines.append(code)
            self.words |= thing.words
            self.modules |= {*thing.modules}
        elif isinstance(thing, BuiltinFunctionType | np.ufunc):
            self._lines.append(f"built-in {thing.__name__}")
        else:
            self._lines.append(pickle.dumps(thing, 4).hex())

    def _all(self, things: Any) -> None:
        for thing in things:
            self._reach(thing)

    def _function(self, function: FunctionType) -> None:
        if not _is_own(function.__module__):
            self._lines.append(f"{function.__module__}.{function.__qualname__}")
            return
        self.modules.add(function.__module__)
        text = source_of(function)
        self.texts.append(text)
        self._lines.append(_bare(text) or _of_code(function.__code__))
        codes = list(_codes(function.__code__))
        self.words |= {c for code in codes for c in code.co_consts if isinstance(c, str)}
        names = [name for code in codes for name in code.co_names]
        for name in dict.fromkeys(names):
            if name in function.__globals__:
                thing = function.__globals__[name]
                self._lines.append(f"{name} =")
                self._reach(thing)
                if isinstance(thing, ModuleType) and _is_own(thing.__name__):
                    self.modules.add(thing.__name__)
                    self._all(vars(thing)[n] for n in names if n in vars(thing))
        for name, cell in zip(
            function.__code__.co_freevars, function.__closure__ or (), strict=True
        ):
            self._lines.append(f"{name} =")
            self._reach(cell.cell_contents)
        self._all((function.__defaults__, function.__kwdefaults__))

    def _class(self, kind: type) -> None:
        self._lines.append(f"{kind.__module__}.{kind.__qualname__}")
        if _is_own(kind.__module__):
            self.modules.add(kind.__module__)
            for name, member in sorted(vars(kind).items()):
                if isinstance(member, FunctionType):
                    self._lines.append(name)
                    self._function(member)


def source_of(function: Callable[..., Any]) -> str:
    """Give the source of a function as it was written; empty where it cannot be found."""
    try:
        return dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def place_of(function: Callable[..., Any]) -> str:
    """Say where a function was written: file and line, or the line of a cell."""
    code = getattr(function, "__code__", None)
    if code is None:
        return repr(function)
    name = code.co_filename
    if "ipykernel" in name or name.startswith("<ipython"):
        name = tr("sel notebook")
    elif Path(name).is_file():
        name = Path(name).name
    return f"{name}:{code.co_firstlineno}"


def _bare(text: str) -> str:
    """Leave out of a function's source what moves no number: decorators, which are hashed as declared, and words."""
    try:
        node = ast.parse(text).body[0]
    except (SyntaxError, IndexError):
        return text
    if not isinstance(node, ast.FunctionDef):
        return text
    node.decorator_list = []
    if ast.get_docstring(node) is not None:
        node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(node)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _of_code(code: CodeType) -> str:
    """Tell code apart whose source is not kept, as what was typed at a prompt."""
    return repr(
        [
            (
                each.co_code,
                each.co_names,
                [c for c in each.co_consts if not isinstance(c, CodeType)],
            )
            for each in _codes(code)
        ]
    )


@cache
def _installed() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    kept = [Path(paths[name]).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return (*kept, Path(__file__).resolve().parents[1])


def _is_own(name: str | None) -> bool:
    """Tell whether a module is somebody's own: neither Python's nor installed."""
    module = sys.modules.get(name or "")
    if name == "__main__" or module is None:
        return True
    file = getattr(module, "__file__", None)
    if not file:
        return name not in sys.builtin_module_names
    path = Path(file).resolve()
    return not any(path.is_relative_to(folder) for folder in _installed())
