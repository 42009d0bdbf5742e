"""Real elections: files in the public format of Pabulib (.pb), and who wins them under greedy and equal shares."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import chain, repeat
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from p2spp_sim.base.arrays import Bools, Ints
from p2spp_sim.base.errors import BadData, Fault, P2sppError, UnknownName
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.base.numerals import LARGEST
from p2spp_sim.forum.decide import Agenda, Gate, Pot, decide
from p2spp_sim.tables.limits import hold

if TYPE_CHECKING:
    import pandas as pd

RULES = Labels(
    greedy="suara terbanyak",
    greedy_per_cost="suara terbanyak per biaya",
    equal_shares="dana mengikuti suara",
    equal_shares_completed="dana mengikuti suara, dilengkapi",
)
POINTS = ("cumulative", "scoring")  # types of votes that give points
VOTE_TYPES = ("approval", "choose-1", "ordinal", *POINTS)
_NEEDED = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}
_COUNTED = {"num_projects": "PROJECTS", "num_votes": "VOTES"}
_WHOLE = ("min_length", "max_length")
_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?|[0-9]{1,15}/[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Election:
    """An election of participatory budgeting: projects with their costs, votes for them, and a budget.

    Parameters
    ----------
    meta : what is said of it, in the order of the file; holds `budget` and `vote_type`.
    projects : one for each project, by column; they hold `project_id` and `cost`.
    votes : one for each voter, by column; they hold `voter_id` and `vote`, and `points` where votes give points.
    """

    meta: dict[str, str]
    projects: tuple[dict[str, str], ...]
    votes: tuple[dict[str, str], ...]
    _won: dict[str, Bools] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def read(cls, path: Path | str) -> "Election":
        """Read a file of Pabulib; keys and columns that are not known here are kept.

        Raises
        ------
        BadData : all that is wrong in it, by line; nothing is read.
        """
        file = Path(path).name
        sections, faults = _sections(file, _text(Path(path)))
        faults = faults or [*_faults(file, sections)]
        if faults:
            raise BadData(faults)
        meta, projects, votes = (sections[name].rows for name in _NEEDED)
        election = cls(
            {row["key"]: row["value"] for _, row in meta},
            tuple(row for _, row in projects),
            tuple(row for _, row in votes),
        )
        if election.parts * (sum(election.prices) + election.budget) > LARGEST:
            expected = tr("diharapkan paling besar {high}").format(high=number(LARGEST))
            raise BadData([Fault(file, sections["PROJECTS"].line, "cost", "", expected)])
        return election

    def write(self, path: Path | str) -> Path:
        """Write it as a file of Pabulib, with all that was read."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        meta = tuple({"key": key, "value": value} for key, value in self.meta.items())
        for name, rows in zip(_NEEDED, (meta, self.projects, self.votes), strict=True):
            writer.writerows([[name], [*rows[0]], *([row[key] for key in rows[0]] for row in rows)])
        write_atomically(Path(path), text.getvalue().encode())
        return Path(path)

    @cached_property
    def budget(self) -> Fraction:
        """What can be spent, in the currency of the file."""
        return _read_number(self.meta["budget"])

    @cached_property
    def prices(self) -> tuple[Fraction, ...]:
        """What each project costs, in the currency of the file."""
        return tuple(_read_number(row["cost"]) for row in self.projects)

    @cached_property
    def parts(self) -> int:
        """Parts of the currency in which all amounts are whole: 1, or 100 where some have cents."""
        return lcm(*(amount.denominator for amount in (self.budget, *self.prices)))

    @cached_property
    def approvals(self) -> Bools:
        """Who wants what, (voters, projects): named in a vote, with more than no points where votes give points."""
        wanted = np.zeros((len(self.votes), len(self.projects)), np.bool_)
        for voter, given in enumerate(self._given):
            wanted[voter, [project for project, points in given.items() if points > 0]] = True
        return wanted

    @cached_property
    def score(self) -> tuple[Fraction, ...]:
        """What each project got: voters, or points where votes give points."""
        total = [Fraction(0)] * len(self.projects)
        for project, points in chain.from_iterable(given.items() for given in self._given):
            total[project] += points
        return tuple(total)

    @cached_property
    def _given(self) -> list[dict[int, Fraction]]:
        """What each vote gives, by project: one, or points."""
        at = {row["project_id"]: number for number, row in enumerate(self.projects)}
        pointed = self.meta["vote_type"] in POINTS
        return [
            {
                at[name]: _read_number(points)
                for name, points in zip(
                    _listed(row["vote"]),
                    _listed(row["points"]) if pointed else repeat("1"),
                    strict=pointed,
                )
            }
            for row in self.votes
        ]

    def agenda(self, rule: str) -> Agenda:
        """Lay the projects before the forum, in whole parts of the currency; ties go to the smaller id, as text.

        Parameters
        ----------
        rule : one of `RULES`.

        Raises
        ------
        UnknownName : another rule.
        """
        if rule not in RULES:
            raise UnknownName(tr("Cara"), rule, RULES)
        n = len(self.projects)
        worth: tuple[Fraction, ...] = (Fraction(0),) * n
        if rule.startswith("greedy"):
            worth = self.score
        if rule == "greedy_per_cost":
            worth = tuple(
                score / price if price else Fraction(0)
                for score, price in zip(self.score, self.prices, strict=True)
            )
        place = {value: number for number, value in enumerate(sorted({*worth}))}
        tie = np.empty(n, np.int64)
        tie[sorted(range(n), key=lambda row: self.projects[row]["project_id"])] = np.arange(n)
        wanted = self.approvals.sum(axis=0) > 0
        return Agenda(
            group=np.zeros(n, np.int64),
            groups=1,
            asked=self._whole(self.prices),
            score=np.array([place[value] for value in worth], np.float64),
            gates=(Gate(wanted, 1),) if rule == "equal_shares" else (),
            tie=tie,
            ballots=lambda _, rows: self.approvals[:, rows],
            completion=self.parts if rule == "equal_shares_completed" else 0,
        )

    def winners(self, rule: str = "greedy") -> tuple[str, ...]:
        """Name the projects that win, in the order of the file.

        Parameters
        ----------
        rule : `greedy` goes down the list by votes (or points) and passes over what does not fit; `greedy_per_cost`
            by votes per cost. `equal_shares` is the method of equal shares, `equal_shares_completed` with purses that
            grow by 1 of the currency until the budget is spent, and the rest by votes.

        Raises
        ------
        UnknownName : another rule.
        """
        won = self._wins(rule)
        return tuple(
            row["project_id"] for row, wins in zip(self.projects, won, strict=True) if wins
        )

    def table(self) -> "pd.DataFrame":
        """Give a row a project: id, name, cost, what it got, and for each rule whether it wins."""
        import pandas as pd

        columns = {
            "project_id": [row["project_id"] for row in self.projects],
            "name": [row.get("name", "") for row in self.projects],
            "cost": [float(price) for price in self.prices],
            "score": [float(score) for score in self.score],
        }
        return pd.DataFrame({**columns, **{rule: self._wins(rule) for rule in RULES}})

    def results(self) -> "pd.DataFrame":
        """Give a row a rule: what is spent, its share of the budget, projects, share of voters who get something."""
        import pandas as pd

        rows = []
        for rule in RULES:
            won = self._wins(rule)
            spent = sum(price for price, wins in zip(self.prices, won, strict=True) if wins)
            served = self.approvals[:, won].any(axis=1).mean()
            share = float(spent / self.budget) if self.budget else float("nan")
            rows.append((rule, float(spent), share, int(won.sum()), float(served)))
        columns = ["rule", "spent", "spent_share", "projects", "voters_share"]
        return pd.DataFrame(rows, columns=columns)

    def _wins(self, rule: str) -> Bools:
        """Let the forum decide, once for each rule."""
        if rule not in self._won:
            fill = "skip" if rule.startswith("greedy") else "equal_shares"
            pot = Pot(ceiling=self._whole((self.budget,)), fill=fill)
            self._won[rule] = decide(self.agenda(rule), [pot]).pot == 0
        return self._won[rule]

    def _whole(self, amounts: tuple[Fraction, ...]) -> Ints:
        return np.array([int(amount * self.parts) for amount in amounts], np.int64)


