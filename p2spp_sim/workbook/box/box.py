"""The box as one folder: everything is made under a temporary name, and is there whole or not at all."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from p2spp_sim.base import language as spoken
from p2spp_sim.base.era import THEN, set_era
from p2spp_sim.base.era import era as era_here
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import whole_folder
from p2spp_sim.base.language import pick, tr
from p2spp_sim.papers import as_excel
from p2spp_sim.papers.as_pdf import as_data, typeset
from p2spp_sim.workbook.box.cards import DECKS, Card, card_back
from p2spp_sim.workbook.box.case import BoxCase, grey, pale
from p2spp_sim.workbook.box.certificates import (
    Attendee,
    certificate_data,
    specimen,
    write_blank_list,
)
from p2spp_sim.workbook.box.contents import BoxItem, contents
from p2spp_sim.workbook.box.contents_page import ListedItem, contents_page, era_mark
from p2spp_sim.workbook.box.forms import paper_of
from p2spp_sim.workbook.box.posters import poster_data
from p2spp_sim.workbook.box.slides import slides
from p2spp_sim.workbook.box.timer import timer_page
from p2spp_sim.workbook.classroom.book import write_forms
from p2spp_sim.workbook.drawings import VILLAGES, drawing
from p2spp_sim.workbook.drawings.words import CALLED
from p2spp_sim.workbook.quiz.view import write_tests
from p2spp_sim.workbook.units.u11.game import game

TEMPLATES = Path(__file__).parent / "templates"
LIST = "daftar_hadir_bernama.xlsx"
FIRST = "00_isi_kotak.pdf"
_SHORT, _TOGETHER = (
    5,
    14,
)  # letters of a last word that is not left alone, and with the one before it


def write_box(
    to: Path, languages: Iterable[str], plan: str, era: str = THEN, *, bar: bool = True
) -> list[Path]:
    """Write everything that a class needs on its tables, a folder for each language.

    Parameters
    ----------
    to : a folder that is not there yet.
    plan : of the class, a key of `datasets/waktu.toml`.
    era : whose rules everything speaks of, a key of `datasets/masa.toml`.
    bar : show how far the work is.

    Returns
    -------
    The files.

    Raises
    ------
    P2sppError : the folder is there already, or something cannot be made; then nothing is left behind.
    """
    from tqdm import tqdm

    chosen = list(languages)
    with _new_folder(to) as folder:
        names = [(code, item) for code in chosen for item in contents().item]
        shown = tqdm(
            names, desc=tr("Mengisi kotak"), unit=tr("benda"), disable=None if bar else True
        )
        before = spoken.language(), era_here()
        try:
            for code in chosen:
                spoken.set_language(code)
                set_era(era)
                _fill(folder / code, code, plan, era, shown)
        finally:
            spoken.set_language(before[0])
            set_era(before[1])
            shown.close()
    return sorted(path for path in to.rglob("*") if path.is_file())


def write_certificates(people: Iterable[Attendee], to: Path) -> Path:
    """Write the certificates of those whose recorded attendance is enough, in the screen's language and era.

    Parameters
    ----------
    to : a folder that is not there yet; not among the results, which hold no names.

    Raises
    ------
    P2sppError : nobody's is enough, or the folder is there already; nothing is written.
    """
    awarded = [person for person in people if person.awarded]
    if not awarded:
        raise P2sppError(tr("Tidak ada yang memenuhi syarat sertifikat; tidak ada yang ditulis."))
    with _new_folder(to) as folder:
        pdf = typeset(certificate_data(awarded), "pdf", template=TEMPLATES / "certificate.typ")[0]
        (folder / "sertifikat.pdf").write_bytes(pdf)
    return to / "sertifikat.pdf"


def _new_folder(to: Path) -> AbstractContextManager[Path]:
    """Begin a folder that must not be there yet, and is there whole or not at all.

    Raises
    ------
    P2sppError : it is there already.
    """
    if to.exists() or to.is_symlink():
        message = tr("{folder} sudah ada dan tidak ditimpa; sebut nama lain atau pindahkan dahulu.")
        raise P2sppError(message.format(folder=to))
    return whole_folder(to)


def _fill(folder: Path, code: str, plan: str, era: str, shown: Any) -> None:
    folder.mkdir(parents=True)
    listed: list[ListedItem] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        case = BoxCase(code, Path(place), plan, era)
        for number, item in enumerate(contents().item, 1):
            shown.set_postfix_str(f"{code} {item.key}")
            pages = 0
            for name, content in files_of(case, item).items():
                (folder / f"{number:02d}_{name}").write_bytes(content)
                pages = pages or page_count(content)
            listed.append(ListedItem(item, f"{number:02d}_{item.key}", pages))
            shown.update()
    write_blank_list(folder / LIST, plan)
    (folder / FIRST).write_bytes(typeset(as_data(contents_page(case, listed, LIST)), "pdf")[0])


def files_of(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    """Give the files of one thing by name, in its units' words; the pages of the first are counted."""
    with case.speaking(item.units):
        return FILES_OF[item.kind](case, item)


