"""The whole chain of own lists: one work through all of them, bounds while lines are undecided, and what is missing."""

import numpy as np
import pytest

from p2spp_sim.alignment.chain import Chain
from p2spp_sim.alignment.chain_book import absences, came_from, sheets, write_example
from p2spp_sim.alignment.chain_kept import kept_decisions
from p2spp_sim.alignment.chain_record import ChainRecord
from p2spp_sim.alignment.documents import ChainLists, gathered, named_as, read_chain
from p2spp_sim.alignment.lists import ListLine
from p2spp_sim.base.errors import BadData, P2sppError

JT = 1_000_000
USULAN = {f"U{n}": ListLine(f"usulan {n}", "Ayu", 100 * JT) for n in range(1, 5)} | {
    "U5": ListLine("usulan 5", "Ayu", 100 * JT, eligible=False, note="status lahan belum jelas")
}
RENJA = {
    "1": ListLine("usulan 1", "Ayu", 90 * JT),
    "2": ListLine("usulan 2", "Ayu", 100 * JT),
    "3": ListLine("gedung dinas", "", 500 * JT),
    "4": ListLine("belum jelas", "Ayu", 70 * JT),
}
RKPD = {
    "1": ListLine("usulan 1", "Ayu", 90 * JT),
    "2": ListLine("usulan 2", "Ayu", 100 * JT, eligible=False, note="keterbatasan anggaran"),
    "3": ListLine("gedung dinas", "", 500 * JT),
}
APBD = {"1": ListLine("usulan 1", "Ayu", 80 * JT), "2": ListLine("usulan 4", "Ayu", 60 * JT)}
RESES = {"1": ListLine("usulan 3", "Ayu", 10 * JT), "2": ListLine("lapangan", "Ayu", 30 * JT)}
DECIDED = {
    "reses": {"1": "U3", "2": "-"},
    "renja": {"1": "U1", "2": "U2", "3": "-"},
    "rkpd": {"1": "renja 1", "2": "U2", "3": "renja 3"},
    "apbd": {"1": "renja 1"},
}
LINES = {"usulan": USULAN, "reses": RESES, "renja": RENJA, "rkpd": RKPD, "apbd": APBD}


@pytest.fixture
def chain():
    return Chain(ChainLists(LINES), DECIDED)


def test_a_line_is_followed_to_the_first_that_it_is(chain):
    assert list(chain.proposals["U1"].lines) == ["usulan", "renja", "rkpd", "apbd"]
    assert [item.key for item in chain.items if item.open] == ["renja 4", "apbd 2"]


def test_a_gate_keeps_what_stands_and_says_why_the_rest_is_gone(chain):
    first, renja, rkpd, apbd = chain.gates
    assert dict(first.reasons) == {"status lahan belum jelas": 1}
    assert (renja.entered, renja.count, renja.open, renja.lost) == (4, 2, 1, 1)
    assert dict(renja.reasons) == {"belum diperiksa": 1, "tanpa alasan tertulis": 1}
    assert dict(rkpd.reasons) == {"melebihi pagu atau jatah": 1}
    assert (apbd.count, apbd.open, apbd.idr, apbd.open_idr) == (1, 1, 80 * JT, 60 * JT)


def test_undecided_is_never_absent(chain):
    assert chain.life(chain.proposals["U3"])["renja"] == "belum diperiksa"
    assert chain.life(chain.proposals["U3"])["rkpd"] == "tanpa alasan tertulis"
    assert chain.life(chain.proposals["U3"])["ppas"] == "daftar tidak ada"


def test_indicators_are_measured_on_the_lists_between_least_and_most(chain):
    measured = {m.key: m for m in ChainRecord(chain).indicators()}
    assert measured["S4"].count == (0.5, 0.75)
    assert measured["S4_renja"].count == (0.5, 0.75)
    assert measured["S6"].count == (
        0.25,
        pytest.approx(2 / 3),
    )  # line 4 of the Renja may be a part of U1
    assert measured["S6_rkpd"].rupiah == pytest.approx((590 / 760, 590 / 760))
    assert measured["S7"].count == (0.5, 0.5)
    assert measured["S6_ppas"].count is None and measured["S6_ppas"].lacking == ("ppas",)
    assert "KPMD" in measured["S1"].columns and measured["S1"].count is None


