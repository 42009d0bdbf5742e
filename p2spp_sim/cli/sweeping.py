"""`p2spp sweep` and `p2spp sensitivity`: many runs into a folder, and what the folder says."""

import argparse
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.cli import given
from p2spp_sim.cli.studies import plain, tell
from p2spp_sim.cli.table import PrintedColumn, faint, heading, paragraph, table
from p2spp_sim.results.indicators import outcome_column
from p2spp_sim.scenario.levers import Lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.running.workers import end_with_parent
from p2spp_sim.studies.sweep import Sweep, sweep

if TYPE_CHECKING:
    import pandas as pd

PART_FAILED, STOPPED = 1, 130
MEGABYTE = 1_000_000
_NEEDED = ("SALib", "pyarrow", "tqdm")


def run(chosen: argparse.Namespace) -> int:
    """Run a design into a folder.

    Returns
    -------
    0, 1 when blocks failed twice, 130 when stopped.
    """
    _have(*_NEEDED)
    if chosen.compact:
        print(compacted(chosen.compact))
        return 0
    if chosen.rerun:
        return _rerun(chosen)
    if not (chosen.data and chosen.levers and chosen.to):
        text = tr(
            "Sebutkan DATA, --levers, dan --to; atau --compact FOLDER atau --rerun FOLDER saja."
        )
        raise P2sppError(text)
    base = given.changed(given.base(chosen.scenario, chosen.rules), chosen.set)
    design = _design(chosen, _levers(base, chosen.levers))
    world = given.world(chosen.data)
    message = tr("{points} titik x {replicates} ulangan = {runs} tahun; hasil di {folder}")
    runs = number(len(design) * chosen.replicates)
    tell(
        message.format(
            points=number(len(design)), replicates=chosen.replicates, runs=runs, folder=chosen.to
        )
    )
    try:
        with _workers(chosen.workers) as executor:
            done = sweep(
                design,
                world,
                base=base,
                replicates=chosen.replicates,
                seed=chosen.seed,
                outcomes=[word for words in chosen.outcomes for word in words.split(",") if word],
                to=chosen.to,
                executor=executor,
                grow=chosen.grow,
                progress=sys.stderr.isatty(),
            )
    except KeyboardInterrupt:
        tell("\n" + paragraph(_kept(chosen.to)))
        return STOPPED
    print(of_sweep(done))
    return PART_FAILED if done.failures else 0


def compacted(folder: Path) -> str:
    """Pack the part files of a study and tell how many files and megabytes there were and are."""
    study = Sweep.open(folder)
    before = _stored(folder)
    study.compact()
    files, size = zip(before, _stored(folder), strict=True)
    message = tr(
        "Berkas hasil di {folder}: semula {before} ({before_mb} MB), kini {after} ({after_mb} MB)."
    )
    return paragraph(
        message.format(
            folder=folder,
            before=number(files[0]),
            after=number(files[1]),
            before_mb=number(size[0] / MEGABYTE, 1),
            after_mb=number(size[1] / MEGABYTE, 1),
        )
    )


def _stored(folder: Path) -> tuple[int, int]:
    """Count the files of results in a folder, and their bytes."""
    files = [path for kind in ("part", "pack") for path in folder.glob(f"{kind}-*.parquet")]
    sizes = [path.stat().st_size for path in files]
    return len(sizes), sum(sizes)


def _rerun(chosen: argparse.Namespace) -> int:
    """Run parts of a study again from its folder, and tell what came of it; 1 when a cell differs."""
    study = Sweep.open(chosen.rerun)
    with _workers(chosen.workers) as executor:
        result = study.rerun(
            chosen.count, trust=chosen.trust, executor=executor, progress=sys.stderr.isatty()
        )
    print(paragraph(str(result)) if result.same else str(result))
    return 0 if result.same else PART_FAILED


def _levers(base: Scenario, words: list[str]) -> list[Lever]:
    keys = [key for word in words for key in word.replace(",", " ").split()]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if not keys:
        raise P2sppError(tr("--levers: tidak ada tuas yang disebut."))
    if twice:
        message = tr("--levers: setiap tuas disebut satu kali; {keys} disebut dua kali.")
        raise P2sppError(message.format(keys=", ".join(twice)))
    return base.levers(*keys)


def _design(chosen: argparse.Namespace, levers: list[Lever]) -> Design:
    if chosen.lhs:
        return Design.latin_hypercube(levers, chosen.lhs, chosen.seed)
    if chosen.sobol:
        return Design.sobol(levers, chosen.sobol, chosen.seed, second_order=chosen.second_order)
    if chosen.morris:
        return Design.morris(levers, chosen.morris, chosen.seed)
    return Design.grid(levers, chosen.grid or 5)