class _Section(NamedTuple):
    """A section of a file: the line of its heading, the heading, and the rows below by line and column."""

    line: int
    heading: list[str]
    rows: list[tuple[int, dict[str, str]]]


def _text(path: Path) -> str:
    """Read a file that must be UTF-8."""
    if not path.is_file():
        expected = tr("ini folder, bukan berkas") if path.is_dir() else tr("berkas ini tidak ada")
        raise BadData([Fault(path.name, 0, "", "", expected)])
    try:
        hold("bytes", path.stat().st_size)
    except P2sppError as error:
        raise BadData([Fault(path.name, 0, "", "", str(error))]) from None
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected = tr("ada huruf yang bukan UTF-8; simpan lagi sebagai UTF-8")
        raise BadData([Fault(path.name, line, "", "", expected)]) from None


def _sections(file: str, text: str) -> tuple[dict[str, _Section], list[Fault]]:
    """Part a file into its sections, with all that is wrong in how it is laid out."""
    sections: dict[str, _Section] = {}
    faults = []
    here = None
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=";")
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error:
            faults.append(_unclosed(file, line))
            break
        if reader.line_num > line:
            faults.append(_unclosed(file, line))
            break
        filled = max((at for at, cell in enumerate(cells, 1) if cell), default=0)
        if filled == 1 and (name := cells[0].upper()) in _NEEDED:
            if name in sections:
                faults.append(Fault(file, line, "", cells[0], tr("bagian ini sudah ada di atas")))
            here = sections[name] = _Section(line, [], [])
        elif filled and here is None:
            faults.append(Fault(file, line, "", cells[0], tr("diharapkan META di baris pertama")))
            break
        elif filled and here and not here.heading:
            here.heading.extend(cells[:filled])
        elif filled and here:
            columns = len(here.heading)
            if len(cells) >= columns >= filled:
                here.rows.append((line, dict(zip(here.heading, cells, strict=False))))
                continue
            expected = tr("diharapkan {n} isian seperti judul bagiannya, bukan {given}")
            expected = expected.format(n=columns, given=len(cells))
            faults.append(Fault(file, line, "", "", expected))
    if not text.strip():
        return sections, [Fault(file, 0, "", "", tr("berkas ini kosong"))]
    return sections, faults or [*_lacking(file, sections)]


