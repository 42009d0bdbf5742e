"""Unit 05: Forum SKPD under fixed ceilings, the group's Renja against the recorded one, and what answering changes."""

from collections.abc import Mapping
from dataclasses import replace

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Classes, Classify, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import MILLION, Table, in_millions, page
from p2spp_sim.workbook.pictures import Bar, Picture, bars, grouped
from p2spp_sim.workbook.units.shared.proposals_case import SOURCE, proposals_table
from p2spp_sim.workbook.units.u05.answers import code_of, fate_in_renja, tercatat
from p2spp_sim.workbook.units.u05.decided import (
    BARE,
    DECIDED,
    FATES,
    LATER,
    NO_CODE,
    Decided,
    code_labels,
    decided,
)
from p2spp_sim.workbook.units.u05.draft_renja import (
    SHARES,
    DraftRenja,
    Laid,
    agencies,
    laid,
    on_record,
    recorded,
)
from p2spp_sim.workbook.units.u05.years_board import seats_board, years_board


def forum_board(unit: Unit) -> Board:
    """Make the board of Forum SKPD: eleven proposals and six own items under ceilings that stay."""
    table = laid(unit.desk)
    cards = {
        key: f"{key} {paper.what} ({_unbroken(in_millions(paper.cost_idr))}, {paper.skpd})"
        for key, paper in table.papers.items()
    }
    columns = {
        "fate": Classes(tr("Keputusan"), FATES),
        "code": Classes(tr("Kode alasan"), code_labels(), optional=True),
    }
    deciding = Classify(DECIDED, tr("Keputusan Forum SKPD atas usulan layak"), cards, columns)
    words = tr("Tunda: {kegiatan} ({dinas}, {rupiah})")
    later = [
        Tick(
            LATER + key,
            words.format(kegiatan=item.what, dinas=item.skpd, rupiah=in_millions(item.cost_idr)),
        )
        for key, item in table.own.items()
    ]

    def answer(values: Values) -> Answered:
        decisions = decided(table, values)
        plan = decisions.plan
        text = "\n".join(_in_words(table, decisions))
        return Answered(text, (_shares(plan), _agencies(table, plan)))

    everything = {key: {"fate": "full", "code": ""} for key in cards}
    fixed: list[tuple[str, Values]] = [
        (tr("Semua diterima: pagu tidak cukup"), {DECIDED: everything})
    ]
    return Board("forum", (deciding, *later), answer, unit.progress, fixed=fixed, wide=True)


