"""Parts that people add from outside the package: one register, and tables of ours that look into it too.

What is added is known in this process. A study takes along the parts that it uses: where it runs they alone are known
(`using`), so that nothing else that happens to be there moves a number, and two studies do not see each other's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.language import Labels, pick, tr

T = TypeVar("T")
KINDS = Labels(
    lever="pilihan kebijakan",
    indicator="indikator hasil",
    gate="saringan usulan",
    criterion="kriteria",
    fill_rule="cara memilih",
    amendment="perubahan rupiah",
)
ACTING = ("gate", "criterion", "amendment")  # at a forum, in a scenario that uses them
_KEY = re.compile(r"[a-z][a-z0-9_]*")


class BadPart(P2sppError):
    """A part of one's own that is not what it has to be: which one, what it gave, what is expected."""

    def __init__(self, part: "OwnPart", given: object, expected: str) -> None:
        text = tr("{part} memberi {given}; diharapkan {expected}.")
        super().__init__(text.format(part=part.told, given=given, expected=expected))


@dataclass(frozen=True)
class OwnPart:
    """One part that was added: what it is called, where it comes from, and what tables of ours take of it.

    Parameters
    ----------
    kind, key : one of `KINDS`, and its name among these.
    label, unit, low, high, source : as levers and indicators of the package are declared.
    where : file and line, or the place where it was typed.
    home : the module or file that says it; only from there may it be said anew.
    function : as it was written; None of what is data.
    made : makes of this part what a table of the package holds; a function of the package, known by name elsewhere.
    data : what it was made of, where it is data: a lever, or the definition of an indicator.
    code : hash of the source of the function and of all of its own that it hangs on, and of what is declared.
    text : that source, to be read.
    words : strings in it, among which are the keys of levers that it reads.
    modules : modules of one's own that it is from.
    at, reason, weight : of what acts at a forum: which forum; the reason that a gate gives; the weight of a criterion.
    rowwise : every row is decided by itself, so that replicates may be stacked.
    """

    kind: str
    key: str
    label: Mapping[str, str]
    source: str
    where: str
    home: str
    code: str
    made: Callable[["OwnPart"], Any] = field(repr=False)
    function: Callable[..., Any] | None = field(default=None, repr=False)
    data: Any = field(default=None, repr=False)
    text: str = field(default="", repr=False)
    words: frozenset[str] = field(default=frozenset(), repr=False)
    modules: tuple[str, ...] = field(default=(), repr=False)
    unit: str = ""
    low: float | None = None
    high: float | None = None
    at: str = ""
    reason: str = ""
    weight: float | str = 0.0
    rowwise: bool = False

    def __call__(self, *given: Any) -> Any:
        """Call the function as it was written."""
        if self.function is None:
            raise TypeError(f"{self.name} is data, not a function")
        return self.function(*given)

    @property
    def name(self) -> str:
        """Name it by kind and key, as scenarios and manifests do."""
        return f"{self.kind}.{self.key}"

    @property
    def called(self) -> str:
        """Its label in the screen language."""
        return pick(self.label)

    @property
    def told(self) -> str:
        """Say which part it is, at the head of a message."""
        text = tr("Bagian sendiri, {kind} “{key}” ({where})")
        return text.format(kind=KINDS[self.kind], key=self.key, where=self.where)

    @cached_property
    def value(self) -> Any:
        """What a table of the package holds of it."""
        return self.made(self)

    def __getstate__(self) -> dict[str, Any]:
        """Leave what can be made again behind."""
        return {key: value for key, value in self.__dict__.items() if key != "value"}


class KnownParts:
    """Some parts, by kind and key; never changed, so that what is worked out from them can be kept by them."""

    def __init__(
        self, parts: Mapping[tuple[str, str], OwnPart], files: Mapping[str, Path] | None = None
    ) -> None:
        self.parts, self.files = dict(parts), dict(files or {})
        self.by_kind: dict[str, dict[str, OwnPart]] = {kind: {} for kind in KINDS}
        for (kind, key), part in self.parts.items():
            self.by_kind[kind][key] = part


_everywhere = KnownParts({})
_here: ContextVar[KnownParts | None] = ContextVar("own_parts", default=None)
_at_work: ContextVar[OwnPart | None] = ContextVar("at_work", default=None)
_taken: dict[str, Callable[[], Mapping[str, object]]] = {}  # names of ours, by kind


def known() -> KnownParts:
    """Give the parts that are known here: those of the study that runs, else all that were added."""
    return _here.get() or _everywhere


