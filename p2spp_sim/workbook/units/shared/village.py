"""What the units on village papers share: the board of the regime, and the papers of the case as tables."""

from collections.abc import Iterable, Mapping

from p2spp_sim import village_plan as vp
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.village_plan.days import day
from p2spp_sim.village_plan.findings import lamp_word
from p2spp_sim.village_plan.papers import MEETINGS, PAPERS, PAYERS
from p2spp_sim.village_plan.planning import may_be_budgeted
from p2spp_sim.village_plan.regimes import terms, titles
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.village_papers import VILLAGE, pack
from p2spp_sim.workbook.controls import Choose, Classes
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import MILLION, Table

NOTE = "Rekaan untuk latihan: Tirtamulya, dokumen Desa Karangjati."
MONEY = "Rekaan untuk latihan: Tirtamulya, dokumen Desa Karangjati. Uang dalam juta rupiah."
LAW = "Sumber dan ketegasannya: daftar aturan desa. Mintalah bagian hukum memeriksa sebelum dipakai resmi."


def regime_board(unit: Unit, *keys: str) -> Board:
    """Make the switch of the rules: one regime at a time, with how each says the things of this unit."""
    regime = unit.desk.scenario.regime
    first = regime if regime in vp.REGIMES else unit.desk.book

    def answer(values: Values) -> Answered:
        chosen = str(values["rezim"])
        names = titles()
        other = [key for key in vp.REGIMES if key != chosen]
        columns = (tr("Hal"), *(names[key] for key in (chosen, *other)))
        rows = tuple(
            (name, said[chosen], *(said[key] for key in other))
            for name, said in terms(*keys).items()
        )
        text = tr(
            "Yang dipakai sekarang: {rezim}. Semua papan unit ini ikut; aturan lain hanya pembanding."
        )
        table = Table(tr("Istilah menurut masa aturan"), columns, rows, tr(LAW))
        return Answered(text.format(rezim=names[chosen]), tables=(table,))

    control = Choose("rezim", tr("Masa aturan"), titles(), first)
    return Board("rezim", (control,), answer, unit.progress, wide=True)


def rules_of(unit: Unit) -> vp.Regime:
    """Give the regime that the learner has chosen."""
    board = unit.board("rezim")
    assert isinstance(board, Board)
    return vp.regime(str(board["rezim"].value))


def name_of(work: vp.WorkLine) -> str:
    """Name a line of the RKP Desa with number, place and who is to pay."""
    return f"{work.id} {work.what}, {work.place} ({PAYERS[work.payer]})"


def plan_table(desk: Desk, place: str = "") -> Table:
    """Give the RPJM Desa as filed.

    Parameters
    ----------
    place : only what is meant for this place.
    """
    rows = tuple(
        (line.id, line.what, line.place, _years(line.first_year, line.last_year))
        for line in pack(desk).plan
        if place in ("", line.place)
    )
    title = tr("RPJM Desa {desa}").format(desa=VILLAGE)
    return Table(title, (tr("Nomor"), tr("Kegiatan"), tr("Tempat"), tr("Tahun")), rows, tr(NOTE))


def works_table(desk: Desk) -> Table:
    """Give the RKP Desa as filed; whose matter each line is, the reader has to tell."""
    village = pack(desk)
    money = (tr("Biaya"), tr("Swadaya"))
    columns = (tr("Nomor"), tr("Kegiatan"), tr("Tempat"), tr("Volume"), tr("Dibayar"), *money)
    rows = tuple(
        (work.id, work.what, work.place, work.volume, PAYERS[work.payer], *_money(work))
        for work in village.works
    )
    title = tr("RKP Desa {desa} tahun {tahun}").format(desa=VILLAGE, tahun=village.year)
    return Table(title, columns, rows, tr(MONEY), money)


def budgeted_table(desk: Desk) -> Table:
    """Give the lines of the RKP Desa that belong into the APB Desa, with what residents pledged."""
    money = (tr("Biaya"), tr("Ikrar swadaya"))
    rows = tuple(
        (
            work.id,
            f"{work.what}, {work.place}",
            number(work.cost_idr / MILLION),
            number(work.pledged_idr / MILLION),
        )
        for work in pack(desk).works
        if may_be_budgeted(work)
    )
    title = tr("RKP Desa sesudah diperbaiki: kegiatan yang dibayar desa")
    return Table(title, (tr("Nomor"), tr("Kegiatan"), *money), rows, tr(MONEY), money)


