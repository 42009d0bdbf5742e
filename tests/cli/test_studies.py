"""`p2spp evidence` and `p2spp levers --effects` show what was measured, and say how far they are on stderr."""

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from p2spp_sim.base.language import set_language
from p2spp_sim.cli import main, studies
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import evidence, lever_effects
from p2spp_sim.studies.null_models import NULL_MODELS
from p2spp_sim.world.world import World

WHOLE = ["evidence", "wanasari", "--replicates", "2"]


def test_every_fact_stands_under_its_role(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(WHOLE) == 0
    out, err = capsys.readouterr()
    assert err == "1 dari 1: wanasari, 2 ulangan …\n"
    parts = {
        title: out.split(f"{title}\n")[1].split("\n\n")[0]
        for title in ("Dikalibrasi", "Masukan", "Keselarasan")
    }
    roles = dict(zip(("calibrated", "input", "consistency"), parts.values(), strict=True))
    for key, fact in evidence.facts().items():
        for role, text in roles.items():
            assert any(line.split()[:1] == [key] for line in text.splitlines()) == (
                role == fact.role
            ), key


def test_the_table_says_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(WHOLE) == 0
    lines = capsys.readouterr().out.splitlines()
    for row in evidence.report(["wanasari"], replicates=2).to_dict("records"):
        (start,) = [k for k, line in enumerate(lines) if line.split()[:1] == [row["fact"]]]
        note = next(line for line in lines[start:] if line.startswith("    ") and line[4] != " ")
        assert studies.plain(row["value"]) in lines[start]
        assert studies.plain(row["low"]) in lines[start]
        assert studies.plain(row["high"]) in lines[start]
        assert lines[start].split()[-1] == studies.plain(row["lottery"])
        ranked = row["role"] != "input"
        assert note.strip() == row["verdict_text"] + (f"; {row['meaning']}" if ranked else "")


def row_of(fact: str, model: str, **nulls: str) -> dict[str, object]:
    """Give a row of the evidence with the verdicts of the model and of null models."""
    tells = evidence.meaning(model, nulls.get("lottery", ""))
    verdicts = {f"{name}_verdict": nulls.get(name, "inside") for name in NULL_MODELS}
    return {
        "fact": fact,
        "label": "",
        "dataset": "wanasari",
        "role": "calibrated",
        "verdict": model,
        "verdict_text": evidence.VERDICTS[model],
        "meaning": evidence.MEANINGS[tells],
        **dict.fromkeys(("band_low", "band_high", "value", "low", "high", "lottery"), 0.5),
        **verdicts,
    }


@pytest.mark.parametrize(
    "language, some, none",
    [
        (
            "id",
            "Tanpa masukan, 3 dari 4 ukuran kena; di antaranya 2 yang tidak dipenuhi urutan terbesar dahulu, 0 yang "
            "tidak dipenuhi urutan terkecil dahulu, dan 1 yang tidak dipenuhi undian.",
            "model tidak lebih baik daripada undian.",
        ),
        (
            "en",
            "3 of 4 measures are met; of these, biggest first misses 2, smallest first misses 0, and a lottery "
            "misses 1.",
            "the model is no better than a lottery.",
        ),
    ],
)
def test_what_a_lottery_misses_is_counted(language: str, some: str, none: str) -> None:
    set_language(language)
    try:
        rows = [
            row_of("A", "inside", lottery="outside", biggest="beyond"),
            row_of("B", "inside", lottery="touching", biggest="outside"),
            row_of("C", "inside", lottery="inside"),
            row_of("D", "touching", lottery="outside", smallest="outside"),
            {**row_of("E", "inside"), "role": "input"},
        ]
        said = " ".join(studies.of_evidence(pd.DataFrame(rows), 9).split())
        assert said.endswith(some)
        said = " ".join(studies.of_evidence(pd.DataFrame(rows[1:]), 9).split())
        assert none in said.rsplit(".", 2)[1] + "."
    finally:
        set_language("id")


@pytest.mark.parametrize(
    "value, text",
    [(0.0, "0"), (0.12345, "0,123"), (-0.000128, "-0,000128"), (48.0, "48"), (float("nan"), "–")],
)
def test_three_digits_that_count(value: float, text: str) -> None:
    assert studies.plain(value) == text


def test_the_book_holds_the_same_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bukti.xlsx"
    assert main([*WHOLE, "--out", str(path)]) == 0
    assert f"Buku Excel ditulis: {path}" in capsys.readouterr().out
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("fakta").to_python()
    frame = evidence.report(["wanasari"], replicates=2)
    assert head == list(frame.columns)
    assert [row[0] for row in rows] == list(frame["fact"])
    assert [row[head.index("value")] for row in rows] == pytest.approx(list(frame["value"]))
    assert [each.name for each in tmp_path.iterdir()] == ["bukti.xlsx"]


def test_an_interrupted_save_leaves_the_old_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bukti.xlsx"
    path.write_bytes(b"isi lama")

    def stopped(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", stopped)
    assert main([*WHOLE, "--out", str(path)]) == 2
    assert "Isi lama tetap ada." in capsys.readouterr().err
    assert path.read_bytes() == b"isi lama" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "words, said",
    [
        (["evidence", "wanasari", "wanasri"], "Yang paling mirip: wanasari."),
        (["evidence", "--out", "bukti.csv"], "harus berakhir .xlsx"),
        (["levers", "pik_shar", "--effects"], "Yang paling mirip: pik_share"),
        (["levers", "dd_year", "--effects"], "hanya ada pada masa aturan dana_desa, sipd"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_said_before_anything_runs(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def runs(*_: object, **__: object) -> pd.DataFrame:
        raise AssertionError("it ran")

    monkeypatch.setattr(evidence, "report", runs)
    monkeypatch.setattr(lever_effects, "table", runs)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and "…" not in err


@pytest.mark.parametrize("words", [["evidence"], ["levers", "--effects"]], ids=" ".join)
def test_an_interval_needs_two_replicates(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--replicates", "1"])
    assert "diharapkan paling sedikit 2, bukan 1" in capsys.readouterr().err


def test_effects_show_what_moved_and_mark_what_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["levers", "pik_share", "--effects", "--replicates", "8"]) == 0
    out, err = capsys.readouterr()
    assert err == "1 dari 1: pik_share, 8 pasang ulangan …\n"
    base, text = Scenario.load("2010"), " ".join(out.split())
    effects = lever_effects.effects(World.load("wanasari"), base, base.lever("pik_share"), 8)
    shown = [effect for effect in effects if effect.moves or effect.meant]
    assert sum(effect.moves != 0 for effect in shown) > 3
    for effect in shown:
        sign = "+" if effect.mean > 0 else ""
        star = " *" if effect.meant and effect.meant == effect.moves else ""
        assert f"{effect.indicator} {sign}{studies.plain(effect.mean)}{star}" in text
    assert (
        text.count(" *") == sum(effect.meant == effect.moves != 0 for effect in shown) + 1
    )  # the last is the explanation
    assert not any(f" {effect.indicator} " in out for effect in effects if effect not in shown)


def test_what_was_written_for_an_older_version_still_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["levers", "pik_share", "--effects"]
    said = []
    for name in ("--replicates", "--seeds"):
        assert main([*words, name, "3"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    with pytest.raises(SystemExit):
        main(["levers", "--help"])
    assert "--seeds" not in capsys.readouterr().out
    given: dict[str, Any] = {
        "world": World.load("wanasari"),
        "base": Scenario.load("2010"),
        "only": ["pik_share"],
    }
    with pytest.warns(DeprecationWarning, match="table: seeds is now replicates"):
        before = lever_effects.table(**given, seeds=3)
    pd.testing.assert_frame_equal(before, lever_effects.table(**given, replicates=3))
    with pytest.raises(TypeError, match="seeds"):
        lever_effects.table(**given, seeds=3, replicates=3)


def test_every_lever_of_the_regime_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(world: World, base: Scenario, replicates: int, only: list[str]) -> pd.DataFrame:
        (lever,) = base.levers(*only)
        asked.append(lever.key)
        return pd.DataFrame({"lever": [lever.key]})

    monkeypatch.setattr(lever_effects, "table", noted)
    studies.moved("wanasari", 2)
    assert asked == [
        lever.key
        for lever in Scenario.load("2010").levers()
        if not lever.regimes or "2010" in lever.regimes
    ]


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize(
    "words", [WHOLE, ["levers", "pik_share", "--effects", "--replicates", "2"]], ids=" ".join
)
def test_no_line_is_wider_than_the_screen(
    words: list[str],
    width: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert main(words) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > int(width)] == []
