"""Parts of one's own: known, checked before anything runs, carried everywhere, part of what a study is."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module, invalidate_caches
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base import own_parts
from p2spp_sim.base.fingerprint import Reached
from p2spp_sim.base.toml import rules_path
from p2spp_sim.figures import About
from p2spp_sim.forum.fill import FILL_RULES
from p2spp_sim.results.indicators import by_run
from p2spp_sim.studies.export import origin
from p2spp_sim.studies.kept.manifest import MANIFEST
from p2spp_sim.studies.running import carried
from p2spp_sim.studies.running.at_once import asked_of
from p2spp_sim.world.stack import stacked
from p2spp_sim.year import run_stack
from tests.docs.test_own_parts import FILES, blocks

WORLD, BASE = p2.World.load("wanasari"), p2.Scenario.load("2010")
AT, SOURCE = "musrenbang_kecamatan", "untuk uji"
ACTING = ("small_works", "poor_village", "village_share")


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    p2.parts.remove()


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """Load the five examples of the pages; then their files are gone, as on a worker's machine."""
    folder = tmp_path / "parts"
    folder.mkdir()
    for page, name in FILES.items():
        (folder / name).write_text(blocks(f"bagian/{page}.md")[0], encoding="utf-8")
    p2.parts.load(folder)
    for path in folder.glob("*.py"):
        path.unlink()
    return tmp_path


def swept(to: Path, base: p2.Scenario = BASE, **more: Any) -> p2.Sweep:
    design = p2.Design.listed([{"pik_share": share} for share in (0.1, 0.3)])
    words = {"outcomes": ["accepted"], "replicates": 2, "seed": 7, "progress": False, **more}
    return p2.sweep(words.pop("design", design), WORLD, base=base, to=to, **words)


