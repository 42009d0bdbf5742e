"""`p2spp what-if`: the ready questions and their answers, and comparisons of one's own, as tables for the terminal."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.base.numerals import read_figure
from p2spp_sim.cli import given
from p2spp_sim.cli.studies import plain, tell
from p2spp_sim.cli.table import PrintedColumn, faint, heading, pairs, paragraph, table
from p2spp_sim.results.indicators import SASARAN, definitions, is_main, outcome_text, split
from p2spp_sim.scenario.levers import declared, lever, shown
from p2spp_sim.studies import standing, what_if
from p2spp_sim.studies.comparing import compare
from p2spp_sim.studies.comparison import Comparison
from p2spp_sim.studies.plausible import stored
from p2spp_sim.world.places import looks_like_world
from p2spp_sim.world.world import datasets

if TYPE_CHECKING:
    import pandas as pd

REPLICATES, MOST = 100, 1000  # when not said; the most that --until may take when not said
SECTIONS = {
    False: "Ditemukan, sejauh bertahan",
    True: "Dimasukkan ke dalam model",
}  # by what is put in
VERDICTS = {"stands": "temuan model", "conditional": "bersyarat", "withdrawn": "ditarik"}
FOUND = Labels(reproduced="terulang", ruled_out="hanya di luar fakta terbit", gone="hilang")
_SHARES = ("share", "nothing", "money_share", "satisfaction")
_ALWAYS = ("accepted", "built_of_voiced", *SASARAN, "fair_nothing", "fair_gini", "fair_end")


def answer(chosen: argparse.Namespace) -> None:
    """List the ready questions, answer one, or compare two scenarios of one's own."""
    if not chosen.subject:
        print(questions())
        return
    key = chosen.subject.upper()
    if re.fullmatch(r"W\d*", key) and not _meant_folder(chosen):
        _question(chosen, key)
        return
    if not chosen.set and not chosen.before:
        if chosen.subject not in datasets() and not looks_like_world(Path(chosen.subject)):
            raise UnknownName(
                tr("Pertanyaan atau himpunan data"),
                chosen.subject,
                [*what_if.questions(), *datasets()],
            )
        message = tr(
            "Sebutkan tuas yang diubah, misalnya: p2spp what-if {data} --set pik_share=0.2"
        )
        raise P2sppError(message.format(data=chosen.subject))
    if chosen.data:
        raise P2sppError(
            tr("Perbandingan sendiri memakai satu himpunan data, bukan juga {data}.").format(
                data=chosen.data
            )
        )
    _own(chosen)


def _meant_folder(chosen: argparse.Namespace) -> bool:
    """Tell whether a folder of data that is called as a question is meant: levers are set of a world alone.

    Raises
    ------
    P2sppError : it may be either; asks back, and says how to write both.
    """
    name = chosen.subject
    if chosen.data or not looks_like_world(Path(name)):
        return False
    if chosen.set or chosen.before:
        return True
    text = tr(
        "{name} adalah pertanyaan siap pakai, dan di sini juga folder data. Yang mana? Pertanyaan: "
        "p2spp what-if {name} {data}. Folder: p2spp what-if ./{name} --set pik_share=0.2."
    )
    raise P2sppError(text.format(name=name, data=what_if.DATASET))


def _question(chosen: argparse.Namespace, key: str) -> None:
    question = what_if.question(key)
    if chosen.set or chosen.before or chosen.until or chosen.rules or chosen.states:
        message = tr(
            "{key} sudah menentukan skenarionya; --set, --from, --until, --states, dan --rules untuk perbandingan "
            "sendiri."
        )
        raise P2sppError(message.format(key=key))
    world = given.world(chosen.data or what_if.DATASET)
    replicates = what_if.enough(chosen.replicates or what_if.REPLICATES)
    seed = what_if.SEED if chosen.seed is None else chosen.seed
    _prepare(chosen)
    ran = compare(*question.scenarios(), world=world, replicates=replicates, seed=seed)
    frame = what_if.answered(key, ran)
    print(of_answer(key, frame, ran))
    rows = frame[~frame["put_in"]].to_dict("records")
    notes = [f"{row['outcome']}: {standing_of(key, row)}." for row in rows]
    _write(chosen, ran, frame, [*notes, _states()])