def _unbroken(words: str) -> str:
    """Keep words on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _in_words(table: Laid, decisions: Decided) -> list[str]:
    plan = decisions.plan
    done = sum(map(bool, decisions.fates.values()))
    lines = [tr("Diputuskan {n} dari {m} usulan.").format(n=done, m=len(plan.papers))]
    text = tr(
        "Masuk Renja {n} usulan ({bagian}), {rupiah} dari {diminta} ({nilai}); {isi} isi Renja dari musrenbang."
    )
    shares = {key: percent(share) for key, share in plan.shares.items()}
    lines.append(
        text.format(
            n=len(plan.granted),
            bagian=shares["jumlah"],
            rupiah=in_millions(plan.granted_idr),
            diminta=in_millions(plan.asked_idr),
            nilai=shares["nilai"],
            isi=shares["isi"],
        )
    )
    return [*lines, *_over(table, plan), *_reasons(decisions)]


def _over(table: Laid, plan: DraftRenja) -> list[str]:
    """Say what is left under all ceilings together, and which agency is above its own."""
    rooms = table.rooms
    left = sum(rooms.values()) - plan.whole_idr
    if left < 0:
        text = tr(
            "Melebihi pagu bersama {pagu} sebesar {lebih}: tolak, terima separuh, atau tunda kegiatan dinas."
        )
        lines = [text.format(pagu=in_millions(sum(rooms.values())), lebih=in_millions(-left))]
    else:
        text = tr("Pagu bersama {pagu}, terpakai {pakai}, sisa {sisa}.")
        used = {"pakai": in_millions(plan.whole_idr), "sisa": in_millions(left)}
        lines = [text.format(pagu=in_millions(sum(rooms.values())), **used)]
    over = {name: plan.of(name).whole_idr - room for name, room in rooms.items()}
    named = "; ".join(f"{name} {in_millions(idr)}" for name, idr in over.items() if idr > 0)
    if named:
        text = tr(
            "Di atas pagu sendiri: {daftar}. Pergeseran antardinas perlu disetujui Bappeda dan TAPD."
        )
        lines.append(text.format(daftar=named))
    return lines


def _reasons(decisions: Decided) -> list[str]:
    """Say which refusals and halves have no reason a village could use."""
    lines = []
    owed = [key for key, fate in decisions.fates.items() if fate in ("out", "part")]
    bare = [key for key in owed if decisions.codes[key] in BARE]
    if owed:
        text = tr("Ditolak atau diterima separuh dengan alasan (kode A sampai E): {n} dari {m}.")
        lines.append(text.format(n=len(owed) - len(bare), m=len(owed)))
    if bare:
        text = tr("Tanpa alasan: {daftar}. Desa tidak tahu apa yang harus diperbaiki tahun depan.")
        lines.append(text.format(daftar=", ".join(bare)))
    odd = [
        key
        for key, fate in decisions.fates.items()
        if fate == "full" and decisions.codes[key] not in ("", NO_CODE)
    ]
    if odd:
        lines.append(
            tr("Diterima penuh tetapi berkode penolakan: {daftar}.").format(daftar=", ".join(odd))
        )
    return lines


def _shares(plan: DraftRenja) -> Picture:
    title, names = tr("Tiga cara membaca Renja kelompok"), SHARES
    rows = [Bar(names[key], share, percent(share)) for key, share in plan.shares.items()]
    cells = tuple((row.label, row.text) for row in rows)
    columns = (tr("Ukuran"), tr("Bagian"))
    table = Table(title, columns, cells, tr(SOURCE), columns[1:])
    return bars(seen_in_shares(plan), rows, table, top=1.0)


def seen_in_shares(plan: DraftRenja) -> str:
    """Say whether the plan takes more of the proposals than of their money."""
    if not plan.granted:
        return tr("Belum ada usulan warga yang masuk Renja ini")
    count, money = plan.shares["jumlah"], plan.shares["nilai"]
    words = {"a": percent(count), "b": percent(money)}
    text = tr("{a} usulan masuk Renja, tetapi hanya {b} dari uang yang diminta")
    if words["a"] == words["b"]:
        text = tr("{a} usulan dan {b} dari uang yang diminta masuk Renja")
    elif count < money:
        text = tr("Baru {a} usulan masuk Renja, tetapi sudah {b} dari uang yang diminta")
    return text.format(**words)


def _agencies(table: Laid, plan: DraftRenja) -> Picture:
    """Draw each agency's ceiling as what came from musrenbang, its own items, and what is left."""
    title, words = tr("Isi Renja menurut dinas"), tr("{dinas}: {n} dari {m} usulan, pagu {pagu}")
    names, rows, money = [], [], []
    for name, room in table.rooms.items():
        part = plan.of(name)
        own, left = part.whole_idr - part.granted_idr, room - part.whole_idr
        figures_of = {"n": len(part.granted), "m": len(part.papers), "pagu": in_millions(room)}
        over = tr(", lebih {rupiah}").format(rupiah=in_millions(-left)) if left < 0 else ""
        names.append(words.format(dinas=name, **figures_of) + over)
        money.append((part.granted_idr, max(left, 0), own))
        taken = tr("{n} dari {m}").format(n=len(part.granted), m=len(part.papers))
        rest = in_millions(left) if left >= 0 else "−" + in_millions(-left)
        rows.append((name, taken, *map(in_millions, (part.granted_idr, own, room)), rest))
    numbers = (tr("Untuk usulan"), tr("Kegiatan dinas sendiri"), tr("Pagu"), tr("Sisa"))
    figures_table = Table(
        title, (tr("Dinas"), tr("Usulan"), *numbers), tuple(rows), tr(SOURCE), numbers
    )
    parts = (tr("untuk usulan"), tr("sisa pagu"), tr("kegiatan dinas sendiri"))
    series = [
        (part, list(values), [in_millions(idr) if idr else "" for idr in values])
        for part, values in zip(parts, zip(*money, strict=True), strict=True)
    ]
    said = seen_in_ceilings(
        {name: room - plan.of(name).whole_idr for name, room in table.rooms.items()}
    )
    return grouped(said, names, series, figures_table, stacked=True)