def _unclosed(file: str, line: int) -> Fault:
    return Fault(
        file, line, "", "", tr("tanda petik di baris {row} tidak ditutup").format(row=line)
    )


def _lacking(file: str, sections: dict[str, _Section]) -> Iterator[Fault]:
    """Tell which sections and columns are not there, or there twice."""
    for name, columns in _NEEDED.items():
        if name not in sections:
            yield Fault(file, 0, "", "", tr("bagian {section} tidak ada").format(section=name))
            continue
        line, heading, rows = sections[name]
        if name == "META" and heading != [*columns]:
            yield Fault(file, line + 1, "", ";".join(heading), tr("diharapkan key;value"))
            continue
        for column in dict.fromkeys((*columns, *heading)):
            if column not in heading:
                yield Fault(file, line, column, "", tr("kolom ini tidak ada"))
            elif heading.count(column) > 1:
                yield Fault(file, line, column, "", tr("kolom ini ada lebih dari satu kali"))
        if not rows:
            yield Fault(file, line, "", name, tr("bagian ini kosong"))


def _faults(file: str, sections: dict[str, _Section]) -> Iterator[Fault]:
    """Tell all that is wrong in the cells of a file that is laid out well."""
    for name, (column, _) in _NEEDED.items():
        yield from _named_once(file, column, sections[name])
    meta = {row["key"]: (line, row["value"]) for line, row in sections["META"].rows}
    for key in ("budget", "vote_type"):
        if key not in meta:
            expected = tr("META tidak memuat {key}").format(key=key)
            yield Fault(file, sections["META"].line, "", "", expected)
    for key, (line, value) in meta.items():
        if expected := _expected_of(key, value, sections):
            yield Fault(file, line, key, value, expected)
    for line, row in sections["PROJECTS"].rows:
        if "," in row["project_id"]:
            yield Fault(file, line, "project_id", row["project_id"], tr("tidak boleh memuat koma"))
        if expected := _no_number(row["cost"]):
            yield Fault(file, line, "cost", row["cost"], expected)
    vote_type = meta.get("vote_type", (0, ""))[1]
    if vote_type in POINTS and "points" not in sections["VOTES"].heading:
        yield Fault(file, sections["VOTES"].line, "points", "", tr("kolom ini tidak ada"))
    elif vote_type in VOTE_TYPES:
        known = {row["project_id"] for _, row in sections["PROJECTS"].rows}
        for line, row in sections["VOTES"].rows:
            for column, given, expected in _wrong_vote(row, vote_type, known):
                yield Fault(file, line, column, given, expected)