def _own(chosen: argparse.Namespace) -> None:
    world = given.world(chosen.subject)
    before = given.changed(given.base(chosen.scenario, chosen.rules), chosen.before, "--from")
    after = given.changed(before, chosen.set)
    if dict(before.changed) == dict(after.changed):
        raise P2sppError(
            tr("Kedua skenario sama: tidak ada tuas yang berubah dari --from ke --set.")
        )
    until = wanted(chosen.until)
    replicates = chosen.replicates or (MOST if until else REPLICATES)
    _prepare(chosen)
    ran = compare(
        before,
        after,
        world=world,
        replicates=replicates,
        until=until or None,
        seed=chosen.seed or 0,
    )
    print(of_comparison(ran))
    if until:
        print("\n" + paragraph(_reached(ran, until)))
    notes = _own_states(chosen.states, ran) if chosen.states else {}
    if notes:
        title = tr("Di {n} keadaan yang memenuhi fakta terbit").format(n=chosen.states)
        parts = heading(title), pairs(list(notes.items())), faint(stored.outdated())
        print("\n" + "\n".join(parts).rstrip())
    _write(chosen, ran, None, [f"{outcome}: {text}." for outcome, text in notes.items()])


def _own_states(n: int, ran: Comparison) -> dict[str, str]:
    """Say how far each outcome that moved stands in plausible states of the world."""
    frame = _by_outcome(ran)
    main = frame[frame["indicator"].isin(_ALWAYS) & (frame["low"] * frame["high"] > 0)]
    if main.empty:
        return {}
    tell(tr("Mengulangi di {n} keadaan yang masuk akal …").format(n=n))
    answers = standing.in_states(
        ran.scenarios[0],
        ran.scenarios[1],
        ran.world,
        main["outcome"].tolist(),
        n,
        seed=ran.seed,
        progress=sys.stderr.isatty(),
    )
    said = {}
    for row in main.to_dict("records"):
        answer = answers[row["outcome"]]
        judged = tr(VERDICTS[answer.verdict(row["low"], row["high"])])
        said[row["outcome"]] = f"{judged}, {_stands(answer, row)}"
    return said


def wanted(settings: list[str]) -> dict[str, float]:
    """Read half-widths as typed.

    Raises
    ------
    P2sppError : not OUTCOME=WIDTH, or not a number above 0.
    UnknownName : no such outcome.
    """
    widths: dict[str, float] = {}
    for setting in settings:
        key, equals, text = (part.strip() for part in setting.partition("="))
        try:
            width = read_figure(text, whole=False, typed=True) if equals else 0.0
        except ValueError:
            width = 0.0
        if width <= 0:
            message = tr(
                "--until {setting}: diharapkan HASIL=LEBAR di atas nol, misalnya S4=0.01 atau P1.rupiah=0.01."
            )
            raise P2sppError(message.format(setting=setting))
        split(key)
        widths[key] = width
    return widths


def _prepare(chosen: argparse.Namespace) -> None:
    """Refuse a folder before the work, and say that the work begins."""
    if chosen.out:
        from p2spp_sim.studies import export

        export.check_folder(chosen.out)
    tell(tr("Menjalankan kedua skenario dengan undian yang sama …"))


def _write(
    chosen: argparse.Namespace,
    ran: Comparison,
    frame: "pd.DataFrame | None",
    notes: Sequence[str],
) -> None:
    if chosen.out:
        from p2spp_sim.studies import export

        files = export.write_comparison(ran, chosen.out, frame, notes)
        message = tr("{count} berkas ditulis ke {folder}: CSV, Excel, dan gambar.")
        print("\n" + message.format(count=len(files), folder=chosen.out))


def _reached(ran: Comparison, until: dict[str, float]) -> str:
    frame = what_if.outcomes(ran, until)
    halves = ((frame["high"] - frame["low"]) / 2).tolist()
    short = [
        key for (key, width), half in zip(until.items(), halves, strict=True) if not half <= width
    ]
    if short:
        message = tr("Sesudah {n} ulangan selang ini belum sesempit yang diminta: {keys}.")
        return message.format(n=ran.replicates, keys=", ".join(short))
    return tr("Berhenti sesudah {n} ulangan: semua selang sudah sesempit yang diminta.").format(
        n=ran.replicates
    )


def questions() -> str:
    """List the ready questions."""
    columns = (
        PrintedColumn(""),
        PrintedColumn(tr("pertanyaan")),
        PrintedColumn(tr("tuas")),
        PrintedColumn(tr("dapat dibandingkan")),
    )
    rows = [
        (
            key,
            pick(question.question),
            moves(question) or " → ".join(question.rules),
            tr(what_if.COMPARABLE[question.comparable]),
        )
        for key, question in what_if.questions().items()
    ]
    how = tr(
        "Jawab salah satunya: p2spp what-if W2. Pertanyaan sendiri: p2spp what-if wanasari --set pik_share=0.2."
    )
    return f"{table(columns, rows)}\n\n{paragraph(how)}"


