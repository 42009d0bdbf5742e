"""Unit 04: recess notes joined to proposals, against the key; and what schedule and a shared list change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from p2spp_sim.alignment.scores import ListEntry, Scores, Suggestion, scores, suggest
from p2spp_sim.base.era import THEN
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.desk import DRAWS, Desk
from p2spp_sim.workbook.controls import NO_PAIR, Choose, Match, Slide, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page
from p2spp_sim.workbook.pictures import Bar, Link, Picture, bars, pairs
from p2spp_sim.workbook.units.shared.paired import (
    PairedMeasure,
    how_many,
    in_words,
    most_moved,
    paired_picture,
)
from p2spp_sim.workbook.units.shared.proposals import eligible
from p2spp_sim.workbook.units.shared.proposals_case import proposals_table
from p2spp_sim.workbook.units.u04.answers import drawn, gold, notes, selaras

NOBODY = "-"
DRAWN = (
    "Satuan: persen, usulan. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), aturan menurut masa unit ini; "
    "koefisien sebagian asumsi."
)
NOTED = "Data rekaan untuk latihan: Tirtamulya."


def note_names(desk: Desk) -> dict[str, str]:
    """Give the recess notes with their numbers."""
    return {key: f"{key} {what}" for key, what in notes(desk).items()}


def proposal_names(desk: Desk) -> dict[str, str]:
    """Give the proposals with their numbers and villages."""
    return {key: f"{key} {paper.what} ({paper.village})" for key, paper in desk.papers.items()}


def matching_board(unit: Unit) -> Board:
    """Make the board where a group joins ten notes to fifteen proposals, and opens the key when it is done."""
    desk = unit.desk
    left, right, good = note_names(desk), proposal_names(desk), eligible(desk)
    joined = Match("pasangan", tr("Catatan reses dan pasangannya"), left, right)
    asked = {NOBODY: tr("– tidak bertanya"), **left}
    hint = Choose("petunjuk", tr("Tanya mesin tentang catatan"), asked, NOBODY, stacked=True)
    opened = Tick("kunci", tr("Kelompok kami sudah memutuskan; bandingkan dengan kunci"))

    def answer(values: Values) -> Answered:
        given = values["pasangan"]
        assert isinstance(given, Mapping)
        if unit.edition == "print":
            return Answered(pictures=(_blank(_joined(desk, given, good, ())),))
        result = _against_gold(desk, given)
        lines = [_index(given, good)]
        compared = bool(values["kunci"]) and joined.complete
        if compared:
            lines += _against_key(desk, result, given)
        elif values["kunci"]:
            lines.append(
                tr(
                    "Kunci terbuka sesudah semua catatan diputuskan: pilih usulannya atau tidak ada pasangan."
                )
            )
        if (note := str(values["petunjuk"])) != NOBODY:
            lines.append(_hint(desk, note))
        wrong = result.wrong if compared else ()
        return Answered("\n".join(lines), (_joined(desk, given, good, wrong),))

    def light() -> None:
        compared = opened.value and joined.complete
        joined.light(_differing(desk, joined.value) if compared else {})

    board = Board("papan", (joined, hint, opened), answer, unit.progress, wide=True, pictured=False)
    for control in (joined, opened):
        control.watch(light)
    light()
    return board


def _against_gold(desk: Desk, given: Mapping[str, str]) -> Scores:
    return scores({note: "" if key == NO_PAIR else key for note, key in given.items()}, gold(desk))


def _differing(desk: Desk, given: Mapping[str, str]) -> dict[str, str | None]:
    """Say of each note None where it is joined as in the key, else nothing more than that it is not."""
    result = _against_gold(desk, given)
    off = {note for note, _ in (*result.wrong, *result.missed)}
    return {note: "" if note in off else None for note in given}


def _index(given: Mapping[str, str], good_ones: frozenset[str]) -> str:
    """Say what share of the notes has a partner as the group sees it, and an eligible one."""
    partners = [partner for partner in given.values() if partner not in ("", NO_PAIR)]
    good, total = len([partner for partner in partners if partner in good_ones]), len(given)
    text = tr(
        "Menurut kelompok: cocok {a} dari {n} catatan ({pa}); cocok sekaligus layak {b} dari {n} ({pb})."
    )
    return text.format(
        a=len(partners),
        b=good,
        n=total,
        pa=percent(len(partners) / total, 0),
        pb=percent(good / total, 0),
    )


def _against_key(desk: Desk, result: Scores, given: Mapping[str, str]) -> list[str]:
    names, others = note_names(desk), proposal_names(desk)
    text = tr("Dibanding kunci: tepat {a}, keliru {b}, terlewat {c}.")
    lines = [text.format(a=len(result.right), b=len(result.wrong), c=len(result.missed))]
    text = tr("Ketepatan (presisi) {p}; kelengkapan (recall) {r}.")
    lines.append(text.format(p=percent(result.precision, 0), r=percent(result.recall, 0)))
    for note, partner in result.wrong:
        lines.append(
            tr("Keliru: {catatan} dengan {usulan}.").format(
                catatan=names[note], usulan=others[partner]
            )
        )
    decided = [(note, partner) for note, partner in result.missed if given[note] == NO_PAIR]
    for note, partner in decided:
        lines.append(
            tr("Terlewat: {catatan}; lihat {usulan}.").format(
                catatan=names[note], usulan=others[partner]
            )
        )
    if not result.wrong and not result.missed:
        alone = len(given) - len(result.right)
        text = tr(
            "Semua pasangan sama dengan kunci. Sekarang jelaskan mengapa {n} catatan berdiri sendiri."
        )
        lines.append(text.format(n=alone))
    return lines


def _hint(desk: Desk, note: str) -> str:
    """Say what is alike in words and village; the group decides."""
    left = {note: ListEntry(notes(desk)[note])}
    right = {key: ListEntry(paper.what, paper.village) for key, paper in desk.papers.items()}
    try:
        suggestions = suggest(left, right, most=2)[note]
    except P2sppError as error:
        return str(error)
    if not suggestions:
        return tr(
            "Mesin tentang {catatan}: tidak ada kalimat yang mirip. Itu belum berarti tidak ada pasangan."
        ).format(catatan=note_names(desk)[note])
    names = proposal_names(desk)
    candidates = "; ".join(_alike(partner, names[partner.key]) for partner in suggestions)
    text = tr(
        "Mesin tentang {catatan}: {calon}. Mesin membandingkan ejaan, bukan arti; yang memutuskan tetap kelompok."
    )
    return text.format(catatan=note_names(desk)[note], calon=candidates)


def _alike(suggestion: Suggestion, name: str) -> str:
    words = ", ".join(suggestion.words) or tr("tidak ada")
    place = {
        True: tr("desa sama"),
        False: tr("desa lain"),
        None: tr("desa tidak disebut"),
    }[suggestion.same_place]
    text = tr("{usulan}, mirip {n} (kata sama: {kata}; {desa})")
    return text.format(usulan=name, n=percent(suggestion.score, 0), kata=words, desa=place)


def _joined(
    desk: Desk, given: Mapping[str, str], good: frozenset[str], wrong: Sequence[tuple[str, str]]
) -> Picture:
    """Draw both lists and the group's lines; those that differ from an opened key are marked."""
    names, others = note_names(desk), proposal_names(desk)
    partners = [key for key in given.values() if key not in ("", NO_PAIR)]
    links, rows = [], []
    for note, partner in given.items():
        said = tr("belum diputuskan") if not partner else tr("tidak ada pasangan")
        if partner not in ("", NO_PAIR):
            differs, twice = (note, partner) in wrong, partners.count(partner) > 1
            links.append(Link(note, partner, "wrong" if differs else "unsure" if twice else "sure"))
            said = others[partner]
        status = (
            tr("layak")
            if partner in good
            else tr("dikembalikan ke desa")
            if partner in others
            else "–"
        )
        rows.append((names[note], said, status))
    title = tr("Catatan reses dan usulan menurut kelompok")
    columns = (tr("Catatan reses"), tr("Usulan musrenbang"), tr("Kelayakan"))
    return pairs(title, names, others, links, Table(title, columns, tuple(rows), tr(NOTED)))


