"""Rekap per SKPD: how many proposals each agency got, for how much, and what became of them in its Renja."""

from collections.abc import Callable, Mapping, Sequence

from p2spp_sim.alignment.answers import ANSWERS
from p2spp_sim.alignment.list_columns import NO_PARTNER
from p2spp_sim.alignment.lists import ListLine
from p2spp_sim.base.language import tr
from p2spp_sim.papers.paper import (
    LineRow,
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    SumRow,
    fitted,
)
from p2spp_sim.papers.paper_lists import PaperLists, in_words, remarks

Group = Callable[[ListLine], str]


def make(lists: PaperLists) -> Paper:
    """Make the recap by agency, and by kecamatan where there are several."""
    title = tr("Rekap usulan per SKPD")
    total = sum(line.cost_idr for line in lists.proposals.values())
    layout = tr(
        "mengikuti rekap usulan per perangkat daerah untuk Forum SKPD (Permendagri 86/2017)"
    )
    ends: tuple[PaperBlock, ...] = (
        PaperText(tr("Jumlah usulan: {jumlah}.").format(jumlah=in_words(total))),
        *(PaperText(words, "note") for words in remarks(lists, layout)),
        Signatures((SignaturePlace(lists.occasion.role, lists.occasion.signed),)),
    )
    tables = [(title, tr("rekap SKPD"), table(lists, tr("SKPD"), lambda line: line.skpd))]
    if len({lists.kecamatan_of(line) for line in lists.proposals.values()}) > 1:
        of_area = table(lists, tr("kecamatan"), lists.kecamatan_of)
        tables.append((tr("Rekap usulan per kecamatan"), tr("rekap kecamatan"), of_area))
    parts = [
        PaperPart(
            name,
            (
                *lists.occasion.head(words),
                made,
                *(ends if at == len(tables) - 1 else ()),
            ),
            landscape=True,
        )
        for at, (words, name, made) in enumerate(tables)
    ]
    return Paper("rekap_skpd", title, tuple(parts))


def table(lists: PaperLists, head: str, group: Group) -> PaperTable:
    """Give one row a group: its proposals by answer, what was asked and what is in the Renja, with sums."""
    by_group: dict[str, list[str]] = {}
    for key, line in lists.proposals.items():
        by_group.setdefault(group(line), []).append(key)
    works: dict[str, list[str]] = {}
    for number, line in lists.alignment.lists.others.get("renja", {}).items():
        if lists.alignment.partner("renja", number) == NO_PARTNER and group(line):
            works.setdefault(group(line), []).append(number)
    names = sorted({*by_group, *works}, key=lambda name: (not name, name.casefold()))
    kinds = [kind for kind in ANSWERS if any(said.kind == kind for said in lists.answers.values())]
    columns = [
        PaperColumn(tr("No."), "code"),
        PaperColumn(head),
        PaperColumn(tr("usulan"), "number"),
        PaperColumn(tr("biaya usulan (rupiah)"), "idr"),
        *(PaperColumn(ANSWERS[kind], "number") for kind in kinds),
    ]
    if "renja" in lists.alignment.lists.others:
        columns.append(PaperColumn(tr("pagu Renja untuk usulan (rupiah)"), "idr"))
        columns.append(PaperColumn(tr("kegiatan di luar usulan"), "number"))
        columns.append(PaperColumn(tr("pagu di luar usulan (rupiah)"), "idr"))
    rows = [
        LineRow(
            (
                at,
                name or tr("(tidak disebut)"),
                *_cells(lists, by_group.get(name, []), works.get(name, []), kinds),
            )
        )
        for at, name in enumerate(names, 1)
    ]
    return fitted(columns, (*rows, SumRow(tr("Jumlah seluruhnya"))))


def _cells(
    lists: PaperLists, keys: Sequence[str], works: Sequence[str], kinds: Sequence[str]
) -> tuple[int, ...]:
    answers = [lists.answers[key] for key in keys]
    asked = (len(keys), sum(lists.proposals[key].cost_idr for key in keys))
    counts = (sum(said.kind == kind for said in answers) for kind in kinds)
    renja: Mapping[str, ListLine] = lists.alignment.lists.others.get("renja", {})
    if not renja:
        return (*asked, *counts)
    granted = sum(said.granted_idr for said in answers)
    return (*asked, *counts, granted, len(works), sum(renja[work].cost_idr for work in works))
