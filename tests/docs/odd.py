"""Computes the tables of the ODD description; `python -m tests.docs.odd` renews docs/odd.md and docs/odd.id.md.

The prose of both pages is written by hand; what stands between two marks comes from the rule books, the declarations
and the code, so that it cannot say anything else than they do.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import FunctionType
from typing import Any

import p2spp_sim as p2
from p2spp_sim import model, state, year, years
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import figure
from p2spp_sim.base.language import language, pick, tr
from p2spp_sim.base.toml import read_toml, regimes
from p2spp_sim.cli.listing import documented, kind_name, meaning
from p2spp_sim.forum.fill import RULES
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import FILL_MEANINGS, LANES, ON_RECORD, ForumSpec, PotSpec
from p2spp_sim.results import conditions, measures
from p2spp_sim.scenario import scenario
from p2spp_sim.scenario.levers import WEIGHTS, Lever, declared, shown
from p2spp_sim.studies.evidence import facts
from p2spp_sim.world.schema import OPTIONAL, SCHEMA
from p2spp_sim.world.world import LASTING

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"id": ROOT / "docs" / "odd.id.md", "en": ROOT / "docs" / "odd.md"}
BLOCK = re.compile(r"<!-- computed: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)
PARTS = {  # of ODD 2020 (Grimm and others 2020), in their order, as both pages call them
    "Purpose and patterns": "Tujuan dan pola",
    "Entities, state variables, and scales": "Entitas, variabel keadaan, dan skala",
    "Process overview and scheduling": "Gambaran proses dan penjadwalan",
    "Design concepts": "Konsep rancangan",
    "Initialization": "Inisialisasi",
    "Input data": "Data masukan",
    "Submodels": "Submodel",
}
CONCEPTS = {
    "Basic principles": "Prinsip dasar",
    "Emergence": "Kemunculan",
    "Adaptation": "Adaptasi",
    "Objectives": "Tujuan pelaku",
    "Learning": "Pembelajaran",
    "Prediction": "Perkiraan",
    "Sensing": "Penginderaan",
    "Interaction": "Interaksi",
    "Stochasticity": "Keacakan",
    "Collectives": "Kolektif",
    "Observation": "Pengamatan",
}
BOOKS = [  # a rule book of recorded decisions weighs nothing
    name
    for name in regimes()
    if not any(gate.test == ON_RECORD for spec in load_rules(name).forum for gate in spec.gates)
]
PLUMBING = ("loading", "meeting", "rule_faults", "rulebook", "scoring_presets", "outcomes")
EQUATION = re.compile(r"^ *Equation: (.*?)(?:\n *\n|\Z)", re.DOTALL | re.MULTILINE)
WORDS = {
    "id": {
        "fact": ("fakta", "yang harus ditiru", "rentang", "peran", "keteguhan dan sumber"),
        "entity": ("entitas", "variabel keadaan, dengan satuan dan batas"),
        "event": ("bulan", "langkah", "jalur; pemimpin; menurut", "gerbang, berurutan"),
        "event_more": ("nilai", "pot: pagu, cara mengisi, tujuan"),
        "file": ("tabel", "kolom (cetak tebal: wajib)"),
        "model": ("nama dalam kode", "apa", "persamaan", "parameter"),
        "lever": ("kunci", "nilai dan satuan", "batas", "bekerja di", "keteguhan: sumber"),
        "origin": "asal",
        "noise": "ketidaktelitian",
        "amend": "perubahan",
        "none": "–",
        "optional": "boleh tidak ada",
        "roles": ("Tuas", "Parameter", "Koefisien"),
        "weights": "Bobot buku aturan",
        "shapes": "Pembentuk kabupaten rekaan",
        "groups": (
            "Saringan", "Kriteria", "Kemampuan penilai", "Perubahan rupiah", "Pagu dan jatah", "Akibat",
            "Cara mengisi pot", "Bagian lain",
        ),
        "fills": "cara mengisi",
        "flag": "benar atau salah",
        "docket": "usulan",
        "state": "keadaan antartahun",
    },
    "en": {
        "fact": ("fact", "what is to be reproduced", "range", "role", "firmness and source"),
        "entity": ("entity", "state variables, with unit and bounds"),
        "event": ("month", "step", "lane; convener; grouping", "gates, in order"),
        "event_more": ("score", "pots: ceiling, fill rule, destination"),
        "file": ("table", "columns (bold: required)"),
        "model": ("name in the code", "what", "equation", "parameters"),
        "lever": ("key", "value and unit", "bounds", "acts in", "firmness: source"),
        "origin": "source",
        "noise": "imprecision",
        "amend": "amendment",
        "none": "–",
        "optional": "may be missing",
        "roles": ("Levers", "Parameters", "Coefficients"),
        "weights": "Weights of the rule books",
        "shapes": "Shapes of invented districts",
        "groups": (
            "Gates", "Criteria", "Capacities of those who score", "Amendments", "Ceilings and quotas", "Effects",
            "Fill rules", "Other parts",
        ),
        "fills": "fill rule",
        "flag": "true or false",
        "docket": "proposal",
        "state": "state between years",
    },
}  # fmt: skip


OTHER = {  # what functions outside the vocabulary of rule books do, in the language in which they do not say it
    "model.activities.urgency": {"id": "Urgensi 1 sampai 5 dari satu undian."},
    "model.activities.households_served": {
        "id": "KK yang dilayani satu usulan, paling sedikit satu."
    },
    "model.activities.cost_of": {
        "id": "Volume kali biaya satuan, lebih mahal bila terpencil; kelipatan 100.000 rupiah."
    },
    "model.agency_and_pokir.agency": {"id": "Kegiatan yang dibawa SKPD sendiri ke mejanya."},
    "model.agency_and_pokir.pokir": {
        "id": "Yang dicatat anggota DPRD saat reses; sebagian sama dengan usulan musrenbang."
    },
    "model.agency_and_pokir.must_match": {"id": "Pokir yang wajib cocok dengan usulan musrenbang."},
    "model.ceilings.open_money": {"en": "Capital spending that is open to proposals."},
    "model.ceilings.pik_total": {
        "en": "PIK of a kabupaten: a part of the open money, or the sum of fixed ceilings of its kecamatan."
    },
    "model.ceilings.pokir_total": {
        "en": "Pokir money of a kabupaten: a part of the APBD, swelling before elections, at most what is open."
    },
    "model.ceilings.shock": {
        "en": "Open money after the year's fiscal shock, the same for all pots."
    },
    "model.gates.facilitated": {"id": "Tambahan kapasitas dari fasilitator di atas jumlah biasa."},
    "model.gates.is_late": {"id": "Kabupaten yang menetapkan APBD terlambat."},
    "model.training.trained": {"id": "Pelatihan dan pendampingan desa tahun ini."},
    "model.village_needs.count": {"id": "Banyak kebutuhan yang dirasakan tiap desa."},
    "model.village_needs.needs": {
        "id": "Usulan dari kebutuhan yang disuarakan: kegiatan, biaya, penerima, swadaya."
    },
    "model.village_needs._voiced": {
        "id": "Kebutuhan tiap desa: milik siapa, dan mana yang disuarakan."
    },
    "model.village_needs._voice": {
        "id": "Peluang sebuah kebutuhan disuarakan: warga lain, miskin, perempuan, perempuan miskin."
    },
    "model.village_needs._flags": {"id": "Sifat ya atau tidak sebuah usulan."},
    "year._score": {"id": "Jumlah kriteria berbobot dan ketidaktelitian penilai."},
    "year._turn": {"id": "Giliran desa dalam arisan."},
    "year._ballots": {"id": "Suara tiap desa dalam pertemuan yang diikutinya."},
    "state._renewed": {"id": "RPJM Desa yang habis masanya diperbarui."},
    "state._born": {
        "id": "Kebutuhan yang terpenuhi diganti yang baru; yang lain mungkin diajukan lagi."
    },
    "state.State.complied": {"id": "Kepatuhan pada peraturan tahun depan."},
    "state.State.after": {"id": "Keadaan yang ditinggalkan satu tahun."},
    "model.activities.choice_of_activity": {"id": "Jenis kegiatan menurut satu undian."},
    "years.run_years": {
        "id": "Beberapa tahun, masing-masing dari keadaan yang ditinggalkan tahun sebelumnya."
    },
    "scenario.scenario.Scenario.in_force": {
        "id": "Skenario menurut pasal yang berlaku: tuas yang dikunci paling sedikit sebesar kata pasalnya."
    },
    "results.conditions.Conditions.useful": {"id": "Rupiah yang dibangun tanpa yang bocor."},
    "results.measures._council": {"id": "Peran DPRD."},
    "results.measures._regulation": {
        "id": "Pasal yang berlaku, berbobot biaya politiknya, dikali kepatuhan."
    },
    "results.measures._locked": {"id": "Bagian tuas yang diubah yang ditahan pasal yang berlaku."},
    "results.measures._satisfaction": {
        "id": "Warga yang puas: dari memilih sendiri dan dari yang dibangun di desanya."
    },
    "state.State._trust": {"id": "Kepercayaan bergerak menurut yang dibangun dan dijawab."},
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table in Markdown."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| "
        + " | ".join(str(cell).replace("|", r"\|").replace("\n", " ") for cell in line)
        + " |\n"
        for line in lines
    )


def code(text: object) -> str:
    """Set words of the code apart."""
    return f"`{text}`"


def patterns(said: dict[str, Any]) -> str:
    """List the facts that the model is held against."""
    rows = [
        (
            code(key),
            pick(fact.label),
            f"{figure(fact.low)} – {figure(fact.high)}",
            fact.role,
            f"{fact.firmness}: {tr(fact.source)}",
        )
        for key, fact in facts().items()
    ]
    return table(said["fact"], rows)


def _bounds(column: Any) -> str:
    if column.choices:
        return ", ".join(column.choices)
    ends = ["" if end is None else figure(end) for end in (column.low, column.high)]
    return " – ".join(ends).strip() if any(ends) else ""


def _column(column: Any) -> str:
    about = [tr(column.unit) if column.unit else kind_name(column.kind), _bounds(column)]
    about += [f"→ {column.of}"] if column.of else []
    return f"{code(column.name)} ({'; '.join(part for part in about if part)})"


def entities(said: dict[str, Any]) -> str:
    """List what there is, with the variables that tell its state."""
    rows = [
        (code(name), ", ".join(map(_column, columns)))
        for name, columns in SCHEMA.items()
        if name not in OPTIONAL
    ]
    columns = ", ".join(code(name) for name in P.Proposals.__annotations__)
    flags = ", ".join(code(name) for name, bit in _flags().items() if bit)
    rows.append((code(said["docket"]), f"{columns}; {said['flag']}: {flags}"))
    waiting = ", ".join(code(name) for name in ("at", "idr", "reason", "pot", "priority", "backed"))
    rows.append((code("docket"), waiting))
    rows.append(
        (
            code(said["state"]),
            ", ".join(map(code, ("world", *LASTING, "usual", "compliance", "start"))),
        )
    )
    return table(said["entity"], rows)


@cache
def _flags() -> dict[str, int]:
    return {
        name: value
        for name, value in vars(P).items()
        if name.isupper() and isinstance(value, int) and value.bit_count() == 1
        and name not in ("DISTRICT", "VILLAGE", "OUTSIDE")
    }  # fmt: skip


def schedule(said: dict[str, Any]) -> str:
    """Lay out the year of every rule book."""
    parts = []
    for name in BOOKS:
        book = load_rules(name)
        rows = []
        for source in book.source:
            about = f"{LANES[source.lane]}; {source.decider}"
            to = f"→ {code(source.to)}"
            rows.append(
                (
                    source.month,
                    f"{said['origin']} {code(source.key)}: {pick(source.label)}",
                    about,
                    "",
                    "",
                    to,
                )
            )
        rows += [_event(forum, said) for forum in book.forum]
        head = (*said["event"], *said["event_more"])
        parts.append(f"### {pick(book.title)}\n\n{table(head, rows)}")
    return "\n".join(parts)


def _event(forum: ForumSpec, said: dict[str, Any]) -> tuple[Any, ...]:
    score = [
        f"{code(criterion.term)} × {_weight(criterion.weight)}" for criterion in forum.criteria
    ]
    if forum.noise:
        score.append(
            f"{said['noise']} × {_weight(forum.noise.weight)} ({code(forum.noise.capacity)})"
        )
    changes = "".join(f"; {said['amend']} {code(name)}" for name in forum.amendments)
    return (
        forum.month,
        f"{code(forum.key)}: {pick(forum.label)}",
        f"{LANES[forum.lane]}; {forum.decider}; {code(forum.group)}",
        ", ".join(f"{code(gate.test)} ({gate.reason})" for gate in forum.gates) or said["none"],
        (" + ".join(score) or said["none"]) + changes,
        "<br>".join(_pot(pot) for pot in forum.pots),
    )


def _weight(weight: float | str) -> str:
    return code(weight) if isinstance(weight, str) else figure(weight)


def _pot(pot: PotSpec) -> str:
    words = [code(word) for word in (pot.who, pot.ceiling, pot.limit, pot.fill, pot.effect) if word]
    return f"{pick(pot.label)}: {', '.join(words)} → {code(pot.to)}"


def inputs(said: dict[str, Any]) -> str:
    """List the tables that a district may bring."""
    rows = []
    for name, columns in SCHEMA.items():
        told = ", ".join(f"**{c.name}**" if c.default is None else c.name for c in columns)
        optional = f" ({said['optional']})" if name in OPTIONAL else ""
        rows.append((f"{code(name + '.csv')}{optional}", told))
    return table(said["file"], rows)


class _Symbols(ast.NodeTransformer):
    """Turn an expression of the code into one that can be read: names for what is looked up, no array plumbing."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Give what is asked for by name under that name."""
        owner = self.visit(node.func.value) if isinstance(node.func, ast.Attribute) else None
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        node.args = [self.visit(argument) for argument in node.args]
        node.keywords = []
        first = node.args[0] if node.args else None
        if name in ("value", "column") and isinstance(first, ast.Constant):
            return ast.Name(str(first.value))
        if name in ("pick", "has", "int64", "float64", "int8", "uint16") and first is not None:
            return first
        if name in ("astype", "copy", "ravel", "reshape") and owner is not None:
            return owner
        if name == "take" and owner is not None and first is not None:
            return ast.Subscript(owner, first)
        if name == "full" and len(node.args) > 1:
            return node.args[1]
        if name == "uniform":
            return ast.Name("u")
        if name in ("sum", "mean", "max", "min") and owner is not None and not node.args:
            return _call(name, [owner])
        return _call(
            {"minimum": "min", "maximum": "max", "rint": "round"}.get(name, name), node.args
        )

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Give a column of a table under its name."""
        self.generic_visit(node)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            owner = ast.unparse(node.value).rpartition(".")[2]
            return ast.Name(f"{owner}.{node.slice.value}")
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Leave out whose it is."""
        return ast.Name(node.attr)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """Say no in a word."""
        self.generic_visit(node)
        return ast.UnaryOp(ast.Not(), node.operand) if isinstance(node.op, ast.Invert) else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Say and and or in words."""
        self.generic_visit(node)
        words = {ast.BitAnd: ast.And(), ast.BitOr: ast.Or()}
        word = words.get(type(node.op))
        return ast.BoolOp(word, [node.left, node.right]) if word else node


def _call(name: str, arguments: list[ast.expr]) -> ast.Call:
    return ast.Call(ast.Name(name), arguments, [])


def equation(function: Callable[..., Any]) -> str:
    """Give what a function says is its equation; else what it computes, read from the code."""
    function = inspect.unwrap(function)
    if said := EQUATION.search(inspect.getdoc(function) or ""):
        return " ".join(said[1].replace("`", "").split()).removesuffix(".")
    made_from = inspect.getclosurevars(function).nonlocals
    if "bit" in made_from:
        return next(name for name, bit in _flags().items() if bit == made_from["bit"])
    if "pots" in made_from:
        return f"last pot in {', '.join('.'.join(pot) for pot in made_from['pots'])}"
    if "test" in made_from:
        return f"1 if {equation(made_from['test'])} else 0"
    if "solve" in made_from:
        return equation(made_from["solve"])
    parsed = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = parsed.body[0]
    if not isinstance(body, ast.FunctionDef):
        return ast.unparse(body)
    lines = [
        ast.unparse(ast.fix_missing_locations(_Symbols().visit(line)))
        for line in body.body
        if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
    ]
    text = "; ".join(" ".join(line.split()) for line in lines)
    return re.sub(r"(^|; )return ", r"\1", re.sub(r"(\w+): \w+ = ", r"\1 = ", text))


def parameters(function: Callable[..., Any]) -> set[str]:
    """Name the declared values that a function asks for, also by the head of their keys."""
    function = inspect.unwrap(function)
    made_from = inspect.getclosurevars(function).nonlocals
    if "test" in made_from:
        return parameters(made_from["test"])
    said = EQUATION.search(inspect.getdoc(function) or "")
    known = declared()
    used = {word for word in re.findall(r"\w+", said[1] if said else "") if word in known}
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
            used.add(node.value)
        if isinstance(node, ast.JoinedStr):
            pattern = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values
            )
            used |= {key for key in known if pattern.strip("*") and fnmatch(key, pattern)}
    if function.__module__ == "p2spp_sim.model.activities" and function.__name__ == "urgency":
        used |= {key for key in known if key.startswith("urgency_to_")}
    return used


@cache
def submodels() -> dict[str, dict[str, Callable[..., Any]]]:
    """Gather all that computes: what rule books can name, and every function of the model that asks for a parameter."""
    titles = ("gates", "criteria", "capacities", "amendments", "ceilings", "effects")
    groups: dict[str, dict[str, Callable[..., Any]]] = dict(
        zip(titles, map(dict, documented()), strict=True)
    )
    groups["fills"] = dict(RULES)
    listed = {inspect.unwrap(f) for group in groups.values() for f in group.values()}
    groups["others"] = {
        name: function
        for name, function in _functions()
        if inspect.unwrap(function) not in listed
        and function.__doc__
        and (parameters(function) or EQUATION.search(function.__doc__ or ""))
    }
    return groups


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    modules = [
        import_module(f"{model.__name__}.{found.name}")
        for found in iter_modules(model.__path__)
        if found.name not in PLUMBING
    ]
    for module in (*modules, year, state, years, scenario, conditions, measures):
        short = module.__name__.removeprefix("p2spp_sim.")
        owners = [("", vars(module))]
        owners += [
            (f"{name}.", vars(cls))
            for name, cls in vars(module).items()
            if inspect.isclass(cls) and cls.__module__ == module.__name__
        ]
        for owner, members in owners:
            for name, member in members.items():
                plain = inspect.unwrap(member) if callable(member) else None
                if (
                    isinstance(plain, FunctionType)
                    and plain.__code__.co_filename == module.__file__
                ):
                    yield f"{short}.{owner}{name}", member


ALSO = {"rotation": "of the villages whose turn it is (year._turn), "}  # solved as skip is


def equations(said: dict[str, Any]) -> str:
    """Write every submodel with its equation and the parameters in it."""
    parts = []
    for title, (kind, group) in zip(said["groups"], submodels().items(), strict=True):
        rows = []
        for name, function in group.items():
            what = FILL_MEANINGS[name] if kind == "fills" else _what(name, function)
            used = sorted(parameters(function)) if kind != "fills" else []
            text = ALSO.get(name, "") + equation(function)
            rows.append((code(name), what, code(text), ", ".join(map(code, used))))
        parts.append(f"#### {title}\n\n{table(said['model'], rows)}")
    block = re.search(r"\n\n(capacity .*)", state.__doc__ or "", re.DOTALL)
    assert block
    return "\n".join([*parts, f"```text\n{block[1].strip()}\n```\n"])


def _what(name: str, function: Callable[..., Any]) -> str:
    """Say what a function does: as it says itself, or in the language in which it does not."""
    words = meaning(function).replace(":.", ".")
    other = OTHER.get(name, {})
    return other.get(language()) or (tr(words) if words else "")


def values(said: dict[str, Any]) -> str:
    """Write every number that can be moved, doubted or swept."""
    acting = _acting()
    parts = []
    for title, role in zip(said["roles"], ("lever", "parameter", "coefficient"), strict=True):
        rows = [_value(lever, acting) for lever in declared().values() if lever.role == role]
        parts.append(f"#### {title}\n\n{table(said['lever'], rows)}")
    rows = []
    for name in BOOKS:
        for key, lever in p2.Scenario(name, name).declared.items():
            if key.startswith(WEIGHTS):
                rows.append((*_value(lever, {})[:-2], code(name), *_value(lever, {})[-1:]))
    parts.append(f"#### {said['weights']}\n\n{table(said['lever'], rows)}")
    shapes = read_toml(data_path("datasets", "synthetic.toml"))
    rows = [
        (
            code(key),
            f"{shape['value']} {tr(shape['unit'])}",
            " – ".join(str(shape[end]) for end in ("low", "high") if end in shape),
            code("world.synthetic"),
            f"{shape['firmness']}: {tr(shape['source'])}",
        )
        for key, shape in shapes.items()
    ]
    parts.append(f"#### {said['shapes']}\n\n{table(said['lever'], rows)}")
    return "\n".join(parts)


def _value(lever: Lever, acting: dict[str, set[str]]) -> tuple[str, ...]:
    bounds = ", ".join(lever.choices)
    if lever.low is not None:
        bounds = f"{shown(lever, lever.low)} – {shown(lever, lever.high)}"
    where = ", ".join(map(code, [lever.acts_in, *sorted(acting.get(lever.key, ()))]))
    return (
        f"{code(lever.key)} {pick(lever.label)}",
        f"{shown(lever, lever.value)} ({tr(lever.unit)})",
        bounds or "true, false",
        where,
        f"{lever.firmness}: {tr(lever.source)}",
    )


def _acting() -> dict[str, set[str]]:
    """Tell for every declared value which functions ask for it."""
    acting: dict[str, set[str]] = {}
    for group in submodels().values():
        for name, function in group.items():
            for key in parameters(function):
                acting.setdefault(key, set()).add(name)
    return acting


BLOCKS: dict[str, Callable[[dict[str, Any]], str]] = {
    "patterns": patterns,
    "entities": entities,
    "schedule": schedule,
    "inputs": inputs,
    "equations": equations,
    "values": values,
}


def renewed(page: str, language: str) -> str:
    """Give a page with its computed parts made new."""
    p2.set_language(language)
    try:
        return BLOCK.sub(
            lambda block: (
                f"<!-- computed: {block[1]} -->\n{BLOCKS[block[1]](WORDS[language])}<!-- end -->"
            ),
            page,
        )
    finally:
        p2.set_language("id")


if __name__ == "__main__":
    for language_, path in PAGES.items():
        path.write_text(renewed(path.read_text(encoding="utf-8"), language_), encoding="utf-8")
