"""The cards: what stands on the face and the back of each, from the data of the units."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from p2spp_sim.base.era import THEN
from p2spp_sim.base.formats import months, number, rupiah
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import LANES, ForumSpec
from p2spp_sim.scenario.levers import declared
from p2spp_sim.village_plan.findings import LAMPS
from p2spp_sim.village_plan.papers import PAPERS
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.contents import contents
from p2spp_sim.workbook.box.markdown import tables
from p2spp_sim.workbook.drawings import CARD_BACK, VILLAGES, drawing
from p2spp_sim.workbook.drawings.words import CALLED
from p2spp_sim.workbook.page.markup import MILLION, in_millions
from p2spp_sim.workbook.saving.codes import code_of
from p2spp_sim.workbook.units.u00.answers import acquaintance
from p2spp_sim.workbook.units.u01.answers import deck_of
from p2spp_sim.workbook.units.u04.answers import notes
from p2spp_sim.workbook.units.u05.draft_renja import items
from p2spp_sim.workbook.units.u07.answers import steps_of_law
from p2spp_sim.workbook.units.u08.training import ACTOR_LABELS
from p2spp_sim.workbook.units.u09.packages import rules as clause_rules
from p2spp_sim.workbook.units.u11.game import game

YEAR_DRAWINGS = (
    "banjir",
    "pemotongan_dau",
    "mutasi_setrawan",
    "tahun_tenang",
)  # of the rows of unit 11
LAMP_SHAPES = {"red": "square", "yellow": "triangle", "green": "circle"}


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Parameters
    ----------
    mark : small, at the top of its face: its number or code.
    facts : label and value, below each other.
    picture : SVG on its face; `shape` is drawn large instead.
    rings : frames around a note, by its worth.
    back : words on its back; the pattern that all cards share when empty.
    """

    title: str
    mark: str = ""
    words: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    shape: str = ""
    rings: int = 1
    back: str = ""
    back_words: str = ""
    back_picture: str = ""
    back_shape: str = ""


def _roles(case: BoxCase) -> Iterable[Card]:
    """Give a card for every seat: a code, a village and a role."""
    for group, village in enumerate(VILLAGES[: contents().groups], 1):
        for member, role in enumerate(acquaintance().role.values(), 1):
            yield Card(
                pick(role.label),
                f"{code_of(f'K{group}-{member}')} · {CALLED[village]}",
                pick(role.duty),
                picture=drawing(village, decorative=True),
                back=CALLED[village],
                back_words=tr("Kode di muka kartu mengganti nama di layar dan di lembar."),
                back_picture=drawing(village, decorative=True),
            )


def _jobs(case: BoxCase) -> Iterable[Card]:
    for job in acquaintance().job.values():
        yield Card(pick(job.label), words=pick(job.task))


def _planning(case: BoxCase) -> Iterable[Card]:
    year = deck_of(case.unit("01").desk.book).values()
    for card in sorted(year, key=lambda card: pick(card.label)):
        yield Card(pick(card.label), words=pick(card.what))


def _proposals(case: BoxCase) -> Iterable[Card]:
    for paper in case.unit("03").desk.papers.values():
        facts = (
            (tr("Biaya"), in_millions(paper.cost_idr)),
            (tr("Penerima, KK"), number(paper.households)),
            (tr("Miskin, KK"), number(paper.poor)),
            (tr("Urgensi"), tr("{n} dari 5").format(n=paper.urgency)),
            (tr("Swadaya"), in_millions(paper.selfhelp_idr)),
            (tr("RPJM Desa"), tr("tercantum") if paper.in_rpjm else tr("belum ada")),
        )
        yield Card(paper.what, f"{paper.id} · {paper.village}", facts=facts)


def _secrets(case: BoxCase) -> Iterable[Card]:
    (duties,), (wishes,) = tables(case.cell("u03-peran")), tables(case.cell("u03-kartu-peran"))
    for (role, duty), (_, wish) in zip(duties[1:], wishes[1:], strict=True):
        yield Card(
            wish,
            tr("Keinginan pribadi"),
            tr("Simpan sampai pleno. Jangan diperlihatkan, jangan dibacakan."),
            back=role,
            back_words=duty,
        )


def _recess(case: BoxCase) -> Iterable[Card]:
    for key, what in notes(case.unit("04").desk).items():
        yield Card(what, key, tr("Catatan reses"))


def _agency(case: BoxCase) -> Iterable[Card]:
    for key, item in items(case.unit("05").desk).items():
        yield Card(
            item.what, f"{key} · {item.skpd}", facts=((tr("Biaya"), in_millions(item.cost_idr)),)
        )


def gates(book: str) -> tuple[ForumSpec, ...]:
    """Give the gates between the meeting of the kecamatan and the signed budget.

    Parameters
    ----------
    book : of the era; in the programme's time they are those of the case, as its minutes recorded them.
    """
    forums = load_rules("kasus_tirtamulya" if book == THEN else book).forum
    keys = [forum.key for forum in forums]
    return forums[keys.index("musrenbang_kecamatan") + 1 : keys.index("apbd") + 1]


