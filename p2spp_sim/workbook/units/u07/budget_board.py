"""Unit 07: the budget that must balance before it can be sent, with six lamps."""

from collections.abc import Mapping

from p2spp_sim import village_plan as vp
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.village_plan.findings import budget_findings
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.controls import BudgetGrid, Choose, GridGroup, GridLine, Slide, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import MILLION, Table, in_millions
from p2spp_sim.workbook.pictures import Lamp, Picture, SidePart, balance, lamps
from p2spp_sim.workbook.units.shared.village import (
    MONEY,
    NOTE,
    findings_table,
    regime_title,
    rules_of,
)
from p2spp_sim.workbook.units.u07.answers import CHECKS, in_steps, steps_as_dated, with_budget

NOWHERE = "-"
HIGHEST = 1_000  # million rupiah in one box


def budget_board(unit: Unit) -> Board:
    """Make the board of the APB Desa: amounts, what is charged to the ADD, where self-help is recorded, and sending."""
    village = pack(unit.desk)
    grid = BudgetGrid("pos", tr("Rancangan APB Desa, juta rupiah"), _groups(village))
    governing = (
        sum(
            line.amount_idr for line in village.budget if line.group in ("pay", "operations", "bpd")
        )
        // MILLION
    )
    charged = Slide(
        "dari_add",
        tr("Aparatur dan operasional dari ADD"),
        0,
        governing,
        governing,
        unit=tr("juta rupiah"),
    )
    works = {line.id: f"{line.id} {line.what}" for line in village.budget if line.rkp}
    places = {NOWHERE: tr("belum dicatat pada kegiatan mana pun"), **works}
    helped = Choose("swadaya", tr("Swadaya warga dicatat pada"), places, NOWHERE)
    send = Tick("kirim", tr("Kirim ke Camat (terkunci sampai anggaran seimbang)"))
    _lock(grid, send)
    others = (unit.board("rezim"), unit.board("perdes"))
    follows = tuple(board for board in others if isinstance(board, Board))

    def answer(values: Values) -> Answered:
        amounts, at = values["pos"], str(values["swadaya"])
        assert isinstance(amounts, Mapping)
        rupiah = {key: int(million) * MILLION for key, million in amounts.items()}
        idr = int(str(values["dari_add"])) * MILLION
        drafted = with_budget(
            village, rupiah, charged_idr=idr, selfhelp_at="" if at == NOWHERE else at
        )
        drafted = in_steps(drafted, _steps(unit))
        return _answered(unit, drafted, sent=bool(values["kirim"]))

    return Board(
        "anggaran", (grid, charged, helped, send), answer, unit.progress, wide=True, follows=follows
    )