def seen_in_ceilings(left: Mapping[str, int]) -> str:
    """Say which agencies are above their ceilings, by what is left under each; below zero is above it."""
    over = {name: -idr for name, idr in left.items() if idr < 0}
    if not over:
        text = tr("Tidak ada dinas di atas pagunya; bersama-sama tersisa {rupiah}")
        return text.format(rupiah=in_millions(sum(left.values())))
    if len(over) == 1:
        (name,) = over
        return tr("{dinas} di atas pagunya: lebih {rupiah}").format(
            dinas=name, rupiah=in_millions(over[name])
        )
    text = tr("{n} dinas di atas pagunya, bersama-sama lebih {rupiah}")
    return text.format(n=len(over), rupiah=in_millions(sum(over.values())))


def record_board(unit: Unit) -> Board:
    """Make the board that opens the recorded Renja beside the group's own."""
    first = unit.board("forum")
    assert isinstance(first, Board)
    table = laid(unit.desk)
    opened = Tick("buka", tr("Kelompok kami sudah memutuskan; tampilkan Renja yang tercatat"))

    def answer(values: Values) -> Answered:
        if not values["buka"]:
            return Answered(pictures=(Picture.empty(),))
        ours, on_paper = decided(table, first.values), unit.edition == "print"
        if unit.edition == "participant" and not all(ours.fates.values()):
            shut = tr("Renja tercatat terbuka sesudah semua usulan diputuskan di papan Forum SKPD.")
            return Answered(shut, (Picture.empty(),))
        theirs = {tr("Tercatat"): on_record(unit.desk)}
        plans = theirs if on_paper else {tr("Kelompok kami"): ours.plan, **theirs}
        tables = (
            _by_agency(unit.desk, plans),
            _by_proposal(unit.desk, ours, "" if on_paper else "–"),
        )
        return Answered(_of_record(unit.desk), (_both(plans),), tables)

    fixed = [("", {"buka": True})]
    return Board(
        "rekaman", (opened,), answer, unit.progress, fixed=fixed, wide=True, follows=(first,)
    )


def _of_record(desk: Desk) -> str:
    facts = tercatat(desk)
    lines = [
        tr("Renja tercatat: {masuk} dari {usulan} usulan, {diberi} dari {diminta}.").format_map(
            facts
        ),
        tr("Seluruh isinya {seluruh}, di antaranya kegiatan dinas sendiri {bawaan}.").format_map(
            facts
        ),
        tr("Diterima hanya separuh, tanpa alasan tercatat: {sebagian}.").format_map(facts),
    ]
    return "\n".join(lines)


def _both(plans: Mapping[str, DraftRenja]) -> Picture:
    """Draw the three shares of both plans."""
    title, names = tr("Renja kelompok dan Renja yang tercatat"), SHARES
    said = {name: [percent(plan.shares[key]) for key in names] for name, plan in plans.items()}
    series = [
        (name, [plan.shares[key] for key in names], said[name]) for name, plan in plans.items()
    ]
    rows = tuple(
        (words, *cells) for words, *cells in zip(names.values(), *said.values(), strict=True)
    )
    table = Table(title, (tr("Ukuran"), *plans), rows, tr(SOURCE), tuple(plans))
    shares = "; ".join(f"{name} {percent(plan.shares['isi'])}" for name, plan in plans.items())
    said_of_both = tr("Isi Renja yang berasal dari musrenbang: {daftar}").format(daftar=shares)
    return grouped(said_of_both, list(names.values()), series, table)


