"""Worlds of one's own: a kabupaten of the national list in a few lines, and tables to fill in with Indonesian words."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import pick, tr
from p2spp_sim.world.places import DESCRIPTION
from p2spp_sim.world.schema import OPTIONAL, REGIONS, SCHEMA, TABLE_NAMES
from p2spp_sim.world.synthetic import kabupaten_codes
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

KNOWN = tuple(  # what may be known of a kabupaten beside its code and year
    column for column in REGIONS if column.name not in ("kabupaten", "name", "seed", "year")
)
_ALWAYS = "kemiskinan tiap desa, keterpencilan, kapasitas, kepercayaan, kebutuhan, dan usulan"
_FIRST_YEAR = {"sipd": 2021, "dana_desa": 2015}  # in which these rule books hold (assumed)


def rules_of(year: int) -> str:
    """Give the regime of a year of the budget."""
    return next((name for name, first in _FIRST_YEAR.items() if year >= first), "2010")


def region_name(code: str) -> str:
    """Name a kabupaten or kota of the national list.

    Raises
    ------
    UnknownName : no such code; names the nearest.
    """
    if code not in kabupaten_codes():
        raise UnknownName(tr("Kode kabupaten"), code, kabupaten_codes())
    return kabupaten_codes()[code]["name"]


def described(code: str, known: Mapping[str, float]) -> dict[str, Any]:
    """Give the description of a kabupaten: what is known of it, and in words what is drawn.

    Parameters
    ----------
    code : of Kemendagri.
    known : by the names of `REGIONS`; what is 0 or absent is drawn.
    """
    name, given = region_name(code), {key: value for key, value in known.items() if value}
    title = f"{name} {given['year']:.0f}" if "year" in given else name
    drawn = ", ".join(column.title for column in KNOWN if column.name not in given)
    text = tr("Nama dan kode wilayah nyata. Ditarik, bukan data: {ditarik}.")
    invented = text.format(ditarik="; ".join(filter(None, (drawn, tr(_ALWAYS)))))
    regions = {"kabupaten": code, "name": name, **given, "seed": int(code.replace(".", ""))}
    return {"title": title, "invented": invented, "regions": regions}


def as_toml(about: Mapping[str, Any]) -> str:
    """Write a description as the file that `World.read` reads."""
    lines = [
        f"{key} = {json.dumps(about[key], ensure_ascii=False)}" for key in ("title", "invented")
    ]
    lines += ["", "[regions]"]
    for column in REGIONS:
        if column.name in about["regions"]:
            value = about["regions"][column.name]
            whole = column.kind in ("whole", "idr")
            said = json.dumps(int(value) if whole else value, ensure_ascii=False)
            lines.append(f"{column.name} = {said}")
    return "\n".join(lines) + "\n"


def folder_name(about: Mapping[str, Any]) -> str:
    """Give the name of the folder of a world: its title in small letters."""
    return re.sub(r"[^a-z0-9]+", "_", about["title"].casefold()).strip("_")


def write_world(about: Mapping[str, Any], folder: Path) -> World:
    """Write a description into a folder and read it back; where it cannot be read, nothing is left.

    Raises
    ------
    BadData : a value that is not allowed.
    """
    text = as_toml(about).encode()
    with TemporaryDirectory() as trial:
        place = Path(trial) / folder.name
        place.mkdir()
        (place / DESCRIPTION).write_bytes(text)
        world = World.read(place)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / DESCRIPTION, text)
    return world


def tables_to_fill(world: World) -> "dict[str, pd.DataFrame]":
    """Give the tables of a world under Indonesian headings, by what their files are called."""
    import pandas as pd

    made = {}
    for name, columns in SCHEMA.items():
        table = world.tables[name]
        rows = len(table[columns[0].name])
        cells = {
            column.head: [column.in_file(value) for value in table[column.name].tolist()]
            if column.kind == "flag"
            else table[column.name].tolist()
            for column in columns
        }
        made[TABLE_NAMES[name]] = pd.DataFrame(cells if rows else {head: [] for head in cells})
    return made


def guide(world: World) -> str:
    """Say in plain words which file holds what, what must be filled in and how it is opened."""
    lines = [
        tr("# Tabel kabupaten sendiri"),
        "",
        tr("Contoh di folder ini: {judul}. {direka}").format(
            judul=pick(world.title), direka=pick(world.invented)
        ),
        "",
        tr(
            "Ganti isinya dengan data Anda, simpan dengan nama yang sama, lalu buka dengan: p2spp run FOLDER. Sel yang "
            "salah disebut berkas, baris, dan kolomnya; sebelum dibetulkan tidak ada yang dibaca."
        ),
        "",
        tr(
            "- Uang dalam rupiah utuh: 1100000000 atau 1.100.000.000. Bagian ditulis 0,35 atau 35%. Ya dan tidak "
            "ditulis Y dan N."
        ),
        tr("- Kolom yang boleh kosong memakai nilai dalam kurung, yang bukan data Anda."),
        tr("- Jangan menulis nama orang, NIK, atau nomor telepon."),
    ]
    for name, columns in SCHEMA.items():
        needed = [c.title for c in columns if c.default is None]
        free = [f"{c.title} ({c.in_file(c.default)})" for c in columns if c.default is not None]
        may = tr("boleh tidak ada") if name in OPTIONAL else tr("wajib ada")
        lines += ["", f"## {TABLE_NAMES[name]} ({may})", ""]
        lines.append(tr("Wajib diisi: {kolom}.").format(kolom=", ".join(needed)))
        if free:
            lines.append(tr("Boleh kosong: {kolom}.").format(kolom=", ".join(free)))
        choices = [(c.title, ", ".join(c.choices)) for c in columns if c.choices]
        lines += [
            tr("{kolom}: salah satu dari {pilihan}.").format(kolom=title, pilihan=words)
            for title, words in choices
        ]
    return "\n".join(lines) + "\n"
