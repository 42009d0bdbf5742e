"""What there is: levers, datasets, and the words of rules files, as tables for the terminal."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.own_parts import of_kind
from p2spp_sim.base.toml import regimes
from p2spp_sim.cli.table import PrintedColumn, faint, heading, pairs, paragraph, table
from p2spp_sim.model.amendments import AMENDMENTS, EFFECTS
from p2spp_sim.model.ceilings import AMOUNTS
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA
from p2spp_sim.model.gates import TESTS
from p2spp_sim.model.rulebook import FILL_MEANINGS, Reason
from p2spp_sim.scenario.levers import WEIGHTS, Lever, declared, shown
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SCHEMA
from p2spp_sim.world.world import World

_SHAPE = re.compile(r"[;,]? \(\w+,\) \w+")  # what a description tells programmers about arrays


def levers(*, everything: bool) -> str:
    """List all levers, and the parameters too if wanted."""
    wanted = [lever for lever in declared().values() if everything or lever.role == "lever"]
    columns = (
        PrintedColumn(tr("Tuas")),
        PrintedColumn(tr("nilai"), right=True),
        PrintedColumn(tr("batas")),
        PrintedColumn(tr("satuan")),
        PrintedColumn(tr("kode")),
        PrintedColumn(tr("keandalan")),
    )
    rows = [
        (
            lever.key,
            shown(lever, lever.value),
            _bounds(lever),
            tr(lever.unit),
            " ".join(lever.seed_codes),
            _firmness(lever),
        )
        for lever in wanted
    ]
    notes = [_about(lever) for lever in wanted]
    how = tr("Ubah dengan --set TUAS=NILAI; satu tuas selengkapnya: p2spp levers TUAS.")
    return f"{table(columns, rows, notes)}\n\n{paragraph(how)}"


def of_lever(key: str) -> str:
    """Describe one lever, or a weight that rule books write as a number, with its value in each of them.

    Raises
    ------
    UnknownName : no such lever; names the nearest.
    """
    books = [Scenario(name, name) for name in regimes()]
    knowing = [book for book in books if key.startswith(WEIGHTS) and book.knows(key)]
    lever = (knowing or books)[0].lever(key)
    value = shown(lever, lever.value)
    if knowing:
        value = ", ".join(f"{shown(lever, book.value(key))} ({book.name})" for book in knowing)
    roles = {
        "lever": tr("tuas"),
        "parameter": tr("parameter model"),
        "coefficient": tr("koefisien model"),
    }
    rows = [
        (tr("nilai bawaan"), value),
        (tr("batas"), _bounds(lever)),
        (tr("satuan"), tr(lever.unit)),
        (tr("bekerja di"), lever.acts_in),
        (tr("kode"), " ".join(lever.seed_codes)),
        (tr("hanya pada aturan"), ", ".join(lever.regimes)),
        (tr("mengunci"), _locked(lever)),
        (tr("tanpa bantuan"), _needed(lever)),
        (tr("anggaran"), _budget(lever)),
        (tr("menggerakkan"), _meant(lever)),
        (tr("sumber"), tr(lever.source)),
        (tr("keandalan"), _firmness(lever)),
        (tr("jenis"), roles[lever.role]),
    ]
    return f"{heading(lever.key)}  {pick(lever.label)}\n{pairs(rows)}"


def _locked(clause: Lever) -> str:
    """Tell which levers a clause of regulation holds at least at which values."""
    return ", ".join(
        f"{key} = {shown(declared()[key], value)}" for key, value in clause.locks.items()
    )


def _needed(clause: Lever) -> str:
    """Tell what a clause of regulation comes to without those it leans on."""
    if not clause.needs:
        return ""
    text = tr("hanya {part} jalan bila tidak bersama {others}")
    return text.format(part=percent(clause.alone, 0), others=", ".join(clause.needs))


def _budget(lever: Lever) -> str:
    """Tell what a lever takes from the budget it shares with others."""
    if not lever.budget:
        return ""
    whole = tr("memakan {cost} dari {budget}")
    each = tr("memakan {cost} kali nilainya dari {budget}")
    return (whole if lever.kind == "boolean" else each).format(
        cost=figure(lever.cost), budget=lever.budget
    )


def _meant(lever: Lever) -> str:
    """Tell which indicators a lever is meant to move, and which way."""
    signs = {1: tr("naik"), -1: tr("turun")}
    return ", ".join(f"{key} {signs[sign]}" for key, sign in lever.meant.items())


def _about(lever: Lever) -> str:
    return tr("{label}. Sumber: {source}.").format(label=pick(lever.label), source=tr(lever.source))


def _bounds(lever: Lever) -> str:
    if lever.kind == "boolean":
        return "true, false"
    if lever.kind == "choice":
        return ", ".join(lever.choices)
    return f"{shown(lever, lever.low)} – {shown(lever, lever.high)}"


def _firmness(lever: Lever) -> str:
    return {
        "firm": tr("kuat"),
        "moderate": tr("sedang"),
        "indicative": tr("indikatif"),
        "assumed": tr("asumsi"),
    }[lever.firmness]


def datasets(worlds: Sequence[World]) -> str:
    """List the datasets with their size and what in them is invented."""
    columns = (
        PrintedColumn(tr("Nama")),
        PrintedColumn(tr("Judul")),
        PrintedColumn(tr("kecamatan"), right=True),
        PrintedColumn(tr("desa"), right=True),
        PrintedColumn(tr("jiwa"), right=True),
        PrintedColumn(tr("usulan")),
    )
    rows = []
    for world in worlds:
        recorded = len(world.proposals["id"])
        sizes = (
            world.size("kecamatan"),
            world.size("village"),
            int(world.villages["population"].sum()),
        )
        source = tr("{count} tercatat").format(count=recorded) if recorded else tr("diundi")
        rows.append((world.name, pick(world.title), *(number(size) for size in sizes), source))
    notes = [pick(world.invented) for world in worlds]
    more = tr("Isi tabelnya: p2spp data DATA. Istilah berkas aturan: p2spp data --istilah.")
    return f"{table(columns, rows, notes)}\n\n{paragraph(more)}"


def dataset(world: World) -> str:
    """Describe the tables of one dataset."""
    lines = [heading(str(world))]
    if world.invented:
        lines.append(faint(paragraph(pick(world.invented))))
    columns = (
        PrintedColumn(tr("kolom")),
        PrintedColumn(tr("jenis")),
        PrintedColumn(tr("satuan")),
        PrintedColumn(tr("baris pertama")),
    )
    for name, declared_columns in SCHEMA.items():
        cells = world.tables[name]
        if count := len(cells[declared_columns[0].name]):
            rows = [
                (
                    c.name,
                    kind_name(c.kind),
                    tr(c.unit) if c.unit else "",
                    c.in_file(cells[c.name][0]),
                )
                for c in declared_columns
            ]
            title = tr("{name}: {count} baris").format(name=name, count=number(count))
            lines += ["", heading(title), table(columns, rows)]
    readme = data_path("datasets", world.name, "README.md")
    if readme.is_file():
        lines += ["", tr("Kamus data: {path}").format(path=readme)]
    return "\n".join(lines)


def kind_name(kind: str) -> str:
    """Name what a column holds."""
    return {
        "text": tr("teks"),
        "whole": tr("bilangan bulat"),
        "idr": tr("rupiah"),
        "share": tr("bagian 0–1"),
        "real": tr("angka"),
        "flag": tr("Y/N"),
    }[kind]


def words() -> str:
    """List the words a rules file may use, by where in it they may stand."""
    columns = (PrintedColumn(tr("istilah")), PrintedColumn(tr("arti")))
    lines = [
        paragraph(
            tr("Istilah berkas aturan (datasets/rules/*.toml), menurut tempatnya dalam berkas.")
        )
    ]
    for place, title, meanings in _vocabulary():
        lines += ["", f"{heading(title)}  {faint(place)}", table(columns, list(meanings.items()))]
    return "\n".join(lines)


def meaning(function: Callable[..., Any]) -> str:
    """Give the first sentence of a term's description, in Indonesian, without what only programmers need."""
    first = (function.__doc__ or "").strip().partition("\n")[0]
    return _SHAPE.sub("", first)


def documented() -> list[Mapping[str, Callable[..., Any]]]:
    """Give the terms that carry their own description."""
    return [TESTS, CRITERIA, CAPACITIES, AMENDMENTS, AMOUNTS, EFFECTS]


def _vocabulary() -> list[tuple[str, str, dict[str, str]]]:
    tests, criteria, capacities, amendments, amounts, effects = (
        {name: tr(meaning(function)) for name, function in group.items()} for group in documented()
    )
    return [
        ("gates.test, pots.who", tr("Saringan"), tests),
        ("gates.reason", tr("Alasan"), {reason.key: reason.text for reason in Reason if reason}),
        ("criteria.term", tr("Kriteria nilai, 0 sampai 1"), criteria),
        ("noise.capacity", tr("Kemampuan penilai"), capacities),
        ("amendments", tr("Perubahan rupiah"), amendments),
        ("pots.ceiling, pots.limit", tr("Pagu dan jatah"), amounts),
        (
            "pots.fill",
            tr("Cara memilih"),
            dict(FILL_MEANINGS) | {key: part.called for key, part in of_kind("fill_rule").items()},
        ),
        ("pots.effect", tr("Yang dicatat untuk meja berikutnya"), effects),
    ]
