"""A year, and one proposal's life, as tables for the terminal."""

from typing import TYPE_CHECKING, Any

from p2spp_sim.base.formats import number, percent, rupiah_short, short_months
from p2spp_sim.base.language import pick, tr
from p2spp_sim.cli.table import PrintedColumn, bar, faint, heading, paragraph, table, width
from p2spp_sim.model.outcomes import DecidedBy
from p2spp_sim.results import sources
from p2spp_sim.results.frames import DECISIONS
from p2spp_sim.results.indicators import SASARAN, definitions
from p2spp_sim.results.run import Run
from p2spp_sim.results.trace import ProposalTrace
from p2spp_sim.scenario.levers import shown

if TYPE_CHECKING:
    import pandas as pd

_BAR = 10
_ROOMY = 100  # from so many characters on, the funnel has room for shares
_LARGEST = 10
_FAIRNESS = "fair_"  # how the keys of the fairness group begin


def of_run(run: Run) -> str:
    """Tell a year: the funnel, where the money went, what the largest losses were, and the indicators."""
    proposals = run.frame()
    parts = [
        _head(run),
        _section(tr("Corong usulan"), _funnel(run)),
        _section(tr("Ke mana uangnya"), _pots(run)),
        _section(tr("Yang lolos sampai akhir, menurut asal usulan"), _by_origin(proposals)),
        _section(tr("Usulan terbesar yang gugur"), _losses(proposals)),
        _section(tr("Indikator ilustratif"), _indicators(run)),
        paragraph(
            tr(
                "Pemeriksaan: setiap usulan dan setiap rupiah tercatat; tidak ada pot yang melebihi pagunya."
            )
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def millions(idr: float) -> str:
    """Write rupiah in millions with the separators of the language, without unit."""
    return number(idr / 1e6)


def _section(title: str, body: str) -> str:
    return f"{heading(title)}\n{body}" if body else ""


def _head(run: Run) -> str:
    scenario = run.scenario
    about = tr("{rules}. Skenario {scenario}, benih {seed}. Semua rupiah dalam juta.").format(
        rules=pick(run.rules.title), scenario=scenario.name, seed=run.seed
    )
    lines = [heading(str(run.world)), paragraph(about), paragraph(sources.sentence(run))]
    if scenario.changed:
        changed = sorted(scenario.changed.items())
        changes = "; ".join(
            f"{key} = {shown(scenario.lever(key), value)}" for key, value in changed
        )
        lines.append(paragraph(tr("Nilai yang diubah: {changes}.").format(changes=changes)))
    if run.world.invented:
        lines.append(faint(paragraph(pick(run.world.invented))))
    return "\n".join(lines)


def _funnel(run: Run) -> str:
    roomy = width() >= _ROOMY
    columns = [
        PrintedColumn(tr("Tahap")),
        PrintedColumn(tr("masuk"), right=True),
        PrintedColumn(tr("lolos"), right=True),
        PrintedColumn(tr("gugur"), right=True),
        PrintedColumn(tr("Rp lolos"), right=True),
        PrintedColumn(tr("Rp gugur"), right=True),
        PrintedColumn(tr("alasan utama")),
    ]
    if roomy:
        columns[3:3] = [PrintedColumn("%", right=True), PrintedColumn("")]
    rows = []
    for row in run.funnel().to_dict("records"):
        cells = [
            row["label"],
            number(row["entered"]),
            number(row["count"]),
            number(row["lost_count"]),
            millions(row["rupiah"]),
            millions(row["lost_rupiah"]),
            row["main_reason"] or (tr("tidak disuarakan") if row["lost_count"] else ""),
        ]
        if roomy:
            cells[3:3] = [percent(row["share_count"], 0), bar(row["share_count"], _BAR)]
        rows.append(cells)
    return table(columns, rows)


def _pots(run: Run) -> str:
    """Show every pot of money with what it could spend: its ceiling and what pots before it left over."""
    specs = {(forum.key, pot.key): pot for forum in run.rules.forum for pot in forum.pots}
    rows, carried, rolled = [], 0, False
    for row in run.money().to_dict("records"):
        spec = specs[row["stage"], row["pot"]]
        if not spec.pays:
            carried = 0
            continue
        own, granted = int(row["ceiling_idr"]), int(row["granted_idr"])
        room = own + carried
        if own or granted:
            star = " *" if carried else ""
            share = percent(granted / room if room else float("nan"), 0)
            figures = (millions(room), millions(granted), share, number(row["count"]))
            rows.append((row["stage_label"], row["pot_label"] + star, *figures))
            rolled = rolled or bool(carried)
        carried = room - granted if spec.rolls_over else 0
    columns = (
        PrintedColumn(tr("Meja")),
        PrintedColumn(tr("Pot")),
        PrintedColumn(tr("Rp pagu"), right=True),
        PrintedColumn(tr("Rp diberikan"), right=True),
        PrintedColumn("%", right=True),
        PrintedColumn(tr("usulan"), right=True),
    )
    note = "\n" + faint(tr("* pagu ditambah sisa pot sebelumnya")) if rolled else ""
    return table(columns, rows) + note


def _by_origin(proposals: "pd.DataFrame") -> str:
    words = {
        "hamlet": tr("Musyawarah dusun"),
        "women": tr("Musyawarah perempuan"),
        "skpd": tr("Usulan SKPD sendiri"),
        "reses": tr("Reses (pokir)"),
    }
    built = proposals[proposals["built"]]
    whole = float(built["approved_idr"].sum())
    rows = []
    for origin, of_origin in proposals.groupby("origin"):
        done = of_origin[of_origin["built"]]
        idr = float(done["approved_idr"].sum())
        share = percent(idr / whole if whole else float("nan"), 0)
        counts = (number(len(of_origin)), number(len(done)), percent(len(done) / len(of_origin), 0))
        rows.append((words[str(origin)], *counts, millions(idr), share))
    rows.sort(key=lambda row: list(words.values()).index(row[0]))
    columns = (
        PrintedColumn(tr("Asal")),
        PrintedColumn(tr("usulan"), right=True),
        PrintedColumn(tr("lolos"), right=True),
        PrintedColumn("%", right=True),
        PrintedColumn("Rp", right=True),
        PrintedColumn(tr("% Rp"), right=True),
    )
    total = tr("Jumlah: {count} usulan, {idr}.").format(
        count=number(len(built)), idr=rupiah_short(whole)
    )
    return f"{table(columns, rows)}\n{total}"


def _losses(proposals: "pd.DataFrame") -> str:
    """Show the dearest proposals that came to nothing; what was built under another number is no loss."""
    built = proposals["built"]
    twins = {*proposals.loc[built, "matches"], *proposals.loc[built, "id"]} - {""}
    lost = proposals[~built & ~proposals["id"].isin(twins) & ~proposals["matches"].isin(twins)]
    lost = lost.sort_values(["cost_idr", "id"], ascending=[False, True]).head(_LARGEST)
    rows = [
        (
            row["id"],
            row["what"],
            row["village"],
            millions(row["cost_idr"]),
            row["stage_label"],
            row["reason_text"],
        )
        for row in lost.to_dict("records")
    ]
    columns = (
        PrintedColumn("ID"),
        PrintedColumn(tr("Usulan")),
        PrintedColumn(tr("Desa")),
        PrintedColumn("Rp", right=True),
        PrintedColumn(tr("Berhenti di")),
        PrintedColumn(tr("Alasan")),
    )
    return table(columns, rows) if rows else ""


def _indicators(run: Run) -> str:
    """Show the eight sasaran and the fairness group; the rest is for the Excel workbook."""
    kinds = definitions()
    frame = run.indicators()
    first = {key: number for number, key in enumerate(SASARAN)}
    chosen = frame[frame["key"].isin(SASARAN) | frame["key"].str.startswith(_FAIRNESS)]
    chosen = chosen.sort_values(
        "key", key=lambda keys: keys.map(first).fillna(len(first)), kind="stable"
    )
    rows = [
        (
            row["label"],
            row["seed_code"],
            *(_measured(kinds[row["key"]].kind, row[by]) for by in ("count", "rupiah")),
        )
        for row in chosen.to_dict("records")
    ]
    columns = (
        PrintedColumn(tr("Indikator")),
        PrintedColumn(tr("kode")),
        PrintedColumn(tr("menurut jumlah"), right=True),
        PrintedColumn(tr("menurut rupiah"), right=True),
    )
    more = tr("{count} indikator lain ada dalam buku Excel (--out).").format(
        count=len(frame) - len(chosen)
    )
    return f"{table(columns, rows)}\n{faint(more)}"


def _measured(kind: str, value: float) -> str:
    if value != value:
        return "–"
    return percent(value) if kind in ("share", "nothing") else number(value, 2)


def of_trace(life: ProposalTrace) -> str:
    """Tell one proposal's life, gate by gate."""
    columns = [
        PrintedColumn(tr("Bulan")),
        PrintedColumn(tr("Meja")),
        PrintedColumn(tr("Keputusan")),
        PrintedColumn(tr("peringkat"), right=True),
        PrintedColumn(tr("Rp diminta"), right=True),
        PrintedColumn(tr("Rp lolos"), right=True),
        PrintedColumn(tr("Pot atau alasan")),
    ]
    if life.kept:
        columns.append(PrintedColumn(tr("Menurut")))
    about = tr("{about}. Rupiah dalam tabel dalam juta.").format(about=life.about)
    lines = [
        heading(life.id),
        paragraph(about),
        "",
        table(columns, [_gate(gate)[: len(columns)] for gate in life.gates]),
    ]
    if any(gate["month"] > 12 for gate in life.gates):
        lines.append(faint(tr("+1: tahun anggaran, sesudah tahun perencanaan")))
    if life.note:
        lines += ["", paragraph(life.note)]
    return "\n".join(lines)


def _gate(gate: dict[str, Any]) -> tuple[str, ...]:
    place = tr("{rank} dari {of}").format(rank=number(gate["rank"]), of=number(gate["of"]))
    return (
        _month(gate["month"]),
        gate["label"],
        tr(DECISIONS[gate["decision"]]),
        place if gate["rank"] else "–",
        millions(gate["asked_idr"]),
        millions(gate["granted_idr"]),
        gate["pot"] or gate["reason_text"],
        DecidedBy[gate["outcome"].upper()].text,
    )


def _month(month: int) -> str:
    """Name a month; after December, of the budget year."""
    names = short_months()
    year = (month - 1) // 12
    return names[(month - 1) % 12] + (f" +{year}" if year else "")
