"""Berita acara of the musrenbang kecamatan with its annexes: what was taken, what was sent back and why, who came."""

from collections.abc import Iterable, Sequence

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.papers.occasion import Occasion, spoken_date
from p2spp_sim.papers.paper import (
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    blank,
    head,
    or_blank,
    text_columns,
    to_fill_in,
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
_CLAUSES = Labels(
    first="KESATU",
    second="KEDUA",
    third="KETIGA",
    fourth="KEEMPAT",
    fifth="KELIMA",
    sixth="KEENAM",
)
_ATTENDANCE_ROWS, _ROW_MM = 20, 9  # of the list that is filled in by hand
_NUMERALS = ("I", "II", "III", "IV")


def make(lists: PaperLists) -> Paper:
    """Make the minutes; nothing in them says that a meeting took place other than what is filled in and signed."""
    eligible = tuple(lists.alignment.eligible)
    returned = tuple(key for key in lists.proposals if key not in lists.alignment.eligible)
    annexes = [(tr("Daftar usulan prioritas"), table(lists, eligible))]
    if returned:
        annexes.append((tr("Usulan yang dikembalikan"), table(lists, returned, reasons=True)))
    clauses = _clauses(lists, eligible, returned)
    return assembled(lists.occasion, clauses, annexes, remarks(lists, layout()))


def layout() -> str:
    """Say what the minutes follow."""
    return tr("mengikuti kebiasaan berita acara musrenbang (Permendagri 54/2010 dan 86/2017)")


def assembled(
    occasion: Occasion,
    clauses: Sequence[str],
    annexes: Sequence[tuple[str, PaperTable]],
    notes: Iterable[str],
) -> Paper:
    """Put minutes together of what was agreed on.

    Parameters
    ----------
    clauses : what was agreed on, in order; who is delegated and that annexes belong to it comes after.
    annexes : what each is called, and its table; the list of attendance comes last.
    notes : small print at the end.
    """
    title = tr("Berita acara musrenbang kecamatan")
    annexes = [*annexes, (tr("Daftar hadir"), _attendance())]
    parts = [PaperPart(tr("berita acara"), _minutes(occasion, clauses, len(annexes), notes))]
    for numeral, (words, made) in zip(_NUMERALS, annexes, strict=False):
        annex = tr("Lampiran {n}").format(n=numeral)
        blocks = (*occasion.head(f"{annex}: {words}"), made)
        parts.append(PaperPart(annex, blocks, landscape=made.room == 0))
    return Paper("berita_acara", title, tuple(parts))


def _minutes(
    occasion: Occasion, clauses: Sequence[str], annexes: int, notes: Iterable[str]
) -> tuple[PaperBlock, ...]:
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
    delegates = tr("Delegasi kecamatan untuk Forum SKPD dan musrenbang kabupaten: {delegasi}.")
    said = [
        *clauses,
        delegates.format(delegasi=blank(60)),
        tr("Lampiran berita acara ini bagian yang tidak terpisahkan darinya."),
    ]
    where = or_blank(occasion.kecamatan, 16)
    places = [
        SignaturePlace(
            f"{role} {where}" if key == "camat" else role,
            occasion.signed if key == "bappeda" else "",
        )
        for key, role in _ROLES.items()
    ]
    subject = tr("Musrenbang kecamatan untuk penyusunan RKPD tahun {tahun}")
    return (
        *head(
            tr("Berita acara").upper(),
            subject.format(tahun=occasion.year or blank(5)),
            occasion.area,
            tr("Nomor: {nomor}").format(nomor=blank(16)),
        ),
        PaperText(words),
        PaperText(tr("Sesudah paparan, tanggapan, dan pembahasan, peserta musrenbang kecamatan")),
        PaperText(tr("menyepakati").upper(), "heading"),
        *(
            PaperText(clause, "clause", label)
            for label, clause in zip(_CLAUSES.values(), said, strict=False)
        ),
        PaperText(
            tr(
                "Demikian berita acara ini dibuat dan ditandatangani untuk digunakan sebagaimana mestinya."
            )
        ),
        Signatures(tuple(places[:2])),
        Signatures(tuple(places[2:4])),
        Signatures(tuple(places[4:])),
        *(PaperText(note, "note") for note in notes),
    )


def _clauses(lists: PaperLists, eligible: Sequence[str], returned: Sequence[str]) -> list[str]:
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
    return said


def _attendance() -> PaperTable:
    columns = (
        PaperColumn(tr("No."), "code", 5),
        *text_columns(
            (tr("nama"), tr("L/P"), tr("desa, lembaga, atau kelompok"), tr("tanda tangan")),
            (26, 6, 28, 22),
        ),
    )
    return to_fill_in(columns, range(1, _ATTENDANCE_ROWS + 1), _ROW_MM)