def moves(question: what_if.PolicyQuestion) -> str:
    """Tell which levers a question moves, from what to what."""
    return "; ".join(
        f"{key} {shown(lever(key), before)} → {shown(lever(key), after)}"
        for key, before, after in question.moves()
    )


def common(question: what_if.PolicyQuestion) -> str:
    """Tell which levers a question sets in both scenarios."""
    before, after = question.scenarios()
    return "; ".join(
        f"{k} {shown(lever(k), v)}"
        for k, v in question.base.items()
        if before.value(k) == after.value(k)
    )


def of_answer(key: str, frame: "pd.DataFrame", ran: Comparison) -> str:
    """Show the answer of a ready question, with what was published beside it."""
    question = what_if.question(key)
    records = frame.to_dict("records")
    put_in = [f"{row['outcome']}: {by_what(row)}" for row in records if row["put_in"]]
    rows = [
        (tr("yang sama di keduanya"), common(question)),
        (tr("yang diubah"), moves(question) or " → ".join(question.rules)),
        (tr("pernah terbit"), pick(question.published)),
        (tr("dapat dibandingkan"), tr(what_if.COMPARABLE[question.comparable])),
        (tr("dimasukkan, bukan temuan"), "; ".join(put_in)),
        *((tr(VERDICTS[name]), stood(key, frame, name)) for name in VERDICTS),
    ]
    parts = [
        f"{heading(key)}  {pick(question.question)}",
        faint(paragraph(_about(ran))),
        *(
            f"{heading(tr(SECTIONS[section]))}\n{results(frame[frame['put_in'] == section])}"
            for section in SECTIONS
            if (frame["put_in"] == section).any()
        ),
        pairs(rows),
    ]
    parts.append(faint(paragraph(_states())))
    return "\n\n".join(["\n".join(parts[:2]), *parts[2:]])


def by_what(row: dict[Any, Any]) -> str:
    """Say through what an answer was put in: how, and by which declared numbers."""
    return (
        f"{row['told']} ({row['by']})"
        if row["by"] and row["by"] not in row["told"]
        else row["told"]
    )


def stood(key: str, frame: "pd.DataFrame", wanted: str) -> str:
    """Name the answers that were not put in and of which this much holds, each with what `standing_of` says of it."""
    rows = [row for row in frame.to_dict("records") if not row["put_in"]]
    return "; ".join(
        f"{row['outcome']}: {standing_of(key, row)}" for row in rows if verdict(key, row) == wanted
    )


def verdict(key: str, row: dict[Any, Any]) -> standing.Verdict:
    """Say how much of an answer holds when the parameters in doubt are moved."""
    return standing.measured().answers[key][row["outcome"]].verdict(row["low"], row["high"])


def standing_of(key: str, row: dict[Any, Any]) -> str:
    """Say in which share of the plausible states an answer stands, what it is there, and which parameter turns it."""
    return _stands(standing.measured().answers[key][row["outcome"]], row)


def _stands(answer: standing.Standing, row: dict[Any, Any]) -> str:
    ends = row["low"], row["high"]
    text = tr("bertahan di {share} keadaan, beda {across}")
    text = text.format(share=percent(answer.share(*ends)), across=across(row["outcome"], answer))
    if ends[0] <= 0 <= ends[1]:
        text = f"{tr('tidak bergerak')}, {text}"
    if turn := answer.turn(*ends):
        text += "; " + condition(turn)
    return text


def across(outcome: str, answer: standing.Standing) -> str:
    """Write the difference in the middle of the plausible states, and between what 95 % of them lie."""
    share = _is_share(outcome)
    middle, low, high = (
        _signed(value, share) for value in (answer.middle, answer.low, answer.high)
    )
    return f"{middle} ({tr('{low} sampai {high}').format(low=low, high=high)})"


def condition(turn: standing.Turn, mark: str = "") -> str:
    """Say on which side of which value of a parameter an answer holds, and in which shares of the states there.

    Parameters
    ----------
    mark : what stands before and behind the name of the parameter.
    """
    text = tr("bila {parameter} di atas {value}: {most}, di bawahnya {least}")
    if turn.below > turn.above:
        text = tr("bila {parameter} di bawah {value}: {most}, di atasnya {least}")
    return text.format(
        parameter=f"{mark}{turn.parameter}{mark}",
        value=shown(lever(turn.parameter), turn.at),
        most=percent(turn.holds),
        least=percent(min(turn.above, turn.below)),
    )


def _states() -> str:
    analysis = standing.measured()
    message = tr(
        "Keadaan: {states} gabungan dari {n} parameter yang diragukan yang bersama-sama memenuhi fakta terbit, diukur "
        "pada himpunan data {data}. Syarat menyebut parameter yang paling kuat mengubah jawaban."
    )
    text = message.format(states=analysis.states, n=analysis.parameters, data=analysis.dataset)
    return f"{text} {standing.outdated()}".strip()


