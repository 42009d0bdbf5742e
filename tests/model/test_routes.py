"""The ways of proposals say what funnel and traces say."""

from __future__ import annotations

from collections import Counter

import pytest

import p2spp_sim as p2

YEARS = [
    ("tirtamulya", "unit06", {}),
    ("tirtamulya", "2010", {}),
    ("wanasari", "2010", {}),
    ("wanasari", "2010", {"integrated_mad": True, "pik_share": 0.3}),
    ("wanasari", "dana_desa", {}),
    ("wanasari", "sipd", {}),
]


@pytest.fixture(
    scope="module", params=YEARS, ids=lambda year: f"{year[0]}-{year[1]}-{len(year[2])}"
)
def run(request: pytest.FixtureRequest) -> p2.Run:
    world, scenario, changes = request.param
    return p2.run_year(p2.World.load(world), p2.Scenario.load(scenario).change(**changes), seed=7)


def test_ways_count_what_the_funnel_counts(run: p2.Run) -> None:
    routes, funnel = run.routes(), run.funnel().set_index("stage")
    for place, spec in enumerate(run.rules.forum):
        lost = routes.lost(place)
        assert routes.entered(place) == funnel.loc[spec.key, "entered"]
        assert sum(lost.values()) == funnel.loc[spec.key, "lost_count"]
        assert list(lost.values()) == sorted(lost.values(), reverse=True)
        assert [reason.text for reason in lost][:1] == [funnel.loc[spec.key, "main_reason"]][
            : len(lost)
        ]
    silent = funnel.loc["needs", "lost_count"] if "needs" in funnel.index else 0
    assert routes.silent == silent


def test_ways_say_of_each_proposal_what_its_trace_says(run: p2.Run) -> None:
    routes, frame, keys = run.routes(), run.frame(), [spec.key for spec in run.rules.forum]
    assert len(routes.of) == len(frame)
    ends = Counter((row.stage, row.reason, row.built) for row in frame.itertuples())
    ways = [routes.routes[way] for way in routes.of]
    assert ends == Counter((keys[way.forums[-1]], way.reason.key, not way.reason) for way in ways)
    for row in range(0, len(frame), max(1, len(frame) // 60)):
        gates = run.trace(frame["id"][row]).gates
        assert [gate["stage"] for gate in gates] == [keys[forum] for forum in ways[row].forums]
        assert gates[-1]["reason"] == ways[row].reason.key
        onward = [gate["to"] for gate in gates]
        assert onward[:-1] == [gate["stage"] for gate in gates[1:]]
        assert onward[-1] == ("" if ways[row].reason else "selesai")
        assert all(gate["rank"] <= gate["of"] and gate["line"] <= gate["of"] for gate in gates)
