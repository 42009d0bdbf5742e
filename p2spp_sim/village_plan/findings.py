"""What a reviewer would write beside a village's papers: lamp, what, where, which rule, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.village_plan import budget
from p2spp_sim.village_plan.instrument import instrument
from p2spp_sim.village_plan.papers import PAPERS, PAYERS, VILLAGE_TABLES, Village, read_village
from p2spp_sim.village_plan.planning import authority_fits, in_plan, in_year
from p2spp_sim.village_plan.regimes import Regime, checks, regime
from p2spp_sim.world.schema import AUTHORITY_LABELS

if TYPE_CHECKING:
    import pandas as pd

LampColour = Literal["green", "yellow", "red"]
LAMPS = Labels(red="merah", yellow="kuning", green="hijau")  # the worst first
_SIGNS = {"red": "■", "yellow": "▲", "green": "●"}  # colour is never alone
_READ_FROM = {  # files that an item of the instrument is read from; the others are read from naskah
    **dict.fromkeys(("hamlets", "women_meeting", "minutes", "women_share"), ("rapat",)),
    **dict.fromkeys(("costed", "rkp_selfhelp"), ("rkp_desa",)),
    "rkp_date": ("naskah", "rapat"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Parameters
    ----------
    check : key of the check, as in `datasets/aturan_desa.toml`; `reading` where it says how a paper was read.
    lamp : green when all is in order, yellow when it needs a reason or a completion, red when it must be mended.
    what, where, rule, do : in the screen language.
    """

    check: str
    lamp: LampColour
    what: str
    where: str
    rule: str
    do: str


def lamp_word(lamp: str) -> str:
    """Give the sign and the word of a lamp, in the screen language."""
    return f"{_SIGNS[lamp]} {LAMPS[lamp]}"


def check_village(
    folder: str | Path, rules: str = "2010", asked: ListsAsked = NOTHING_ASKED
) -> "pd.DataFrame":
    """Check the papers of a village and give every finding, the red ones first.

    Parameters
    ----------
    folder : with `rpjm_desa` and `rkp_desa`, and if at hand `rapat`, `naskah`, `apb_desa`, each as CSV or Excel.
    rules : the regime: `2010`, `dana_desa` or `sipd`.
    asked : which column of which table is what, where a person chose it.

    Returns
    -------
    One row a finding: check, lamp (green, yellow, red), what, where, rule, do. A check in order has one green row;
    a line that the RPJM Desa lacks is told once, as lacking, not again as being in another year.

    Raises
    ------
    BadData : every bad cell of the files.
    UnknownName : no such regime.
    """
    import pandas as pd

    columns = ["check", "lamp", "what", "where", "rule", "do"]
    rows = [
        [getattr(finding, name) for name in columns]
        for finding in findings(read_village(folder, asked=asked), regime(rules))
    ]
    return pd.DataFrame(rows, columns=columns)


def findings(village: Village, rules: Regime) -> tuple[Finding, ...]:
    """Give every finding about the papers of a village, the red ones first, in the order of the checks."""
    gathered = [*_by_layout(village), *_planning(village, rules), *_process(village, rules)]
    if village.budget:
        gathered += budget_findings(village, rules)
    else:
        text = tr("APB Desa belum diperiksa: berkas apb_desa tidak ada.")
        source, remedy = rules.source("balance"), pick(checks()["balance"].remedy)
        gathered.append(Finding("balance", "yellow", text, "apb_desa", source, remedy))
    return tuple(sorted(gathered, key=lambda finding: tuple(LAMPS).index(finding.lamp)))


def _by_layout(village: Village) -> Iterator[Finding]:
    """Say of each paper in an official layout how it was read, so that a person can hold it against the file."""
    sums = {
        "rkp_desa": (len(village.works), sum(work.cost_idr for work in village.works)),
        "rpjm_desa": (len(village.plan), 0),
        "apb_desa": (len(village.budget), sum(line.amount_idr for line in village.budget)),
    }
    for table, reading in village.readings.items():
        lines, idr = sums.get(table, (0, 0))
        text = tr(
            "Dibaca menurut {tata_letak}: {n} baris, {rupiah}; {k} baris jumlah, judul, atau tingkat dilewati."
        )
        words = text.format(
            tata_letak=reading.layout or tr("kolom yang dipilih"),
            n=number(lines),
            rupiah=rupiah(idr),
            k=number(len(reading.left)),
        )
        titles = [c.title for c in VILLAGE_TABLES[table] if c.name in reading.derived]
        remedy = tr(
            "Cocokkan dengan berkas. Diturunkan dari kode, judul, atau kolom lain: {kolom}."
        )
        remedy = remedy.format(kolom=", ".join(titles) or "–")
        yield Finding("reading", "yellow", words, reading.place, reading.layout or "–", remedy)


