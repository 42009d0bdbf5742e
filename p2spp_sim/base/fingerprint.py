"""What a function of somebody's own hangs on: its source, and whatever of their own it reaches, as one hash."""

import ast
import dis
import enum
import inspect
import io
import pickle
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, cached_property, partial
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any

import numpy as np

from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import OwnPart

_PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), range)
_SLOTS = (MemberDescriptorType, GetSetDescriptorType)  # where a class keeps what an instance holds
_PINNED = ("numpy", "pandas", "p2spp_sim")  # whose versions a study holds itself
_APART = (FunctionType, MethodType, ModuleType, OwnPart, partial, type, set, frozenset)


class ImportedInside(Exception):
    """A function imports a module of one's own where it runs; the name of the module."""


class Reached:
    """What was reached from a function, as it is now: what it names may be another thing later.

    Parameters
    ----------
    function : where to begin.

    Raises
    ------
    ImportedInside : as it says.
    Exception : it reaches something that cannot be pickled; whatever pickle says.
    """

    def __init__(self, function: Any) -> None:
        self.texts: list[str] = []  # source, as it is read by people
        self.words: set[str] = set()
        self.modules: set[str] = set()
        self._lines: list[str] = []
        self._seen: dict[int, int] = {}
        self._keep: list[Any] = []  # so that no number of an object is given twice
        self._reach(function)

    @property
    def code(self) -> str:
        """One hash of all of it."""
        return blake2b("\n".join(self._lines).encode(), digest_size=8).hexdigest()

    def _reach(self, thing: Any) -> None:
        if type(thing) in _PLAIN or isinstance(thing, np.generic):
            self._lines.append(repr(thing))
            return
        if id(thing) in self._seen:
            self._lines.append(f"again {self._seen[id(thing)]}")
            return
        self._seen[id(thing)] = len(self._seen)
        self._keep.append(thing)
        if isinstance(thing, ModuleType):
            self._lines.append(f"module {_with_version(thing.__name__)}")
        elif isinstance(thing, OwnPart):
            self._lines.append(f"{thing.name} {thing.code if thing.function is None else ''}")
            self._reach(thing.function)
        elif isinstance(thing, FunctionType):
            self._function(thing)
        elif isinstance(thing, MethodType):
            self._all((thing.__func__, thing.__self__))
        elif isinstance(thing, partial):
            self._all((thing.func, thing.args, thing.keywords))
        elif isinstance(thing, type):
            self._class(thing)
        elif isinstance(thing, list | tuple):
            self._lines.append(f"{type(thing).__name__} {len(thing)}")
            self._all(thing)
        elif isinstance(thing, set | frozenset):
            self._set(thing)
        elif isinstance(thing, Mapping) and type(thing) is dict:
            self._lines.append(f"dict {len(thing)}")
            self._all(part for item in thing.items() for part in item)
        elif type(thing) is np.ndarray and thing.dtype != object:
            self._lines.append(f"array {thing.dtype} {thing.shape} {thing.tobytes().hex()}")
        elif isinstance(wrapped := getattr(thing, "__wrapped__", None), FunctionType):
            self._lines.append(f"{type(thing).__name__} of")  # such as functools.cache makes
            self._reach(wrapped)
        elif isinstance(thing, BuiltinFunctionType):
            self._lines.append(f"built-in {thing.__name__} of")  # such as the `get` of a dictionary
            self._reach(thing.__self__)
        else:
            content = io.BytesIO()
            _Apart(content, self._reach).dump(thing)
            self._lines.append(content.getvalue().hex())

    def _all(self, things: Any) -> None:
        for thing in things:
            self._reach(thing)

    def _set(self, things: set[Any] | frozenset[Any]) -> None:
        """Reach into a set, whose order is another one in every process."""
        each = sorted((Reached(thing) for thing in things), key=lambda reached: reached.code)
        self._lines.append(f"set {[reached.code for reached in each]}")
        for reached in each:
            self.texts += reached.texts
            self.words |= reached.words
            self.modules |= reached.modules

    def _function(self, function: FunctionType) -> None:
        if not _is_own(function.__module__):
            self._lines.append(f"{_with_version(function.__module__)} {function.__qualname__}")
            return
        self.modules.add(function.__module__ or "__main__")
        text, number = _source(function.__code__)
        self.texts.append(text)
        self._lines.append(f"{_bare(text)} {number}" if text else _of_code(function.__code__))
        codes = list(_codes(function.__code__))
        words = {c for code in codes for c in code.co_consts if isinstance(c, str)}
        self.words |= words
        _refuse_imports(codes)
        names = list(dict.fromkeys(name for code in codes for name in code.co_names))
        for name in [*names, *(sorted(words) if "globals" in names else [])]:
            if name in function.__globals__:
                self._named(name, function.__globals__[name], [*names, *sorted(words)])
        for name, cell in zip(
            function.__code__.co_freevars, function.__closure__ or (), strict=True
        ):
            self._lines.append(f"{name} =")
            if cell != CellType():  # empty: the function's own name, while it is being declared
                self._reach(cell.cell_contents)
        self._all((function.__defaults__, function.__kwdefaults__, function.__dict__))

    def _named(
        self, name: str, thing: Any, names: list[str], above: tuple[ModuleType, ...] = ()
    ) -> None:
        """Reach what a name of a function stands for; of a module of one's own all that the function names in it."""
        self._lines.append(f"{name} =")
        self._reach(thing)
        if isinstance(thing, ModuleType) and _is_own(thing.__name__) and thing not in above:
            self.modules.add(thing.__name__)
            for inner in names:
                if inner in vars(thing):
                    self._named(inner, vars(thing)[inner], names, (*above, thing))

    def _class(self, kind: type) -> None:
        self._lines.append(kind.__qualname__)
        if not _is_own(kind.__module__):
            self._lines.append(_with_version(kind.__module__))
            return
        self.modules.add(kind.__module__)
        self._all((type(kind), *kind.__bases__))
        if issubclass(kind, enum.Enum):
            self._reach({name: member.value for name, member in kind.__members__.items()})
        written = is_dataclass(kind)
        for each in fields(kind) if written else ():
            self._all(way for way in (each.default, each.default_factory) if way is not MISSING)
        self._reach(getattr(kind, "__struct_defaults__", None))  # of msgspec
        for name, member in sorted(vars(kind).items()):
            plain = _plain_member(member)
            if isinstance(plain, FunctionType):
                if not (written and plain.__code__.co_filename == "<string>"):  # by dataclass
                    self._lines.append(name)
                    self._reach(plain)
            elif not _is_pythons(name, kind) and not isinstance(plain, (*_SLOTS, enum.Enum)):
                self._lines.append(name)
                self._reach(plain)