def _have(*packages: str) -> None:
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        message = tr("Perlu paket {names}; pasang dengan: pip install 'p2spp-sim[study]'")
        raise P2sppError(message.format(names=", ".join(missing)))


@contextmanager
def _workers(count: int) -> Iterator[Executor | None]:
    """Give as many processes as wanted; none for one. After Ctrl-C they end with the block they are at."""
    if count == 1:
        yield None
        return
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin_worker)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, which knows what is kept, and end with it, also when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def _kept(folder: Path) -> str:
    """Say what a stopped study keeps and how it goes on."""
    try:
        study = Sweep.open(folder)
        done = len(study.manifest["parts"]) - study.missing
    except P2sppError:
        return tr("Dihentikan sebelum ada yang dijalankan.")
    message = tr(
        "Dihentikan. {done} dari {all} blok sudah tersimpan di {folder} dan tetap ada; "
        "perintah yang sama melanjutkan dari sana."
    )
    return message.format(done=done, all=done + study.missing, folder=folder)


def of_sweep(done: Sweep) -> str:
    """Tell what a study holds, which blocks failed, and what can be done with it."""
    from p2spp_sim.studies.sensitivity import usual

    frame = done.frame()
    points, runs = number(frame["point"].nunique()), number(len(frame))
    message = tr("{runs} tahun dari {points} titik tersimpan di {folder}.")
    lines = [paragraph(message.format(runs=runs, points=points, folder=done.folder))]
    if done.failures:
        lines += ["", heading(tr("Blok yang gagal dua kali"))]
        lines += [paragraph(f"- {failure}", 2) for failure in done.failures]
        lines.append(
            paragraph(tr("Blok lain tetap ada; perintah yang sama mencoba yang gagal sekali lagi."))
        )
    elif usual(done.design):
        how = tr("Tuas mana yang menentukan: p2spp sensitivity {folder} --outcome accepted.count")
        lines.append(how.format(folder=done.folder))
    return "\n".join(lines)


def read(chosen: argparse.Namespace) -> None:
    """Measure and show which levers explain an outcome, and save the picture."""
    from p2spp_sim import figures

    _have(*_NEEDED)
    from p2spp_sim.studies.sensitivity import convergence, interactions, means

    done = Sweep.open(chosen.folder)
    frame, outcome, method = measured(done, chosen.outcome, chosen.method)
    about = figures.About.of_sweep(done)
    drawing = figures.sensitivity_drawing(frame, about=about, outcome=outcome)
    stem = f"{method}-{outcome}".replace(":", "-")  # which Windows takes for a drive
    files = drawing.save(done.folder / f"tornado-{stem}.png")
    print(of_indices(frame, outcome, method, done))
    if chosen.second_order or chosen.convergence:
        values, seed = means(done.frame(), outcome), int(done.manifest["study"]["seed"])
    if chosen.second_order:
        print("\n" + of_pairs(interactions(done.design, values, seed)))
    if chosen.convergence:
        settled = convergence(done.design, values, seed)
        print("\n" + of_convergence(settled))
        picture = done.figure(outcome, "convergence")
        files += picture.save(done.folder / f"convergence-{stem}.png")
    names = ", ".join(sorted(path.name for path in files))
    print(
        "\n"
        + paragraph(
            tr("Gambar dan tabelnya ditulis ke {folder}: {names}").format(
                folder=done.folder, names=names
            )
        )
    )


def measured(done: Sweep, outcome: str, method: str | None) -> "tuple[pd.DataFrame, str, str]":
    """Measure indices of a finished study.

    Returns
    -------
    The table of `sensitivity`, the outcome with its measure, the method.

    Raises
    ------
    P2sppError : a block is missing, or the regime does not have this outcome.
    UnknownName, OutOfBounds : no such outcome or method, or a design that does not fit the method.
    """
    from p2spp_sim.studies.sensitivity import METHODS, means, sensitivity, usual

    if method is not None and method not in METHODS:
        raise UnknownName(tr("Cara"), method, METHODS)
    if done.missing:
        message = tr(
            "{missing} blok dalam {folder} belum ada; lanjutkan dahulu dengan perintah p2spp sweep yang sama."
        )
        raise P2sppError(message.format(missing=done.missing, folder=done.folder))
    design, runs = done.design, done.frame()
    if np.isnan(design.places).any():
        message = tr(
            "Rancangan {kind} tidak memberi indeks; pakai --sobol, --morris, atau --lhs pada p2spp sweep."
        )
        raise OutOfBounds([message.format(kind=design.kind)])
    outcome = outcome_column(outcome, runs.columns)
    values = means(runs, outcome)
    if (values != values).all():
        raise P2sppError(
            tr("{outcome} tidak terukur pada aturan studi ini.").format(outcome=outcome)
        )
    method = method or usual(design) or "pawn"  # which then says how many points it lacks
    return (
        sensitivity(design, values, method, seed=int(done.manifest["study"]["seed"])),
        outcome,
        method,
    )


