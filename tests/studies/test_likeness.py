"""Likely partners in lists as long and as officially worded as a kecamatan's, other words than the proposal's."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.alignment.likeness import Likeness
from p2spp_sim.alignment.scores import ListEntry
from p2spp_sim.base.errors import P2sppError

PLACES = ("Karangjati", "Sidomulyo", "Mekarsari", "Banjarejo", "Wonosari")
WORKS = (
    "Pembangunan talud",
    "Rehab jalan lingkungan",
    "Pembangunan drainase",
    "Rabat beton jalan",
    "Rehab balai",
)
HAMLETS = ("Sawahan", "Gading", "Kepuh", "Ploso")
PROPOSALS = {
    "U1": ListEntry("Rehab Talud Dusun Krajan RT 01 RW 02", "Karangjati"),
    "U2": ListEntry("Pengaspalan jalan poros Sidomulyo - Banjarejo", "Sidomulyo"),
    "U3": ListEntry("Rehab gedung SDN 2 Mekarsari", "Mekarsari"),
    "U4": ListEntry("Rehab gedung SDN 1 Mekarsari", "Mekarsari"),
    "U5": ListEntry("Pengadaan lampu penerangan jalan umum", "Banjarejo"),
    "U6": ListEntry("Rehab Puskesmas Pembantu", "Wonosari"),
} | {
    f"X{n}{m}": ListEntry(f"{work} Dusun {hamlet}", PLACES[(n + m) % len(PLACES)])
    for n, work in enumerate(WORKS)
    for m, hamlet in enumerate(HAMLETS)
}


@pytest.mark.parametrize(
    ("line", "place", "proposal"),
    [
        ("Tanah longsor di pinggir jalan Krajan Karangjati minta ditalud", "", "U1"),
        ("Pembangunan Tembok Penahan Tanah (TPT) Jalan Dusun Krajan", "Karangjati", "U1"),
        ("Rehabilitasi/Pemeliharaan Jalan Kabupaten Ruas Sidomulyo - Banjarejo", "", "U2"),
        ("Rehabilitasi Sedang/Berat Ruang Kelas Sekolah SDN 2 Mekarsari", "Mekarsari", "U3"),
        ("Atap SDN 1 Mekarsari ambruk", "", "U4"),
        ("Pengadaan dan Pemasangan PJU Desa Banjarejo", "Banjarejo", "U5"),
        ("Pustu Wonosari rusak", "", "U6"),
        ("pembangunan DRAINASE dusun Ploso", "Tersebar", "X23"),
    ],
)
def test_the_proposal_comes_first_whose_rare_words_a_line_shares(
    line: str, place: str, proposal: str
) -> None:
    partners = Likeness(PROPOSALS).partners(ListEntry(line, place))
    assert partners and partners[0].key == proposal and partners[0].words


@pytest.mark.parametrize(
    "line", ["Lapangan voli Mekarsari", "Pembangunan dan Pemeliharaan Gapura", "", "–"]
)
def test_a_village_or_what_is_done_with_a_work_is_no_likeness(line: str) -> None:
    assert not Likeness(PROPOSALS).partners(ListEntry(line, "Mekarsari"))


def test_a_place_counts_where_both_name_a_village_that_proposes() -> None:
    likeness = Likeness(
        {
            "A": ListEntry("Embung", "Sido"),
            "B": ListEntry("Embung", "Karangjati"),
            "C": ListEntry("Embung"),
        }
    )
    for line, same in (
        (ListEntry("Embung", "Sido"), {"A": True, "B": False, "C": None}),
        (ListEntry("Embung Sido"), {"A": True, "B": False, "C": None}),
        (ListEntry("Embung Sido - Karangjati"), {"A": True, "B": True, "C": None}),
        (ListEntry("Embung", "12 desa"), {"A": None, "B": None, "C": None}),
    ):
        assert {partner.key: partner.same_place for partner in likeness.partners(line)} == same


TEXTS = st.lists(
    st.sampled_from(
        [
            "jalan",
            "talud",
            "embung",
            "talut",
            "sdn",
            "1",
            "2",
            "sido",
            "krajan",
            "rehab",
            "di",
            "pju",
        ]
    ),
    max_size=6,
).map(" ".join)
ENTRIES = st.builds(ListEntry, TEXTS, st.sampled_from(["", "Sido", "Krajan"]))


@given(st.dictionaries(st.sampled_from("abcdef"), ENTRIES), ENTRIES)
def test_hints_know_no_order_and_stay_between_floor_and_one(
    proposals: dict[str, ListEntry], line: ListEntry
) -> None:
    partners = Likeness(proposals).partners(line, most=4, floor=0.2)
    assert partners == Likeness(dict(reversed(proposals.items()))).partners(line, most=4, floor=0.2)
    assert len(partners) <= 4 and all(0.2 <= partner.score <= 1 for partner in partners)
    assert [partner.score for partner in partners] == sorted(
        (partner.score for partner in partners), reverse=True
    )


def test_without_rapidfuzz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(P2sppError, match="rapidfuzz"):
        Likeness(PROPOSALS).partners(ListEntry("talud"))