def meetings_table(desk: Desk) -> Table:
    """Give the meetings with who came."""
    counts = (tr("Hadir"), tr("Perempuan"))
    columns = (tr("Rapat"), tr("Tempat"), tr("Tanggal"), *counts, tr("Berita acara"))
    rows = tuple(
        (
            MEETINGS[meeting.kind],
            meeting.place,
            day(meeting.date) if meeting.date else tr("tidak diadakan"),
            number(meeting.present),
            number(meeting.women),
            tr("ditandatangani") if meeting.signed else "–",
        )
        for meeting in pack(desk).meetings
    )
    return Table(tr("Rapat dan daftar hadir"), columns, rows, tr(NOTE), counts)


def pledges_table(desk: Desk) -> Table:
    """Give what residents pledged, as the minutes of musrenbang desa have it."""
    money = tr("Ikrar swadaya")
    rows = tuple(
        (work.id, f"{work.what}, {work.place}", number(work.pledged_idr / MILLION))
        for work in pack(desk).works
        if work.pledged_idr
    )
    title = tr("Ikrar swadaya dalam berita acara musrenbang desa")
    return Table(title, (tr("Nomor"), tr("Kegiatan"), money), rows, tr(MONEY), (money,))


def papers_table(desk: Desk, keys: Iterable[str] = ()) -> Table:
    """Give the documents handed in, with form and date.

    Parameters
    ----------
    keys : only these, in this order.
    """
    village = pack(desk)
    wanted = [village.paper(key) for key in keys] if keys else list(village.papers)
    rows = tuple(
        (PAPERS[paper.key], f"{paper.form} {paper.number}".strip(), day(paper.date), _remark(paper))
        for paper in wanted
        if paper
    )
    columns = (tr("Dokumen"), tr("Bentuk dan nomor"), tr("Tanggal"), tr("Catatan"))
    return Table(tr("Dokumen dalam map"), columns, rows, tr(NOTE))


def letters_table(desk: Desk) -> Table:
    """Give the letters that decide the income."""
    money = tr("Menurut surat")
    rows = tuple(
        (line.id, line.what, line.letter, number(line.letter_idr / MILLION))
        for line in pack(desk).budget
        if line.letter
    )
    columns = (tr("Nomor"), tr("Pos"), tr("Surat keputusan"), money)
    return Table(tr("Surat yang menetapkan pendapatan"), columns, rows, tr(MONEY), (money,))


def findings_table(
    title: str, findings: Iterable[vp.Finding], note: str = "", *, green: bool = False
) -> Table:
    """Give findings as a reviewer's note: lamp, what, where, rule, what to do.

    Parameters
    ----------
    note : what stands below, in the screen language; where the law is told of when empty.
    green : whether those in order are listed too.
    """
    rows = tuple(
        (lamp_word(finding.lamp), finding.what, _place(finding.where), finding.rule, finding.do)
        for finding in findings
        if green or finding.lamp != "green"
    )
    columns = (
        tr("Lampu"),
        tr("Yang ditemukan"),
        tr("Di mana"),
        tr("Dasar"),
        tr("Yang perlu dilakukan"),
    )
    return Table(title, columns, rows, note or tr(LAW))


def blank_form(
    title: str,
    cards: Mapping[str, str],
    columns: Mapping[str, Classes],
    marked: Mapping[str, Mapping[str, str]],
) -> Table:
    """Give a board of cards as a table to fill in on paper; what is marked stands as an example."""
    rows = []
    for key, words in cards.items():
        cells = []
        for name, column in columns.items():
            given = marked[key][name]
            cells.append(
                "  ".join(
                    f"{'☒' if option == given else '☐'} {said}"
                    for option, said in column.options.items()
                )
            )
        rows.append((words, *cells))
    heads = (column.label for column in columns.values())
    return Table(title, (tr("Kegiatan atau butir"), *heads), tuple(rows), tr(NOTE))


def regime_title(rules: vp.Regime) -> str:
    """Name a regime in the screen language."""
    return pick(rules.title)


def _place(where: str) -> str:
    """Name a place in the papers as people call it: a file's name and the number of its line."""
    table, _, line = where.partition(" ")
    names = {
        "rpjm_desa": tr("RPJM Desa"),
        "rkp_desa": tr("RKP Desa"),
        "apb_desa": tr("APB Desa"),
        "rapat": tr("Daftar hadir"),
        "naskah": tr("Dokumen"),
    }
    return f"{names.get(table, '')} {'' if table == 'naskah' else line}".strip()


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _money(work: vp.WorkLine) -> tuple[str, str]:
    return number(work.cost_idr / MILLION), number(work.selfhelp_idr / MILLION)


def _remark(paper: vp.Document) -> str:
    if paper.people:
        return tr("{n} orang, perempuan {m}").format(n=paper.people, m=paper.women)
    return "" if paper.complete else tr("belum semua dusun")