def of_comparison(ran: Comparison) -> str:
    """Show a comparison of one's own: the main outcomes, what stayed as it was, and what else moved."""
    changed = [
        key for key in declared() if ran.scenarios[0].value(key) != ran.scenarios[1].value(key)
    ]
    levers = [
        f"{k} {' → '.join(shown(lever(k), s.value(k)) for s in ran.scenarios)}" for k in changed
    ]
    frame = _by_outcome(ran)
    main = frame["indicator"].isin(_ALWAYS)
    still = (frame["low"] == 0) & (frame["high"] == 0)
    lines = [
        heading(str(ran.world)),
        paragraph(tr("Yang diubah: {levers}.").format(levers="; ".join(levers))),
    ]
    lines += [faint(paragraph(_about(ran))), "", results(frame[main & ~still])]
    if (main & still).any():
        names = ", ".join(frame.loc[main & still, "outcome"])
        lines += [
            "",
            paragraph(tr("Tidak berubah sama sekali: {outcomes}.").format(outcomes=names)),
        ]
    others = frame[~main & (frame["low"] * frame["high"] > 0)]
    if len(others):
        lines += ["", heading(tr("Yang juga bergerak")), results(others)]
        chance = tr(
            "Dari {count} ukuran yang dilihat, sekitar {few} akan tampak bergerak hanya karena kebetulan."
        )
        lines.append(faint(paragraph(chance.format(count=len(frame), few=round(len(frame) / 20)))))
    if lacking := [key for key in definitions() if key not in set(frame["indicator"])]:
        message = tr(
            "Tidak terukur, karena tahapnya tidak ada atau pada suatu ulangan tidak ada yang dapat dihitung: {names}."
        )
        lines += ["", paragraph(message.format(names=", ".join(lacking)))]
    if ran.replicates < FEWEST:
        few = tr("Selang tidak diberikan: {n} ulangan, diperlukan paling sedikit {least}.")
        lines += ["", paragraph(few.format(n=ran.replicates, least=FEWEST))]
    return "\n".join(lines)


def _by_outcome(ran: Comparison) -> "pd.DataFrame":
    """Give the differences as the screen shows them: every indicator by its main measure."""
    frame = ran.differences()
    frame = frame[is_main(frame)]
    names = [
        k if m == "count" else f"{k}.{m}"
        for k, m in frame[["indicator", "measure"]].to_numpy().tolist()
    ]
    labels = [outcome_text(name) for name in names]
    return frame.assign(outcome=names, label=labels, before=frame["base"], after=frame["other"])


def _about(ran: Comparison) -> str:
    message = tr(
        "Data {data}, {n} ulangan berpasangan, benih {seed}. Model ilustratif, bukan ramalan."
    )
    return message.format(data=pick(ran.world.title), n=number(ran.replicates), seed=ran.seed)


def results(frame: "pd.DataFrame") -> str:
    """Set out outcomes: before, after, difference and its 95 % interval."""
    columns = (
        PrintedColumn(tr("hasil")),
        PrintedColumn(""),
        PrintedColumn(tr("sebelum"), right=True),
        PrintedColumn(tr("sesudah"), right=True),
        PrintedColumn(tr("beda"), right=True),
        PrintedColumn(tr("selang 95%"), right=True),
    )
    rows = [(row["outcome"], row["label"], *cells(row)) for row in frame.to_dict("records")]
    lines = [table(columns, rows)]
    if any(_is_share(row["outcome"]) for row in frame.to_dict("records")):
        lines.append(faint(tr("Beda bagian dalam poin persen.")))
    return "\n".join(lines)


def cells(row: dict[Any, Any]) -> tuple[str, str, str, str]:
    """Write before, after, difference and interval of one outcome; shares as per cent, their differences as points."""
    share = _is_share(row["outcome"])
    before, after = (percent(row[key]) if share else plain(row[key]) for key in ("before", "after"))
    difference, low, high = (_signed(row[key], share) for key in ("difference", "low", "high"))
    interval = (
        "–" if row["low"] != row["low"] else tr("{low} sampai {high}").format(low=low, high=high)
    )
    return before, after, difference, interval


def _is_share(outcome: str) -> bool:
    return definitions()[outcome.partition(".")[0]].kind in _SHARES


def _signed(value: float, share: bool) -> str:
    text = number(100 * value, 2) if share and value == value else plain(value)
    if not text.strip("-0,."):
        return "0"
    return f"+{text}" if value > 0 else text
