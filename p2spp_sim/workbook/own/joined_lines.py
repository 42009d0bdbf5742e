"""Lines of lists as they are joined on the screen: what they are called, who may be the same, and what parts them."""

from collections.abc import Callable, Iterable, Mapping

from p2spp_sim.alignment.lists import ListLine, kecamatan_name
from p2spp_sim.alignment.scores import Suggestion
from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.join_row import Candidate


def line_words(key: str, line: ListLine) -> str:
    """Give number, words and village of a line."""
    return f"{key} {line.what}" + (f" ({line.village})" if line.village else "")


def candidates(suggestions: Iterable[Suggestion]) -> list[Candidate]:
    """Give likely partners as the screen offers them."""
    return [Candidate(each.key, why(each), each.score, each.weak) for each in suggestions]


def near_of(
    right: Mapping[str, ListLine], left: Mapping[str, Mapping[str, ListLine]]
) -> Callable[[str, str], list[str]]:
    """Give, for a line of a list, the keys of what its own village has on the other side."""
    of_village: dict[str, list[str]] = {}
    for key, line in right.items():
        of_village.setdefault(line.village, []).append(key)

    def near(kind: str, number_: str) -> list[str]:
        village = left[kind][number_].village
        return of_village.get(village, []) if village else []

    return near


def facets_of(lines: Mapping[str, ListLine]) -> dict[str, dict[str, str]]:
    """Give what lines can be chosen by: kecamatan, SKPD, village."""
    return {
        tr("Kecamatan"): {key: kecamatan_name(line.kecamatan) for key, line in lines.items()},
        tr("SKPD"): {key: line.skpd for key, line in lines.items()},
        tr("Desa"): {key: line.village for key, line in lines.items()},
    }


def why(suggestion: Suggestion) -> str:
    """Say why a line is a likely partner."""
    where = {True: tr("desa sama"), False: tr("desa lain"), None: tr("desa tidak disebut")}[
        suggestion.same_place
    ]
    if suggestion.weak:
        return tr("lemah, hanya ejaannya mirip; {tempat}").format(tempat=where)
    return tr("mirip {n}: {kata}").format(
        n=percent(suggestion.score, 0), kata=", ".join((*suggestion.words, where))
    )
