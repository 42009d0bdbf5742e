"""Unit 12: the board of a purse of days: training that is never applied is worth little, coaching makes it work."""

from functools import partial
from typing import Any

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import Labels, labels_of, pick, tr
from p2spp_sim.workbook.case.desk import KABUPATEN, world
from p2spp_sim.workbook.core.board import Answered, Values
from p2spp_sim.workbook.core.moving_board import Part, choice
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.pictures import Picture
from p2spp_sim.workbook.units.shared.cockpit import (
    Cockpit,
    Frame,
    PartLine,
    signs_of,
    villages_of,
)
from p2spp_sim.workbook.units.shared.paired import (
    PairedMeasure,
    how_many,
    in_words,
    most_moved,
    paired_picture,
)
from p2spp_sim.workbook.units.shared.tried_board import (
    VILLAGE,
    TriedBoard,
    own_village,
    tried_words,
    when_of,
)
from p2spp_sim.workbook.units.u12.coached import (
    CoachedYears,
    Days,
    coaching,
    idle,
    left,
    lived,
    share,
    taught,
)

COINS = "upaya"  # where the screen keeps what is spent
DRAWN = "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), aturan 2010; koefisien sebagian asumsi."
DAY_WORDS = Labels(
    number="desa yang semua prioritasnya lolos pemeriksaan berkas",
    purse="Hari kerja",
    points="Satu koin satu hari",
    policies="",
    tabs="",
    run="Jalankan tiga tahun",
    moved="Pembagian hari berubah: jalankan lagi untuk melihat akibatnya.",
    left="sisa {n} dari {m} hari",
    over="lebih {n} hari: kembalikan",
    lever="{tuas}: {n} dari {m} hari",
    more="Tambah satu hari: {tuas}",
    less="Kurangi satu hari: {tuas}",
    ghost="tanpa pendamping",
    b="lengkap",
    p="lengkap berkat Anda",
    m="kini ada yang gugur",
    n="ada yang gugur",
    fate_b="{desa}: berkasnya lengkap, juga tanpa Anda.",
    fate_p="{desa}: berkasnya lengkap berkat Anda.",
    fate_m="{desa}: kini ada prioritas yang gugur karena berkas.",
    fate_n="{desa}: masih ada prioritas yang gugur karena berkas, atau tidak ada prioritasnya.",
    served="Di {n} dari {m} desa semua prioritas lolos pemeriksaan berkas.",
)


class DayCoins(Part):
    """Days on one kind of work, a coin each."""

    def _found(self, decision: dict[str, Any]) -> Any:
        return decision[COINS].get(self.key, 0)

    def _placed(self, decision: dict[str, Any], value: Any) -> dict[str, Any]:
        return {**decision, COINS: {**decision[COINS], self.key: value}}


