"""Berita acara of the musrenbang kecamatan with its annexes: what was taken, what was sent back and why, who came."""

from collections.abc import Sequence

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.papers.occasion import spoken_date
from p2spp_sim.papers.paper import (
    LineRow,
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    blank,
    or_blank,
)
from p2spp_sim.papers.paper_lists import PaperLists, in_words, remarks
from p2spp_sim.papers.priorities import table

_ROLES = Labels(
    camat="Camat",
    bappeda="Wakil Bappeda",
    skpd="Wakil perangkat daerah",
    villages="Wakil delegasi desa",
    women="Wakil delegasi perempuan",
    dprd="Anggota DPRD dari daerah pemilihan",
)
_CLAUSES = Labels(first="KESATU", second="KEDUA", third="KETIGA", fourth="KEEMPAT")
_ATTENDANCE_ROWS, _ROW_MM = 20, 9  # of the list that is filled in by hand
_NUMERALS = ("I", "II", "III")


def make(lists: PaperLists) -> Paper:
    """Make the minutes; nothing in them says that a meeting took place other than what is filled in and signed."""
    title = tr("Berita acara musrenbang kecamatan")
    eligible = tuple(lists.alignment.eligible)
    returned = tuple(key for key in lists.proposals if key not in lists.alignment.eligible)
    annexes = [(tr("Daftar usulan prioritas"), table(lists, eligible))]
    if returned:
        annexes.append((tr("Usulan yang dikembalikan"), table(lists, returned, reasons=True)))
    annexes.append((tr("Daftar hadir"), _attendance()))
    parts = [PaperPart(tr("berita acara"), _minutes(lists, eligible, returned, len(annexes)))]
    for numeral, (words, made) in zip(_NUMERALS, annexes, strict=False):
        annex = tr("Lampiran {n}").format(n=numeral)
        blocks: list[PaperBlock] = [
            PaperText(f"{annex}: {words}".upper(), "title"),
            PaperText(f"{lists.occasion.area} · {lists.occasion.planned}", "subtitle"),
            made,
        ]
        parts.append(PaperPart(annex, tuple(blocks), landscape=made.room == 0))
    return Paper("berita_acara", title, tuple(parts))


def _minutes(
    lists: PaperLists, eligible: Sequence[str], returned: Sequence[str], annexes: int
) -> tuple[PaperBlock, ...]:
    occasion = lists.occasion
    opening = tr(
        "Pada hari ini, {hari}, tanggal {tanggal} bulan {bulan} tahun {tahun}, bertempat di {tempat}, diselenggarakan "
        "musrenbang kecamatan untuk menyusun RKPD tahun {rencana}, dihadiri para pemangku kepentingan menurut "
        "daftar hadir dalam Lampiran {hadir}."
    )
    words = opening.format(
        **spoken_date(occasion.day),
        tempat=or_blank(occasion.place, 20),
        rencana=occasion.year or blank(5),
        hadir=_NUMERALS[annexes - 1],
    )
    where = or_blank(occasion.kecamatan, 16)
    ends: list[PaperBlock] = [
        PaperText(text, "note")
        for text in remarks(
            lists,
            tr("mengikuti kebiasaan berita acara musrenbang (Permendagri 54/2010 dan 86/2017)"),
        )
    ]
    places = [
        SignaturePlace(
            f"{role} {where}" if key == "camat" else role,
            occasion.signed if key == "bappeda" else "",
        )
        for key, role in _ROLES.items()
    ]
    return (
        PaperText(tr("Berita acara").upper(), "title"),
        PaperText(
            tr("Musrenbang kecamatan untuk penyusunan RKPD tahun {tahun}").format(
                tahun=occasion.year or blank(5)
            ),
            "subtitle",
        ),
        PaperText(occasion.area, "subtitle"),
        PaperText(tr("Nomor: {nomor}").format(nomor=blank(16)), "subtitle"),
        PaperText(words),
        PaperText(tr("Sesudah paparan, tanggapan, dan pembahasan, peserta musrenbang kecamatan")),
        PaperText(tr("menyepakati").upper(), "heading"),
        *_clauses(lists, eligible, returned),
        PaperText(
            tr(
                "Demikian berita acara ini dibuat dan ditandatangani untuk digunakan sebagaimana mestinya."
            )
        ),
        Signatures(tuple(places[:2])),
        Signatures(tuple(places[2:4])),
        Signatures(tuple(places[4:])),
        *ends,
    )


def _clauses(
    lists: PaperLists, eligible: Sequence[str], returned: Sequence[str]
) -> list[PaperText]:
    lines = lists.proposals
    first = tr("Usulan prioritas dalam Lampiran I: {n} usulan dengan perkiraan biaya {jumlah}.")
    said = [
        first.format(
            n=number(len(eligible)), jumlah=in_words(sum(lines[key].cost_idr for key in eligible))
        )
    ]
    if returned:
        second = tr(
            "Usulan yang dikembalikan kepada desa dengan alasannya dalam Lampiran II: {n} usulan dengan perkiraan "
            "biaya {jumlah}."
        )
        said.append(
            second.format(
                n=number(len(returned)),
                jumlah=in_words(sum(lines[key].cost_idr for key in returned)),
            )
        )
    said.append(
        tr("Delegasi kecamatan untuk Forum SKPD dan musrenbang kabupaten: {delegasi}.").format(
            delegasi=blank(60)
        )
    )
    said.append(tr("Lampiran berita acara ini bagian yang tidak terpisahkan darinya."))
    return [
        PaperText(words, "clause", label)
        for label, words in zip(_CLAUSES.values(), said, strict=False)
    ]


def _attendance() -> PaperTable:
    columns = (
        PaperColumn(tr("No."), "code", 5),
        PaperColumn(tr("nama"), "text", 26),
        PaperColumn(tr("L/P"), "text", 6),
        PaperColumn(tr("desa, lembaga, atau kelompok"), "text", 28),
        PaperColumn(tr("tanda tangan"), "text", 22),
    )
    rows = tuple(LineRow((at, "", "", "", "")) for at in range(1, _ATTENDANCE_ROWS + 1))
    return PaperTable(columns, rows, _ROW_MM)
