"""The first page of the box: what it holds, how many pages, how it is printed and what is added by hand."""

from collections.abc import Sequence
from typing import NamedTuple

from p2spp_sim.base.era import THEN, era_name
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.papers.paper import (
    LineRow,
    Paper,
    PaperPart,
    PaperTable,
    PaperText,
    head,
    text_columns,
)
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.contents import BoxItem
from p2spp_sim.workbook.core.timetable import timetables

WAYS = Labels(
    cards="kertas tebal, dua sisi, balik sisi panjang, 100%",
    tents="kertas tebal, satu sisi; lipat di tengah",
    poster="satu sisi, 100%; delapan lembar direkatkan, atau berkas A1 ke percetakan",
    paper="kertas biasa, 100%",
    slides="tayangkan layar penuh; tidak perlu dicetak",
    tests="buka di browser, cetak A4 (Ctrl+P); kunci hanya bagi pelatih",
    timer="buka di browser laptop proyektor",
    certificate="contoh; yang bernama dibuat dari daftar hadir",
)


class ListedItem(NamedTuple):
    """A thing with the name of its file, and its pages."""

    item: BoxItem
    name: str
    pages: int


def era_mark(case: BoxCase, item: BoxItem) -> str:
    """Name the era that a thing speaks of; nothing in the programme's own box, or for one that is the same in all."""
    if case.era == THEN or item.same:
        return ""
    return case.era_of(item.units)


def contents_page(case: BoxCase, listed: Sequence[ListedItem], names: str) -> Paper:
    """Make the page.

    Parameters
    ----------
    names : file of the list of those who came.
    """
    title = tr("Isi kotak kelas")
    plan = timetables().plan[case.plan]
    of_today = case.era != THEN
    titles = (tr("Berkas"), tr("Isi"), tr("Unit"), *([tr("Masa aturan")] * of_today))
    columns = text_columns(
        (*titles, tr("Halaman"), tr("Cara mencetak")), (36, 34, 12, *([12] * of_today), 12, 40)
    )
    rows = tuple(
        LineRow(
            (
                name,
                _counted(item),
                item.of_units or tr("kelas"),
                *([_era_of(case, item)] * of_today),
                str(pages or "–"),
                WAYS[item.kind],
            )
        )
        for item, name, pages in listed
    )
    text = tr(
        "Untuk satu kelas 25 orang, lima kelompok; rencana: {rencana}. Semuanya A4 dan terbaca dalam hitam "
        "putih; kartu digunting menurut tanda di tepi lembar. Semua desa, orang, dan angka rekaan untuk "
        "latihan. Susunan kami, bukan format resmi."
    ).format(rencana=pick(plan.label).lower())
    switch = f" --masa {case.era}" if of_today else ""
    more = (
        *_of_eras(case),
        _sheets(listed),
        tr("Edisi cetak setiap unit: python3 mulai.py build --edisi cetak --ke cetak{masa}").format(
            masa=switch
        ),
        tr(
            "Sertifikat: isi {berkas} di laptop panitia, lalu python3 mulai.py kotak sertifikat --hari {n}{masa} "
            "--hadir {berkas}. Nama tidak disimpan di tempat lain."
        ).format(berkas=names, n=len(plan.day), masa=switch),
        tr(
            "Yang dibawa sendiri: plano, spidol, kartu kosong, stabilo dua warna, peluit, satu Perda yang nyata."
        ),
    )
    blocks = (
        *head(title, tr("Masa aturan “{masa}”").format(masa=era_name())),
        PaperText(text),
        PaperTable(columns, rows),
        *(PaperText(words) for words in more),
    )
    return Paper("isi_kotak", title, (PaperPart(title, blocks),))


def _sheets(listed: Sequence[ListedItem]) -> str:
    """Say how many sheets of paper a class takes, by the kind of paper."""
    both = sum(-(-pages // 2) for item, _, pages in listed if item.kind == "cards")
    stiff = both + sum(pages for item, _, pages in listed if item.kind == "tents")
    plain = sum(pages for item, _, pages in listed if item.kind in ("paper", "poster"))
    text = tr(
        "Kertas untuk satu kali cetak: {tebal} lembar tebal, {biasa} lembar biasa; lembar kerja dan surat digandakan "
        "menurut banyaknya kelompok atau orang, tes 25 lembar setiap bentuk."
    )
    return text.format(tebal=number(stiff), biasa=number(plain))


def _era_of(case: BoxCase, item: BoxItem) -> str:
    return era_mark(case, item) or tr("sama")


def _of_eras(case: BoxCase) -> list[str]:
    """Say which units have no text of the case's era, and what the words of that column mean."""
    lacking = case.without(case.codes)
    if not lacking:
        return []
    text = tr(
        "Masa aturan: unit {daftar} belum punya teks masa kini; kartu, lembar, slide, dan tesnya berbicara tentang "
        "masa program (aturan 2010) dan mengatakannya. “Sama”: tidak memuat kata aturan, sama di kedua masa."
    )
    return [text.format(daftar=", ".join(lacking))]


def _counted(item: BoxItem) -> str:
    sets = tr("{n} perangkat").format(n=item.sets)
    return f"{pick(item.label)} ({sets})" if item.sets > 1 else pick(item.label)