def _named_once(file: str, column: str, section: _Section) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, row in section.rows:
        name = row[column]
        if not name:
            yield Fault(file, line, column, "", tr("tidak boleh kosong"))
        elif name in seen:
            expected = tr("sudah dipakai di baris {row}").format(row=seen[name])
            yield Fault(file, line, column, name, expected)
        seen.setdefault(name, line)


def _expected_of(key: str, value: str, sections: dict[str, _Section]) -> str:
    """Say what is expected of a value of META that is wrong."""
    if key == "budget":
        return _no_number(value)
    if key == "vote_type" and value not in VOTE_TYPES:
        return tr("diharapkan salah satu dari {choices}").format(choices=", ".join(VOTE_TYPES))
    if key in _WHOLE and not value.isdecimal():
        return tr("diharapkan bilangan bulat")
    if key in _COUNTED and value != str(count := len(sections[_COUNTED[key]].rows)):
        expected = tr("bagian {section} berisi {n} baris; mungkin berkas ini terpotong")
        return expected.format(section=_COUNTED[key], n=count)
    return ""


def _wrong_vote(
    row: dict[str, str], vote_type: str, known: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Tell what is wrong in a vote, by column and value; an approval given twice, as real files have it, is one."""
    names = _listed(row["vote"])
    for name in dict.fromkeys(names):
        if name not in known:
            yield "vote", name, tr("proyek ini tidak ada di bagian PROJECTS")
    if len({*names}) < len(names) and vote_type != "approval":
        yield "vote", row["vote"], tr("ada proyek yang disebut dua kali")
    elif len(names) > 1 and vote_type == "choose-1":
        yield "vote", row["vote"], tr("diharapkan satu proyek saja")
    if vote_type in POINTS:
        points = _listed(row["points"])
        if len(points) != len(names):
            expected = tr("diharapkan {n} angka, sebanyak proyek di kolom vote")
            yield "points", row["points"], expected.format(n=len(names))
        for given in points:
            if expected := _no_number(given, below=True):
                yield "points", given, expected


def _no_number(text: str, *, below: bool = False) -> str:
    """Say what is expected where no number stands; one below nothing only where it may be."""
    if _NUMBER.fullmatch(text):
        least = tr("diharapkan paling kecil {low}").format(low=0)
        return least if text.startswith("-") and not below else ""
    return tr("diharapkan angka tanpa pemisah ribuan, misalnya 1250000 atau 1250000.50")


def _read_number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _listed(text: str) -> list[str]:
    """Part a list by its commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