class _Apart(pickle.Pickler):
    """Turns into bytes what is data, and hands on what is code, or has no order, wherever in it that lies."""

    def __init__(self, file: io.BytesIO, reach: Callable[[Any], None]) -> None:
        super().__init__(file, 4)
        self._reach = reach

    def persistent_id(self, thing: Any) -> str | None:
        """Say that something was handed on; None of what is to be pickled."""
        if not isinstance(thing, _APART):
            return None
        self._reach(thing)
        return "apart"


def _is_pythons(name: str, kind: type) -> bool:
    """Tell whether Python keeps something of its own under a name of a class, as `__dict__`."""
    mark = "_" if issubclass(kind, enum.Enum) else "__"
    return (name.startswith(mark) and name.endswith(mark)) or name == "_abc_impl"


def _with_version(module: str) -> str:
    """Name a module that is installed, with its version where no study holds that itself."""
    top = module.partition(".")[0]
    version = "" if top in _PINNED else getattr(sys.modules.get(top), "__version__", "")
    return f"{module} {version}".rstrip()


def _plain_member(member: Any) -> Any:
    """Take the function out of what a class keeps it in."""
    if isinstance(member, staticmethod | classmethod):
        return member.__func__
    if isinstance(member, property):
        return member.fget if member.fset is None else (member.fget, member.fset)
    return member.func if isinstance(member, cached_property) else member


def _refuse_imports(codes: list[CodeType]) -> None:
    """See that no module of one's own is imported where the function runs: it would not be carried along.

    Raises
    ------
    ImportedInside : says which.
    """
    for code in codes:
        steps = list(dis.get_instructions(code))
        for number, step in enumerate(steps):
            if step.opname == "IMPORT_NAME":
                level = steps[number - 2].argval
                if level or _is_own_import(step.argval):
                    raise ImportedInside("." * level + step.argval)


@cache  # as it was when it was first asked for: the file may be edited, which does not change what runs
def _source(code: CodeType) -> tuple[str, int]:
    """Give a function's source as it was written, and which it is of all in it; empty where that is not what runs."""
    try:
        text, whole = dedent(inspect.getsource(code)), "".join(inspect.findsource(code)[0])
    except (OSError, TypeError):
        return "", 0
    if not (every := _compiled(whole)):  # a cell of a notebook with words that are not Python
        return text, 0
    there = [each for each in every if each.co_firstlineno == code.co_firstlineno]
    return (text, there.index(code)) if code in there else ("", 0)


@cache
def _compiled(text: str) -> tuple[CodeType, ...]:
    """Give all code that a file makes; none where it is no plain Python."""
    try:
        return tuple(_codes(compile(text, "", "exec", dont_inherit=True)))
    except (SyntaxError, ValueError):
        return ()


def place_of(function: Callable[..., Any]) -> str:
    """Say where a function was written: file and line, or the line of a cell."""
    code = getattr(function, "__code__", None)
    if code is None:
        return str(getattr(function, "__qualname__", type(function).__name__))
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
    return is_own_file(file) if file else name not in sys.builtin_module_names


def _is_own_import(name: str) -> bool:
    """Tell whether what an import names is somebody's own, without importing it; not where it is nowhere."""
    top = name.partition(".")[0]
    if top in sys.modules:
        return _is_own(top)
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return False
    if spec is None or spec.origin in ("built-in", "frozen"):
        return False
    return spec.origin is None or is_own_file(spec.origin)


def is_own_file(file: str) -> bool:
    """Tell whether a file is somebody's own: no part of Python, of what is installed, or of the package."""
    path = Path(file).resolve()
    return not any(path.is_relative_to(folder) for folder in _installed())
