"""Errors come out of a worker process as they went in."""

from __future__ import annotations

import pickle

import pytest

from p2spp_sim.base.errors import BadData, Fault, LedgerError, OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.own_parts import BadPart, OwnPart
from p2spp_sim.studies.kept.provenance import OtherCode
from p2spp_sim.workbook.doors.printing import PaperError
from p2spp_sim.workbook.exercises.bank import BankError
from p2spp_sim.workbook.saving.record import Damaged

RAISED = [
    P2sppError("folder tidak ada"),
    UnknownName("Desa", "Sukamaj", ["Sukamaju", "Cibeureum"]),
    OutOfBounds(["pik_share: 2", "benih: -1"]),
    BadData([Fault("budget.csv", 3, "idr", "satu", "bilangan bulat")]),
    LedgerError("tidak cocok"),
    BankError("03.toml"),
    PaperError("03"),
    Damaged("isinya rusak"),
    OtherCode("kode lain"),
    BadPart(OwnPart("gate", "mine", {"id": "x"}, "uji", "x.py:1", "x", "", repr), "int64", "bool"),
]


def below(kind: type[P2sppError]) -> set[type[P2sppError]]:
    return {kind}.union(*(below(subclass) for subclass in kind.__subclasses__()))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error: P2sppError, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(error, protocol))
    assert type(again) is type(error) and again.args == error.args and vars(again) == vars(error)


def test_no_class_of_errors_is_left_out() -> None:
    ours = {kind for kind in below(P2sppError) if kind.__module__.startswith("p2spp_sim.")}
    assert {type(error) for error in RAISED} == ours