def _groups(village: vp.Village) -> tuple[GridGroup, ...]:
    """Group the lines as the grid shows them, filled with the draft."""
    heads = (
        ("income", tr("Pendapatan"), "income", None),
        (
            "works",
            tr("Belanja pembangunan dan pemberdayaan"),
            "spending",
            ("development", "empowerment"),
        ),
        (
            "governing",
            tr("Belanja pemerintahan desa"),
            "spending",
            ("pay", "operations", "bpd", "unforeseen"),
        ),
        ("outlay", tr("Pembiayaan: pengeluaran"), "outlay", None),
        ("receipt", tr("Pembiayaan: penerimaan"), "receipt", None),
    )
    grid = []
    for key, label, side, groups in heads:
        lines = tuple(
            GridLine(line.id, f"{line.id} {line.what}", line.amount_idr // MILLION, 0, HIGHEST)
            for line in village.budget
            if line.side == side and (groups is None or line.group in groups)
        )
        grid.append(GridGroup(key, label, lines, side))  # type: ignore[arg-type]
    return tuple(grid)


def _lock(grid: BudgetGrid, send: Tick) -> None:
    """Let the budget be sent only while it balances."""

    def follow() -> None:
        send.widget.disabled = not grid.balanced
        if not grid.balanced and send.value:
            send.value = False

    grid.watch(follow)
    follow()


def _answered(unit: Unit, drafted: vp.Village, *, sent: bool) -> Answered:
    rules = rules_of(unit)
    shares = vp.shares(drafted, rules)
    fine = [key for key in CHECKS if shares[key] == 1]
    sums = vp.balance(drafted.budget)
    sentences = [
        tr("Lampu hijau: {n} dari {m}, menurut {rezim}.").format(
            n=len(fine), m=len(CHECKS), rezim=regime_title(rules)
        )
    ]
    sentences.append(_limit(vp.add_split(drafted.budget, rules), rules))
    if sums.gap_idr > 0:
        text = tr("Belum dapat dikirim: sisa {rupiah} harus mendapat tempat.")
        sentences.append(text.format(rupiah=in_millions(sums.gap_idr)))
    elif sums.gap_idr:
        text = tr(
            "Belum dapat dikirim: belanja kekurangan {rupiah}; kurangi belanja atau tambah penerimaan."
        )
        sentences.append(text.format(rupiah=in_millions(-sums.gap_idr)))
    elif not sent and len(fine) < len(CHECKS):
        sentences.append(
            tr(
                "Anggaran seimbang: kotak Kirim ke Camat terbuka. Seimbang belum tentu benar; lihat lampunya."
            )
        )
    elif not sent:
        sentences.append(tr("Keenam lampu hijau: rancangan ini siap dikirim."))
    pictures = (_six(shares, drafted, rules), _sides(drafted))
    if not sent:
        return Answered("\n".join(sentences), pictures)
    sentences.append(_reply(len(CHECKS) - len(fine)))
    return Answered("\n".join(sentences), pictures, (_note(drafted, rules),))


def _steps(unit: Unit) -> list[str]:
    """Give the steps as the learner has put them on the board before."""
    board = unit.board("perdes")
    return (
        list(board["langkah"].value)
        if isinstance(board, Board)
        else list(steps_as_dated(unit.desk))
    )


def _limit(split: vp.Split, rules: vp.Regime) -> str:
    base = tr("ADD") if rules.rules["add_limit"].base == "add" else tr("seluruh belanja desa")
    text = tr(
        "Batas {bagian} dihitung dari {dasar} {rupiah}: paling banyak {batas}, dalam rancangan {isi}."
    )
    return text.format(
        bagian=percent(rules.rules["add_limit"].number, 0),
        dasar=base,
        rupiah=in_millions(split.base_idr),
        batas=in_millions(split.limit_idr),
        isi=in_millions(split.charged_idr),
    )


def _reply(left: int) -> str:
    if left:
        text = tr(
            "Camat mengembalikan rancangan ini dengan catatan pada {n} lampu. Perbaiki; catatannya ikut berubah."
        )
        return text.format(n=left)
    return tr(
        "Camat tidak mempunyai catatan: rancangan ini dapat ditetapkan dengan Perdes, lalu diumumkan."
    )


def _six(shares: Mapping[str, float], drafted: vp.Village, rules: vp.Regime) -> Picture:
    """Draw the six lamps; only what is wholly in order is green."""
    names = {key: rules.label(key) for key in CHECKS}
    title = tr("Enam lampu APB Desa")
    said = {
        "balance": tr("selisih {rupiah}").format(
            rupiah=in_millions(vp.balance(drafted.budget).gap_idr)
        ),
        "add_limit": _beyond(vp.add_split(drafted.budget, rules)),
    }
    rows = [
        Lamp(names[key], shares[key], "" if shares[key] == 1 else said.get(key, ""))
        for key in CHECKS
    ]
    cells = tuple((names[key], percent(shares[key]), rules.source(key)) for key in CHECKS)
    columns = (tr("Lampu"), tr("Bagian yang sesuai"), tr("Dasar"))
    table = Table(title, columns, cells, tr(NOTE), columns[1:2])
    return lamps(seen_in(shares, names), rows, table, green=1.0, yellow=1.0)


def seen_in(shares: Mapping[str, float], names: Mapping[str, str]) -> str:
    """Say how many of the lamps are green, and which are not."""
    dark = [names[key] for key in CHECKS if shares[key] < 1]
    if not dark:
        return tr("Semua {m} lampu hijau").format(m=len(CHECKS))
    if len(dark) == len(CHECKS):
        return tr("Belum satu pun dari {m} lampu hijau").format(m=len(CHECKS))
    text = tr("{n} dari {m} lampu hijau; belum: {daftar}")
    return text.format(n=len(CHECKS) - len(dark), m=len(CHECKS), daftar="; ".join(dark))


def _beyond(split: vp.Split) -> str:
    if split.over_idr:
        return tr("lebih {rupiah}").format(rupiah=in_millions(split.over_idr))
    return tr("PADes dan bagi hasil kurang {rupiah}").format(
        rupiah=in_millions(split.uncovered_idr)
    )


def _sides(drafted: vp.Village) -> Picture:
    """Draw what comes in beside what goes out, financing included."""
    title = tr("Uang masuk dan uang keluar")
    coming = [
        SidePart(line.what, line.amount_idr)
        for line in drafted.budget
        if line.side in ("income", "receipt")
    ]
    going = [
        SidePart(line.what, line.amount_idr)
        for line in drafted.budget
        if line.side in ("spending", "outlay")
    ]
    rows = tuple((line.id, line.what, number(line.amount_idr / MILLION)) for line in drafted.budget)
    columns = (tr("Nomor"), tr("Pos"), tr("Juta rupiah"))
    table = Table(title, columns, rows, tr(MONEY), columns[2:])
    return balance(title, coming, going, table, names=(tr("Uang masuk"), tr("Uang keluar")))


def _note(drafted: vp.Village, rules: vp.Regime) -> Table:
    """Give the Camat's note on what was sent."""
    return findings_table(tr("Catatan evaluasi Camat"), budget_findings(drafted, rules))
