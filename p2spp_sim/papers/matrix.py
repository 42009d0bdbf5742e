"""Matriks penyelarasan: each proposal beside the notes and works that equal it, and what is on one list only."""

from collections.abc import Sequence

from p2spp_sim.alignment.list_columns import NO_PARTNER, ListKind
from p2spp_sim.alignment.note import place
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.papers.paper import (
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    fitted,
)
from p2spp_sim.papers.paper_lists import (
    CellsOf,
    PaperLists,
    by_agency,
    by_kecamatan,
    grouped,
    remarks,
)

_ROLES = Labels(kecamatan="Camat", bappeda="Kepala Bappeda", dprd="Sekretaris DPRD")
_ALONE = Labels(
    renja="Kegiatan Renja di luar usulan musrenbang",
    reses="Catatan reses di luar usulan musrenbang",
)
_SHEETS = Labels(renja="Renja di luar usulan", reses="reses di luar usulan")


def make(lists: PaperLists) -> Paper:
    """Make the matrix, and a part for each other list with what no proposal equals or nobody has decided."""
    title = tr("Matriks penyelarasan musrenbang, pokir, dan Renja")
    head = lists.occasion.head
    parts = [PaperPart(tr("matriks"), (*head(title), _matrix(lists)), landscape=True)]
    for kind in lists.alignment.lists.others:
        if keys := [
            n for n in lists.alignment.lists.others[kind] if n not in lists.alignment.pairs(kind)
        ]:
            blocks = (*head(_ALONE[kind]), _alone(lists, kind, keys))
            parts.append(PaperPart(_SHEETS[kind], blocks, landscape=True))
    layout = tr(
        "mengikuti urutan musrenbang, pokir, dan Renja dalam penyusunan RKPD (Permendagri 86/2017)"
    )
    ends: list[PaperBlock] = [PaperText(words, "note") for words in remarks(lists, layout)]
    ends.append(
        Signatures(
            tuple(
                SignaturePlace(role, lists.occasion.signed if at == len(_ROLES) - 1 else "")
                for at, role in enumerate(_ROLES.values())
            )
        )
    )
    last = parts.pop()
    parts.append(PaperPart(last.name, (*last.blocks, *ends), landscape=True))
    return Paper("matriks_penyelarasan", title, tuple(parts))


def _matrix(lists: PaperLists) -> PaperTable:
    keys, lines = tuple(lists.proposals), lists.proposals
    said, others = lists.answers, lists.alignment.lists.others
    made = CellsOf(keys)
    made.add(PaperColumn(tr("nomor"), "code"), {key: key for key in keys})
    made.add(PaperColumn(tr("usulan musrenbang")), {key: lines[key].what for key in keys})
    made.add(PaperColumn(tr("desa")), {key: lines[key].village for key in keys})
    costs = {key: lines[key].cost_idr or None for key in keys}
    made.add(PaperColumn(tr("biaya (rupiah)"), "idr"), costs, always=True)
    titles = {"reses": tr("pokir atau catatan reses"), "renja": tr("kegiatan Renja")}
    for kind in others:
        joined = {
            key: "; ".join(
                f"{n} {others[kind][n].what}" for n in lists.alignment.holders(kind).get(key, ())
            )
            for key in keys
        }
        made.add(PaperColumn(titles[kind]), joined, always=True)
    if "renja" in others:
        granted = {key: said[key].granted_idr or None for key in keys}
        made.add(PaperColumn(tr("pagu Renja (rupiah)"), "idr"), granted, always=True)
    made.add(PaperColumn(tr("keadaan")), {key: place(lists.alignment, key) for key in keys})
    if lists.years.last:
        made.add(PaperColumn(tr("diusulkan")), {key: lists.years.said(key) for key in keys})
    made.add(
        PaperColumn(tr("kolom lain dari daftar")),
        {key: lists.besides(key, lists.office) for key in keys},
    )
    levels = (by_kecamatan(lists, keys), by_agency(lists, keys))
    return fitted(made.columns, grouped(keys, lines, levels, made))


def _alone(lists: PaperLists, kind: ListKind, keys: Sequence[str]) -> PaperTable:
    lines = lists.alignment.lists.others[kind]
    made = CellsOf(keys)
    made.add(PaperColumn(tr("nomor"), "code"), {key: key for key in keys})
    made.add(PaperColumn(tr("uraian")), {key: lines[key].what for key in keys})
    made.add(PaperColumn(tr("desa")), {key: lines[key].village for key in keys})
    made.add(PaperColumn(tr("SKPD")), {key: lines[key].skpd for key in keys})
    made.add(PaperColumn(tr("pagu (rupiah)"), "idr"), {key: lines[key].cost_idr for key in keys})
    decided = {key: lists.alignment.partner(kind, key) == NO_PARTNER for key in keys}
    words = {True: tr("di luar usulan musrenbang"), False: tr("belum diperiksa")}
    made.add(PaperColumn(tr("keadaan")), {key: words[decided[key]] for key in keys})
    return fitted(made.columns, grouped(keys, lines, [], made))
