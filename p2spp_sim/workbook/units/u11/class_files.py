"""Unit 11: what the other groups decided, read from their files, so that nobody types for six groups."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import labels_of, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.saving.codes import is_front
from p2spp_sim.workbook.saving.record import read
from p2spp_sim.workbook.units.u11.decision import YearDecision, read_decision
from p2spp_sim.workbook.units.u11.game import game

if TYPE_CHECKING:
    from p2spp_sim.workbook.saving.progress import Progress

ROLE, SEAT = "peran", "kelompok"  # board and control in which a group says who it is


def decided(
    progress: "Progress", board: str, control: str, scenario: Scenario
) -> tuple[dict[str, YearDecision], list[str]]:
    """Collect what stands on the boards of the other groups of the class.

    Parameters
    ----------
    progress : one's own file; those of others lie beside it.
    board, control : where a decision stands in a file.

    Returns
    -------
    The decision of each group that has a file, and sentences about what was found and what was not.
    """
    decisions: dict[str, YearDecision] = {}
    whose: dict[str, str] = {}
    sentences: list[str] = []
    names = labels_of(game().group)
    for path in sorted(progress.path.parent.glob(f"*_unit{progress.unit}.json"), key=_age):
        if path == progress.path:
            continue
        try:
            who, seat, raw = _parts(path, board, control)
            if seat in names:
                decisions[seat] = read_decision(raw, scenario)
                whose[seat] = who
        except P2sppError as error:
            sentences.append(
                tr("Berkas {berkas} dilewati: {sebab}").format(berkas=path.name, sebab=error)
            )
    got = ", ".join(f"{names[seat]} ({whose[seat]})" for seat in names if seat in decisions)
    missing = ", ".join(name for seat, name in names.items() if seat not in decisions)
    sentences.insert(0, tr("Diambil dari berkas: {daftar}.").format(daftar=got or tr("belum ada")))
    if missing:
        sentences.append(tr("Tetap seperti di layar ini: {daftar}.").format(daftar=missing))
    return decisions, sentences


def lived(progress: "Progress", board: str, control: str, scenario: Scenario) -> list[YearDecision]:
    """Give the years that the class lived together on the trainer's laptop; none on that laptop itself."""
    folder, years = progress.path.parent, list[YearDecision]()
    for path in folder.glob(f"*_unit{progress.unit}.json"):
        if path == progress.path:
            continue
        with suppress(P2sppError):
            record = read(path)
            if is_front(folder, record.learner):
                saved = record.content.get(board, {}).get(control, {})
                there = [read_decision(raw, scenario) for raw in saved.get("tahun", ())]
                years = max(years, there, key=len)
    return years


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _parts(path: Path, board: str, control: str) -> tuple[str, str, Any]:
    record = read(path)
    seat = record.content.get(ROLE, {}).get(SEAT, "")
    saved = record.content.get(board, {}).get(control)
    return record.learner, str(seat), saved.get("putusan") if isinstance(saved, dict) else None