@contextmanager
def on(name: str) -> Iterator[Executor | None]:
    if name == "in process":
        yield None
    elif name == "process pool":
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield pool
    elif name == "loky":
        from loky import ProcessPoolExecutor as Loky

        with Loky(1) as pool:
            yield pool
    else:
        from distributed import Client, LocalCluster

        with (
            LocalCluster(1, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield client.get_executor()


def test_five_parts_give_the_same_bytes_wherever_they_are_run(five: Path) -> None:
    base = BASE.using(*ACTING).change(pik_share=0.2)
    design = p2.Design.grid(base.levers("small_idr", "fill_rule"), n=2)
    made = {}
    for name in ("in process", "process pool", "loky", "dask"):
        with on(name) as executor:
            study = swept(
                five / name, base, design=design, outcomes=["accepted", "theil"], executor=executor
            )
        assert study.failures == () and study.missing == 0, name
        made[name] = {path.name: path.read_bytes() for path in study.folder.glob("part-*")}
    assert all(parts == made["in process"] for parts in made.values())
    frame = study.frame()
    assert set(frame["fill_rule"]) == {*FILL_RULES, "lottery"} and frame["theil.count"].min() > 0
    assert frame.groupby("fill_rule")["accepted.count"].mean().nunique() > 3


def test_rows_that_are_decided_by_themselves_are_stacked_to_the_same_numbers(five: Path) -> None:
    scenario = BASE.using(*ACTING).change(fill_rule="lottery", pik_share=0.3)
    keys = ["accepted", "P1", "P3", "fair_end"]
    together = by_run(run_stack(stacked(WORLD, 3), [scenario] * 3, [1, 2, 3], 5), keys)
    alone = [by_run(p2.run_year(WORLD, scenario, 5, replicate=1 + n), keys)[0] for n in range(3)]
    assert np.array_equal(together, np.array(alone), equal_nan=True)
    runs = [(scenario, replicate) for replicate in (1, 2)]  # nobody has tried these parts here
    assert [numbers for numbers, _ in asked_of(WORLD, runs, 5, lambda run: run.draws)] == [[0], [1]]


def test_many_kabupaten_at_once_know_them_too(five: Path) -> None:
    """Threads of one run see the parts of the study that it belongs to."""
    scenario = BASE.using("small_works").change(fill_rule="lottery")
    nation = p2.World.synthetic(20_000, seed=1)
    assert len(nation.blocks()) > 1
    known = carried.used([scenario], [])
    p2.parts.remove()
    with own_parts.using(known):
        p2.run_year(nation, scenario).check()


def gate(function: Any, **more: Any) -> own_parts.OwnPart:
    return p2.gate(**{"at": AT, "source": SOURCE, "label": "uji", **more})(function)


def wrong_shape(m: Any) -> Any:
    return np.ones(3, np.bool_)


def wrong_kind(m: Any) -> Any:
    return np.ones(len(m.rows))


def no_array(m: Any) -> Any:
    return [True] * len(m.rows)


def not_a_number(m: Any) -> Any:
    return np.full(len(m.rows), np.nan)


def too_large(m: Any) -> Any:
    return np.full(len(m.rows), 1.5)


def more_than_asked(m: Any) -> Any:
    return m.asked + 1


def fails(m: Any) -> Any:
    return m.columm("cost")


def spends_all(rows: Any) -> Any:
    return np.ones(len(rows.amount), np.bool_)


def below_zero(run: Any) -> Any:
    return -1.0


def nan_of_a_run(run: Any) -> Any:
    return float("nan")


def text_of_a_run(run: Any) -> Any:
    return "banyak"


def writes_into_it(m: Any) -> Any:
    m.asked[:] = 0
    return m.asked == 0


def writes_into_the_world(m: Any) -> Any:
    m.world.villages["poor_share"][:] = 0
    return m.asked > 0


def masked(m: Any) -> Any:
    return np.ma.array(m.asked > 0, mask=True)


def leaves(m: Any) -> Any:
    raise SystemExit(3)


def by_chance(m: Any) -> Any:
    return np.random.default_rng().random(len(m.rows)) < 0.5


def hides_what_it_spends(rows: Any) -> Any:
    rows.amount[:] = 0
    return np.ones(len(rows.amount), np.bool_)


def complex_of_a_run(run: Any) -> Any:
    return 1 + 0j


def too_long(run: Any) -> Any:
    return 10**400


BOUNDS = {"unit": "indeks", "bounds": (0, None)}
SAID = {
    (
        p2.gate,
        wrong_shape,
    ): r"saringan usulan “wrong_shape” \(test_own_parts.py:\d+\) memberi bool \(3,\); "
    r"diharapkan bool \(\d+,\)",
    (p2.gate, wrong_kind): r"memberi float64 \(\d+,\); diharapkan bool",
    (p2.gate, no_array): r"memberi list; diharapkan bool",
    (p2.gate, fails): r"gagal di baris \d+: AttributeError: .*columm",
    (
        p2.gate,
        writes_into_it,
    ): r"gagal di baris \d+: mengubah isi larik yang diterimanya; buat salinan",
    (p2.gate, writes_into_the_world): "mengubah isi larik yang diterimanya",
    (p2.gate, masked): r"memberi MaskedArray; diharapkan bool",
    (p2.gate, leaves): r"gagal di baris \d+: SystemExit: 3",
    (p2.gate, by_chance): r"hasil lain bila dijalankan sekali lagi: .*gate\.by_chance .*m\.uniform",
    (p2.fill_rule, hides_what_it_spends): "mengubah isi larik yang diterimanya",
    (p2.indicator, complex_of_a_run): "memberi complex; diharapkan satu angka",
    (p2.indicator, too_long): "memberi int; diharapkan satu angka",
    (p2.criterion, not_a_number): "memberi nan; diharapkan angka dari 0 sampai 1",
    (p2.criterion, too_large): "memberi 1.5; diharapkan angka dari 0 sampai 1",
    (p2.amendment, more_than_asked): "diharapkan rupiah dari 0 sampai yang diminta",
    (p2.fill_rule, spends_all): "diharapkan paling banyak pagunya",
    (p2.indicator, below_zero): "memberi -1.0; diharapkan angka dari 0 sampai inf",
    (p2.indicator, nan_of_a_run): "memberi nan; diharapkan angka",
    (p2.indicator, text_of_a_run): "memberi str; diharapkan satu angka, sepasang angka, atau None",
}


@pytest.mark.parametrize(("kind", "function"), SAID)
def test_a_part_that_gives_what_it_must_not_is_told_before_anything_is_written(
    kind: Any, function: Any, tmp_path: Path
) -> None:
    words = {"at": AT} if kind in (p2.gate, p2.criterion, p2.amendment) else {}
    words |= BOUNDS if kind is p2.indicator else {}
    part = kind(source=SOURCE, label="uji", **words)(function)
    base, outcomes = BASE.change(pik_share=0.2), ["accepted"]
    if kind is p2.indicator:
        outcomes = [part.key]
    elif kind is p2.fill_rule:
        base = base.change(fill_rule=part.key)
    else:
        base = base.using(part)
    with pytest.raises(p2.P2sppError, match=SAID[kind, function]):
        swept(tmp_path / "no", base, outcomes=outcomes)
    assert not (tmp_path / "no").exists()


def test_a_gate_that_looks_at_the_others_may_not_promise_that_it_does_not(tmp_path: Path) -> None:
    def below_the_middle(m: Any) -> Any:
        return m.asked < np.median(m.asked)

    honest = gate(below_the_middle)
    study = swept(tmp_path / "yes", BASE.using(honest))
    run = p2.run_year(WORLD, BASE.using(honest).change(pik_share=0.3), 7, replicate=1)
    assert study.frame()["accepted.count"].iloc[-1] == by_run(run, ["accepted"])[0, 0, 0]
    promised = gate(below_the_middle, rowwise=True)
    with pytest.raises(p2.P2sppError, match=r"gate.below_the_middle .*Hapus rowwise=True"):
        swept(tmp_path / "no", BASE.using(promised))
    assert not (tmp_path / "no").exists()

    def first_rows(m: Any) -> Any:
        return np.arange(len(m.rows)) < 300  # of the first replicate alone where two are stacked

    with pytest.raises(p2.P2sppError, match=r"gate.first_rows .*Hapus rowwise=True"):
        swept(tmp_path / "no", BASE.using(gate(first_rows, rowwise=True)))


def test_a_promise_is_tried_at_both_ends_of_a_lever_that_a_part_names(tmp_path: Path) -> None:
    def honest_where_few_are_moved(m: Any) -> Any:
        few = m.value("pik_share") < 0.3
        return m.asked < (2e8 if few else np.median(m.asked))

    with pytest.raises(p2.P2sppError, match=r"Hapus rowwise=True"):
        swept(tmp_path / "no", BASE.using(gate(honest_where_few_are_moved, rowwise=True)))


def test_points_of_a_stack_show_a_part_no_value_of_another_point(tmp_path: Path) -> None:
    def by_what_is_changed(m: Any) -> Any:
        return m.asked < 1e9 * m.scenario.changed.get("pik_share", 1)

    def whatever_fails(m: Any) -> Any:
        try:
            return m.asked < 1e9 * m.value("pik_share")
        except Exception:
            return m.asked < 0

    for function in (by_what_is_changed, whatever_fails):
        base = BASE.using(gate(function, rowwise=True))
        study = swept(tmp_path / function.__name__, base)
        for row in study.frame().itertuples():
            run = p2.run_year(
                WORLD, base.change(pik_share=row.pik_share), 7, replicate=row.replicate
            )
            assert by_run(run, ["accepted"])[0, 0, 0] == row[-1]


def test_levers_go_along_that_a_lever_or_a_rule_book_names(tmp_path: Path) -> None:
    about = {"label": {"id": "uji"}, "unit": "bagian", "source": SOURCE}
    for key in ("held", "noisy", "set_here", "of_nobody"):
        p2.parts.add(p2.Lever(key=key, kind="real", value=0.0, low=0.0, high=1.0, **about))
    clause = {"kind": "boolean", "value": False, "locks": {"held": 1.0}}
    p2.parts.add(p2.Lever(key="clause", **clause, **about))
    assert {*carried.used([BASE], ()).by_kind["lever"]} == {"clause", "held"}
    text = rules_path("2010").read_text(encoding="utf-8")
    text = text.replace('weight = "score_noise"', 'weight = "noisy"')
    (tmp_path / "mine.toml").write_text(f"{text}\n[values]\nset_here = 0.5\n", encoding="utf-8")
    mine = p2.Scenario("mine", str(tmp_path / "mine.toml"))
    known = carried.used([mine], ())
    assert {*known.by_kind["lever"]} == {"clause", "held", "noisy", "set_here"}


@pytest.mark.parametrize(
    "said",
    [
        'kind = "share"\nnumerator = { where = ["taken:nowhere"], rupiah = "cost" }',
        'kind = "share"\nnumerator = { where = [], rupiah = "nowhere" }',
        'kind = "mean"\ncolumns = ["villages.nowhere"]',
    ],
)
def test_an_indicator_as_data_names_what_is_there(said: str, tmp_path: Path) -> None:
    """It would be missing in every run, without a word."""
    path = tmp_path / "mine.toml"
    path.write_text(f'[mine]\nlabel = {{ id = "uji" }}\n{said}\n', encoding="utf-8")
    p2.parts.load(path)
    with pytest.raises(p2.BadData, match=r"mine\.toml, .*nowhere"):
        swept(tmp_path / "no", outcomes=["mine"])
    with pytest.raises(p2.BadData, match="nowhere"):
        p2.run_year(WORLD, BASE).indicators()


def test_data_files_of_one_name_in_two_folders_are_two_places(tmp_path: Path) -> None:
    for folder, word in (("a", "women"), ("b", "elite")):
        path = tmp_path / folder / "mine.toml"
        path.parent.mkdir()
        where = f'{{ where = ["{word}"], rupiah = "cost" }}'
        path.write_text(f'[mine]\nlabel = {{ id = "uji" }}\nkind = "share"\nnumerator = {where}\n')
    p2.parts.load(tmp_path / "a" / "mine.toml")
    with pytest.raises(p2.P2sppError, match="sudah dipakai"):
        p2.parts.load(tmp_path / "b" / "mine.toml")


def test_an_indicator_is_not_asked_of_a_group_that_it_does_not_divide_by(tmp_path: Path) -> None:
    """It would be missing in every run, without a word."""
    p2.indicator(unit="indeks", source=SOURCE, label="uji")(below_zero)
    with pytest.raises(p2.OutOfBounds, match=r"below_zero\.women: .*run\.by_village"):
        swept(tmp_path / "no", outcomes=["accepted", "below_zero.women"])
    with pytest.raises(p2.OutOfBounds, match=r"S8\.poorest_fifth: tidak terbagi"):
        swept(tmp_path / "no", outcomes=["S8.poorest_fifth"])
    with pytest.raises(p2.OutOfBounds, match=r"S8\.poorest_fifth: tidak terbagi"):
        p2.compare(BASE, BASE, world=WORLD, replicates=2, until={"S8.poorest_fifth": 0.1})
    assert not (tmp_path / "no").exists()


def test_what_is_declared_is_checked_when_it_is() -> None:
    lever = {"label": {"id": "x"}, "kind": "real", "unit": "x", "source": SOURCE}
    with pytest.raises(p2.OutOfBounds, match=r"source = '': diharapkan asal"):
        gate(wrong_kind, source="")
    with pytest.raises(p2.OutOfBounds, match=r"reason = banyak: diharapkan salah satu dari"):
        gate(wrong_kind, reason="banyak")
    with pytest.raises(p2.OutOfBounds, match=r"unit = ' ': diharapkan satuan"):
        p2.indicator(unit=" ", source=SOURCE, label="uji")(below_zero)
    with pytest.raises(p2.OutOfBounds, match=r"label = '': diharapkan teks"):
        p2.fill_rule(source=SOURCE)(spends_all)
    with pytest.raises(p2.OutOfBounds, match="angka low di bawah angka high"):
        p2.parts.add(p2.Lever(key="mine", value=1.0, low=2.0, high=1.0, **lever))
    with pytest.raises(p2.OutOfBounds, match="mine = 3: diharapkan angka dari 0 sampai 1"):
        p2.parts.add(p2.Lever(key="mine", value=3.0, low=0.0, high=1.0, **lever))
    with pytest.raises(
        p2.P2sppError, match=r"pilihan kebijakan “pik_share” .*sudah dipakai bagian bawaan"
    ):
        p2.parts.add(p2.Lever(key="pik_share", value=0.5, low=0.0, high=1.0, **lever))
    for wrong, said in (
        ({"label": "Video"}, "label = 'Video': diharapkan kelompok kunci"),
        ({"kind": "banana"}, "kind = 'banana': nilai ini tidak dikenal"),
        ({"high": float("inf")}, "angka low di bawah angka high"),
        ({"unit": " "}, "unit kosong"),
        ({"key": "replicate"}, "milik kolom tabel studi"),
        ({"kind": "choice", "choices": ("a", "a"), "value": "a"}, "dua pilihan yang berlainan"),
        ({"choice_labels": {"a": {"id": "satu"}}}, "choice_labels menyebut yang bukan pilihannya"),
    ):
        with pytest.raises(p2.OutOfBounds, match=said):
            whole = {"key": "mine", "value": 0.5, "low": 0.0, "high": 1.0, **lever, **wrong}
            p2.parts.add(p2.Lever(**whole))
    mine = partial(p2.Lever, key="mine", value=1, low=0, high=1, **lever)
    for names, said in (
        ({"locks": {"banana": 1}}, "banana"),
        ({"meant": {"acepted": 1}}, "Indikator “acepted” .*accepted"),
        ({"acts_in": "musrenbang_kecamtan"}, "Forum “musrenbang_kecamtan” .*musrenbang_kecamatan"),
        ({"acts_in": "forum_baru", "regimes": ("sipd",)}, "forum_baru"),
        ({"seed_codes": ("T9",)}, "Kode program “T9”"),
    ):
        with pytest.raises(p2.UnknownName, match=said):
            p2.parts.add(mine(**names))
    for values, said in (
        ({"meant": {"accepted": 2}}, "meant accepted = 2: diharapkan 1"),
        ({"context": {"pik_share": 9.0}}, "pik_share = 9"),
    ):
        with pytest.raises(p2.OutOfBounds, match=said):
            p2.parts.add(mine(**values))
    own_rules = mine(acts_in="forum_baru", regimes=("kabupaten_saya",), meant={"P1.rupiah": -1})
    assert p2.parts.add(own_rules) is own_rules, "a forum of a rules file of one's own"
    p2.parts.remove("mine")
    for words, said in (
        ({"label": 5}, "label = 5: diharapkan teks"),
        ({"weight": 1j}, r"weight = 1j: diharapkan angka dari -1000 sampai 1000"),
        ({"rowwise": "yes"}, "rowwise = yes: diharapkan benar"),
        ({"low": 5}, r"@p2\.criterion\(source=\.\.\.\) \(got an unexpected keyword argument 'low'"),
    ):
        with pytest.raises(p2.OutOfBounds, match=said):
            p2.criterion(**{"source": SOURCE, "label": "uji", **words})(too_large)
    for bounds in (5, (0, 1, 2), ("a", 1), (float("nan"), 1), (1, 1)):
        with pytest.raises(p2.OutOfBounds, match=r"bounds = .*diharapkan sepasang angka"):
            p2.indicator(unit="x", source=SOURCE, label="uji", bounds=bounds)(below_zero)  # type: ignore[arg-type]
    with pytest.raises(p2.OutOfBounds, match=r"@p2\.gate\(source=\.\.\.\)"):
        p2.gate(wrong_kind)  # type: ignore[call-arg]
    for nameless in (lambda m: m.asked > 0, partial(wrong_kind), 5):
        with pytest.raises(p2.OutOfBounds, match=r"fungsi yang bernama \(def"):
            gate(nameless)
    with pytest.raises(p2.OutOfBounds, match=r"p2\.parts\.add\(5\): diharapkan p2\.Lever"):
        p2.parts.add(5)  # type: ignore[type-var]
    for kind, ours in ((p2.gate, "papers"), (p2.criterion, "poor"), (p2.fill_rule, "skip")):

        def taken(m: Any) -> Any:
            return m

        taken.__name__ = ours
        with pytest.raises(p2.P2sppError, match=f"“{ours}” .*sudah dipakai bagian bawaan"):
            kind(source=SOURCE, label="uji")(taken)
    with pytest.raises(p2.UnknownName, match=r"tidak_ada"):
        BASE.using("tidak_ada")
    with pytest.raises(p2.OutOfBounds, match="tidak bekerja di satu forum"):
        BASE.using(gate(wrong_kind, at=""))
    with pytest.raises(p2.UnknownName, match="Forum “nowhere”"):
        p2.run_year(WORLD, BASE.using(gate(wrong_kind, at="nowhere")))
    second = p2.amendment(at="apbd", source=SOURCE, label="uji")(more_than_asked)
    with pytest.raises(p2.P2sppError, match="apbd sudah memakai perubahan rupiah commission_cut"):
        p2.run_year(WORLD, BASE.using(second))
    assert set(p2.parts.table()["key"]) == {"wrong_kind", "more_than_asked"}


def test_what_cannot_be_carried_is_told_when_it_is_declared() -> None:
    lock = Lock()

    def locked(m: Any) -> Any:
        with lock:
            return m.asked > 0

    with pytest.raises(
        p2.P2sppError, match=r"“locked” .*tidak dapat dikirim ke proses lain .*lock"
    ):
        gate(locked)


def test_a_name_belongs_to_the_place_that_said_it_first() -> None:
    gate(wrong_kind)

    def wrong_kind_again(m: Any) -> Any:
        return m.asked > 1

    wrong_kind_again.__name__ = "wrong_kind"
    gate(wrong_kind_again)  # the same place may say it anew
    wrong_kind_again.__module__ = "elsewhere"

    def other(m: Any) -> Any:
        return m.asked > 2

    other.__name__, other.__module__ = "wrong_kind", "elsewhere"
    with pytest.raises(p2.P2sppError, match=r"sudah dipakai bagian dari .*p2\.parts\.remove"):
        gate(other)


GATE = """
import p2spp_sim as p2

LIMIT = {limit}


def helped(amount):
    {words}
    return amount <= LIMIT


@p2.gate(at="musrenbang_kecamatan", source="untuk uji", label="{label}", rowwise=True)
def mine(m):
    return helped(m.asked)
"""


def loaded(
    path: Path, limit: int = 50_000_000, words: str = "# a word", label: str = "uji"
) -> None:
    path.write_text(GATE.format(limit=limit, words=words, label=label), encoding="utf-8")
    p2.parts.load(path)


def test_two_halves_of_a_study_are_of_one_source_of_what_is_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    loaded(path)
    swept(tmp_path / "s", BASE.using("mine"), share=(0, 2))
    loaded(path, words="# another word", label="lain")
    swept(tmp_path / "s", BASE.using("mine"), share=(0, 2))  # no number hangs on words
    gate(wrong_kind)  # and none on what the study does not use
    study = swept(tmp_path / "s", BASE.using("mine"))
    assert study.missing == 0
    loaded(path, limit=40_000_000)
    with pytest.raises(
        p2.P2sppError, match=r"yang berbeda: own/gate\.mine\. .*folder baru, atau kembali ke kode"
    ):
        swept(tmp_path / "s", BASE.using("mine"))
    other = study.rerun(1, trust=True)
    assert other.same and other.other == ()  # run as it lies in the folder


def test_a_folder_with_code_of_others_runs_it_only_when_trusted(tmp_path: Path) -> None:
    loaded(tmp_path / "mine.py")
    folder = swept(tmp_path / "s", BASE.using("mine")).folder
    p2.parts.remove()
    study = p2.Sweep.open(folder)
    assert len(study.frame()) == 4
    packed = folder / "origin/own_parts.pickle"
    content = packed.read_bytes()
    packed.write_bytes(
        content.replace(b"Python 3", b"Python 2", 1)
    )  # whose code would crash this one
    with pytest.raises(p2.P2sppError, match=r"dikemas oleh Python lain.*p2\.parts\.load"):
        study.rerun(trust=True)
    packed.write_bytes(content)
    with pytest.raises(p2.P2sppError, match=r"buatan orang: gate\.mine\. .*trust=True"):
        study.rerun()
    assert "amount <= LIMIT" in (folder / "origin/own_parts.py.txt").read_text(encoding="utf-8")
    assert study.rerun(trust=True).same
    assert own_parts.known().parts == {}, "what a folder brings is not known afterwards"


def test_levers_and_indicators_may_be_data_and_rules_a_file(tmp_path: Path) -> None:
    (tmp_path / "levers.toml").write_text(
        '[mine]\nlabel = { id = "Batas saya" }\nkind = "real"\nvalue = 0.5\nlow = 0.0\nhigh = 1.0\n'
        'unit = "bagian"\nsource = "untuk uji"\nmeant = { women_built = 1 }\n'  # of a later file
    )
    (tmp_path / "measures.toml").write_text(
        '[women_built]\nlabel = { id = "Usulan perempuan terbangun" }\nkind = "share"\n'
        'numerator = { where = ["women", "built"], rupiah = "useful" }\n'
        'denominator = { where = ["women"], rupiah = "cost" }\n'
    )
    ours = Path(p2.__file__).parents[1] / "datasets/rules/2010.toml"
    rules = ours.read_text(encoding="utf-8").replace('test = "papers"', 'test = "chosen"')
    (tmp_path / "ours.toml").write_text(rules, encoding="utf-8")

    def chosen(m: Any) -> Any:
        return m.uniform("chosen") < m.value("mine")

    gate(chosen, at="", rowwise=True)
    assert {part.key for part in p2.parts.load(tmp_path)} == {"mine", "women_built"}
    base = p2.Scenario("ours", str(tmp_path / "ours.toml"))
    design = p2.Design.grid(base.levers("mine"), n=3)
    carried_bytes = carried.packed(carried.used([base], ["women_built"]))
    outcome = "women_built.other_villages"
    folder = swept(tmp_path / "s", base, design=design, outcomes=[outcome]).folder
    (tmp_path / "ours.toml").unlink()
    assert carried.unpacked(carried_bytes).files[base.rules].read_text(encoding="utf-8") == rules
    frame = p2.Sweep.open(folder).frame()
    assert frame.groupby("mine")[f"{outcome}.count"].mean().is_monotonic_increasing
    assert p2.Sweep.open(folder).rerun().same
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["own"]
    assert {part["name"] for part in said} == {"gate.chosen", "indicator.women_built", "lever.mine"}


def test_a_file_that_cannot_be_run_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("x = 1\ny = x / 0\n")
    with pytest.raises(p2.P2sppError, match=r"bad.py, baris 2: .*ZeroDivisionError"):
        p2.parts.load(tmp_path / "bad.py")
    with pytest.raises(p2.BadData, match=r"none.py: berkas ini tidak ada"):
        p2.parts.load(tmp_path / "none.py")
    (tmp_path / "bad.py").write_text("x = 1\ny = (\n")
    with pytest.raises(p2.P2sppError, match=r"bad.py, baris 2: .*SyntaxError"):
        p2.parts.load(tmp_path / "bad.py")
    (tmp_path / "bad.py").write_text("raise SystemExit\n")
    loaded(tmp_path / "a.py")
    p2.parts.remove()
    with pytest.raises(p2.P2sppError, match=r"bad.py, baris 1: .*SystemExit"):
        p2.parts.load(tmp_path)  # all of a folder, or nothing
    assert own_parts.known().parts == {}
    for nowhere in ("", None):  # not all that lies where Python was begun
        with pytest.raises(p2.OutOfBounds, match="diharapkan jalur sebuah berkas"):
            p2.parts.load(nowhere)  # type: ignore[arg-type]
    text = '[women_built]\nlabel = { en = "Built" }\nkind = "share"\n'
    (tmp_path / "indicators.toml").write_text(text)
    with pytest.raises(p2.BadData, match=r"women_built\.label\.id: kunci ini tidak ada"):
        p2.parts.load(tmp_path / "indicators.toml")


def test_files_of_one_name_in_two_folders_are_two_places(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    loaded(tmp_path / "one" / "mine.py")
    loaded(tmp_path / "one" / "mine.py", limit=40_000_000)
    with pytest.raises(p2.P2sppError, match=r"“mine” .*sudah dipakai bagian dari mine\.py"):
        loaded(tmp_path / "two" / "mine.py")


def reached_code(folder: Path, text: str, helper: str = "") -> str:
    """Hash what a function `mine` hangs on, of a file that may import `helper`."""
    folder.mkdir()
    (folder / "helper_of_own.py").write_text(helper, encoding="utf-8")
    (folder / "own_code.py").write_text(text, encoding="utf-8")
    invalidate_caches()
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(folder))
        for name in ("helper_of_own", "own_code"):
            patched.delitem(sys.modules, name, raising=False)
        module = import_module("own_code")
        try:
            return Reached(module.mine).code
        finally:
            for name in ("helper_of_own", "own_code"):
                sys.modules.pop(name, None)


HANGS_ON = {
    "a constant": "L = {n}\ndef mine(m): return m < L",
    "a constant of a class": "class C:\n    L = {n}\ndef mine(m): return m < C.L",
    "what a class inherits": "class A:\n    L = {n}\nclass C(A): pass\ndef mine(m): return m < C.L",
    "an enum": "import enum\nclass C(enum.Enum):\n    L = {n}\ndef mine(m): return m < C.L.value",
    "a static method": "class C:\n    @staticmethod\n    def f(x): return x < {n}\ndef mine(m): return C.f(m)",
    "a property": "class C:\n    @property\n    def l(self): return {n}\ndef mine(m): return m < C().l",
    "an instance": "class C:\n    def f(self, x): return x < {n}\nc = C()\ndef mine(m): return c.f(m)",
    "what an instance holds": "class C: pass\nc = C()\nc.l = {n}\ndef mine(m): return m < c.l",
    "a cached helper": "import functools\n@functools.cache\ndef l(): return {n}\ndef mine(m): return m < l()",
    "what wraps it": "import functools\ndef w(f):\n    @functools.wraps(f)\n    def g(m): return f(m) < {n}\n"
    "    return g\n@w\ndef mine(m): return m",
    "a function among data": "F = [dict(a=lambda x: x < {n})]\ndef mine(m): return F[0]['a'](m)",
    "a function in foreign hands": "import numpy as np\nf = np.vectorize(lambda x: x < {n})\ndef mine(m): return f(m)",
    "the order of two": "f, g = [lambda x: 1, lambda x: 2][:: 1 if {n} == 5 else -1]\nF = [f, g]\n"
    "def mine(m): return F[0](m)",
    "a hidden constant of a class": "class C:\n    _l = {n}\n    def f(self): return self._l\n"
    "def mine(m): return C().f()",
    "a method of a dictionary": "f = {{1: {n}}}.get\ndef mine(m): return f(m)",
    "what makes a field": "import dataclasses as d\ndef f(): return {n}\n@d.dataclass\nclass C:\n"
    "    l: int = d.field(default_factory=f)\ndef mine(m): return C().l",
    "a field in a slot": "import dataclasses as d\n@d.dataclass(slots=True)\nclass C:\n    l: int = {n}\n"
    "def mine(m): return C().l",
    "a number that hides itself": "class K(int):\n    def __repr__(self): return 'K'\nk = K({n})\n"
    "def mine(m): return m < k",
    "the class of a class": "class M(type):\n    def __call__(cls): return {n}\nclass C(metaclass=M): pass\n"
    "def mine(m): return C()",
    "what is masked": "import numpy as np\na = np.ma.array([1], mask=[{n} == 5])\ndef mine(m): return a",
    "a name in words": "L = {n}\ndef mine(m): return globals()['L']",
}
IN_MODULE = {
    "import helper_of_own as h\ndef mine(m): return m < h.L": "L = {n}",
    "import helper_of_own as h\ndef mine(m): return m < getattr(h, 'L')": "L = {n}",
    "import helper_of_own as h\ndef mine(m): return h.f(m)": "L = {n}\ndef f(x): return x < L",
    "from helper_of_own import f\ndef mine(m): return f(m)": "def f(x): return g(x)\ndef g(x): return x < {n}",
}


@pytest.mark.parametrize(
    ("text", "helper"), [*((text, "") for text in HANGS_ON.values()), *IN_MODULE.items()]
)
def test_whatever_a_part_hangs_on_is_in_its_hash(text: str, helper: str, tmp_path: Path) -> None:
    five, same, other = (
        reached_code(tmp_path / place, text.format(n=n), helper.format(n=n))
        for place, n in (("a", 5), ("b", 5), ("c", 6))
    )
    assert five == same != other


def test_what_a_set_holds_has_no_order_in_a_hash(tmp_path: Path) -> None:
    words = [f"'{word}'" for word in "abcdefgh"]
    text = "class C: pass\nc = C()\nc.s = {{{0}}}\ndef mine(m): return m in c.s"
    there = reached_code(tmp_path / "a", text.format(", ".join(words)))
    assert there == reached_code(tmp_path / "b", text.format(", ".join(words[::-1])))


def test_a_helper_of_ones_own_is_imported_outside_of_the_function(tmp_path: Path) -> None:
    (tmp_path / "helper_of_own.py").write_text("L = 5\n")
    (tmp_path / "mine.py").write_text(
        GATE.format(limit=1, words="from helper_of_own import L", label="uji")
    )
    with pytest.raises(p2.P2sppError, match=r"“mine” .*mengimpor helper_of_own di dalam fungsinya"):
        p2.parts.load(tmp_path / "mine.py")


def test_a_cached_helper_goes_along_and_what_goes_by_its_name_alone_is_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.py"
    cached = GATE.replace(
        "def helped", "@functools.cache\ndef limit():\n    return LIMIT\n\n\ndef helped"
    )
    words = {"limit": 50_000_000, "words": "", "label": "uji"}
    text = "import functools\n" + cached.format(**words).replace("<= LIMIT", "<= limit()")
    path.write_text(text, encoding="utf-8")
    p2.parts.load(path)
    packed = carried.packed(carried.used([BASE.using("mine")], []))
    p2.parts.remove()
    sys.modules.pop("p2spp_own_mine")
    with own_parts.using(carried.unpacked(packed)):
        p2.run_year(WORLD, BASE.using("mine"), 7).check()
    by_name = "class Named:\n    def __reduce__(self):\n        return 'LIMIT'\n\n\nLIMIT = Named()"
    path.write_text(GATE.replace("LIMIT = {limit}", by_name).format(**words), encoding="utf-8")
    p2.parts.load(path)
    with pytest.raises(p2.P2sppError, match=r"“mine” .*tidak dapat dikirim .*p2spp_own_mine"):
        carried.packed(carried.used([BASE.using("mine")], []))


def test_data_is_read_outside_of_the_function(tmp_path: Path) -> None:
    """Two halves of a study were of two files without a word."""
    path = tmp_path / "limit.txt"
    path.write_text("50000000", encoding="utf-8")

    def mine(m: Any) -> Any:
        return m.asked <= int(path.read_text(encoding="utf-8"))

    gate(mine)
    with pytest.raises(p2.P2sppError, match=r"gate\.mine membaca limit\.txt"):
        swept(tmp_path / "no", BASE.using("mine"))
    assert not (tmp_path / "no").exists()


def test_a_file_that_was_edited_does_not_change_what_runs(tmp_path: Path) -> None:
    """Nor is its new text taken for the code that is still the old one."""
    path = tmp_path / "mine.py"
    loaded(path)
    swept(tmp_path / "s", BASE.using("mine"), share=(0, 2))
    path.write_text(GATE.format(limit=40_000_000, words="", label="uji"), encoding="utf-8")
    assert swept(tmp_path / "s", BASE.using("mine")).missing == 0


def test_what_a_function_names_may_have_become_another_thing(tmp_path: Path) -> None:
    limits = [50_000_000]

    def mine(m: Any) -> Any:
        return m.asked <= limits[0]

    gate(mine)
    swept(tmp_path / "s", BASE.using("mine"), share=(0, 2))
    limits[0] = 40_000_000
    with pytest.raises(p2.P2sppError, match=r"yang berbeda: own/gate\.mine"):
        swept(tmp_path / "s", BASE.using("mine"))


def of_men(m: Any) -> Any:
    """Kegiatan kecil saja."""
    return (m.asked <= 100_000_000) & ~m.column("women")


def test_what_acts_is_named_wherever_a_result_says_what_it_rests_on(tmp_path: Path) -> None:
    own = BASE.using(p2.gate(at=AT, source=SOURCE, rowwise=True)(of_men))
    other, called = own.change(pik_share=0.2), "Kegiatan kecil saja"
    pair = p2.compare(BASE, own, other, world=WORLD, replicates=2, seed=7)
    assert f"diubah: {called} ·" in pair.figure("funnel").caption
    assert "tuas diubah" not in pair.figure("funnel").caption
    back = p2.compare(own, BASE, world=WORLD, replicates=2, seed=7).figure("funnel").caption
    assert f"bagian sendiri: {called} ·" in back and f"diubah: tanpa {called} ·" in back
    every = pair.figure("funnel", other="all", names=["awal", "kecil", "kecil dan PIK"]).caption
    assert f"diubah: kecil: {called}; kecil dan PIK: Bagian pagu" in every
    assert [each.get("parts") for each in origin(pair)["scenarios"]] == [None, *[own.parts] * 2]
    assert "gate.of_men" in repr(own) and called in own._repr_html_()
    study = swept(tmp_path, own)
    assert f"bagian sendiri: {called} ·" in About.of_sweep(study).line()


def test_a_name_that_nobody_declared_is_told_with_what_makes_it_known(tmp_path: Path) -> None:
    load, key = "p2.parts.load", "no_such"
    with pytest.raises(p2.UnknownName, match=load):
        BASE.using(key)
    rules = Path(p2.__file__).parents[1] / "datasets" / "rules" / "2010.toml"
    book = tmp_path / "ours.toml"
    book.write_text(
        rules.read_text(encoding="utf-8").replace('test = "in_rpjm"', f'test = "{key}"'), "utf-8"
    )
    with pytest.raises(p2.BadData, match=load):
        p2.run_year(WORLD, p2.Scenario("ours", str(book)))
    with pytest.raises(p2.P2sppError, match="berkas aturan, bukan skenario"):
        p2.Scenario.load(book)
    file = tmp_path / "ours.py"
    file.write_text(f"\nimport {key}\n", encoding="utf-8")
    with pytest.raises(p2.P2sppError, match="baris 2"):
        p2.parts.load(file)
    p2.criterion(at=AT, source=SOURCE, weight=key)(of_men)
    with pytest.raises(p2.UnknownName, match=f"“of_men” .* weight: Pilihan kebijakan “{key}”"):
        p2.run_year(WORLD, BASE.using("of_men"))


def test_a_column_that_proposals_lack_is_told_with_those_they_have() -> None:
    def urgent(m: Any) -> Any:
        """Mendesak."""
        return m.column("urgncy") > 2

    own = BASE.using(p2.gate(at=AT, source=SOURCE)(urgent))
    with pytest.raises(p2.P2sppError, match=r"“urgncy” tidak dikenal\. Yang paling mirip: urgency"):
        p2.run_year(WORLD, own)


def test_a_weight_in_a_rule_book_of_ones_own_is_called_as_its_criterion(tmp_path: Path) -> None:
    p2.criterion(source=SOURCE, label={"id": "Desa miskin", "en": "Poor village"})(of_men)
    rules = Path(p2.__file__).parents[1] / "datasets" / "rules" / "2010.toml"
    book = tmp_path / "ours.toml"
    book.write_text(rules.read_text("utf-8").replace("women_voice", "of_men"), "utf-8")
    (lever,) = p2.Scenario("ours", str(book)).levers(f"rules.{AT}.of_men")
    assert lever.label["en"] == "Poor village: Musrenbang kecamatan" and lever.source == str(book)
    ours = BASE.lever(f"rules.{AT}.women_voice")
    assert ours.source == "datasets/rules/2010.toml"


def test_a_folder_alone_says_what_its_own_levers_and_indicators_are_called(tmp_path: Path) -> None:
    limit = {"id": "Batas", "en": "Limit"}
    p2.parts.add(
        p2.Lever(
            key="own_limit", label=limit, kind="real", value=0.5, low=0.0, high=1.0,
            unit="bagian", source=SOURCE,
        )
    )  # fmt: skip

    def own_share(run: Any) -> float:
        return float(run.scenario.value("own_limit") + run.scenario.value("pik_share"))

    p2.indicator(unit="bagian", source=SOURCE, label="Jumlah kedua tuas")(own_share)
    design = p2.Design.sobol(BASE.levers("own_limit", "pik_share"), 8, seed=1)
    swept(tmp_path, design=design, outcomes=["own_share"])
    p2.parts.remove()
    study = p2.Sweep.open(tmp_path)
    drawing = study.figure("own_share")
    assert "Jumlah kedua tuas" in drawing.caption and {*drawing.table["label"]} >= {"Batas"}
    assert study.frame().attrs["columns"]["own_share.count"] == "Jumlah kedua tuas · count"
    with pytest.raises(p2.OutOfBounds, match="Peta memerlukan rancangan grid, bukan sobol"):
        study.figure("own_share", "heat")