def _count(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise P2sppError(tr("Pembagian hari tersimpan tidak terbaca."))
    return min(max(given, 0), coaching().play.most)


def _said(label: str, count: Any) -> str:
    return tr("{kerja}: {n} hari").format(kerja=label, n=number(count)) if count else ""


def days_board(unit: Unit) -> TriedBoard:
    """Make the board on which days are spent on class, coaching and follow-up, and three years are run."""
    kinds, seed = labels_of(coaching().day), unit.desk.seed
    villages = villages_of(world(KABUPATEN))
    screen = Cockpit(
        words=tried_words(DAY_WORDS),
        decision={VILLAGE: own_village(villages), COINS: {}, "kebijakan": [], "pasal": []},
    )
    parts = [
        *(DayCoins(key, screen, _count, partial(_said, label)) for key, label in kinds.items()),
        Part(VILLAGE, screen, choice({village["code"] for village in villages})),
    ]

    def days(values: Values) -> Days:
        return tuple(int(str(values[key])) for key in kinds)

    def plan(_: Values) -> dict[str, Any]:
        play = coaching().play
        return {
            "title": pick(world(KABUPATEN).title),
            "villages": villages,
            "purse": play.purse,
            "most": play.most,
            "opened": 0,
            "tabs": [_tab(kinds)],
            "lines": tr("Kapasitas KPMD dan berkas, persen"),
        }

    def frame(values: Values, tries: int) -> Frame:
        return frame_of(days(values), seed, tries)

    def answer(values: Values) -> Answered:
        return _compared(days(values), seed)

    fixed: list[tuple[str, Values]] = [
        (pick(each.label), dict(zip(kinds, each.days, strict=True)))
        for each in (coaching().plan[key] for key in ("kelas", "pasang"))
    ]
    return TriedBoard("papan", parts, answer, unit.progress, plan=plan, frame=frame, fixed=fixed)


def _tab(kinds: dict[str, str]) -> dict[str, Any]:
    levers = [{"key": key, "label": label} for key, label in kinds.items()]
    who = tr("Pak Darto: hari setahun, sama selama {n} tahun").format(n=coaching().play.years)
    return {
        "key": "hari",
        "label": tr("Hari"),
        "who": who,
        "levers": levers,
        "policies": [],
        "dial": None,
        "clauses": [],
    }


def frame_of(days: Days, seed: int, tries: int) -> Frame:
    """Give what the screen shows of a division of days."""
    play, (now, ghost) = coaching().play, (lived(days, seed), lived(idle(), seed))
    still = ghost.applied  # nobody is taught, so nothing is gained and nothing fades
    lines = [
        _line(label, a, b, tries)
        for label, a, b in (
            (tr("Diajarkan di kelas"), taught(days, seed), still),
            (tr("Dipakai di desa"), now.applied, still),
            (tr("Tersisa {n} tahun kemudian").format(n=play.after), left(days, seed), still),
            (
                tr("Prioritas yang berkasnya lengkap"),
                1 - now.measures["lost_papers"],
                1 - ghost.measures["lost_papers"],
            ),
        )
    ]
    clean, without = int(now.whole.sum()), int(ghost.whole.sum())
    said = tr("Belum ada hari yang dibagi: letakkan koin, lalu jalankan.")
    if tries:
        text = tr("Tahun ke-{t}: {n} desa; tanpa pendamping {m}.")
        said = text.format(t=play.years, n=number(clean), m=number(without))
    return Frame(
        when=when_of(tries, tr("Belum dijalankan")),
        number=tries,
        now=clean,
        ghost=without,
        tiles=signs_of(now.whole, ghost.whole),
        said=said,
        lines=lines,
        why=worth(days) if tries else "",
    )


def _line(label: str, now: float, ghost: float, tries: int) -> PartLine:
    points = round(100 * (now - ghost))
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    change = f"{sign}{number(abs(points))}" if tries else ""
    return PartLine(label, now, ghost, percent(now, 0), change)


def worth(days: Days) -> str:
    """Say how much of what was taught is applied."""
    if not days[0]:
        return tr("Tidak ada yang diajarkan, jadi tidak ada yang dapat didampingi.")
    return tr("Dari yang diajarkan, {n} dipakai di desa.").format(n=percent(share(days), 0))


def _compared(days: Days, seed: int) -> Answered:
    if days == idle():
        return Answered(tr("Belum ada hari yang dibagi."), (Picture.empty(),))
    draws = range(coaching().play.draws)
    now, ghost = ([lived(each, seed, draw) for draw in draws] for each in (days, idle()))
    names = {
        "lost_papers": tr("Prioritas gugur karena berkas (rendah lebih baik)"),
        "accepted": tr("Bagian usulan yang sampai APBD"),
    }
    measures = [
        PairedMeasure(label, *(_measured(years, key) for years in (ghost, now)))
        for key, label in names.items()
    ]
    capacity = PairedMeasure(
        tr("Kapasitas KPMD yang dipakai"),
        np.array([each.applied for each in ghost]),
        np.array([each.applied for each in now]),
    )
    shown = [capacity, *measures]
    title = tr("Wanasari tahun ke-{n}: tanpa (kosong) dan dengan pendamping (penuh)")
    title = title.format(n=coaching().play.years)
    text = "\n".join([*map(in_words, shown), how_many(len(draws))])
    return Answered(text, (paired_picture(title, shown, tr(DRAWN), most_moved(shown)),))


def _measured(years: list[CoachedYears], key: str) -> Any:
    return np.array([each.measures[key] for each in years])