def _gates(case: BoxCase) -> Iterable[Card]:
    counted = {forum.key for forum in gates(THEN)}
    for forum in gates(case.unit("06").desk.book):
        asked = tr("Siapa mengawal di sini?")
        if forum.key not in counted:
            asked = f"{tr('Tidak dihitung tersendiri dalam corong Tirtamulya.')} {asked}"
        facts = (
            (tr("Bulan"), months()[forum.month - 1]),
            (tr("Jalur"), LANES[forum.lane]),
            (tr("Pemegang"), forum.decider),
        )
        yield Card(pick(forum.label), facts=facts, words=asked)


def _steps(case: BoxCase) -> Iterable[Card]:
    for key in sorted(steps_of_law(case.unit("07").desk)):
        yield Card(PAPERS[key], words=tr("Menunggu bahan apa, dari siapa?"))


def _actors(case: BoxCase) -> Iterable[Card]:
    for words in ACTOR_LABELS.values():
        yield Card(words, words=tr("Letakkan kancing di sini: satu kancing, satu sesi latihan."))


def _clauses(case: BoxCase) -> Iterable[Card]:
    for lever in declared().values():
        if lever.locks:
            mark, _, said = pick(lever.label).partition(": ")
            price = ((tr("Harga, koin"), number(lever.cost)),)
            yield Card(said[:1].upper() + said[1:], mark, facts=price)


def _coalition(case: BoxCase) -> Iterable[Card]:
    rule = tr(
        "Boleh menolak satu pasal, atau semuanya, dengan alasan yang diucapkan. Putaran kedua: dengarkan tawaran."
    )
    for key, group in clause_rules().coalition.group.items():
        veto = key in clause_rules().coalition.veto
        facts = (
            (tr("Yang Anda jaga"), pick(contents().coalition[key])),
            (tr("Suara"), tr("penentu: tanpa Anda pasal gugur") if veto else tr("satu dari enam")),
        )
        yield Card(pick(group.label), words=rule, facts=facts, back=pick(group.label))


def _lamps(case: BoxCase) -> Iterable[Card]:
    for colour, shape in LAMP_SHAPES.items():
        yield Card(LAMPS[colour], shape=shape)


def _actor_groups(case: BoxCase) -> Iterable[Card]:
    for key, group in game().group.items():
        facts = ((tr("Yang berbicara"), pick(group.person)), (tr("Tugas"), pick(group.duty)))
        mark = drawing(f"peran_{key}", decorative=True)
        yield Card(
            pick(group.label), facts=facts, picture=mark, back=pick(group.label), back_picture=mark
        )


def _hopes(case: BoxCase) -> Iterable[Card]:
    for group in game().group.values():
        yield Card(
            pick(group.hope),
            tr("Keinginan kelompok"),
            tr("Perjuangkan tanpa mengucapkannya. Dibuka sesudah keluar dari peran."),
            back=pick(group.label),
        )


def _event_cards(case: BoxCase) -> Iterable[Card]:
    rows = tables(case.cell("u11-cetak"))[-1][1:]
    for (name, change, question), picture in zip(rows, YEAR_DRAWINGS, strict=True):
        yield Card(
            name,
            facts=((tr("Yang berubah tahun itu"), change), (tr("Tanyakan"), question)),
            picture=drawing(picture, decorative=True),
        )


def _votes(case: BoxCase) -> Iterable[Card]:
    yield from [Card(tr("Setuju"), shape="tick", back=tr("Menolak"), back_shape="cross")] * (
        contents().tokens["suara"]
    )


def _money(case: BoxCase) -> Iterable[Card]:
    for rings, note in enumerate(sorted(contents().money, key=lambda note: note.idr), 1):
        yield from [
            Card(
                in_millions(note.idr),
                number(note.idr // MILLION),
                f"{tr('Uang mainan, tidak berlaku')} · {rupiah(note.idr)}",
                rings=rings,
                back=in_millions(note.idr),
                back_words=tr("Uang mainan"),
            )
        ] * note.count


def _coins(case: BoxCase) -> Iterable[Card]:
    yield from [Card("1", shape="coin", back="1")] * contents().tokens["koin"]


DECKS: dict[str, Callable[[BoxCase], Iterable[Card]]] = {
    "roles": _roles,
    "jobs": _jobs,
    "planning": _planning,
    "proposals": _proposals,
    "secrets": _secrets,
    "recess": _recess,
    "agency": _agency,
    "gates": _gates,
    "steps": _steps,
    "actors": _actors,
    "clauses": _clauses,
    "coalition": _coalition,
    "lamps": _lamps,
    "actor_groups": _actor_groups,
    "hopes": _hopes,
    "event_cards": _event_cards,
    "votes": _votes,
    "money": _money,
    "coins": _coins,
}


def card_back() -> str:
    """Give the back that cards without words of their own share, as SVG."""
    return drawing(CARD_BACK, decorative=True)
