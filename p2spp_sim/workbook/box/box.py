"""The box as one folder: everything is made under a temporary name, and is there whole or not at all."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from p2spp_sim.base import language as spoken
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import whole_folder
from p2spp_sim.base.language import pick, tr
from p2spp_sim.papers import as_excel
from p2spp_sim.papers.as_pdf import as_data, typeset
from p2spp_sim.papers.paper import (
    LineRow,
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
)
from p2spp_sim.workbook.box.cards import DECKS, Card, card_back
from p2spp_sim.workbook.box.case import BoxCase, grey, pale
from p2spp_sim.workbook.box.certificates import (
    Attendee,
    certificate_data,
    specimen,
    write_blank_list,
)
from p2spp_sim.workbook.box.contents import BoxItem, contents
from p2spp_sim.workbook.box.forms import FORMS
from p2spp_sim.workbook.box.posters import poster_data
from p2spp_sim.workbook.box.slides import slides
from p2spp_sim.workbook.box.timer import timer_page
from p2spp_sim.workbook.classroom.book import write_forms
from p2spp_sim.workbook.core.timetable import timetables
from p2spp_sim.workbook.drawings import VILLAGES, drawing
from p2spp_sim.workbook.drawings.words import CALLED
from p2spp_sim.workbook.quiz.view import write_tests
from p2spp_sim.workbook.units.u11.game import game

TEMPLATES = Path(__file__).parent / "templates"
LIST = "daftar_hadir_bernama.xlsx"
FIRST = "00_isi_kotak.pdf"


def write_box(to: Path, languages: Iterable[str], plan: str, *, bar: bool = True) -> list[Path]:
    """Write everything that a class needs on its tables, a folder for each language.

    Parameters
    ----------
    to : a folder that is not there yet.
    plan : of the class, a key of `datasets/waktu.toml`.
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
        before = spoken.language()
        try:
            for code in chosen:
                spoken.set_language(code)
                _fill(folder / code, code, plan, shown)
        finally:
            spoken.set_language(before)
            shown.close()
    return sorted(path for path in to.rglob("*") if path.is_file())


def write_certificates(people: Iterable[Attendee], to: Path) -> Path:
    """Write the certificates of those whose recorded attendance is enough, in the screen language.

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


def _fill(folder: Path, code: str, plan: str, shown: Any) -> None:
    folder.mkdir(parents=True)
    listed: list[tuple[BoxItem, str, int]] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        case = BoxCase(code, Path(place), plan)
        for number, item in enumerate(contents().item, 1):
            shown.set_postfix_str(f"{code} {item.key}")
            pages = 0
            for name, content in files_of(case, item).items():
                (folder / f"{number:02d}_{name}").write_bytes(content)
                pages = pages or page_count(content)
            listed.append((item, f"{number:02d}_{item.key}", pages))
            shown.update()
    write_blank_list(folder / LIST, plan)
    (folder / FIRST).write_bytes(typeset(as_data(_list_of(listed, plan)), "pdf")[0])


def files_of(case: BoxCase, item: BoxItem) -> dict[str, bytes]:
    """Give the files of one thing by name; the first is the one whose pages are counted."""
    if item.kind == "tests":
        return _tests(case)
    if item.kind == "timer":
        return {f"{item.key}.html": timer_page(case.form).encode()}
    if item.kind == "paper":
        paper = FORMS[item.source](case, item)
        made = {f"{item.key}.pdf": typeset(as_data(paper), "pdf")[0]}
        return made | ({f"{item.key}.xlsx": as_excel.book(paper)} if item.excel else {})
    if item.kind == "poster":
        sheets = {"": False, "_A1": True}
        return {
            f"{item.key}{end}.pdf": _set("poster", poster_data(case, item, whole=whole))
            for end, whole in sheets.items()
        }
    return {f"{item.key}.pdf": _set(item.kind, DATA_OF[item.kind](case, item))}


def _tests(case: BoxCase) -> dict[str, bytes]:
    """Give the three forms of the test, the trainer's key and the rating of a day, to be printed from a browser."""
    files = [*write_tests(case.place), *write_forms(case.place)]
    return {path.name: path.read_bytes() for path in files if path.name != "daftar_hadir.html"}