def budget_findings(village: Village, rules: Regime) -> list[Finding]:
    """Give the findings about the APB Desa alone: at least one for each of its checks."""
    gathered: list[Finding] = []
    for check, look in _BUDGET_LOOKS.items():
        remarks = list(look(village, rules))
        gathered += [_finding(check, lamp, what, where, rules) for lamp, what, where in remarks]
        if not remarks:
            gathered.append(_in_order(check, "", rules))
    return gathered


Told = tuple[LampColour, str, str]


def _finding(check: str, lamp: LampColour, what: str, where: str, rules: Regime) -> Finding:
    return Finding(
        check,
        lamp,
        what,
        where,
        rules.source(check),
        "" if lamp == "green" else pick(checks()[check].remedy),
    )


def _in_order(check: str, where: str, rules: Regime) -> Finding:
    return _finding(
        check,
        "green",
        tr("{pemeriksaan}: sesuai.").format(pemeriksaan=rules.label(check)),
        where,
        rules,
    )


def _planning(village: Village, rules: Regime) -> Iterator[Finding]:
    """Look at every line of the RKP Desa beside the RPJM Desa and the law."""
    planned, timely = in_plan(village), in_year(village)
    wordings = {f"{line.what} {line.place}".strip(): line.id for line in village.plan}
    clean = {"in_rpjm": True, "in_year": True, "authority": True}
    for work in village.works:
        where, name = f"rkp_desa {work.id}", f"{work.what}, {work.place}".rstrip(", ")
        if not planned[work.id]:
            text = tr("{kegiatan} tidak ditemukan dalam RPJM Desa.").format(kegiatan=name)
            near = get_close_matches(f"{work.what} {work.place}".strip(), wordings, 1, 0.75)
            if near:
                text += " " + tr("Paling mirip: {id} {bunyi}.").format(
                    id=wordings[near[0]], bunyi=near[0]
                )
            yield _finding("in_rpjm", "red", text, where, rules)
        elif not timely[work.id]:
            text = tr("{kegiatan} ada dalam RPJM Desa, tetapi untuk tahun lain ({rpjm}).")
            yield _finding(
                "in_year",
                "yellow",
                text.format(kegiatan=name, rpjm=_years(village, work.rpjm)),
                where,
                rules,
            )
        if not authority_fits(work):
            text = tr("{kegiatan}: kewenangan {wewenang}, tetapi pembayarnya {pembayar}.")
            sentence = text.format(
                kegiatan=name,
                wewenang=AUTHORITY_LABELS[work.authority],
                pembayar=PAYERS[work.payer],
            )
            yield _finding("authority", "red", sentence, where, rules)
        clean["in_rpjm"] &= planned[work.id]
        clean["in_year"] &= timely[work.id]
        clean["authority"] &= authority_fits(work)
    for check, fine in clean.items():
        if fine:
            yield _in_order(check, "rkp_desa", rules)


def _years(village: Village, key: str) -> str:
    line = next(line for line in village.plan if line.id == key)
    return (
        str(line.first_year)
        if line.first_year == line.last_year
        else f"{line.first_year}–{line.last_year}"
    )


def _process(village: Village, rules: Regime) -> Iterator[Finding]:
    """Give the twelve items of the instrument as findings; what needs a file that is not there is not judged."""
    handed_in = {"rapat": village.meetings, "naskah": village.papers, "rkp_desa": village.works}
    for check, item in instrument(village, rules).items():
        lamp: LampColour = "green" if item.mark == 1 else "yellow" if item.mark else "red"
        sources = _READ_FROM.get(check, ("naskah",))
        if lacking := [name for name in sources if not handed_in[name]]:
            text = tr("{pemeriksaan}: belum diperiksa, berkas {berkas} tidak ada atau kosong.")
            sentence = text.format(pemeriksaan=rules.label(check), berkas=lacking[0])
            do = tr("Isi berkas {berkas}, lalu periksa lagi.").format(berkas=lacking[0])
            yield Finding(check, "yellow", sentence, lacking[0], rules.source(check), do)
        else:
            yield _finding(check, lamp, f"{rules.label(check)}: {item.seen}.", sources[0], rules)


def _balance(village: Village, rules: Regime) -> Iterator[Told]:
    gap = budget.balance(village.budget).gap_idr
    if gap > 0:
        yield (
            "red",
            tr("{rupiah} belum dibelanjakan atau dipindahkan ke pembiayaan.").format(
                rupiah=rupiah(gap)
            ),
            "apb_desa",
        )
    elif gap < 0:
        yield "red", tr("Belanja kekurangan {rupiah}.").format(rupiah=rupiah(-gap)), "apb_desa"


