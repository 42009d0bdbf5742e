"""The blue folder of Karangjati as its papers look, one sheet a paper: what is odd shows when two lie side by side."""

from p2spp_sim import village_plan as vp
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
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
    TitleRow,
    columns_by_longest,
    head,
    text_columns,
)
from p2spp_sim.village_plan.days import day
from p2spp_sim.village_plan.papers import PAPERS, SIDES
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.contents import BoxItem
from p2spp_sim.workbook.case.village_papers import VILLAGE, pack
from p2spp_sim.workbook.page.markup import MILLION, Table
from p2spp_sim.workbook.units.shared.village import (
    meetings_table,
    papers_table,
    plan_table,
    works_table,
)
from p2spp_sim.workbook.units.u07.account import account

ANNEXES = ("tim_penyusun", "data_miskin", "peta_desa")  # of the RPJM Desa
STEPS = ("kesepakatan_bpd", "evaluasi")  # of the APB Desa, told by letter
_NARROW, _WIDEST = 8, 40  # letters of a column, at least and at most


def blue_folder(case: BoxCase, item: BoxItem) -> Paper:
    """Set every paper of the folder on a sheet of its own, as it was signed, faults and all."""
    village, desk = pack(case.unit("02").desk), case.unit("02").desk
    sheets = [
        _sheet(
            tr("RPJM Desa"),
            village.paper("rpjm_desa"),
            _ruled(plan_table(desk)),
            PaperText(tr("Lampiran"), "heading"),
            _ruled(papers_table(desk, ANNEXES)),
        ),
        _sheet(
            tr("RKP Desa tahun {tahun}").format(tahun=village.year),
            village.paper("rkp_desa"),
            _ruled(works_table(desk)),
            PaperText(tr("Uang dalam juta rupiah."), "note"),
        ),
        _minutes(village, _ruled(meetings_table(desk))),
        _sheet(
            tr("APB Desa tahun {tahun}").format(tahun=village.year),
            village.paper("perdes_apb"),
            _budget(village),
            PaperText(tr("Uang dalam juta rupiah."), "note"),
        ),
        _account(tr("LKPJ kepada BPD, tahun anggaran {tahun}"), village.year, to_bpd=True),
        _account(tr("LPPD kepada Bupati, tahun anggaran {tahun}"), village.year, to_bpd=False),
    ]
    office = tr("PEMERINTAH DESA {desa}").format(desa=VILLAGE.upper())
    heading = head(office, tr("Kecamatan Tirtamulya (rekaan untuk latihan)"))
    papers = [*((*heading, *blocks) for blocks in sheets), _letters(village)]
    parts = (PaperPart(f"{at}", blocks, begins=True) for at, blocks in enumerate(papers, 1))
    return Paper(item.key, pick(item.label), tuple(parts))


def _sheet(what: str, filed: vp.Document | None, *blocks: PaperBlock) -> tuple[PaperBlock, ...]:
    assert filed
    form = f"{filed.form} {filed.number}".strip()
    return (
        PaperText(f"{form}: {what}", "heading"),
        *blocks,
        _signed(tr("Kepala Desa"), filed.date),
    )


def _signed(role: str, date: str) -> Signatures:
    place = SignaturePlace(role, f"{VILLAGE}, {day(date)}") if date else SignaturePlace(role)
    return Signatures((place,))


def _minutes(village: vp.Village, meetings: PaperTable) -> tuple[PaperBlock, ...]:
    final = next(m for m in village.meetings if m.kind == "musrenbang_desa")
    text = tr(
        "Pada tanggal {tanggal}, di {tempat}, diadakan musrenbang desa yang dihadiri {n} orang, {m} di antaranya "
        "perempuan. Rapat-rapat seluruhnya:"
    ).format(tanggal=day(final.date), tempat=final.place, n=final.present, m=final.women)
    pledged = [
        PaperText(
            tr("Swadaya yang diikrarkan: {kegiatan}, {tempat}, {n} juta rupiah.").format(
                kegiatan=work.what, tempat=work.place, n=number(work.pledged_idr / MILLION)
            ),
            "clause",
            f"{at}.",
        )
        for at, work in enumerate((w for w in village.works if w.pledged_idr), 1)
    ]
    both = (SignaturePlace(tr("Kepala Desa")), SignaturePlace(tr("Ketua BPD")))
    heading = PaperText(tr("Berita acara musrenbang desa"), "heading")
    return (heading, PaperText(text), meetings, *pledged, Signatures(both))


def _letters(village: vp.Village) -> tuple[PaperBlock, ...]:
    text = tr("Menetapkan untuk Desa {desa}, tahun anggaran {tahun}: {pos}, {n} juta rupiah.")
    letters = [
        (
            line.letter,
            text.format(
                desa=VILLAGE,
                tahun=village.year,
                pos=line.what,
                n=number(line.letter_idr / MILLION),
            ),
        )
        for line in village.budget
        if line.letter
    ]
    for filed in filter(None, map(village.paper, STEPS)):
        step = tr("{langkah}: APB Desa tahun {tahun}")
        letters.append(
            (
                f"{filed.form} {filed.number}, {day(filed.date)}",
                step.format(langkah=PAPERS[filed.key], tahun=village.year),
            )
        )
    blocks = [PaperText(tr("Kutipan surat; gunting satu per satu"), "title")]
    for name, words in letters:
        blocks += [PaperText(name, "heading"), PaperText(words)]
    return tuple(blocks)


def _budget(village: vp.Village) -> PaperTable:
    columns = (
        PaperColumn(tr("Nomor"), "code", _NARROW),
        PaperColumn(tr("Pos"), "text", _WIDEST),
        PaperColumn(tr("Jumlah"), "text", _NARROW),
    )
    rows: list[TitleRow | LineRow] = []
    for side, title in SIDES.items():
        rows.append(TitleRow(title))
        rows += [
            LineRow((line.id, line.what, number(line.amount_idr / MILLION)))
            for line in village.budget
            if line.side == side
        ]
    return PaperTable(columns, tuple(rows))


def _account(title: str, year: int, *, to_bpd: bool) -> tuple[PaperBlock, ...]:
    heads = [tr("Kegiatan"), tr("Anggaran"), tr("Realisasi")]
    heads += [tr("Keterangan")] if to_bpd else []
    rows = []
    for line in account().line.values():
        spent = line.lkpj_idr if to_bpd else line.lppd_idr
        cells = [pick(line.what), *(number(idr / MILLION) for idr in (line.budget_idr, spent))]
        reason = [pick(line.reason) if line.reason else "–"] if to_bpd else []
        rows.append(LineRow((*cells, *reason)))
    columns = text_columns(heads, (32, 10, 10, 32)[: len(heads)])
    return (
        PaperText(title.format(tahun=year), "heading"),
        PaperTable(columns, tuple(rows)),
        PaperText(tr("Uang dalam juta rupiah."), "note"),
        _signed(tr("Kepala Desa"), ""),
    )


def _ruled(table: Table) -> PaperTable:
    columns = columns_by_longest(table.columns, table.rows)
    return PaperTable(columns, tuple(LineRow(row) for row in table.rows))
