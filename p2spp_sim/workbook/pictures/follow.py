"""All proposals of a year on a lane of gates, one of them followed: as it moves, and its last frame on paper."""

from collections.abc import Mapping
from typing import Any

import traitlets

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import language, tr
from p2spp_sim.workbook.moving import Moving, beside
from p2spp_sim.workbook.page.markup import GREY, INK, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import LINE, WIDTH, drawing, heading, path, text, wrap

_LANE, _ROAD, _PILES, _SAID = 310, 350, 470, 650  # where lane, its middle, piles and reasons begin
_PILE_WIDTH, _PILE_HEIGHT = 170, 24


class FollowLane(Moving, **beside(__file__)):
    """The lane on the screen; what stands in its traits is told in `units.shared.follow_board`.

    Parameters
    ----------
    lane : gates, reasons, ways, and the way of each proposal.
    life : the life of the proposal that is followed, gates by their place in `lane`.
    ghost : its way in the run before the change, and what is said of it; empty where nothing was changed.
    worlds, changes : what can be picked, as key and words.
    tagged, asked, tapped, query : what the learner picked, wrote, touched and looks for.
    offers : number and words of what may be meant.
    note : what is said beside the field: why this one is followed, or that nothing was found.
    alt, table : the same as words and as a table.
    """

    lane = traitlets.Dict().tag(sync=True)
    life = traitlets.Dict().tag(sync=True)
    ghost = traitlets.Dict().tag(sync=True)
    worlds: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    world = traitlets.Unicode().tag(sync=True)
    changes: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    change = traitlets.Unicode().tag(sync=True)
    tagged = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Unicode().tag(sync=True)
    tapped = traitlets.Int(-1).tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)
    offers: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    table = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(words=_words(), **traits)


def _words() -> Mapping[str, str]:
    return {
        "locale": language(),
        "world": tr("Tempat"),
        "follow": tr("Ikuti usulan"),
        "hint": tr("nomor, desa, atau kata"),
        "change": tr("Ubah satu hal"),
        "once": tr("semula"),
        "play": tr("Jalankan"),
        "pause": tr("Jeda"),
        "back": tr("Mundur"),
        "on": tr("Maju"),
        "scrub": tr("Geser tahun dari awal sampai akhir"),
        "where": tr("Gerbang {n} dari {m}"),
        "finished": tr("Akhir tahun"),
        "silent": tr("tidak disuarakan"),
        "because": tr("Berhenti karena"),
        "came": tr("masuk {n}"),
        "went": tr("lolos {n}"),
        "sum": tr("{n} masuk, {m} lolos"),
        "table": tr("Tabel: setiap gerbang, yang masuk, yang lolos, dan sebabnya"),
        "ready": tr(
            "{n} titik menunggu. Yang kuning: {about}. Tekan Jalankan; ketuk titik lain untuk mengikutinya."
        ),
        "passing": tr("{gate}, {who}: {n} masuk, {m} lolos."),
        "before": tr("{gate}, {who}. {id}: {asked}"),
        "end": tr("{about}: {end}. Dari {n} titik yang berangkat, {m} sampai ke ujung."),
    }


def follow_picture(lane: Mapping[str, Any], life: Mapping[str, Any]) -> Picture:
    """Draw the last frame from the first gate down: what each gate kept out, in piles by reason, and one way among all.

    Parameters
    ----------
    lane, life : as in `FollowLane.lane` and `FollowLane.life`.
    """
    whole = sum(lane["counts"]) + lane["silent"]
    title = tr("Setahun bersama {usulan}: {n} berangkat, {m} sampai").format(
        usulan=life["id"], n=number(whole), m=number(lane["arrived"])
    )
    parts, y = heading(title)
    most = max((n for gate in lane["gates"] for n in gate["lost"].values()), default=1)
    pitch = min(6.0, (_PILE_WIDTH * _PILE_HEIGHT / most) ** 0.5 * 0.94)
    passed = {verdict["gate"]: verdict["passed"] for verdict in life["verdicts"]}
    for place, gate in enumerate(lane["gates"]):
        lines, below = _gate(lane, gate, y, pitch)
        parts += [*lines, *_life(passed.get(place), str(life["id"]), y, below)]
        y = below
    arrived = f"{lane['end']}: {number(lane['arrived'])}"
    parts.append(text(4, y + 24, arrived, bold=True))
    if life["verdicts"] and all(passed.values()):
        parts += _mark(y + 18, str(life["id"]), INK)
    words = [f"{life['about']}: {life['end']}."] if life["end"] else []
    words += [_told(lane, gate) for gate in lane["gates"]]
    return Picture(drawing(parts, y + 40), " ".join([f"{title}.", *words]), _table(title, lane))


