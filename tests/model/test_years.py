"""Several years: what fades, what stays, what is filed again, and what an event card does."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim import years as module
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.proposals import Origin
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.world.schema import SLOTS
from tests.model.golden import fingerprint

T_20 = 2.093  # 97.5 % point of Student's t with 19 degrees of freedom
T_ALL = 3.074  # the point at which the intervals of eight indicators together hold in 95 %
SEEDS = range(20)
WATCHED = ("S1", "S2", "S3", "S4", "S6", "S7", "S8", "accepted")
BASE = p2.Scenario.load("2010").change(election_cycle=8)  # the election falls in year eight
TRAINING = {"train_kpmd": 0.6, "train_kades": 0.5, "train_bpd": 0.3, "train_lpmd": 0.3, "train_setrawan": 0.4,
            "train_bappeda": 0.3, "train_skpd": 0.3}  # fmt: skip
CLAUSES = {"clause_k2": True, "clause_k3": True, "clause_k7": True}
PROGRAMME = BASE.change(**TRAINING, **CLAUSES, papers_help=0.3)
CAPACITIES = [
    "cap_kpmd",
    "cap_kades",
    "cap_bpd",
    "cap_lpmd",
    "cap_setrawan",
    "cap_budget",
    "cap_skpd",
]


@pytest.fixture(scope="module")
def world() -> p2.World:
    return p2.World.load("wanasari")


def indicators(world: p2.World, scenario: p2.Scenario, years: int, **how: int) -> np.ndarray:
    """Give the watched indicators by count, (seeds, years, indicators)."""
    return np.array([
        [run.indicators().set_index("key")["count"][list(WATCHED)].to_numpy(float)
         for run in p2.run_years(world, scenario, years, seed, **how).runs]
        for seed in SEEDS
    ])  # fmt: skip


def noise(change: np.ndarray) -> dict[str, tuple[float, float]]:
    """Give mean and half width of the interval of a paired change, by indicator; 95 % for all of them together."""
    half = T_ALL * change.std(axis=0, ddof=1) / np.sqrt(len(change))
    return {
        key: (float(m), float(h))
        for key, m, h in zip(WATCHED, change.mean(axis=0), half, strict=True)
    }


@pytest.fixture(scope="module")
def plain(world):
    return indicators(world, BASE, years=9)


@pytest.fixture(scope="module")
def helped(world):
    return indicators(world, PROGRAMME, years=10, programme_ends=5)


def test_without_a_programme_capacities_regulation_and_pokir_stay_as_they_are(plain):
    change = noise(plain[:, 4] - plain[:, 0])
    for key in ("S1", "S2", "S3", "S8"):
        assert change[key] == (0.0, 0.0), key
    mean, half = change["S7"]
    assert abs(mean) < half


def test_without_a_programme_nothing_moves_once_the_backlog_has_settled(plain):
    for key, (mean, half) in noise(plain[:, 8] - plain[:, 4]).items():
        assert abs(mean) <= half, key


def test_without_a_backlog_nothing_moves_from_the_first_year_on(world):
    fresh = indicators(world, BASE.change(refile=0.0, refile_listed=0.0), years=5)
    for key, (mean, half) in noise(fresh[:, 4] - fresh[:, 0]).items():
        assert abs(mean) <= half, key


@pytest.mark.parametrize("key", ["S1", "S3", "S7", "S8"])
def test_with_a_programme_its_indicators_rise(plain, helped, key):
    at = WATCHED.index(key)
    gain = helped[:, 4, at] - plain[:, 4, at]
    assert gain.mean() - T_20 * gain.std(ddof=1) / np.sqrt(len(gain)) > 0.1
    assert helped[:, 4, at].mean() > helped[:, 0, at].mean() > plain[:, 0, at].mean()


@pytest.mark.parametrize("key", ["S1", "S3"])
def test_capacities_fall_back_part_of_the_way_when_the_programme_ends(plain, helped, key):
    at = WATCHED.index(key)
    start, end, later = plain[:, 0, at].mean(), helped[:, 4, at].mean(), helped[:, 9, at].mean()
    assert start < later < end
    # a tenth of what was gained goes each year, with the people
    assert (later - start) / (end - start) == pytest.approx(0.9**5, abs=0.01)


@pytest.mark.parametrize("key", ["S7", "S8"])
def test_regulation_and_what_it_locks_stay_when_the_programme_ends(plain, helped, key):
    at = WATCHED.index(key)
    assert helped[:, 9, at].mean() > 0.97 * helped[:, 4, at].mean()
    assert helped[:, 9, at].mean() > plain[:, 0, at].mean() + 0.2


def test_help_without_a_clause_behind_it_ends_with_the_programme(world):
    moved = BASE.change(papers_help=0.5, shared_list=True, reses_timing="before", train_kpmd=0.5)
    runs = p2.run_years(world, moved, 3, seed=1, programme_ends=2).runs
    for run, on in zip(runs, (True, True, False), strict=True):
        value = run.scenario.value
        assert (value("papers_help") > 0, value("shared_list"), value("train_kpmd") > 0) == (
            on,
            on,
            on,
        )
        assert value("reses_timing") == ("before" if on else "after")
    lost = [run.indicators().set_index("key")["count"][["lost_papers", "S7"]] for run in runs]
    assert lost[1]["lost_papers"] < lost[2]["lost_papers"]
    assert lost[1]["S7"] > lost[2]["S7"]


def test_clauses_hold_their_levers_after_the_programme(world):
    last = p2.run_years(world, PROGRAMME, 10, seed=1, programme_ends=5).runs[-1].scenario.value
    assert (last("papers_help"), last("train_kades")) == (0.0, 0.0)
    assert (last("reses_timing"), last("shared_list")) == ("before", True)
    assert last("pokir_match_share") == pytest.approx(0.5, abs=0.01)
    assert last("answer_rejections") == pytest.approx(0.9, abs=0.01)


def test_every_capacity_rises_with_training_and_fades_without(world):
    state = (
        p2.run_years(world, PROGRAMME, 10, seed=1, programme_ends=5)
        .state()
        .set_index("year")[CAPACITIES]
    )
    steps = state.diff().dropna()
    assert (steps.loc[2:6] > 0).all().all()
    assert (steps.loc[7:] < 0).all().all()
    assert (state.loc[11] > state.loc[1]).all()


def test_compliance_grows_while_a_clause_is_in_force(world):
    state = p2.run_years(world, PROGRAMME, 3, seed=1).state()["compliance"]
    assert state.tolist() == pytest.approx([0, 0.6, 0.84, 0.936])
    assert p2.run_years(world, BASE, 3, seed=1).state()["compliance"].tolist() == [0, 0, 0, 0]


def needs(run: p2.Run) -> tuple[np.ndarray, ...]:
    """Give keys, village and slot of the voiced needs of a run, whether each was met, and its place on the list.

    The place is 0 for what a flaw of its own stopped.
    """
    (part,) = run.parts
    table, docket = part.docket.proposals, part.docket
    met = docket.at == DONE
    twins = table.matches[met & (table.origin == Origin.RESES)]
    met[twins[twins >= 0]] = True
    mine = table.origin <= Origin.WOMEN
    slot = (table.key[mine] & np.uint64(SLOTS - 1)).astype(int)
    place = table.village[mine] * SLOTS + slot
    money = np.isin(docket.reason, [Reason.CEILING, Reason.WITHDRAWN, Reason.NOT_DELIVERED])
    return table.key[mine], place, met[mine], (docket.priority * money)[mine]


@pytest.mark.parametrize("refile", [0.0, 0.4, 0.7, 1.0])
def test_unmet_needs_come_back_under_their_key_and_met_ones_never(world, refile):
    result = p2.run_years(world, BASE.change(refile=refile), 2, seed=3)
    (first, place, met, priority), (second, *_) = (needs(run) for run in result.runs)
    assert met.sum() > 100
    assert not np.isin(first[met], second).any()
    born = result.states[1].world.born.ravel()
    assert (born[place[met]] == module.SETTLE + 1).all()
    before = result.states[0].world.born.ravel()
    unlisted = ~met & (priority == 0)
    assert (born[place[unlisted]] == before[place[unlisted]]).mean() == pytest.approx(
        refile, abs=0.04
    )
    again = np.isin(first[unlisted], second).mean()  # it is filed again, and somebody speaks for it
    assert again == pytest.approx(refile * 0.63, abs=0.06)


@pytest.mark.parametrize("refile", [0.0, 0.5, 0.9])
def test_what_money_alone_stopped_is_filed_again_by_a_chance_of_its_own_and_needs_no_voice(
    world, refile
):
    shares = []
    for seed in range(6):
        result = p2.run_years(world, BASE.change(refile_listed=refile), 2, seed=seed)
        (first, place, met, priority), (second, *_) = (needs(run) for run in result.runs)
        listed = ~met & (priority > 0)
        shares += np.isin(first[listed], second).tolist()
        kept = result.states[1].world.listed.ravel()
        again = np.isin(first, second) & listed
        assert np.array_equal(kept[place[again]], priority[again])
        assert np.count_nonzero(kept) == again.sum()
    assert len(shares) > 150 and np.mean(shares) == pytest.approx(refile, abs=0.06)


def test_an_unfunded_first_priority_stays_near_the_top(world):
    """Its place is worth what `memory_weight` says: without it, it must win its place anew."""
    base, shares = p2.Scenario.load("dana_desa"), []  # where no MAD takes it out of the list
    for weight in (0.0, base.value("memory_weight")):
        top = []
        for seed in range(10):
            runs = p2.run_years(world, base.change(memory_weight=weight), 2, seed=seed).runs
            (first, _, met, priority), (second, *_) = (needs(run) for run in runs)
            later = runs[1].parts[0].docket.priority[: len(second)]
            top += np.isin(first[~met & (priority > 0.8)], second[later > 0.7]).tolist()
        shares.append(np.mean(top))
    assert shares[0] + 0.1 < shares[1] > 0.6


def test_a_need_that_comes_back_is_the_same_need(world):
    result = p2.run_years(world, BASE, 2, seed=3)
    tables = [run.parts[0].docket.proposals for run in result.runs]
    mine = [np.flatnonzero(table.origin <= Origin.WOMEN) for table in tables]
    common, a, b = np.intersect1d(
        tables[0].key[mine[0]], tables[1].key[mine[1]], return_indices=True
    )
    assert len(common) > 300
    for column in ("village", "activity", "cost", "urgency", "households"):
        assert np.array_equal(
            getattr(tables[0], column)[mine[0]][a], getattr(tables[1], column)[mine[1]][b]
        )


def test_the_same_seed_gives_the_same_years_and_another_seed_others(world):
    def prints(seed: int) -> list[str]:
        return [fingerprint(run) for run in p2.run_years(world, PROGRAMME, 3, seed).check().runs]

    assert prints(4) == prints(4)
    assert all(a != b for a, b in zip(prints(4), prints(5), strict=True))
    assert len(set(prints(4))) == 3


def test_more_years_do_not_change_those_before(world):
    three, five = (p2.run_years(world, BASE, years, seed=2).runs for years in (3, 5))
    assert [fingerprint(run) for run in three] == [fingerprint(run) for run in five[:3]]


@pytest.mark.parametrize("regime", ["dana_desa", "sipd"])
def test_years_run_under_every_rule_book_and_from_one_into_another(world, regime):
    chosen = p2.Scenario.load(regime)
    p2.run_years(world, chosen, 2, seed=1).check()
    changed = p2.run_years(world, [BASE, BASE, chosen], 3, seed=1).check()
    assert all("2010" in run.rules.title["id"] for run in changed.runs[:2])
    assert "blm" not in changed.runs[2].money()["pot"].tolist()


def test_a_world_is_left_as_it_was(world):
    before = {
        name: {key: column.copy() for key, column in table.items()}
        for name, table in world.tables.items()
    }
    p2.run_years(world, PROGRAMME, 3, seed=1, events={2: ["flood", "transfer"]})
    for name, table in before.items():
        assert all(
            np.array_equal(column, world.tables[name][key]) for key, column in table.items()
        ), name
    assert world.born is None


def ceiling(run: p2.Run, pot: str) -> int:
    """Give the rupiah of a pot."""
    return int(run.money().set_index("pot").loc[pot, "ceiling_idr"])


def with_card(
    world: p2.World, card: str, scenario: p2.Scenario = BASE
) -> tuple[module.YearsRun, module.YearsRun]:
    """Run three years without a card and with it in the second."""
    without = p2.run_years(world, scenario, 3, seed=6)
    drawn = p2.run_years(world, scenario, 3, seed=6, events={2: card}).check()
    assert fingerprint(without.runs[0]) == fingerprint(drawn.runs[0])
    assert fingerprint(without.runs[1]) != fingerprint(drawn.runs[1])
    return without, drawn


def test_an_election_swells_the_pokir_of_its_year(world):
    pots = [
        [ceiling(run, "ppas_pokir") for run in runs.runs] for runs in with_card(world, "election")
    ]
    assert [with_it / before for before, with_it in zip(*pots, strict=True)] == pytest.approx(
        [1, 1.8, 1], abs=1e-6
    )


def test_the_election_year_comes_round_by_itself(world):
    runs = p2.run_years(world, BASE.change(election_cycle=2), 4, seed=6).runs
    assert [run.scenario.value("election_year") for run in runs] == [False, True, False, True]


def test_a_flood_takes_open_money_of_its_year(world):
    capital = int(world.tables["budget"]["capital_idr"][0])
    optimism = BASE.value("indicative_optimism")
    for runs, shares in zip(
        with_card(world, "flood"), ([None] * 3, [None, 0.20, None]), strict=True
    ):
        for run, share in zip(runs.runs, shares, strict=True):
            expected = capital * (share or run.scenario.lever("open_share").value) * optimism
            assert ceiling(run, "renja") == pytest.approx(expected, rel=1e-6)


def test_a_transfer_takes_away_what_the_setrawan_had_learnt_and_nothing_else(world):
    plan = [PROGRAMME, BASE, BASE]
    without = p2.run_years(world, plan, 3, seed=6).state()
    drawn = p2.run_years(world, plan, 3, seed=6, events={2: "transfer"}).state()
    begun = world.kecamatan["cap_setrawan"].mean()
    assert without["cap_setrawan"][2] > begun == pytest.approx(drawn["cap_setrawan"][2])
    others = [column for column in CAPACITIES if column != "cap_setrawan"]
    assert drawn[others].equals(without[others])


def test_two_cards_in_one_year(world):
    run = p2.run_years(world, BASE, 2, seed=6, events={2: ["election", "flood"]}).runs[1]
    assert (run.scenario.value("election_year"), run.scenario.value("open_share")) == (True, 0.20)


@pytest.mark.parametrize(("scenario", "years", "how", "error", "said"), [
    (BASE, 0, {}, p2.OutOfBounds, "years = 0"),
    (BASE, 5, {"programme_ends": 9}, p2.OutOfBounds, r"programme_ends = 9.*5"),
    (BASE, 5, {"programme_ends": -1}, p2.OutOfBounds, "programme_ends = -1"),
    (BASE, 5, {"events": {2: "floods"}}, p2.UnknownName, "flood"),
    (BASE, 5, {"events": {2: ["flood", "gempa"]}}, p2.UnknownName, "gempa"),
    (BASE, 5, {"events": {7: "flood"}}, p2.OutOfBounds, r"tahun 7.*5"),
    (BASE, 5, {"events": {0: "flood"}}, p2.OutOfBounds, "tahun 0"),
    ([BASE] * 4, 5, {}, p2.OutOfBounds, r"4 skenario.*5 tahun"),
    ([BASE] * 6, 5, {}, p2.OutOfBounds, r"6 skenario.*5 tahun"),
])  # fmt: skip
def test_years_that_do_not_fit_are_refused_and_nothing_is_run(
    world, monkeypatch, scenario, years, how, error, said
):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a year was run")

    monkeypatch.setattr(module, "run_year", never)
    with pytest.raises(error, match=said):
        p2.run_years(world, scenario, years, **how)