def _set(kind: str, data: dict[str, Any]) -> bytes:
    return typeset(data, "pdf", template=TEMPLATES / f"{kind}.typ")[0]


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF that typst made; 0 for what is none."""
    return pdf.count(b"/Type/Page/")


def deck_data(case: BoxCase, item: BoxItem) -> dict[str, Any]:
    """Give a deck in plain values, in greys, as many sets as a class needs."""
    size, deck = contents().size[item.size], list(DECKS[item.source](case))
    title, unit = pick(item.label), tr("unit {nomor}").format(nomor=item.unit)
    below = tr(
        "{judul} · {sisi} · lembar {n} dari {m} · cetak dua sisi, balik menurut sisi panjang, ukuran 100%"
    ).replace("{judul}", f"{title}, {unit}")
    return {
        "title": f"{title} · {unit}",
        "lang": spoken.language(),
        "wide": size.wide,
        "high": size.high,
        "across": size.across,
        "a-page": size.a_page,
        "pattern": pale(card_back()),
        "face": below.replace("{sisi}", tr("muka")),
        "back": below.replace("{sisi}", tr("balik")),
        "cards": [
            _plain(card, f"{title} · {unit}{_of_table(item, table)}")
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
    for name in ("picture", "back-picture"):
        made[name] = grey(made[name])
    return made


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


def _list_of(listed: Iterable[tuple[BoxItem, str, int]], plan: str) -> Paper:
    """Make the first page: what the box holds, how many pages, how it is printed and what is added by hand."""
    title = tr("Isi kotak kelas")
    ways = {
        "cards": tr("kertas tebal, dua sisi, balik sisi panjang, 100%; gunting menurut tanda"),
        "tents": tr("kertas tebal, satu sisi; lipat di tengah"),
        "poster": tr("satu sisi, 100%; delapan lembar direkatkan, atau berkas A1 ke percetakan"),
        "paper": tr("kertas biasa, 100%"),
        "slides": tr("tayangkan layar penuh; tidak perlu dicetak"),
        "tests": tr("buka di browser, cetak A4 (Ctrl+P); kunci hanya bagi pelatih"),
        "timer": tr("buka di browser laptop proyektor"),
        "certificate": tr("contoh; yang bernama dibuat dari daftar hadir"),
    }
    columns = (
        PaperColumn(tr("Berkas"), "text", 30),
        PaperColumn(tr("Isi"), "text", 34),
        PaperColumn(tr("Unit"), "text", 12),
        PaperColumn(tr("Halaman"), "text", 9),
        PaperColumn(tr("Cara mencetak"), "text", 40),
    )
    rows = tuple(
        LineRow(
            (name, _counted(item), item.unit or tr("kelas"), str(pages or "–"), ways[item.kind])
        )
        for item, name, pages in listed
    )
    text = tr(
        "Untuk satu kelas 25 orang, lima kelompok; rencana: {rencana}. Semuanya A4 dan terbaca dalam hitam putih. "
        "Semua desa, orang, dan angka rekaan untuk latihan. Susunan kami, bukan format resmi."
    ).format(rencana=pick(timetables().plan[plan].label).lower())
    more = (
        tr("Edisi cetak setiap unit: python3 mulai.py build --edisi cetak --ke cetak"),
        tr(
            "Sertifikat: isi {berkas} di laptop panitia, lalu python3 mulai.py kotak sertifikat --hari {n} --hadir "
            "{berkas}. Nama tidak disimpan di tempat lain."
        ).format(berkas=LIST, n=len(timetables().plan[plan].day)),
        tr(
            "Yang dibawa sendiri: plano, spidol, kartu kosong, stabilo dua warna, peluit, satu Perda yang nyata."
        ),
    )
    made: tuple[PaperBlock, ...] = (
        PaperText(title, "title"),
        PaperText(text),
        PaperTable(columns, rows),
        *(PaperText(words) for words in more),
    )
    return Paper("isi_kotak", title, (PaperPart(title, made),))


def _counted(item: BoxItem) -> str:
    sets = tr("{n} perangkat").format(n=item.sets)
    return f"{pick(item.label)} ({sets})" if item.sets > 1 else pick(item.label)
