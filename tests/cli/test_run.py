"""`p2spp run` and `p2spp trace` show what the library computes."""

import re

import pytest

import p2spp_sim as p2
from p2spp_sim.base.formats import number
from p2spp_sim.cli import main
from p2spp_sim.cli.report import millions
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.year import run_year

RUN = ["run", "wanasari", "--seed", "7"]


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def part(text: str, title: str) -> list[str]:
    """Give the rows under a title: after the rule beneath the head, up to the next empty line."""
    lines = text.split(f"\n{title}\n")[1].split("\n\n")[0].splitlines()
    return lines[next(i for i, line in enumerate(lines) if line.startswith("─")) + 1 :]


def figures(row: str) -> list[str]:
    return re.findall(r"(?<= )[\d.]+(?= |$)", row)


@pytest.fixture(scope="module")
def year() -> p2.Run:
    return run_year(p2.World.load("wanasari"), p2.Scenario.load("2010"), seed=7)


def test_run_twice_shows_the_same_and_another_seed_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = shown(capsys, *RUN)
    assert shown(capsys, *RUN) == first
    assert shown(capsys, "run", "wanasari", "--seed", "8") != first


def test_funnel_holds_the_numbers_of_the_library(
    capsys: pytest.CaptureFixture[str], year: p2.Run
) -> None:
    rows = part(shown(capsys, *RUN), "Corong usulan")
    for stage in year.funnel().to_dict("records"):
        wanted = [stage["entered"], stage["count"], stage["lost_count"]]
        texts = [*map(number, wanted), millions(stage["rupiah"]), millions(stage["lost_rupiah"])]
        first_word = stage["label"].split()[0]
        assert any(row.startswith(first_word) and figures(row)[:5] == texts for row in rows), stage[
            "label"
        ]


def test_recorded_case_shows_its_five_gates(capsys: pytest.CaptureFixture[str]) -> None:
    rows = part(shown(capsys, "run", "tirtamulya", "--scenario", "unit06"), "Corong usulan")
    passed = [figures(row)[3] for row in rows if "█" in row]
    assert passed == ["2.955", "1.230", "960", "690", "610"]


def test_rules_may_be_named_apart_from_the_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "run", "tirtamulya", "--rules", "kasus_tirtamulya")
    assert "610" in [row for row in part(text, "Corong usulan") if "█" in row][-1]


def test_every_pot_of_money_is_shown_within_what_it_could_spend(
    capsys: pytest.CaptureFixture[str], year: p2.Run
) -> None:
    text = shown(capsys, *RUN)
    rows = [row for row in part(text, "Ke mana uangnya") if "%" in row]
    paid = year.money()[lambda frame: frame["ceiling_idr"].fillna(0) > 0]
    granted = [millions(idr) for idr in paid["granted_idr"]]
    amounts = [re.findall(r"[\d.]+", row.split("%")[0])[-3:] for row in rows]
    assert [amount[1] for amount in amounts] == granted
    for ceiling, spent, _share in amounts:
        assert int(spent.replace(".", "")) <= int(ceiling.replace(".", ""))


def test_losses_are_the_dearest_that_were_built_under_no_number(
    capsys: pytest.CaptureFixture[str], year: p2.Run
) -> None:
    rows = part(shown(capsys, *RUN), "Usulan terbesar yang gugur")
    listed = [match[0] for row in rows if (match := re.match(r"[URP]-\d+", row))]
    frame = year.frame()
    built = frame[frame["built"]]
    done = {*built["id"], *built["matches"]} - {""}
    lost = frame[~frame["id"].isin(done) & ~frame["matches"].isin(done)].set_index("id")
    assert len(listed) == 10
    assert set(listed) <= set(lost.index)
    assert lost.loc[listed, "cost_idr"].is_monotonic_decreasing
    assert lost.loc[listed, "cost_idr"].min() >= lost.drop(listed)["cost_idr"].max()


def test_origins_add_up_to_what_came_through(
    capsys: pytest.CaptureFixture[str], year: p2.Run
) -> None:
    rows = part(shown(capsys, *RUN), "Yang lolos sampai akhir, menurut asal usulan")
    counts = [[int(n.replace(".", "")) for n in figures(row)[:2]] for row in rows if "%" in row]
    assert [sum(column) for column in zip(*counts, strict=True)] == [
        len(year.frame()),
        int(year.frame()["built"].sum()),
    ]


def test_a_lever_acts_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with_dot = shown(capsys, *RUN, "--set", "pik_share=0.2", "fill_rule=village_first")
    assert "Nilai yang diubah: fill_rule = village_first; pik_share = 0,2." in with_dot
    assert (
        shown(capsys, *RUN, "--set", "pik_share=0,2", "--set", "fill_rule=village_first")
        == with_dot
    )
    assert part(with_dot, "Corong usulan") != part(shown(capsys, *RUN), "Corong usulan")


def test_a_folder_of_ones_own_runs_like_a_dataset(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(p2.text.data_path("datasets"))
    assert shown(capsys, "run", "./wanasari", "--seed", "7") == shown(capsys, *RUN)


def test_indicators_are_those_of_the_library(
    capsys: pytest.CaptureFixture[str], year: p2.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    rows = part(shown(capsys, *RUN), "Indikator ilustratif")
    measured = year.indicators().set_index("key")
    assert [row.split()[-3] for row in rows[:8]] == [f"S{n}" for n in range(1, 9)]
    for key, indicator in measured.iterrows():
        shown_in = [row for row in rows if row.startswith(indicator["label"] + " ")]
        assert len(shown_in) == (str(key) in SASARAN or str(key).startswith("fair_")), key
    assert number(100 * measured.loc["S4", "count"], 1) + "%" in rows[3]
    assert rows[-1].startswith(number(len(measured) - len(rows) + 1))


def test_check_is_told_and_its_failure_is_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(capsys, *RUN).rstrip().splitlines()[-1].startswith("Pemeriksaan: setiap usulan")

    def fails(run: p2.Run) -> p2.Run:
        raise p2.LedgerError("Forum SKPD: pot Pagu melebihi pagu (Rp 5).")

    monkeypatch.setattr(p2.Run, "check", fails)
    assert main(RUN) == 2
    assert capsys.readouterr() == ("", "Forum SKPD: pot Pagu melebihi pagu (Rp 5).\n")


def test_trace_tells_every_gate_of_a_recorded_proposal(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "trace", "tirtamulya", "U10", "--scenario", "unit06")
    assert text.startswith("U10\n")
    assert "Rp 120.000.000" in text
    gates = text.split("─\n")[1].splitlines()
    assert [row.split()[0] for row in gates if re.match(r"[A-Z][a-z]{2} ", row)] == [
        "Feb",
        "Mar",
        "Mei",
        "Jul",
        "Nov",
    ]
    assert "dikurangi" in gates[1] and re.search(r"120 +60", gates[1])
    assert "dikembalikan" in gates[4] and "ditarik" in gates[4]


def test_trace_tells_the_twin_of_a_pokir(capsys: pytest.CaptureFixture[str], year: p2.Run) -> None:
    matched = year.frame()[lambda frame: frame["matches"] != ""].iloc[0]
    text = shown(capsys, "trace", "wanasari", matched["id"], "--seed", "7")
    assert f"Sama dengan usulan musrenbang {matched['matches']}." in text