def _gate(
    lane: Mapping[str, Any], gate: Mapping[str, Any], y: float, pitch: float
) -> tuple[list[str], float]:
    """Draw one gate from `y` down; give its parts and where the next begins."""
    parts, left = [], y
    for words, bold in ((gate["label"], True), (gate["who"], False)):
        for line in wrap(words, _LANE - 14, bold=bold):
            parts.append(text(4, left + 18, line, bold=bold, colour=INK if bold else GREY))
            left += LINE
    through = f"{number(gate['in'])} → {number(gate['out'])}"
    parts.append(text(4, left + 18, through))
    right = y
    for reason, count in gate["lost"].items():
        across = max(1, int(_PILE_WIDTH / pitch))
        rows = -(-count // across)
        for row in range(rows):
            wide = min(across, count - row * across) * pitch
            level = right + _PILE_HEIGHT - (row + 0.5) * pitch
            grains = f"{pitch * 0.75:.2f} {pitch * 0.25:.2f}"
            course = f"M{_PILES} {level:.1f}h{wide:.1f}"
            parts.append(path(course, INK, thick=round(pitch * 0.75, 2), dash=grains))
        said = wrap(f"{number(count)} {lane['reasons'][reason]}", WIDTH - _SAID)
        parts += [text(_SAID, right + 18 + LINE * k, line) for k, line in enumerate(said)]
        right += max(_PILE_HEIGHT, LINE * len(said)) + 6
    below = max(left + LINE + 14, right + 8)
    arch = f"M{_ROAD - 15} {below - 8:.1f}v-14a15 15 0 0 1 30 0v14"
    line = f"M4 {below - 4:.1f}h{WIDTH - 8}"
    return [path(line, "#d0d0d0", thick=1), *parts, path(arch, INK, thick=3)], below


def _life(passed: bool | None, name: str, y: float, below: float) -> list[str]:
    """Draw the followed proposal's way past a gate: through its arch, or out of it towards the piles; or not there."""
    if passed is None:
        return [path(f"M{_ROAD} {y:.1f}V{below:.1f}", GREY, thick=2, dash="2 6")]
    if passed:
        return [path(f"M{_ROAD} {y:.1f}V{below:.1f}", INK, thick=5)]
    middle = (y + below) / 2
    return [path(f"M{_ROAD} {y:.1f}V{middle:.1f}", INK, thick=5), *_mark(middle, name, PAPER)]


def _mark(y: float, name: str, fill: str) -> list[str]:
    """Mark where the followed proposal lies: filled at the end of the year, hollow where it was stopped."""
    dot = f'<circle cx="{_ROAD}" cy="{y:.1f}" r="9" fill="{fill}" stroke="{INK}" stroke-width="4"/>'
    return [dot, text(_ROAD + 18, y + 6, name, bold=True)]


def _told(lane: Mapping[str, Any], gate: Mapping[str, Any]) -> str:
    lost = ", ".join(f"{number(n)} {lane['reasons'][reason]}" for reason, n in gate["lost"].items())
    said = tr("{gate}: {n} masuk, {m} lolos").format(
        gate=gate["label"], n=number(gate["in"]), m=number(gate["out"])
    )
    return f"{said} ({lost})." if lost else f"{said}."


def _table(title: str, lane: Mapping[str, Any]) -> Table:
    numbers = (tr("Masuk"), tr("Lolos"), tr("Tidak lolos"))
    columns = (tr("Gerbang"), tr("Yang memutuskan"), *numbers, tr("Sebab"))
    rows = tuple(
        (
            gate["label"],
            gate["who"],
            number(gate["in"]),
            number(gate["out"]),
            number(gate["in"] - gate["out"]),
            "; ".join(f"{lane['reasons'][k]} {number(n)}" for k, n in gate["lost"].items()) or "–",
        )
        for gate in lane["gates"]
    )
    note = tr("Satuan: usulan. Sumber: simulasi p2spp_sim, {nama}.").format(nama=lane["name"])
    return Table(title, columns, rows, note, numbers)