def of_kind(kind: str) -> dict[str, OwnPart]:
    """Give the parts of a kind by key."""
    return known().by_kind[kind]


def find(name: str) -> OwnPart:
    """Give a part by its name, such as gate.small_works, or by its key where only one kind has it.

    Raises
    ------
    UnknownName : no such part; names the nearest.
    """
    parts = {part.name: part for part in known().parts.values()}
    fitting = [parts[name]] if name in parts else [p for p in parts.values() if p.key == name]
    if len(fitting) != 1:
        raise UnknownName(tr("Bagian sendiri"), name, parts, hint=how_known())
    return fitting[0]


def kept_labels(record: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Give what parts of somebody's own are called in the manifest of a study, by name, such as gate.small_works."""
    return {part["name"]: part["label"] for part in record.get("own", ())}


def key_of(name: str) -> str:
    """Give the key of a part from its name: what stands behind its kind."""
    return name.partition(".")[2]


def how_known() -> str:
    """Say what makes a part of one's own known."""
    return tr(
        "Bagian sendiri dikenal setelah dinyatakan, atau dibaca dengan p2.parts.load(berkas) atau --parts BERKAS."
    )


def reserve(kind: str, ours: Callable[[], Mapping[str, object]]) -> None:
    """Say which names of a kind the package has itself."""
    _taken[kind] = ours


def add(part: OwnPart) -> None:
    """Let a part be known in this process; the same place may say it anew, as a cell of a notebook that runs again.

    Raises
    ------
    P2sppError : its key is no name, is one of ours, or belongs to a part from another place.
    """
    global _everywhere
    there = _everywhere.parts.get((part.kind, part.key))
    if not _KEY.fullmatch(part.key):
        text = tr("{part}: kuncinya harus huruf kecil, angka, dan garis bawah, diawali huruf.")
        raise P2sppError(text.format(part=part.told))
    if part.kind in _taken and part.key in _taken[part.kind]():
        text = tr("{part}: nama ini sudah dipakai bagian bawaan. Pilih nama lain.")
        raise P2sppError(text.format(part=part.told))
    if there and there.code != part.code and there.home != part.home:
        text = tr(
            "{part}: nama ini sudah dipakai bagian dari {where}. Pilih nama lain, atau lepaskan dahulu yang itu: "
            'p2.parts.remove("{name}").'
        )
        raise P2sppError(text.format(part=part.told, where=there.where, name=part.name))
    _everywhere = KnownParts({**_everywhere.parts, (part.kind, part.key): part})


def remove(*names: str) -> None:
    """Forget parts by name; all when none is named."""
    global _everywhere
    gone = {find(name).name for name in names}
    kept = {} if not names else _everywhere.parts
    _everywhere = KnownParts({at: part for at, part in kept.items() if part.name not in gone})


@contextmanager
def using(these: KnownParts) -> Iterator[None]:
    """Let only some parts be known, in this thread, as long as it lasts."""
    token = _here.set(these)
    try:
        yield
    finally:
        _here.reset(token)


@contextmanager
def calling(part: OwnPart) -> Iterator[None]:
    """Tell whoever asks, as long as it lasts, that a function of somebody's own is at work (see `called`)."""
    token = _at_work.set(part)
    try:
        yield
    finally:
        _at_work.reset(token)


def called() -> OwnPart | None:
    """Give the part whose function is at work in this thread."""
    return _at_work.get()


@contextmanager
def all_or_none() -> Iterator[None]:
    """Let what is added as long as it lasts be known only if all of it can be."""
    global _everywhere
    before = _everywhere
    try:
        yield
    except BaseException:
        _everywhere = before
        raise


class Extended(Mapping[str, T]):
    """A table of ours, and behind it the parts of one kind that are known.

    Parameters
    ----------
    kind : one of `KINDS`.
    ours : what the package has itself.
    """

    def __init__(self, kind: str, ours: Mapping[str, T]) -> None:
        self.kind, self.ours = kind, ours
        reserve(kind, lambda: ours)

    def __getitem__(self, key: str) -> T:
        """Give what stands under a key."""
        if key in self.ours:
            return self.ours[key]
        value: T = of_kind(self.kind)[key].value
        return value

    def __iter__(self) -> Iterator[str]:
        """Go through ours, then the others."""
        yield from self.ours
        yield from of_kind(self.kind)

    def __len__(self) -> int:
        """Count all of them."""
        return len(self.ours) + len(of_kind(self.kind))
