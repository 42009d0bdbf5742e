"""Studies grow in their folder, are run again from it alone, and say what their sample can carry."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.cli import main
from p2spp_sim.studies import sweep as sweeping
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept import plan
from p2spp_sim.studies.kept.part_files import save
from p2spp_sim.studies.sensitivity import convergence, interactions, sensitivity

BASE = p2.Scenario.load("2010")
LEVERS = BASE.levers("pik_share", "outreach_poor")


def swept(design: Design, to: Path, replicates: int = 2, **more: Any) -> p2.Sweep:
    words = {"seed": 3, "outcomes": ["accepted"], "progress": False, **more}
    return p2.sweep(design, p2.World.load("wanasari"), replicates=replicates, to=to, **words)


def sobol(n: int, **more: Any) -> Design:
    return Design.sobol(LEVERS, n, seed=5, **more)


def files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("part-*")}


def test_a_study_that_grew_is_the_study_that_was_as_large_from_the_start(tmp_path: Path) -> None:
    grown, whole = tmp_path / "grown", tmp_path / "whole"
    for n, replicates in ((2, 1), (4, 1), (8, 3)):
        before = files(grown)
        study = swept(sobol(n), grown, replicates, grow=True)
        assert before.items() <= files(grown).items(), "what was there is neither run nor written"
    assert study.missing == 0 and len(study.manifest["grown"]) == 2
    assert study.design.points == sobol(8).points
    assert study.frame().equals(swept(sobol(8), whole, 3).frame())
    before = files(grown)
    assert swept(sobol(8), grown, 3).frame().equals(study.frame()) and files(grown) == before
    lost = study.folder / study.manifest["parts"][-1]
    lost.unlink()
    assert swept(sobol(8), grown, 3).missing == 0 and lost.exists()


def test_a_study_that_is_cut_off_while_it_grows_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for name in ("keep", "write_atomically"):
        folder = tmp_path / name
        swept(sobol(2), folder, 1)
        with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
            cut.setattr(plan, name, killed)
            swept(sobol(4), folder, 1, grow=True)
        study = swept(sobol(4), folder, 1, grow=True)
        assert study.missing == 0 and study.design.points == sobol(4).points, name


def test_what_does_not_continue_a_study_is_refused_with_the_reason(tmp_path: Path) -> None:
    swept(sobol(4), tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(p2.P2sppError, match=r"ukuran lain: design: .* tambahkan grow=True"):
        swept(sobol(8), tmp_path)
    with pytest.raises(p2.P2sppError, match=r"tidak meneruskan .*titik pertamanya harus sama"):
        swept(Design.latin_hypercube(LEVERS, 40, 5), tmp_path, grow=True)
    with pytest.raises(p2.P2sppError, match=r"tidak meneruskan"):
        swept(sobol(8, second_order=True), tmp_path, grow=True)
    with pytest.raises(p2.P2sppError, match=r"sudah berisi 2 ulangan .*bukan menjadi 1"):
        swept(sobol(8), tmp_path, 1, grow=True)
    with pytest.raises(p2.P2sppError, match=r"seed: 3 ≠ 4"):
        swept(sobol(8), tmp_path, seed=4, grow=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_parts_are_run_again_from_the_folder_and_held_against_every_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = swept(sobol(8), tmp_path, 2)
    result = study.rerun(3)
    assert result.same and result.other == () and len(result.table) == 3
    numbers = [study.manifest["parts"].index(part) for part in result.table["part"]]
    assert numbers[0] == 0 and numbers[-1] == len(study.manifest["parts"]) - 1
    path = tmp_path / result.table["part"][0]
    table = study.frame().query("point <= @result.table.last_point[0]").to_dict("series")
    kept = {name: column.to_numpy().copy() for name, column in table.items()}
    kept["accepted.count"][1] += 0.25
    save(kept, path)
    assert main(["sweep", "--rerun", str(tmp_path), "--count", "2"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("1 dari 2 bagian sama di setiap sel") and "paling jauh 0.25" in out
    path.write_bytes(b"nothing")
    assert study.rerun(2).table["verdict"].tolist() == ["failed", "same"]


def test_other_code_is_named_beside_what_came_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = swept(sobol(4), tmp_path)
    real = sweeping.provenance.files
    monkeypatch.setattr(sweeping.provenance, "files", lambda rules: real(rules) | {"year.py": "x"})
    result = study.rerun(1)
    assert result.same and result.other == ("year.py",) and "year.py" in str(result)


def test_a_folder_of_an_older_version_says_that_it_lacks_its_world(tmp_path: Path) -> None:
    study = swept(sobol(4), tmp_path)
    (tmp_path / "origin/world.npz").unlink()
    with pytest.raises(p2.P2sppError, match=r"sebelum versi 0\.9\.0 belum menyimpannya"):
        study.rerun()


@pytest.mark.parametrize("left", [0.0, 0.5, 0.999])
def test_a_world_cut_short_is_told_with_the_way_out_and_written_anew(
    tmp_path: Path, left: float
) -> None:
    study = swept(sobol(4), tmp_path)
    path = tmp_path / "origin/world.npz"
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * left)])
    with pytest.raises(p2.P2sppError, match=r"world\.npz tidak dapat dipakai .*Hapus berkas itu"):
        study.rerun()
    path.unlink()
    assert swept(sobol(4), tmp_path).rerun(1).same


def surface(design: Design) -> Any:
    """An outcome of which a third is the first lever's, and two thirds the pair's."""
    a, b = (design.places - 0.5).T
    return a / np.sqrt(12) * 1.0 + a * b * np.sqrt(2)


def test_indices_of_pairs_come_from_a_sample_that_was_laid_out_for_them() -> None:
    design = sobol(512, second_order=True)
    assert len(design) == 512 * 6 and design.kind == "sobol_pairs"
    table = interactions(design, surface(design))
    assert table[["lever", "other"]].to_numpy().tolist() == [["pik_share", "outreach_poor"]]
    a, b = 1 / 12 / 12, 2 / 144  # variances of the two terms
    assert abs(table["second"][0] - b / (a + b)) < 0.05 + table["second_half"][0]
    first = sensitivity(design, surface(design)).set_index("lever")["first"]
    assert abs(first["pik_share"] - a / (a + b)) < 0.1
    with pytest.raises(p2.OutOfBounds, match=r"second_order=True"):
        interactions(sobol(8), np.arange(32.0))
    rng = np.random.default_rng(0)
    small = sobol(2, second_order=True)
    with pytest.raises(p2.OutOfBounds, match=r"tidak dapat memikul indeks"):
        interactions(small, rng.standard_normal(len(small)) ** 5)
    with pytest.raises(p2.OutOfBounds, match=r"n di bawah 8"):  # intervals of two draws say nothing
        interactions(small, surface(small))


def test_convergence_measures_every_doubling_of_the_same_sample() -> None:
    design = sobol(64)
    table = convergence(design, surface(design), seed=1)
    assert table["n"].unique().tolist() == [8, 16, 32, 64]
    last = table[table["n"] == 64].drop(columns=["n", "points", "moved"]).reset_index(drop=True)
    assert last.equals(sensitivity(design, surface(design), seed=1))
    assert table["moved"].isna().sum() == 2
    again = (sensitivity(design, surface(design)) for _ in range(2))  # by the seed that is not said
    assert next(again).equals(next(again))
    with pytest.raises(p2.OutOfBounds, match=r"n = 8: diharapkan paling sedikit 16"):
        convergence(sobol(8), np.arange(32.0))
    with pytest.raises(p2.OutOfBounds, match=r"tidak cocok dengan cara sobol"):
        convergence(Design.latin_hypercube(LEVERS, 40), np.arange(40.0))


def test_words_of_the_command_line_lead_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "sweep wanasari --levers pik_share,outreach_poor --replicates 1 --outcomes accepted"
    for n in ("8", "16"):
        more = ["--sobol", n, "--second-order", "--grow", "--to", str(tmp_path / "s")]
        assert main([*words.split(), *more]) == 0
    told = ["--outcome", "accepted", "--second-order", "--convergence"]
    assert main(["sensitivity", str(tmp_path / "s"), *told]) == 0
    out = capsys.readouterr().out
    assert "Sepasang tuas" in out and "Kemantapan" in out and "n = 16" in out
    assert (tmp_path / "s/convergence-sobol-accepted.count.png").exists()
    drawing = p2.Sweep.open(tmp_path / "s").figure("accepted", "convergence")
    assert drawing.csv() == (tmp_path / "s/convergence-sobol-accepted.count.csv").read_bytes()
    assert main(["sweep", "--levers", "pik_share"]) == 2
    assert "DATA, --levers, dan --to; atau --compact FOLDER" in capsys.readouterr().err
