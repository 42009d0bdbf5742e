"""Facts that sentences of a bank may quote, as in `{U13[biaya]}` or `{skip[rupiah]}`; computed on demand."""

from collections.abc import Mapping
from typing import Any

from p2spp_sim.text import number, percent, tr
from p2spp_sim.workbook.answers import OTHER_WEIGHTS, locked, parts, widest
from p2spp_sim.workbook.desk import Desk, Gate, Meeting, Paper
from p2spp_sim.workbook.markup import in_millions


class _Facts(dict[str, Mapping[str, str]]):
    """Facts by name, computed when a sentence asks for them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def __missing__(self, key: str) -> Mapping[str, str]:
        desk = self._desk
        if key in desk.papers:
            found = _of_paper(desk, desk.papers[key])
        elif key.startswith("pagu"):
            found = _of_meeting(locked(desk, int(key.removeprefix("pagu"))))
        elif key == "semua":
            found = _of_all(desk)
        elif key == "bobot":
            found = {
                name: number(100 * float(desk.forum_scenario.value(f"weight_{name}"))) for name in parts(desk, "U01")
            }
        elif key in desk.forum_scenario.lever("fill_rule").choices:
            found = _of_meeting(desk.meeting(fill_rule=key))
        else:
            found = _of_gate(desk.gates[key])
        self[key] = found
        return found


def facts(desk: Desk) -> Mapping[str, Any]:
    """Give the facts of a desk for `str.format_map`."""
    return _Facts(desk)


def _of_paper(desk: Desk, paper: Paper) -> dict[str, str]:
    row = next(row for row in desk.meeting().rows if row.paper.id == paper.id)
    return {
        "desa": paper.village,
        "usulan": paper.what,
        "biaya": in_millions(paper.cost_idr),
        "kk": number(paper.households),
        "miskin": number(paper.poor),
        "urgensi": number(paper.urgency),
        "swadaya": in_millions(paper.selfhelp_idr),
        "wewenang": paper.authority,
        "skor": number(row.score, 3),
        "peringkat": number(row.rank),
        "alasan": row.reason_text,
        **{f"p_{name}": number(value, 3) for name, value in parts(desk, paper.id).items()},
    }


def _of_meeting(meeting: Meeting) -> dict[str, str]:
    return {
        "dibiayai": ", ".join(row.paper.id for row in meeting.chosen),
        "jumlah": number(len(meeting.chosen)),
        "rupiah": in_millions(meeting.spent_idr),
        "miskin": number(meeting.poor_reached),
        "desa": number(len(meeting.villages) - len(meeting.villages_without)),
        "tanpa": ", ".join(meeting.villages_without) or tr("tidak ada"),
    }


def _of_all(desk: Desk) -> dict[str, str]:
    meeting = desk.meeting()
    return {
        "usulan": number(len(meeting.rows)),
        "rupiah": in_millions(sum(row.paper.cost_idr for row in meeting.rows)),
        "layak": number(len(meeting.eligible)),
        "rupiah_layak": in_millions(sum(row.paper.cost_idr for row in meeting.eligible)),
        "terluas": number(widest(desk)),
        "kembali": ", ".join(row.paper.id for row in meeting.returned),
        "desa": number(len(desk.village_names)),
        "pagu": in_millions(float(desk.forum_scenario.value("kecamatan_ceiling_idr"))),
        "lima": ", ".join(row.paper.id for row in meeting.eligible[:5]),
        "lima_lain": ", ".join(row.paper.id for row in desk.meeting(**OTHER_WEIGHTS).eligible[:5]),
    }


def _of_gate(gate: Gate) -> dict[str, str]:
    return {
        "nama": gate.label,
        "jumlah": number(gate.count),
        "rupiah": in_millions(gate.rupiah),
        "hilang": in_millions(gate.lost_idr),
        "lolos": percent(gate.passed),
        "lolos_jumlah": percent(gate.passed_count),
        "bagian": percent(gate.share),
    }