def _link(village: Village, rules: Regime) -> Iterator[Told]:
    words = {
        "no_work": tr("{kegiatan} dianggarkan tetapi tidak ada dalam RKP Desa."),
        "not_ours": tr(
            "{kegiatan} dianggarkan, padahal menurut RKP Desa bukan kewenangan desa atau tanpa RPJM Desa."
        ),
        "amount": tr("{kegiatan}: dianggarkan {a}, dalam RKP Desa {b}."),
        "not_budgeted": tr("{kegiatan} ada dalam RKP Desa tetapi tidak dianggarkan."),
    }
    for link in budget.against_plan(village):
        if link.fault:
            line, work = link.line, link.work
            names = [item.what for item in (line, work) if item]
            a, b = link.budgeted_idr, work.cost_idr if work else 0
            where = f"apb_desa {line.id}" if line else f"rkp_desa {work.id if work else ''}"
            lamp: LampColour = "red" if line else "yellow"
            yield lamp, words[link.fault].format(kegiatan=names[0], a=rupiah(a), b=rupiah(b)), where


def _letters(village: Village, rules: Regime) -> Iterator[Told]:
    differences = budget.against_letters(village.budget)
    for line in village.budget:
        if differences.get(line.id):
            if line.letter:
                text = tr("{pos}: dianggarkan {a}, menurut {surat} {b}.")
                sentence = text.format(
                    pos=line.what,
                    a=rupiah(line.amount_idr),
                    surat=line.letter,
                    b=rupiah(line.letter_idr),
                )
            else:
                sentence = tr("{pos}: dianggarkan {a} tanpa surat keputusan.").format(
                    pos=line.what, a=rupiah(line.amount_idr)
                )
            yield "red", sentence, f"apb_desa {line.id}"


def _limit(village: Village, rules: Regime) -> Iterator[Told]:
    split = budget.add_split(village.budget, rules)
    if split.over_idr:
        text = tr("Untuk aparatur dan operasional {a}, paling banyak {b}: lebih {c}.")
        sentence = text.format(
            a=rupiah(split.charged_idr), b=rupiah(split.limit_idr), c=rupiah(split.over_idr)
        )
        yield "red", sentence, "apb_desa"
    if split.uncovered_idr:
        text = tr(
            "Bagian yang tidak dibebankan ke ADD kekurangan {rupiah}: PADes dan bagi hasil tidak cukup."
        )
        yield "red", text.format(rupiah=rupiah(split.uncovered_idr)), "apb_desa"


def _selfhelp(village: Village, rules: Regime) -> Iterator[Told]:
    for key, (pledged, recorded) in budget.self_help(village).items():
        if pledged != recorded:
            work = village.work(key)
            name = work.what if work else tr("Pendapatan swadaya")
            text = tr("{kegiatan}: swadaya yang diikrarkan {a}, yang tercatat {b}.")
            paying = (
                line.id
                for line in village.budget
                if key and line.rkp == key and line.side == "spending"
            )
            where = f"apb_desa {next(paying, '')}".strip()
            yield "red", text.format(kegiatan=name, a=rupiah(pledged), b=rupiah(recorded)), where


def _dates(village: Village, rules: Regime) -> Iterator[Told]:
    steps = budget.steps_by_date(village, rules)
    for before, after in budget.out_of_order(steps, rules):
        text = tr("{b} bertanggal sebelum {a}.").format(a=PAPERS[before], b=PAPERS[after])
        yield "red", text, f"naskah {after}"
    for key in rules.rules["dates"].accepted:
        if key not in steps:
            yield (
                "yellow",
                tr("{langkah}: dokumennya tidak ada.").format(langkah=PAPERS[key]),
                f"naskah {key}",
            )


def _money(village: Village, rules: Regime) -> Iterator[Told]:
    fits = budget.money_in_order(village.budget, rules)
    for line in village.budget:
        if not fits.get(line.id, True):
            text = tr("{pos} tidak dikenal pada masa aturan ini ({tahun}).").format(
                pos=line.what, tahun=rules.years
            )
            yield "yellow", text, f"apb_desa {line.id}"


_BUDGET_LOOKS = {
    "balance": _balance,
    "link": _link,
    "letters": _letters,
    "add_limit": _limit,
    "selfhelp": _selfhelp,
    "dates": _dates,
    "money": _money,
}
BUDGET_CHECKS = tuple(_BUDGET_LOOKS)
