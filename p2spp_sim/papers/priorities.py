"""Daftar usulan prioritas kecamatan: the eligible proposals by kecamatan and SKPD, in the order of the list."""

from collections.abc import Sequence

from p2spp_sim.alignment.answers import VillageAnswer
from p2spp_sim.base.language import tr
from p2spp_sim.papers.paper import (
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    blank,
    fitted,
)
from p2spp_sim.papers.paper_lists import (
    CellsOf,
    PaperLists,
    add_office,
    by_agency,
    by_kecamatan,
    grouped,
    in_words,
    remarks,
)

REASONED = ("status", "note")  # columns that the reason is made of


def make(lists: PaperLists) -> Paper:
    """Make the list of priorities."""
    keys = tuple(lists.alignment.eligible)
    title = tr("Daftar usulan prioritas kecamatan")
    total = sum(lists.proposals[key].cost_idr for key in keys)
    order = tr(
        "Usulan yang layak menurut daftar kantor, dalam urutan daftar itu, dikelompokkan menurut SKPD."
    )
    blocks: list[PaperBlock] = [
        *lists.occasion.head(title),
        table(lists, keys),
        PaperText(tr("Jumlah: {jumlah}.").format(jumlah=in_words(total))),
    ]
    layout = tr("mengikuti daftar prioritas kecamatan per SKPD (Permendagri 54/2010 dan 86/2017)")
    blocks += [PaperText(words, "note") for words in (order, *remarks(lists, layout))]
    blocks.append(Signatures((SignaturePlace(lists.occasion.role, lists.occasion.signed),)))
    return Paper(
        "daftar_prioritas",
        title,
        (PaperPart(tr("daftar prioritas"), tuple(blocks), landscape=True),),
    )


def reason(said: VillageAnswer) -> str:
    """Give why a proposal was not taken, with room to write where that is not recorded."""
    return "; ".join(filter(None, (said.why, blank() if said.lacks_reason else "")))


def table(lists: PaperLists, keys: Sequence[str], *, reasons: bool = False) -> PaperTable:
    """Give proposals as a table in groups, with sums and the office's own columns.

    Parameters
    ----------
    reasons : whether a column says why, with room where no reason is recorded.
    """
    lines = lists.proposals
    levels = (by_kecamatan(lists, keys), by_agency(lists, keys))
    made = CellsOf(keys)
    made.add(PaperColumn(tr("nomor"), "code"), {key: key for key in keys})
    made.add(PaperColumn(tr("usulan")), {key: lines[key].what for key in keys})
    made.add(PaperColumn(tr("desa")), {key: lines[key].village for key in keys})
    if len({lines[key].skpd for key in keys}) == 1:  # otherwise it is the title of a group
        made.add(PaperColumn(tr("SKPD")), {key: lines[key].skpd for key in keys})
    costs = {key: lines[key].cost_idr or None for key in keys}
    made.add(PaperColumn(tr("biaya (rupiah)"), "idr"), costs, always=True)
    if lists.years.last:
        made.add(PaperColumn(tr("diusulkan")), {key: lists.years.said(key) for key in keys})
    if reasons:
        made.add(
            PaperColumn(tr("alasan")),
            {key: reason(lists.answers[key]) for key in keys},
        )
    add_office(made, lists, keys, skip=REASONED if reasons else ())
    return fitted(made.columns, grouped(keys, lines, levels, made))
