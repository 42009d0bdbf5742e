"""Works are named after whose matter they are, so that no lesson on authority is contradicted by its own case."""

from __future__ import annotations

import re

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.model.activities import activities
from p2spp_sim.village_plan import read_village
from tests.notebooks.notebooks import FOLDER

VILLAGE_SCALE = re.compile(
    r"\bdusun\b|\bgang\b|tersier|\bRT \d|poskesdes|polindes|jalan lingkungan", re.I
)
DOUBTFUL = "U07"  # asked about in unit 03: who builds a poskesdes differs between districts


def test_what_is_asked_of_the_district_is_not_of_village_scale() -> None:
    proposals = p2.World.load("tirtamulya").proposals
    asked = zip(proposals["id"], proposals["what"], proposals["authority"], strict=True)
    odd = [key for key, what, whose in asked if whose != "desa" and VILLAGE_SCALE.search(what)]
    assert odd == [DOUBTFUL]
    works = read_village(data_path("datasets", "tirtamulya")).works
    assert not [
        work.id for work in works if work.authority != "desa" and VILLAGE_SCALE.search(work.what)
    ]
    kinds = zip(activities()["what_id"], activities()["authority"], strict=True)
    assert not [what for what, whose in kinds if whose != "desa" and VILLAGE_SCALE.search(what)]


def test_the_one_doubtful_work_is_a_question_of_unit_03() -> None:
    text = (FOLDER / "03_musrenbang_kecamatan.ipynb").read_text(encoding="utf-8")
    assert (
        f"{DOUBTFUL}, poskesdes"
        in text.split("yang adil menurut siapa?")[1].split("## Simpan keputusan")[0]
    )


def test_no_proposal_asks_for_a_post_in_the_civil_service() -> None:
    whats = p2.World.load("tirtamulya").proposals["what"]
    assert not [what for what in whats if re.match(r"Bidan|Guru|Dokter|Perawat", what)]