def _blank(picture: Picture) -> Picture:
    """Leave what a group decides open, to be written on paper."""
    rows = tuple((note, "", "") for note, *_ in picture.table.rows)
    return replace(picture, table=replace(picture.table, rows=rows))


def timing_board(unit: Unit) -> Board:
    """Make the board of schedule, shared list and duty to match, on paired draws of an invented kabupaten."""
    times = {
        "after": tr("Sesudah musrenbang kecamatan"),
        "before": tr("Sebelum musrenbang kecamatan"),
    }
    book = unit.desk.book
    ruled = str(Scenario.load(book).value("reses_timing"))
    timing = Choose("reses_timing", tr("Hasil reses dibawa"), times, ruled)
    listed = Tick("shared_list", tr("Daftar usulan berkode dibagikan kepada DPRD"))
    must = Slide(
        "pokir_match_share", tr("Pokir yang wajib berpasangan"), 0, 100, 0, step=25, unit="%"
    )
    years = {"1": tr("Satu kali hitung"), str(DRAWS): tr("{n} ulangan").format(n=DRAWS)}
    draws = Choose("undian", tr("Hitung"), years, str(DRAWS))

    def answer(values: Values) -> Answered:
        count = int(str(values["undian"]))
        levers = _levers(values, book)
        measures = measured(unit.desk.seed, levers, count, book)
        lines = (
            [how_many(count), *(in_words(measure) for measure in measures)]
            if levers
            else [how_many(count), *_at_rest(measures, ruled)]
        )
        title = tr("Wanasari rekaan: pokir dan usulan warga")
        said = tr(
            "Belum ada yang diubah. Ubah satu pilihan kebijakan, dan lihat titik mana yang bergerak"
        )
        if levers:
            said = most_moved(measures)
        drawn = paired_picture(title, measures, tr(DRAWN), said)
        return Answered("\n".join(lines), (drawn, _citizens(measures[-1])))

    fixed: list[tuple[str, Values]] = [
        (tr("Reses dibawa sebelum musrenbang kecamatan"), {"reses_timing": "before"}),
        (
            tr("Reses sebelum musrenbang dan daftar dibagikan"),
            {"reses_timing": "before", "shared_list": True},
        ),
    ]
    return Board(
        "jadwal", (timing, listed, must, draws), answer, unit.progress, fixed=fixed, wide=True
    )


