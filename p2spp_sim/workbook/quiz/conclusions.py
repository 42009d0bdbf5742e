"""What may be concluded from the tests of one class, and what not: each figure with its interval and a sentence."""

from collections.abc import Sequence

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.quiz.measures import (
    Spread,
    difference_of,
    error_of_score,
    kr20,
    mean_of,
    over_people,
    smallest_seen,
)

RELIABLE = 0.7  # below this, groups of a class are not to be compared either; Nunnally (1978)
APART = 1.96 * 2**0.5  # errors of a score within which two scores of one person are the same


def concluded(
    gains: Floats,
    kept: Floats,
    n_gain: float,
    right: Floats,
    points: int,
    by_form: Sequence[Floats],
) -> list[list[str]]:
    """Give rows of what was measured, its figure, and what it allows to be said.

    Parameters
    ----------
    gains, kept : points before and after, and after and on day 90, of those who can be compared.
    n_gain : of the class.
    right, points : who answered which task rightly before, and points of a task.
    by_form : points of the test before, by form.
    """
    return [
        *_gained(gains, n_gain),
        *_trusted(right, points),
        _forms(difference_of(*by_form)),
        _retained(kept),
    ]


def _gained(gains: Floats, n_gain: float) -> list[list[str]]:
    rise = gains[:, 1] - gains[:, 0]
    spread, seen = mean_of(rise), smallest_seen(rise)
    if spread.low > 0:
        said = tr(
            "Kelas ini naik. Tanpa kelas pembanding, tes tidak membuktikan bahwa pelatihan sebabnya."
        )
    elif spread.value == spread.value:
        said = tr("Naik atau tidak, kelas ini belum dapat membedakannya: rentangnya memuat nol.")
    else:
        said = tr("Belum dapat disimpulkan: perlu dua kode atau lebih dengan kedua tes.")
    return [
        [
            tr("kode yang dapat dibandingkan"),
            number(len(gains)),
            tr("Kode dengan kedua tes, dalam bentuk yang berbeda."),
        ],
        [tr("kenaikan rata-rata, poin (rentang 95%)"), _said(spread), said],
        [
            tr("kenaikan terkecil yang dapat terlihat, poin"),
            _figure(seen),
            tr(
                "Kenaikan sebesar ini terlihat di empat dari lima kelas semacam ini; yang lebih kecil mudah terlewat."
            ),
        ],
        [
            tr("N-gain kelas"),
            _figure(n_gain, 2),
            tr(
                "Bagian dari kenaikan yang masih mungkin; bukan untuk membandingkan kelas yang awalnya berbeda."
            ),
        ],
    ]


def _trusted(right: Floats, points: int) -> list[list[str]]:
    reliability, error = over_people(kr20, right), over_people(error_of_score, right)
    scaled = Spread(points * error.value, points * error.low, points * error.high)
    good = reliability.low >= RELIABLE
    return [
        [
            tr("keandalan tes awal, KR-20 (rentang 95%)"),
            _said(reliability, 2),
            tr("Cukup andal untuk membandingkan kelompok.")
            if good
            else tr(
                "Belum tentu andal di kelas ini: baca rata-rata kelas, jangan kelompok atau orang."
            ),
        ],
        [
            tr("galat baku nilai satu orang, poin (rentang 95%)"),
            _said(scaled),
            tr(
                "Dua nilai satu orang yang bedanya di bawah {n} poin dapat kebetulan; jangan dibahas perorangan."
            ).format(n=_figure(APART * scaled.value, 0)),
        ],
    ]


def _forms(spread: Spread) -> list[str]:
    if np.isnan(spread.value):
        said = tr(
            "Semua mulai dengan bentuk yang sama: beda kedua bentuk tercampur dengan kenaikan."
        )
    elif spread.low * spread.high > 0:
        said = tr(
            "Satu bentuk tampak lebih mudah; karena bergantian menurut kode, bedanya saling meniadakan."
        )
    else:
        said = tr("Tidak tampak berbeda di kelas ini, dan bentuknya bergantian menurut kode.")
    return [
        tr("bentuk A dikurangi bentuk B pada tes awal, poin (rentang 95%)"),
        _said(spread),
        said,
    ]


def _retained(kept: Floats) -> list[str]:
    spread = mean_of(kept[:, 1] - kept[:, 0])
    said = (
        tr(
            "Bentuk C tidak bergantian: bedanya dapat berasal dari soal, dan yang tidak mengisi mungkin lain."
        )
        if spread.value == spread.value
        else tr("Belum diisi. Kirim tes_C bersama pemeriksaan RKTL hari ke-90.")
    )
    return [tr("hari ke-90 dikurangi tes akhir, poin (rentang 95%)"), _said(spread), said]


def _said(spread: Spread, decimals: int = 1) -> str:
    if np.isnan(spread.value):
        return "–"
    text = tr("{n} ({bawah} sampai {atas})")
    return text.format(
        n=number(spread.value, decimals),
        bawah=number(spread.low, decimals),
        atas=number(spread.high, decimals),
    )


def _figure(value: float, decimals: int = 1) -> str:
    return "–" if np.isnan(value) else number(value, decimals)
