"""Jawaban kepada desa: one letter a village, each proposal taken or not, why, and how often it was asked for."""

from collections import Counter
from collections.abc import Iterator, Sequence

from p2spp_sim.alignment.answers import ANSWERS, told
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.papers.occasion import long_date
from p2spp_sim.papers.paper import (
    Letterhead,
    Paper,
    PaperBlock,
    PaperColumn,
    PaperField,
    PaperFields,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    blank,
    fitted,
    or_blank,
)
from p2spp_sim.papers.paper_lists import CellsOf, PaperLists, Place, grouped, remarks


def make(lists: PaperLists) -> Paper:
    """Make a letter for every village that has a proposal."""
    title = tr("Jawaban kepada desa")
    parts = [
        PaperPart(place[1], tuple(_letter(lists, place, keys)), begins=True)
        for place, keys in lists.villages.items()
    ]
    return Paper("jawaban_desa", title, tuple(parts))


def _letter(lists: PaperLists, place: Place, keys: Sequence[str]) -> Iterator[PaperBlock]:
    kecamatan, village = place
    occasion = lists.occasion
    where = or_blank(occasion.place, 12)
    when = long_date(occasion.day) if occasion.day else blank(16)
    subject = tr("Jawaban atas usulan {desa} untuk tahun {tahun}")
    year = str(occasion.year or blank(5))
    yield Letterhead()
    yield PaperFields(
        (
            PaperField(tr("Tempat, tanggal"), f"{where}, {when}"),
            PaperField(tr("Nomor"), blank(20)),
            PaperField(tr("Hal"), subject.format(desa=_named(village), tahun=year)),
            PaperField(tr("Kepada"), tr("Yth. Kepala {desa}").format(desa=_named(village))),
            PaperField("", tr("Kecamatan {nama}").format(nama=or_blank(kecamatan, 16))),
        )
    )
    yield PaperText(_summary(lists, village, keys, year))
    yield _table(lists, keys)
    if any(lists.answers[key].lacks_reason for key in keys):
        yield PaperText(
            tr(
                "Garis titik-titik: alasan tidak tercatat dalam daftar; diisi sebelum surat ditandatangani."
            ),
            "note",
        )
    yield PaperText(
        tr(
            "Usulan yang tidak masuk dapat diusulkan lagi sesudah sebabnya dibenahi. Mohon jawaban ini disampaikan "
            "kepada warga."
        )
    )
    layout = tr("mengikuti isi jawaban atas DU-RKP Desa (Permendagri 114/2014)")
    for words in remarks(lists, layout):
        yield PaperText(words, "note")
    yield Signatures((SignaturePlace(occasion.role, ""),))


def _named(village: str) -> str:
    return tr("Desa {nama}").format(nama=village)


def _summary(lists: PaperLists, village: str, keys: Sequence[str], year: str) -> str:
    counts = Counter[str](lists.answers[key].kind for key in keys)
    parts = [
        tr("{n} {jawaban}").format(n=number(counts[kind]), jawaban=ANSWERS[kind])
        for kind in ANSWERS
        if counts[kind]
    ]
    text = tr(
        "Dari {n} usulan {desa} untuk tahun {tahun}, seluruhnya {rupiah}: {bagian}. Jawaban setiap usulan:"
    )
    idr = sum(lists.proposals[key].cost_idr for key in keys)
    if granted := sum(lists.answers[key].granted_idr for key in keys):
        parts[0] += " " + tr("(pagu {rupiah})").format(rupiah=rupiah(granted))
    return text.format(
        n=number(len(keys)),
        desa=_named(village),
        tahun=year,
        rupiah=rupiah(idr),
        bagian=", ".join(parts),
    )


def _table(lists: PaperLists, keys: Sequence[str]) -> PaperTable:
    lines, said = lists.proposals, lists.answers
    made = CellsOf(keys)
    made.add(PaperColumn(tr("nomor"), "code"), {key: key for key in keys})
    kept = [column for column in lists.office if column.name not in ("status", "note")]
    besides = {key: lists.besides(key, kept) for key in keys}
    made.add(
        PaperColumn(tr("usulan")),
        {
            key: f"{lines[key].what} ({text})" if (text := besides[key]) else lines[key].what
            for key in keys
        },
    )
    made.add(
        PaperColumn(tr("biaya (rupiah)"), "idr"),
        {key: lines[key].cost_idr or None for key in keys},
        always=True,
    )
    made.add(PaperColumn(tr("jawaban")), {key: ANSWERS[said[key].kind] for key in keys})
    made.add(
        PaperColumn(tr("penjelasan")), {key: _explained(lists, key) for key in keys}, always=True
    )
    return fitted(made.columns, grouped(keys, lines, [], made))


def _explained(lists: PaperLists, key: str) -> str:
    said = lists.answers[key]
    parts = [told(lists.alignment, key, said)]
    if lists.years.last:
        parts.append(lists.years.said(key))
        parts += [
            f"{at.year}: {'; '.join(filter(None, (ANSWERS[at.kind], at.reason)))}"
            for at in lists.years.before(key)
        ]
    if said.lacks_reason:
        parts.append(blank())
    return "; ".join(filter(None, parts))