def some_lists(rng):
    """Invent a year's lists, some of them missing, some lines refused."""
    lines = {}
    for name in ("usulan", "reses", "renja", "rkpd", "ppas", "apbd"):
        if name == "usulan" or rng.random() < 0.85:
            numbers = range(1, int(rng.integers(3, 9)))
            lines[name] = {
                f"U{n}" if name == "usulan" else str(n): ListLine(
                    f"{name} {n}", "Ayu", int(rng.integers(1, 30)) * JT, eligible=rng.random() < 0.8
                )
                for n in numbers
            }
    return lines


def some_decisions(lines, decided, rng, part):
    """Decide a part of the open lines as somebody might: a work of its own, or any before it, twice one too."""
    decided = {name: dict(own) for name, own in decided.items()}
    for name in Chain(ChainLists(lines), decided).held:
        for number in Chain(ChainLists(lines), decided).open(name):
            if rng.random() < part:
                choices = Chain(ChainLists(lines), decided).choices(name)
                decided.setdefault(name, {})[number] = str(rng.choice(["-", *choices]))
    return decided


@pytest.mark.parametrize("seed", range(20))
def test_every_way_to_decide_the_open_lines_lies_within_the_bounds(seed):
    """Whatever a person decides in the end: an indicator and a gate were promised not to leave their bounds."""
    rng = np.random.default_rng(seed)
    lines = some_lists(rng)
    begun = some_decisions(lines, {}, rng, 0.5)
    chain = Chain(ChainLists(lines), begun)
    promised = {m.key: m for m in ChainRecord(chain).indicators() if m.count}
    for _ in range(3):
        ended = Chain(ChainLists(lines), some_decisions(lines, begun, rng, 1))
        for m in ChainRecord(ended).indicators(promised):
            for kind in ("count", "rupiah"):
                bounds, now = getattr(promised[m.key], kind), getattr(m, kind)
                if now:
                    assert now[0] == pytest.approx(now[1]), "nothing is open any more"
                    assert bounds[0] - 1e-9 <= now[0] <= bounds[1] + 1e-9, (m.key, kind)
        for before, after in zip(chain.gates, ended.gates, strict=True):
            assert before.count <= after.count <= before.count + before.open
            assert before.idr <= after.idr <= before.idr + before.open_idr


def test_a_missing_list_says_what_cannot_be_told(chain):
    said = " ".join(absences(chain))
    assert "KUA-PPAS tidak ada: yang hilang di antara RKPD dan APBD" in said
    assert "RPJMD atau Renstra tidak ada" in said


def test_what_fills_a_document_by_where_it_comes_from(chain):
    assert came_from(chain, "renja") == {
        "musrenbang": (2, 190 * JT),
        "reses": (0, 0),
        "own": (1, 500 * JT),
        "open": (1, 70 * JT),
    }


def test_lines_that_say_just_the_same_can_be_accepted_at_once(chain):
    assert chain.same("apbd") == {"2": "U4"}
    assert chain.partners("apbd", "2")[0].key == "U4"


def test_a_partner_that_no_list_has_is_told_with_the_nearest():
    lines = {"usulan": USULAN, "renja": {"1": ListLine("x", partner="U11")}}
    with pytest.raises(BadData, match="nomor 1 tidak ada di daftar sebelumnya; yang terdekat: U1"):
        gathered(lines, {})


def test_decisions_hold_for_lines_that_still_say_the_same():
    new = {**LINES, "usulan": USULAN | {"U1": ListLine("lain sama sekali", "Ayu")}}
    kept, dropped = kept_decisions(DECIDED, LINES, new)
    assert dropped == 1 and "1" not in kept["renja"] and kept["renja"]["2"] == "U2"


def test_the_example_reads_back_and_fills_the_workbook(tmp_path):
    write_example(tmp_path)
    given = read_chain(tmp_path)
    chain = Chain(given, given.written)
    assert given.absent == () and chain.gates[-1].count > 0
    assert all(chain.open(name) for name in ("reses", "renja", "ppas"))
    assert len(sheets(chain)["usulan"]) == len(given.lines["usulan"])


@pytest.mark.parametrize(("file", "name"), [
    ("Usulan RKPD 2026.xlsx", "rkpd"), ("KUA-PPAS.xls", "ppas"), ("usulan.csv", "usulan"),
])  # fmt: skip
def test_a_file_is_known_by_its_name(file, name):
    assert named_as(file) == name
    with pytest.raises(P2sppError, match="tidak mengatakan daftar apa"):
        named_as("data.xlsx")