def _paper(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    paper = paper_of(case, item)
    made = {f"{item.key}.pdf": typeset(as_data(paper), "pdf")[0]}
    return made | ({f"{item.key}.xlsx": as_excel.book(paper)} if item.excel else {})


def _poster(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    sheets = {"": False, "_A1": True}
    return {
        f"{item.key}{end}.pdf": _set("poster", poster_data(case, item, whole=whole))
        for end, whole in sheets.items()
    }


def _timer(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    return {f"{item.key}.html": timer_page(case).encode()}


def _tests(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    """Give the three forms of the test, the trainer's key and the rating of a day, to be printed from a browser."""
    files = [*write_tests(case.place, case.era_told(item.units)), *write_forms(case.place)]
    return {path.name: path.read_bytes() for path in files if path.name != "daftar_hadir.html"}


def _set(kind: str, data: dict[str, Any]) -> bytes:
    return typeset(data, "pdf", template=TEMPLATES / f"{kind}.typ")[0]


def _by_template(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    return {f"{item.key}.pdf": _set(item.kind, DATA_OF[item.kind](case, item))}


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF that typst made; 0 for what is none."""
    return pdf.count(b"/Type/Page/")


def deck_data(case: BoxCase, item: BoxItem) -> dict[str, Any]:
    """Give a deck in plain values, in greys, as many sets as a class needs."""
    size, deck = contents().size[item.size], list(DECKS[item.source](case))
    title, unit = pick(item.label), tr("unit {nomor}").format(nomor=item.of_units)
    without = "" if item.same else case.era_told(item.units)
    below = tr(
        "{judul} · {sisi} · lembar {n} dari {m} · cetak dua sisi, balik menurut sisi panjang, ukuran 100%"
    ).replace("{judul}", f"{title}, {unit}")
    foot = f"{title}\n{' · '.join(filter(None, (unit, era_mark(case, item))))}"
    return {
        "title": f"{title} · {unit}",
        "lang": spoken.language(),
        "wide": size.wide,
        "high": size.high,
        "across": size.across,
        "a-page": size.a_page,
        "pattern": pale(card_back()),
        "without": without,
        "face": below.replace("{sisi}", tr("muka")),
        "back": below.replace("{sisi}", tr("balik")),
        "cards": [
            _plain(card, foot + _of_table(item, table))
            for table in range(1, item.sets + 1)
            for card in deck
        ],
    }


def _of_table(item: BoxItem, table: int) -> str:
    """Say whose set a card is of, so that sets that were mixed are sorted again."""
    return "" if item.sets == 1 else tr(" · meja {n}").format(n=table)


def _plain(card: Card, foot: str) -> dict[str, Any]:
    made = {name.replace("_", "-"): value for name, value in asdict(card).items()}
    made["foot"] = foot
    for name in ("title", "words", "back", "back-words"):
        made[name] = _with_its_end(made[name])
    for name in ("picture", "back-picture"):
        made[name] = grey(made[name])
    return made


def _with_its_end(words: str) -> str:
    """Leave no short word alone on the last line."""
    rest, _, last = words.rpartition(" ")
    first, _, before = rest.rpartition(" ")
    lonely = first and len(last) <= _SHORT and len(before) + len(last) <= _TOGETHER
    return f"{rest}\N{NO-BREAK SPACE}{last}" if lonely else words


def tent_data(case: BoxCase, item: BoxItem) -> dict[str, Any]:
    """Give the name tents: a table a village, a table a group of actors, and one to be written on."""
    villages = [
        {"title": CALLED[name], "words": f"K{at}", "picture": grey(drawing(name, decorative=True))}
        for at, name in enumerate(VILLAGES[: contents().groups], 1)
    ]
    groups = [
        {
            "title": pick(group.label),
            "words": tr("unit {nomor}").format(nomor="11"),
            "picture": grey(drawing(f"peran_{key}", decorative=True)),
        }
        for key, group in game().group.items()
    ]
    empty = {"title": "", "words": tr("tulis nama panggilan dengan spidol"), "picture": ""}
    return {
        "title": pick(item.label),
        "lang": spoken.language(),
        "tents": [*villages, *groups, empty],
    }


def slide_data(case: BoxCase, item: BoxItem) -> dict[str, Any]:
    """Give the slides in plain values, in the colours of the screen."""
    return {
        "title": pick(item.label),
        "lang": spoken.language(),
        "foot": tr("Rekaan untuk latihan · usulan kurikulum, bukan kurikulum resmi P2SPP"),
        "slides": [slide.as_data() for slide in slides(case)],
    }


DATA_OF: dict[str, Callable[[BoxCase, BoxItem], dict[str, Any]]] = {
    "cards": deck_data,
    "tents": tent_data,
    "slides": slide_data,
    "certificate": lambda case, item: certificate_data([specimen(case.plan)]),
}
FILES_OF: dict[str, Callable[[BoxCase, BoxItem], dict[str, bytes]]] = {
    "tests": _tests,
    "timer": _timer,
    "paper": _paper,
    "poster": _poster,
    **dict.fromkeys(DATA_OF, _by_template),
}
