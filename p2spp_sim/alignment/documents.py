"""The lists of the chain from musrenbang to APBD: what they are called, and how a folder of them is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from p2spp_sim.alignment.list_columns import DOCUMENT, NO_PARTNER
from p2spp_sim.alignment.lists import ListLine, no_partner, read_one_list
from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.tables.reader import SHEETS
from p2spp_sim.tables.reading import ListReading

PROPOSALS, PLAN, RECESS = "usulan", "renstra", "reses"
LISTS = Labels(  # in the order of the year
    usulan="Usulan musrenbang kecamatan",
    reses="Catatan reses atau pokir",
    renstra="RPJMD atau Renstra",
    renja="Renja",
    rkpd="RKPD",
    ppas="KUA-PPAS",
    apbd="APBD",
)
FORUMS = {  # of the documents that carry works on, the forum that decides what stands in them
    "renja": "forum_skpd",
    "rkpd": "musrenbang_kabupaten",
    "ppas": "kua_ppas",
    "apbd": "apbd",
}
_CALLED = {  # how offices call a file of each
    "usulan": ("usulan", "musrenbang", "musrenbang_kecamatan"),
    "reses": ("reses", "pokir"),
    "renstra": ("renstra", "rpjmd"),
    "renja": ("renja",),
    "rkpd": ("rkpd",),
    "ppas": ("ppas", "kua_ppas", "kuappas"),
    "apbd": ("apbd", "dpa", "rka"),
}
ChainLines = Mapping[str, ListLine]  # of one list, by number


def kind_of(name: str) -> str:
    """Give the columns by which a list of the chain is read."""
    return name if name in (PROPOSALS, RECESS) else DOCUMENT


def line_key(name: str, number: str) -> str:
    """Name a line of a list for all others; a proposal goes by its number alone."""
    return number if name == PROPOSALS else f"{name} {number}"


def before(name: str) -> tuple[str, ...]:
    """Name the lists whose lines a line of one list may be; of the plan none, for proposals are held against it."""
    order = [key for key in LISTS if key != PLAN]
    return () if name == PLAN else tuple(order[: order.index(name)])


@dataclass(frozen=True)
class ChainLists:
    """The lists as they were read.

    Parameters
    ----------
    lines : by list, in the order of `LISTS`; a list that nobody brought is absent.
    readings : how each was read.
    written : the decisions that stand in the files, by list and number.
    """

    lines: Mapping[str, ChainLines]
    readings: Mapping[str, ListReading] = field(default_factory=dict, compare=False)
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def absent(self) -> tuple[str, ...]:
        """The lists that nobody brought."""
        return tuple(name for name in LISTS if name not in self.lines)


def read_document(
    path: Path, name: str, asked: ListsAsked = NOTHING_ASKED
) -> tuple[dict[str, ListLine], ListReading]:
    """Read one list of the chain.

    Parameters
    ----------
    asked : what a person chose, under the name of the list; the layouts that are remembered.

    Raises
    ------
    BadData : everything that is wrong or unclear in it, each with sheet, row and column.
    """
    kind = kind_of(name)
    own = asked.choices.get(name)
    return read_one_list(path, kind, asked._replace(choices={kind: own} if own else {}))


def named_as(file: str) -> str:
    """Tell by the name of a file which list of the chain it is.

    Raises
    ------
    P2sppError : its name does not tell; says what it may be called.
    """
    words = _plain(Path(file.replace("\\", "/"))).split("_")
    for name, called in reversed(_CALLED.items()):  # proposals last: any list may hold their word
        if any(set(call.split("_")) <= set(words) for call in called):
            return name
    text = tr(
        "Nama berkas {berkas} tidak mengatakan daftar apa ini; pilih dahulu dalam “Daftar apa?”."
    )
    raise P2sppError(text.format(berkas=file))


def files_of(folder: Path) -> dict[str, Path]:
    """Give the file of every list in a folder, by list.

    Raises
    ------
    P2sppError : no folder, none of the lists in it, or two files of one list; says what a file may be called.
    """
    if not folder.is_dir():
        raise P2sppError(tr("{folder} bukan folder yang ada.").format(folder=folder))
    paths = [path for path in sorted(folder.iterdir()) if path.suffix.casefold() in SHEETS]
    files: dict[str, Path] = {}
    for name, words in _CALLED.items():
        fits = [path for path in paths if _plain(path) in words]
        if len(fits) > 1:
            text = tr("{a} dan {b} adalah daftar yang sama ({nama}); simpan satu saja.")
            raise P2sppError(text.format(a=fits[0].name, b=fits[1].name, nama=LISTS[name]))
        if fits:
            files[name] = fits[0]
    if PROPOSALS not in files:
        text = tr(
            "Tidak ada daftar usulan di {folder}: diharapkan berkas bernama usulan.xlsx (atau .xls, .ods, .csv). "
            "Yang lain boleh ada atau tidak: {lain}. Yang ada: {ada}."
        )
        others = ", ".join(f"{words[0]}.xlsx" for words in list(_CALLED.values())[1:])
        there = ", ".join(path.name for path in paths) or tr("tidak ada satu pun")
        raise P2sppError(text.format(folder=folder, lain=others, ada=there))
    return {name: files[name] for name in LISTS if name in files}


def _plain(path: Path) -> str:
    return "_".join(path.stem.casefold().replace("-", " ").replace("_", " ").split())


def read_chain(folder: Path, asked: ListsAsked = NOTHING_ASKED) -> ChainLists:
    """Read the lists of a folder, each a file called as its list: usulan.xlsx, renja.xlsx, apbd.csv and so on.

    Raises
    ------
    BadData : everything that is wrong in all files, also partners that no list has; nothing is read.
    P2sppError : as `files_of`.
    """
    lines: dict[str, ChainLines] = {}
    readings: dict[str, ListReading] = {}
    faults: list[Fault] = []
    for name, path in files_of(folder).items():
        try:
            lines[name], readings[name] = read_document(path, name, asked)
        except BadData as error:
            faults += error.faults
    if faults:
        raise BadData(faults)
    return gathered(lines, readings)


def gathered(lines: Mapping[str, ChainLines], readings: Mapping[str, ListReading]) -> ChainLists:
    """Put lists that were read beside each other, with the partners that stand in them.

    Raises
    ------
    BadData : every partner that no list before it has, with the nearest that there is.
    """
    faults: list[Fault] = []
    written = {
        name: dict(_written(name, lines, readings, faults)) for name in LISTS if name in lines
    }
    if faults:
        raise BadData(faults)
    ordered = {name: lines[name] for name in LISTS if name in lines}
    return ChainLists(ordered, readings, {name: own for name, own in written.items() if own})


def _written(
    name: str,
    lines: Mapping[str, ChainLines],
    readings: Mapping[str, ListReading],
    faults: list[Fault],
) -> Iterator[tuple[str, str]]:
    earlier = [line_key(key, number) for key in before(name) for number in lines.get(key, {})]
    known = {key.casefold(): key for key in earlier}
    for number, line in lines[name].items():
        said = " ".join(line.partner.casefold().split())
        if said in no_partner():
            yield number, NO_PARTNER
        elif said in known:
            yield number, known[said]
        elif said:
            text = tr("pasangan baris nomor {nomor} tidak ada di daftar sebelumnya; {dekat}")
            near = get_close_matches(said, known, 1, 0)
            nearest = known[near[0]] if near else no_partner()[0]
            hint = tr("yang terdekat: {kunci}; bila memang tanpa pasangan tulis: {kata}")
            hint = hint.format(kunci=nearest, kata=no_partner()[0])
            place = readings[name].place if name in readings else LISTS[name]
            column = readings[name].used.get("partner", "") if name in readings else ""
            faults.append(
                Fault(place, 0, column, line.partner, text.format(nomor=number, dekat=hint))
            )