def _by_agency(desk: Desk, plans: Mapping[str, DraftRenja]) -> Table:
    """Give proposals taken and rupiah granted of both plans for each agency."""
    rows = []
    for agency in agencies(desk):
        parts = [plan.of(agency) for plan in plans.values()]
        counts = (
            tr("{n} dari {m}").format(n=len(part.granted), m=len(part.papers)) for part in parts
        )
        rows.append((agency, *counts, *(in_millions(part.granted_idr) for part in parts)))
    numbers = tuple(tr("Rupiah: {nama}").format(nama=name) for name in plans)
    heads = (tr("Dinas"), *(tr("Usulan: {nama}").format(nama=name) for name in plans), *numbers)
    return Table(tr("Dinas demi dinas"), heads, tuple(rows), tr(SOURCE), numbers)


def _by_proposal(desk: Desk, ours: Decided, no_code: str) -> Table:
    """Give decision and reason of both for every proposal; without a sign for no code, open cells to write in."""
    fates, codes, record = FATES, code_labels(), recorded(desk)
    theirs = fate_in_renja(desk)
    rows = []
    for key, paper in ours.plan.papers.items():
        mine = fates.get(ours.fates[key], no_code and tr("belum diputuskan"))
        idr, reason = record[key]
        why = "–" if theirs[key] == "full" else codes[code_of(reason)]
        rows.append(
            (
                key,
                paper.what,
                mine,
                codes[code] if (code := ours.codes[key]) not in ("", NO_CODE) else no_code,
                fates[theirs[key]],
                why,
                in_millions(idr),
            )
        )
    last = tr("Rupiah tercatat")
    heads = (
        tr("Keputusan kelompok"),
        tr("Kode kelompok"),
        tr("Keputusan tercatat"),
        tr("Kode tercatat"),
        last,
    )
    return Table(
        tr("Usulan demi usulan"), ("ID", tr("Usulan"), *heads), tuple(rows), tr(SOURCE), (last,)
    )


def case(unit: Unit) -> str:
    """Give what lies before Forum SKPD: the eligible proposals, the agencies' own items, and the ceilings."""
    desk, table = unit.desk, laid(unit.desk)
    cost = tr("Biaya, Rp juta")
    own = tuple(
        (item.what, item.skpd, number(item.cost_idr / MILLION)) for item in table.own.values()
    )
    heads = (tr("Kegiatan"), tr("Dinas"), cost)
    brought = Table(tr("Kegiatan yang dibawa dinas sendiri"), heads, own, tr(SOURCE), (cost,))
    numbers = (tr("Pagu"), tr("Sudah dipakai kegiatan dinas sendiri"), tr("Sisa untuk usulan"))
    empty = DraftRenja(table.papers, {}, table.own)
    rows = [(name, room, empty.of(name).whole_idr) for name, room in table.rooms.items()]
    rows.append((tr("Bersama"), sum(room for _, room, _ in rows), sum(used for _, _, used in rows)))
    cells = tuple((name, *map(in_millions, (room, used, room - used))) for name, room, used in rows)
    note = tr("Pagu di papan ini disamakan dengan isi Renja yang tercatat; rekaan, Tirtamulya.")
    rooms = Table(tr("Pagu dinas untuk Tirtamulya"), (tr("Dinas"), *numbers), cells, note, numbers)
    papers = replace(
        proposals_table(desk, eligible_only=True),
        caption=tr("Usulan layak dari musrenbang kecamatan"),
    )
    return page(papers.html(), brought.html(), rooms.html())


def figures(desk: Desk) -> str:
    """Say in one line what the recorded Renja holds."""
    text = tr(
        "{masuk} dari {usulan} usulan layak masuk Renja, {diberi} dari {diminta}; seluruh Renja {seluruh}."
    )
    return text.format_map(tercatat(desk))


PARTS = Parts(
    boards={
        "forum": forum_board,
        "rekaman": record_board,
        "jawaban": years_board,
        "kursi": seats_board,
    },
    case=case,
    figures=figures,
)
