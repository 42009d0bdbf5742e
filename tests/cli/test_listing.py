"""`p2spp levers` and `p2spp data` show everything that is declared."""

import pytest

from p2spp_sim.base.language import tr
from p2spp_sim.cli import main
from p2spp_sim.forum.fill import FILL_RULES
from p2spp_sim.model.amendments import AMENDMENTS, EFFECTS
from p2spp_sim.model.ceilings import AMOUNTS
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA
from p2spp_sim.model.gates import TESTS
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.scenario.levers import declared
from p2spp_sim.world.schema import SCHEMA
from p2spp_sim.world.world import datasets


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_levers_are_listed_and_parameters_only_on_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for everything in (False, True):
        text = shown(capsys, "levers", *(["--all"] if everything else []))
        listed = {line.split()[0] for line in text.splitlines() if line[:1].isalpha()}
        wanted = {key for key, lever in declared().items() if everything or lever.role == "lever"}
        assert listed - {"Tuas", "Ubah"} == wanted


@pytest.mark.parametrize("key", declared())
def test_a_lever_is_described_whole(
    key: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    lever = declared()[key]
    text = " ".join(shown(capsys, "levers", key).split())
    for piece in (
        key,
        lever.label["id"],
        tr(lever.unit),
        lever.acts_in,
        " ".join(lever.seed_codes),
        tr(lever.source),
    ):
        assert piece in text


def test_bounds_are_written_in_the_language_of_the_screen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "0 – 0,6" in shown(capsys, "levers", "pik_share")
    assert "0 – 0.6" in shown(capsys, "levers", "pik_share", "--bahasa", "en")
    assert "Rp 0 – Rp 20 miliar" in shown(
        capsys, "levers", "kecamatan_ceiling_idr", "--bahasa", "id"
    )


def test_every_dataset_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "data")
    for name in datasets():
        assert f"\n{name} " in text
    assert "277" in text and "1.227.000" in text and "15 tercatat" in text


def test_a_dataset_is_described_by_its_tables(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "data", "tirtamulya")
    for table in SCHEMA:
        assert f"\n{table}: " in text
    assert "proposals: 15 baris" in text
    lines = [line.split() for line in text.splitlines() if line]
    for columns in SCHEMA.values():
        for column in columns:
            assert any(line[0] == column.name for line in lines), column.name


def test_every_word_of_rules_files_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        line.split(maxsplit=1) for line in shown(capsys, "data", "--istilah").splitlines() if line
    ]
    explained = {row[0] for row in rows if len(row) == 2 and len(row[1]) > 5}
    words = {reason.key for reason in Reason if reason} | set(FILL_RULES)
    for group in (TESTS, CRITERIA, AMOUNTS, AMENDMENTS, CAPACITIES, EFFECTS):
        words |= set(group)
    assert words <= explained
