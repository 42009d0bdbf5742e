"""`p2spp what-if` says what the functions give, answers ready questions, and hands over whole folders or none."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import pick
from p2spp_sim.cli import asked, main
from p2spp_sim.results import excel
from p2spp_sim.studies import export, standing, what_if

OWN = ["what-if", "wanasari", "--set", "pik_share=0.2", "--replicates", "20", "--seed", "7"]


@pytest.fixture(scope="module")
def study() -> p2.Comparison:
    base = p2.Scenario.load("2010")
    return p2.compare(
        base, base.change(pik_share=0.2), world=p2.World.load("wanasari"), replicates=20, seed=7
    )


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def runs(*_: object, **__: object) -> p2.Comparison:
        raise AssertionError("it ran")

    monkeypatch.setattr(asked, "compare", runs)


def row(text: str, outcome: str) -> str:
    (line,) = [line for line in text.splitlines() if line.split()[:1] == [outcome]]
    return line


def test_without_a_number_the_questions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if"]) == 0
    text = capsys.readouterr().out
    for key, question in what_if.questions().items():
        assert pick(question.question).split()[0] in row(text, key)
    assert "pik_share 0 → 0,2" in " ".join(text.split())


def test_a_question_is_answered_as_the_function_answers_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["what-if", "w6", "--replicates", "20", "--seed", "1"]) == 0
    out, err = capsys.readouterr()
    assert err.count("\n") == 1 and err.endswith("…\n")
    frame = what_if.answer("W6", p2.World.load("wanasari"), 20, 1)
    assert len(frame) == 3
    for record in frame.to_dict("records"):
        for cell in asked.cells(record):
            assert cell in row(out, record["outcome"])
    text = " ".join(out.split())
    assert pick(what_if.question("W6").published) in text
    assert "dimasukkan, bukan temuan satisfaction: satisfaction_rule" in text
    answers = standing.measured().answers["W6"]
    for name in ("list_urgency", "list_reach"):
        low, high = frame.set_index("outcome").loc[name, ["low", "high"]]
        assert f"{name}: " in text and percent(answers[name].share(low, high)) in text
    assert "dapat: tanda dan besarnya" in text


@pytest.mark.parametrize("key", ["W2", "W4", "W10"])
def test_what_holds_of_an_answer_is_said_with_its_share_its_effect_and_its_condition(
    key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["what-if", key, "--replicates", "20"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    found = standing.measured()
    frame = what_if.answer(key, p2.World.load("wanasari"), 20)
    for name, label in asked.VERDICTS.items():
        said = asked.stood(key, frame, name)
        assert (f"{label} {said}" in text) == bool(said)
    for record in frame[~frame["put_in"]].to_dict("records"):
        answer = found.answers[key][record["outcome"]]
        ends = record["low"], record["high"]
        assert f"{percent(answer.share(*ends))} keadaan, beda" in text
        assert asked.across(record["outcome"], answer) in text
        turn = answer.turn(*ends)
        assert turn is None or asked.condition(turn) in text
    assert (
        f"{found.states} gabungan dari {found.parameters} parameter yang diragukan yang bersama-sama memenuhi"
        in text
    )


def test_ones_own_comparison_is_asked_again_in_plausible_states(
    study: p2.Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*OWN, "--states", "10"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Di 10 keadaan yang memenuhi fakta terbit" in text
    found = standing.in_states(*study.scenarios, study.world, ["accepted", "S6"], 10, seed=7)
    frame = what_if.outcomes(study, found)
    for row in frame.to_dict("records"):
        answer = found[row["outcome"]]
        share = percent(answer.share(row["low"], row["high"]))
        across = asked.across(row["outcome"], answer)
        assert f"bertahan di {share} keadaan, beda {across}" in text


@pytest.mark.parametrize(
    ("key", "found", "told"),
    [("W6", ["list_urgency", "list_reach"], ["satisfaction"]), ("W8", [], ["P5", "demand.rupiah"])],
)
def test_what_was_put_in_stands_apart_from_what_was_found(
    key: str, found: list[str], told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["what-if", key, "--replicates", "20"]) == 0
    above, section, below = capsys.readouterr().out.partition(asked.SECTIONS[True])
    assert section and (asked.SECTIONS[False] in above) == bool(found)
    for outcome in found:
        assert row(above, outcome)
    for outcome in told:
        assert row(below, outcome) and f"\n{outcome} " not in above
    if key == "W8":
        assert "(published_demand)" in " ".join(below.split())


def test_a_question_may_be_put_to_another_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", "W2", "sumedang", "--replicates", "20"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Data Kabupaten Sumedang" in text
    assert "yang diubah pik_share 0 → 0,2" in text


def test_ones_own_comparison_shows_what_the_function_gives(
    study: p2.Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(OWN) == 0
    text = capsys.readouterr().out
    outcomes = what_if.outcomes(study, ["accepted", "S4", "fair_end", "P1.rupiah"])
    for record in outcomes.to_dict("records"):
        assert all(cell in row(text, record["outcome"]) for cell in asked.cells(record))
    assert "Yang diubah: pik_share 0 → 0,2." in text
    frame = study.differences()
    still = frame[(frame["measure"] == "count") & (frame["low"] == 0) & (frame["high"] == 0)]
    assert "S1" in set(still["indicator"])
    (line,) = [line for line in text.splitlines() if line.startswith("Tidak berubah sama sekali")]
    assert "S1" in line and "S4" not in line


def test_from_is_the_scenario_before(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "what-if",
        "wanasari",
        "--from",
        "pik_share=0.2",
        "--set",
        "fill_rule=equal_shares",
        "--replicates",
        "20",
    ]
    assert main(words) == 0
    text = capsys.readouterr().out
    frame = what_if.answer("W10", p2.World.load("wanasari"), 20, 0).set_index("outcome", drop=False)
    assert all(
        cell in row(text, "pik_nothing") for cell in asked.cells(frame.loc["pik_nothing"].to_dict())
    )


def test_until_stops_when_narrow_enough_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["what-if", "wanasari", "--set", "pik_share=0.2"]
    assert main([*words, "--until", "S4=0,02"]) == 0
    assert "Berhenti sesudah 20 ulangan" in capsys.readouterr().out
    assert main([*words, "--until", "S4=0.0001", "--replicates", "22"]) == 0
    assert (
        "Sesudah 22 ulangan selang ini belum sesempit yang diminta: S4." in capsys.readouterr().out
    )


def test_until_waits_for_rupiah_too_and_not_for_what_cannot_be_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["what-if", "wanasari", "--set", "pik_share=0.2"]
    assert main([*words, "--until", "P1.rupiah=0.05", "S4.count=0.05"]) == 0
    assert "Berhenti sesudah 20 ulangan" in capsys.readouterr().out
    refused = {  # only rupiah tell the one, without PIK there is no other
        "P1": "P1.count: indikator ini tidak mempunyai ukuran itu; tulis P1.rupiah.",
        "pik_gini.rupiah": "pik_gini.rupiah tidak terukur pada ulangan 1",
    }
    for name, reason in refused.items():
        assert main([*words, "--until", f"{name}=0.05"]) == 2
        assert reason in capsys.readouterr().err


def test_what_is_told_in_rupiah_is_measured_in_rupiah_and_what_is_left_out_is_named(
    study: p2.Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(OWN) == 0
    text = capsys.readouterr().out
    (record,) = what_if.outcomes(study, ["fair_gini.rupiah"]).to_dict("records")
    assert record["label"].endswith("(menurut rupiah)")
    assert all(cell in row(text, "fair_gini.rupiah") for cell in asked.cells(record))
    assert not [line for line in text.splitlines() if line.startswith(("fair_gini ", "P3 "))]
    assert "tidak ada yang dapat dihitung: pik_gini, pik_per_poor." in " ".join(text.split())


def test_few_replicates_get_no_interval(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", "wanasari", "--set", "pik_share=0.2", "--replicates", "4"]) == 0
    text = capsys.readouterr().out
    assert row(text, "S6").endswith("–")
    assert "Selang tidak diberikan: 4 ulangan" in text


def test_the_folder_holds_tables_excel_pictures_and_where_they_came_from(
    study: p2.Comparison, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pik"
    assert main([*OWN, "--out", str(folder)]) == 0
    names = {path.name for path in folder.iterdir()}
    assert f"{len(names)} berkas ditulis ke {folder}" in capsys.readouterr().out
    for kind in export.pictures(study):
        assert {f"picture-{kind}.{end}" for end in ("png", "svg", "csv")} <= names
    pd.testing.assert_frame_equal(
        pd.read_csv(folder / "differences.csv"), study.differences(), check_dtype=False
    )
    book = CalamineWorkbook.from_path(folder / "comparison.xlsx")
    assert book.sheet_names == [export.SHEETS[name] for name in export.tables(study)]
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    assert (about["dataset"], about["replicates"], about["seed"]) == ("wanasari", 20, 7)
    assert about["scenarios"][1]["changed"] == {"pik_share": 0.2}
    (folder / ".DS_Store").touch()  # it was looked at meanwhile
    assert main([*OWN, "--out", str(folder)]) == 0  # one's own folder may be written again
    assert [path.name for path in tmp_path.iterdir()] == ["pik"]


def test_an_interrupted_hand_over_leaves_the_old_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pik"
    folder.mkdir()
    (folder / "about.json").write_text('{"files": ["funnel.csv"]}', encoding="utf-8")
    (folder / "funnel.csv").write_text("lama", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(excel, "write_tables", full)
    assert main([*OWN, "--out", str(folder)]) == 2
    assert "Isi lama tetap ada." in capsys.readouterr().err
    assert (folder / "funnel.csv").read_text(encoding="utf-8") == "lama"
    assert [path.name for path in tmp_path.iterdir()] == ["pik"]


def test_a_folder_with_something_else_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], nothing_runs: None
) -> None:
    (tmp_path / "catatan.txt").write_text("penting", encoding="utf-8")
    for place, said in ((tmp_path, "berisi hal lain"), (tmp_path / "catatan.txt", "adalah berkas"),
                        (tmp_path / "a" / "b", "tidak ada")):  # fmt: skip
        assert main([*OWN, "--out", str(place)]) == 2
        assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["catatan.txt"]


@pytest.mark.parametrize("about", ['{"files": ["funnel.csv"]}', "{}", "[", '{"files": 3}'])
def test_a_file_of_ones_own_in_a_folder_of_results_is_named_and_stays(
    about: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], nothing_runs: None
) -> None:
    for name, text in {
        "about.json": about,
        "funnel.csv": "lama",
        "catatan.docx": "penting",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main([*OWN, "--out", str(tmp_path)]) == 2
    assert "catatan.docx" in capsys.readouterr().err
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    "words, said",
    [
        (["W16"], "Pertanyaan “W16” tidak dikenal. Yang paling mirip: "),
        (["wanasri", "--set", "pik_share=0.2"], "Yang paling mirip: wanasari."),
        (["wanasri"], "Yang paling mirip: wanasari."),
        (["wanasari"], "p2spp what-if wanasari --set pik_share=0.2"),
        (["wanasari", "--set", "pik_shar=0.2"], "Yang paling mirip: pik_share"),
        (["wanasari", "--from", "pik_share"], "--from pik_share: diharapkan TUAS=NILAI"),
        (["wanasari", "--set", "pik_share=0"], "Kedua skenario sama"),
        (["wanasari", "--set", "pik_share=0.2", "--until", "S44=0.01"], "Yang paling mirip: S4"),
        (
            ["wanasari", "--set", "pik_share=0.2", "--until", "S4=-1"],
            "--until S4=-1: diharapkan HASIL=LEBAR",
        ),
        (["W2", "--set", "pik_share=0.3"], "W2 sudah menentukan skenarionya"),
        (["W2", "--states", "10"], "W2 sudah menentukan skenarionya"),
        (["W2", "--replicates", "5"], "replicates = 5: diharapkan paling sedikit 20."),
        (["W2", "sumedan"], "Yang paling mirip: sumedang."),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_said_before_anything_runs(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], nothing_runs: None
) -> None:
    assert main(["what-if", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and "…" not in err


def test_shared_draws_are_worth_replicates(study: p2.Comparison) -> None:
    frame = export.precision(study).set_index(["indicator", "measure"])
    accepted = frame.loc[("accepted", "count")]
    assert accepted["paired"] < accepted["independent"]
    assert accepted["times"] == pytest.approx((accepted["independent"] / accepted["paired"]) ** 2)
    differences = study.differences().set_index(["indicator", "measure"])
    half = (differences["high"] - differences["low"]).loc[("accepted", "count")] / 2
    assert accepted["paired"] == pytest.approx(half)
    both = study.outcome("accepted", scenario=0), study.outcome("accepted")
    spread = sum(values.var(ddof=1) / len(values) for values in both) ** 0.5
    assert accepted["independent"] == pytest.approx(2.093 * spread)


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize(
    "words", [["what-if"], ["what-if", "W5", "--replicates", "20"], OWN], ids=" ".join
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


def test_a_ready_question_is_asked_as_its_page_asks_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", "W2"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert f"{what_if.REPLICATES} ulangan berpasangan, benih {what_if.SEED}" in text
    page = data_path("docs", "pertanyaan.id.md").read_text(encoding="utf-8")
    section = page.partition("### W2.")[2].partition("### W3.")[0]
    for record in what_if.answer("W2", p2.World.load("wanasari")).to_dict("records"):
        for cell in asked.cells(record):
            assert cell in text and cell in section


def test_a_folder_that_is_called_as_a_question_is_asked_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(data_path("datasets", "tirtamulya"), "W2")
    assert main(["what-if", "W2"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "Yang mana?" in said and "./W2" in said and "what-if W2 wanasari" in said
    few = ["--replicates", "20"]
    assert main(["what-if", "W2", "tirtamulya", *few]) == 0
    assert "pernah terbit" in capsys.readouterr().out
    assert main(["what-if", "W2", "--set", "pik_share=0.2", *few]) == 0
    assert "Yang diubah: pik_share" in capsys.readouterr().out
    shutil.rmtree("W2")
    Path("W2").mkdir()  # such as results
    assert main(["what-if", "W2", *few]) == 0