def _levers(values: Values, book: str) -> tuple[tuple[str, LeverValue], ...]:
    """Give the levers that differ from where the rule book has them."""
    every: dict[str, LeverValue] = {
        "reses_timing": str(values["reses_timing"]),
        "shared_list": bool(values["shared_list"]),
        "pokir_match_share": int(str(values["pokir_match_share"])) / 100,
    }
    base = Scenario.load(book)
    return tuple((key, value) for key, value in every.items() if value != base.value(key))


def measured(
    seed: int, levers: tuple[tuple[str, LeverValue], ...], draws: int, book: str = THEN
) -> tuple[PairedMeasure, ...]:
    """Measure what pokir do for villagers' proposals, before and now, on the same draws."""
    both = [[drawn(seed, number, which, book) for number in range(draws)] for which in ((), levers)]
    names = {
        "share_matched": tr("Pokir yang mempunyai pasangan"),
        "share_reached": tr("Usulan yang didukung reses dan sampai di APBD"),
        "share_money": tr("Dana pokir yang membiayai usulan musrenbang"),
        "supported": tr("Banyak usulan yang didukung reses"),
        "citizens": tr("Seluruh usulan warga dalam APBD"),
    }
    made = []
    for key, label in names.items():
        before, now = (np.array([getattr(run, key) for run in runs], np.float64) for runs in both)
        made.append(PairedMeasure(label, before, now, share=key.startswith("share_")))
    return tuple(made)


def _at_rest(measures: tuple[PairedMeasure, ...], ruled: str) -> list[str]:
    """Say where everything stands, and how far single years lie apart."""
    text = tr(
        "Belum ada yang diubah: reses sesudah musrenbang, tanpa daftar bersama, tanpa kewajiban."
    )
    if ruled == "before":
        text = tr(
            "Belum ada yang diubah: reses sebelum musrenbang, tanpa daftar bersama, tanpa kewajiban."
        )
    lines = [text]
    if len(measures[0].now) > 1:
        low, high = (measures[0].say(end) for end in (measures[0].now.min(), measures[0].now.max()))
        text = tr(
            "Dalam satu kali hitung, bagian pokir yang berpasangan dapat jatuh di mana saja antara {a} dan {b}."
        )
        lines.append(text.format(a=low, b=high))
    return lines


def _citizens(measure: PairedMeasure) -> Picture:
    """Draw how many proposals of villagers reach the APBD, before and now."""
    title = tr("Seluruh usulan warga yang sampai di APBD, rata-rata setahun")
    means = {
        tr("Semula"): float(measure.before.mean()),
        tr("Sesudah diubah"): float(measure.now.mean()),
    }
    rows = [
        Bar(name, mean, tr("{n} usulan").format(n=number(mean, 1))) for name, mean in means.items()
    ]
    columns = (tr("Keadaan"), tr("Usulan"))
    cells = tuple((name, number(mean, 1)) for name, mean in means.items())
    table = Table(title, columns, cells, tr(DRAWN), columns[1:])
    return bars(seen_arriving(measure), rows, table)


def seen_arriving(measure: PairedMeasure) -> str:
    """Say whether more or fewer proposals of villagers arrive than before, and whether that may be chance."""
    moved, half = measure.difference
    if measure.say(abs(moved)) == measure.say(0):
        text = tr("Usulan warga yang sampai di APBD tetap: rata-rata {n} setahun")
        return text.format(n=measure.say(float(measure.now.mean())))
    text = tr("Setahun {n} usulan warga lebih banyak sampai di APBD")
    if moved < 0:
        text = tr("Setahun {n} usulan warga lebih sedikit sampai di APBD")
    if abs(moved) <= half:
        text += tr("; belum dapat dibedakan dari kebetulan")
    return text.format(n=measure.say(abs(moved)))


def case(unit: Unit) -> str:
    """Give both lists as they lie on the table: the recess notes, and the proposals with what makes them eligible."""
    columns = ("ID", tr("Catatan reses"))
    rows = tuple(notes(unit.desk).items())
    table = Table(tr("Catatan reses di daerah pemilihan Tirtamulya"), columns, rows, tr(NOTED))
    return page(table.html(), proposals_table(unit.desk).html())


def figures(desk: Desk) -> str:
    """Say in one line what the two lists have in common."""
    text = tr(
        "{catatan} catatan reses, {usulan} usulan; cocok {cocok}, cocok dan layak {cocok_layak}."
    )
    return text.format_map(selaras(desk))


PARTS = Parts(boards={"papan": matching_board, "jadwal": timing_board}, case=case, figures=figures)