def of_indices(frame: "pd.DataFrame", outcome: str, method: str, done: Sweep) -> str:
    """Show the indices of every lever, the strongest first."""
    from p2spp_sim import figures

    called = figures.About.of_sweep(done).lever
    titles, order, note = _shape(method)
    rows = [
        (row["lever"], called(row["lever"]), *_index(row, method))
        for row in frame.sort_values(order, ascending=False).to_dict("records")
    ]
    columns = (
        PrintedColumn(tr("tuas")),
        PrintedColumn(""),
        *(PrintedColumn(title, right=True) for title in titles),
    )
    study = done.manifest["study"]
    about = tr(
        "Data {world}, {points} titik, {n} ulangan setiap titik, benih {seed}. Model ilustratif, bukan ramalan."
    )
    world = str(study["world"]).rpartition("-")[0]
    subtitle = about.format(
        world=world, points=number(len(done.design)), n=study["replicates"], seed=study["seed"]
    )
    return "\n".join(
        [
            heading(f"{outcome}  ({method})"),
            faint(paragraph(subtitle)),
            table(columns, rows),
            faint(paragraph(note)),
        ]
    )


def of_pairs(frame: "pd.DataFrame") -> str:
    """Show what pairs of levers explain beyond each of them, the strongest first."""
    columns = (
        PrintedColumn(tr("tuas")),
        PrintedColumn(tr("bersama")),
        PrintedColumn("S2", right=True),
        PrintedColumn(tr("selang 95%"), right=True),
    )
    rows = [(row["lever"], row["other"], *_index(row, "pairs")) for row in frame.to_dict("records")]
    note = tr(
        "Bagian ragam hasil yang baru muncul bila kedua tuas bergerak bersama. "
        "Selang 95% yang memuat nol tidak membuktikan apa pun."
    )
    return "\n".join([heading(tr("Sepasang tuas")), table(columns, rows), faint(paragraph(note))])


def of_convergence(frame: "pd.DataFrame") -> str:
    """Show total indices as the sample doubles, and how far the last doubling moved them."""
    sizes = sorted(frame["n"].unique())
    columns = (
        PrintedColumn(tr("tuas")),
        *(PrintedColumn(f"n = {number(int(n))}", right=True) for n in sizes),
        PrintedColumn(tr("pindah"), right=True),
    )
    rows = []
    for lever, some in frame.groupby("lever", sort=False):
        cells = [f"{plain(r['total'])} ± {plain(r['total_half'])}" for r in some.to_dict("records")]
        rows.append((str(lever), *cells, plain(some["moved"].iloc[-1])))
    note = tr(
        "ST ± setengah lebar selang 95%. pindah: seberapa jauh ST bergeser pada penggandaan terakhir; indeks sudah "
        "mantap bila itu lebih kecil daripada selangnya."
    )
    return "\n".join([heading(tr("Kemantapan")), table(columns, rows), faint(paragraph(note))])


def _shape(method: str) -> tuple[list[str], str, str]:
    """Give column titles, the column to sort by, and how to read it."""
    if method == "sobol":
        note = tr(
            "Bagian ragam hasil: S1 oleh tuas ini sendiri, ST bersama tuas lain. "
            "Selang 95% yang memuat nol tidak membuktikan apa pun."
        )
        return ["ST", tr("selang 95%"), "S1", tr("selang 95%")], "total", note
    if method == "morris":
        note = tr(
            "mu*: rata-rata besarnya perubahan hasil bila tuas digeser dari ujung ke ujung; "
            "sigma besar berarti pengaruhnya tidak lurus atau bergantung pada tuas lain."
        )
        return ["mu*", tr("selang 95%"), "sigma"], "mu_star", note
    note = tr(
        "Jarak sebaran hasil bila tuas dipegang di sebagian rentangnya. dummy: yang terbesar dari 19 tuas acak yang "
        "tidak berpengaruh; tuas yang tidak melewatinya belum terbukti berpengaruh. "
        "Ragam: simpangan antarbagian dibagi rata-ratanya."
    )
    return [tr("median"), tr("ragam")], "median", note


def _index(row: dict[Any, Any], method: str) -> list[str]:
    if method == "pawn":
        return [plain(row["median"]), plain(row["variation"])]
    parts = {
        "sobol": (("total", "total_half"), ("first", "first_half")),
        "morris": (("mu_star", "mu_star_half"),),
        "pairs": (("second", "second_half"),),
    }[method]
    cells = []
    for value, half in parts:
        low, high = plain(row[value] - row[half]), plain(row[value] + row[half])
        cells += [plain(row[value]), tr("{low} sampai {high}").format(low=low, high=high)]
    return [*cells, plain(row["sigma"])] if method == "morris" else cells
