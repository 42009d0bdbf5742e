"""Unit 01: twelve cards put on three lanes of a year, and the calendar of each regime with where its lanes miss."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import p2spp_sim as p2
from p2spp_sim.base.era import THEN
from p2spp_sim.base.formats import months, number, percent
from p2spp_sim.base.language import Labels, labels_of, pick, tr
from p2spp_sim.figures.calendar import Stop, month_name, pokir_entry, stops
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import LANES
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.village_plan.days import day
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.controls import Choose, Classes, Classify
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page
from p2spp_sim.workbook.pictures import Bar, Handover, LaneCard, Picture, bars, lanes
from p2spp_sim.workbook.units.shared.follow_board import WANASARI, follow_board
from p2spp_sim.workbook.units.u01.answers import WANTED, YearCard, cards, deck_of
from p2spp_sim.workbook.units.u01.dates_control import Dates, readable
from p2spp_sim.workbook.units.u01.own_calendar import (
    FEEDS,
    RESES,
    CalendarBreak,
    CalendarDays,
    breaks,
    station_names,
)

MEETS = (
    ("musrenbang_desa", "musrenbang_kecamatan"),
    ("musrenbang_kecamatan", "forum_skpd"),
    ("forum_skpd", "musrenbang_kabupaten"),
    ("musrenbang_kabupaten", "rkpd"),
    ("rkpd", "kua_ppas"),
    ("kua_ppas", "rka_skpd"),
    ("rka_skpd", "apbd"),
    ("pokir", "rkpd"),
    ("reses", "musrenbang_kecamatan"),
)
RHYTHMS = Labels(
    three_times="Tiga kali setahun",
    five_years="Lima tahun sekali",
    term="Sekali semasa jabatan Kades",
)
REGIMES = ("2010", "dana_desa", "sipd")
DRAWN = (
    "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan); satu kali hitung, "
    "kejadian acaknya sama untuk kedua jadwal."
)


def _listed(book: str) -> dict[str, str]:
    """Give the cards by name: in the order of the year a list would tell what board and exercise ask."""
    return dict(sorted(labels_of(deck_of(book)).items(), key=lambda card: card[1].casefold()))


def month_options(book: str) -> dict[str, str]:
    """Give the twelve months and the rhythms of a book's cards by key."""
    named = {str(i): name for i, name in enumerate(months(), 1)}
    used = {card.rhythm for card in deck_of(book).values()}
    return named | {key: words for key, words in RHYTHMS.items() if key in used}


def year_board(unit: Unit) -> Board:
    """Make the board of the twelve cards: each gets a stream and a month, the year is drawn at once."""
    options = month_options(unit.desk.book)
    columns = {"lane": Classes(tr("Jalur"), LANES), "month": Classes(tr("Waktu"), options)}
    deck = deck_of(unit.desk.book)
    title = tr("Dua belas kartu satu tahun perencanaan")
    sorting = Classify("kartu", title, _listed(unit.desk.book), columns)

    def answer(values: Values) -> Answered:
        placed = values["kartu"]
        assert isinstance(placed, Mapping)
        if unit.edition == "print":
            return Answered(pictures=(_drawn(deck, placed, options, open_cell=""),))
        return Answered(_counted(deck, placed), (_drawn(deck, placed, options),))

    return Board("kalender", (sorting,), answer, unit.progress, wide=True)


def _counted(deck: Mapping[str, YearCard], placed: Mapping[str, Mapping[str, str]]) -> str:
    """Say how many cards stand right, without saying which."""
    checked = [deck[key].placed(row["lane"], row["month"]) for key, row in placed.items()]
    lane = sum(in_lane for in_lane, _ in checked)
    month = sum(in_month for _, in_month in checked)
    both = sum(in_lane and in_month for in_lane, in_month in checked)
    total, sentences = len(checked), []
    filled = sum(bool(row["lane"] and row["month"]) for row in placed.values())
    if filled < total:
        sentences.append(
            tr("Lengkap {n} dari {m} kartu. Kartu yang belum lengkap belum digambar.").format(
                n=filled, m=total
            )
        )
    if any(row["month"] and not row["month"].isdigit() for row in placed.values()):
        sentences.append(tr("Kartu yang tidak terikat satu bulan tidak digambar."))
    text = tr(
        "Jalurnya tepat: {jalur} dari {m}. Waktunya tepat: {waktu} dari {m}. Keduanya tepat: {dua} dari {m}."
    )
    sentences.append(text.format(jalur=lane, waktu=month, dua=both, m=total))
    if both >= WANTED:
        sentences.append(tr("Sasaran {n} kartu tercapai.").format(n=WANTED))
    elif filled == total:
        sentences.append(
            tr("Sasaran {n} kartu: pindahkan kartu yang Anda ragukan, satu demi satu.").format(
                n=WANTED
            )
        )
    return "\n".join(sentences)


def _drawn(
    deck: Mapping[str, YearCard],
    placed: Mapping[str, Mapping[str, str]],
    options: Mapping[str, str],
    open_cell: str = "–",
) -> Picture:
    """Draw the year as the learner sees it, with a cross where a station comes before what feeds it."""
    names, title = labels_of(deck), tr("Satu tahun menurut kelompok Anda")
    on_paper = not open_cell
    month = {
        key: int(row["month"])
        for key, row in placed.items()
        if row["month"].isdigit() and row["lane"]
    }
    drawn = [LaneCard(key, names[key], placed[key]["lane"], at) for key, at in month.items()]
    links = []
    for source, target in MEETS:
        if source in month and target in month:
            late = month[source] - 12 * deck[source].year_before
            broken = late > month[target] - 12 * deck[target].year_before
            words = (
                tr("{awal} datang sesudah {lanjutan}").format(
                    awal=names[source], lanjutan=names[target]
                )
                if broken
                else ""
            )
            links.append(Handover(source, target, broken, words))
    streams = LANES
    rows = tuple(
        (names[key], streams.get(row["lane"], open_cell), options.get(row["month"], open_cell))
        for key, row in placed.items()
    )
    note = tr("Satuan: bulan dalam tahun perencanaan. Sumber: pilihan kelompok Anda di papan ini.")
    table = Table(title, (tr("Kartu"), tr("Jalur"), tr("Waktu")), rows, note)
    return lanes(title if on_paper else seen_in_year(drawn, links), drawn, links, table)


def seen_in_year(drawn: Sequence[LaneCard], links: Sequence[Handover]) -> str:
    """Say what a year of cards shows: which station comes before what feeds it."""
    if not drawn:
        return tr("Belum ada kartu di kalender. Beri satu kartu jalur dan bulannya")
    broken = [link.words for link in links if link.broken]
    if not broken:
        text = tr("{n} kartu di kalender, tidak ada yang mendahului sumbernya")
        return text.format(n=len(drawn))
    if len(broken) == 1:
        return tr("Satu sambungan terbalik: {putus}").format(putus=broken[0])
    text = tr("{n} sambungan terbalik, di antaranya {putus}")
    return text.format(n=len(broken), putus=broken[0])


def regime_board(unit: Unit) -> Board:
    """Make the board of the regimes: the calendar of a rule book, and what the timing of the recess changes."""
    books = {key: pick(load_rules(key).title) for key in REGIMES}
    names = {
        "rule": tr("Menurut masa aturan"),
        "after": tr("Sesudah musrenbang kecamatan"),
        "before": tr("Sebelum musrenbang kecamatan"),
    }
    regime = Choose("rezim", tr("Masa aturan"), books, unit.desk.book, stacked=True)
    timing = Choose("reses", tr("Hasil reses dibawa"), names, "rule", stacked=True)

    def answer(values: Values) -> Answered:
        name = str(values["rezim"])
        ruled = str(Scenario.load(name).value("reses_timing"))
        when = ruled if values["reses"] == "rule" else str(values["reses"])
        sentence = _meeting(name) if when == ruled else _moved(when)
        text = "\n".join([sentence, _result(unit.desk, name, when)])
        return Answered(text, (_calendar(name), _matched(unit.desk, name)))

    own = unit.desk.book
    shown = [own, *(key for key in books if key != own)]
    fixed = [(books[key], {"rezim": key}) for key in shown]
    return Board("rezim", (regime, timing), answer, unit.progress, fixed=fixed, wide=True)


def _meeting(name: str) -> str:
    """Say whether the pokir of a rule book are on the table before musrenbang kecamatan."""
    entry = pokir_entry(load_rules(name))
    if entry is None:
        return tr("Menurut aturan masa ini: pokir tidak dikenal.")
    if entry.late:
        text = tr(
            "Menurut aturan masa ini: titik putus. Pokir dibahas {n} bulan sesudah musrenbang "
            "kecamatan, jadi kedua daftar"
            " tidak bertemu."
        )
        return text.format(n=entry.late)
    return tr(
        "Menurut aturan masa ini: pokir sudah di meja sebelum musrenbang kecamatan selesai, jadi kedua daftar dapat"
        " dicocokkan."
    )


def _moved(when: str) -> str:
    """Say what it changes that the recess is moved to another side of musrenbang kecamatan than the rule book has."""
    if when == "before":
        return tr(
            "Anda memajukan reses: pokir di meja sebelum musrenbang kecamatan, jadi kedua daftar dapat dicocokkan."
            " Kalender di bawah ini tetap menurut masa aturan."
        )
    return tr(
        "Anda mengundurkan reses: pokir baru dibahas sesudah musrenbang kecamatan, jadi kedua daftar tidak bertemu."
        " Kalender di bawah ini tetap menurut masa aturan."
    )


def _result(desk: Desk, name: str, when: str) -> str:
    """Say what share of the pokir matches a musrenbang proposal under a timing."""
    place = tr("sesudah") if when == "after" else tr("sebelum")
    text = tr(
        "Di Wanasari rekaan, bila hasil reses dibawa {waktu} musrenbang, {bagian} pokir mempunyai pasangan."
    )
    return text.format(waktu=place, bagian=percent(_share(desk.seed, name, when), 0))


@lru_cache(maxsize=16)
def _share(seed: int, name: str, when: str) -> float:
    run = p2.run_year(world("wanasari"), Scenario.load(name).change(reses_timing=when), seed=seed)
    counts = run.indicators().set_index("key")["count"]
    return float(counts["S7"])


def _matched(desk: Desk, name: str) -> Picture:
    """Draw the share of pokir with a partner for both timings."""
    title = tr("Pokir yang mempunyai pasangan di musrenbang")
    names = {"after": tr("Reses sesudah musrenbang"), "before": tr("Reses sebelum musrenbang")}
    shares = {words: _share(desk.seed, name, when) for when, words in names.items()}
    rows = [Bar(words, share, percent(share, 0)) for words, share in shares.items()]
    cells = tuple((words, percent(share)) for words, share in shares.items())
    columns = (tr("Waktu reses"), tr("Bagian pokir"))
    table = Table(title, columns, cells, tr(DRAWN), columns[1:])
    return bars(seen_in_timing(shares), rows, table, top=1.0)


def seen_in_timing(shares: Mapping[str, float]) -> str:
    """Say under which of two timings more of the pokir have a partner."""
    (less, few), (more, many) = sorted(shares.items(), key=lambda timing: timing[1])
    low, high = percent(few, 0), percent(many, 0)
    if low == high:
        return tr("Waktu reses tidak mengubahnya: {a} pokir berpasangan").format(a=high)
    text = tr("{waktu}: {a} pokir berpasangan; {lain}: {b}")
    return text.format(waktu=more, a=high, lain=less, b=low)


def _calendar(name: str) -> Picture:
    """Draw the calendar of a rule book: forums in the twelve months of the planning year."""
    book = load_rules(name)
    forums = [stop for stop in stops(book) if stop.key != "pelaksanaan"]
    drawn = [
        LaneCard(stop.key, _dated(stop), stop.lane, 1 + (stop.month - 1) % 12) for stop in forums
    ]
    at = {
        stop.key: stop.month for stop in forums if stop.month > 0
    }  # an arrow from the year before would point back
    links = [
        Handover(key, to)
        for key in at
        for to in _next(forums, key)
        if to in at and at[key] <= at[to]
    ]
    entry = pokir_entry(book)
    if entry is not None and entry.late:
        words = tr("pokir datang {n} bulan sesudah musrenbang kecamatan").format(n=entry.late)
        links.append(Handover("reses", "musrenbang_kecamatan", True, words))
    title = tr("Kalender: {rezim}").format(rezim=pick(book.title))
    said = tr("{rezim}: pokir tidak dikenal")
    if entry is not None:
        said = tr("{rezim}: pokir sudah di meja sebelum musrenbang kecamatan selesai")
        if entry.late:
            said = tr("{rezim}: pokir datang {n} bulan sesudah musrenbang kecamatan")
    said = said.format(rezim=pick(book.title), n=entry.late if entry else 0)
    rows = tuple(
        (stop.label, LANES[stop.lane], month_name(stop.month))
        for stop in sorted(forums, key=lambda s: s.month)
    )
    note = tr(
        "Satuan: bulan; N-1 tahun perencanaan. Sumber: peraturan yang disebut setiap masa aturan."
    )
    table = Table(title, (tr("Meja"), tr("Jalur"), tr("Waktu")), rows, note)
    return lanes(said, drawn, links, table)


def _dated(stop: Stop) -> str:
    """Name a forum, with a word when it is held in the year before the planning year."""
    return stop.label if stop.month > 0 else tr("{meja} (tahun lalu)").format(meja=stop.label)


def _next(forums: Sequence[Stop], key: str) -> tuple[str, ...]:
    return next(stop.to for stop in forums if stop.key == key)


def own_board(unit: Unit) -> Board:
    """Make the board of one's own kabupaten: its dates, drawn, and where they break a rule book."""
    books = {key: pick(load_rules(key).title) for key in REGIMES}
    dates = Dates("tanggal", tr("Tanggal di kabupaten kami"))
    regime = Choose(
        "aturan",
        tr("Diperiksa dengan aturan"),
        books,
        unit.desk.book if unit.desk.book in REGIMES else REGIMES[0],
        stacked=True,
    )

    def answer(values: Values) -> Answered:
        typed = values["tanggal"]
        assert isinstance(typed, dict)
        days = readable(typed)
        broken_at = breaks(days, load_rules(str(values["aturan"])))
        pictures = (_own_year(days, broken_at),) if days else (Picture.empty(),)
        return Answered(
            _told(days, broken_at), pictures, (_judged(days, broken_at),) if broken_at else ()
        )

    return Board("setempat", (regime, dates), answer, unit.progress, wide=True)


def _told(days: CalendarDays, broken_at: Sequence[CalendarBreak]) -> str:
    if not days:
        return tr("Isi dua tanggal atau lebih. Yang kosong tidak diperiksa.")
    if not broken_at:
        text = tr("{n} tanggal diperiksa: tidak ada putus menurut aturan ini.")
        return text.format(n=len(days))
    text = tr("{n} tanggal diperiksa: {m} putus. Bawa putusnya ke unit 04 dan unit 09.")
    return text.format(n=len(days), m=len(broken_at))


def _judged(days: CalendarDays, broken_at: Sequence[CalendarBreak]) -> Table:
    """List the breaks with their basis."""
    names = station_names()
    rows = tuple((names[broken.station], f"✕ {broken.words}", broken.basis) for broken in broken_at)
    note = tr(
        "Bulan menurut berkas aturan yang dipilih; sebagian asumsi. Batas di kabupaten Anda diperiksa Bagian Hukum."
    )
    return Table(
        tr("Putus pada kalender kami"), (tr("Meja"), tr("Putusnya"), tr("Dasar")), rows, note
    )


def _own_year(days: CalendarDays, broken_at: Sequence[CalendarBreak]) -> Picture:
    """Draw the dates in their months; a broken handover has a cross."""
    names, deck = station_names(), cards().card
    lane = {key: deck["reses" if key in RESES else key].lanes[0] for key in days}
    drawn = [LaneCard(key, names[key], lane[key], when.month) for key, when in days.items()]
    wrong = {(broken.fed_by, broken.station): broken.words for broken in broken_at if broken.fed_by}
    links = [
        Handover(*ends, ends in wrong, wrong.get(ends, ""))
        for ends in {**dict.fromkeys(FEEDS), **wrong}
    ]
    rows = tuple((names[key], day(when.isoformat())) for key, when in days.items())
    title = tr("Satu tahun di kabupaten kami: {n} putus").format(n=len(broken_at))
    note = tr("Satuan: bulan. Sumber: tanggal yang Anda isi.")
    return lanes(title, drawn, links, Table(title, (tr("Meja"), tr("Tanggal")), rows, note))


def case(unit: Unit) -> str:
    """Give the cards of the case as a table: what each is, without stream or month."""
    book = unit.desk.book
    rows = tuple((name, pick(deck_of(book)[key].what)) for key, name in _listed(book).items())
    title = tr("Dua belas kartu di meja Bu Camat")
    note = tr("Sumber dan bulan tiap kartu: kartu tiga jalur; sebagian bulan asumsi.")
    if book == THEN:
        note = tr(
            "Masa 2010 sampai 2011. Sumber dan bulan tiap kartu: kartu tiga jalur; sebagian bulan asumsi."
        )
    return page(Table(title, (tr("Kartu"), tr("Isinya")), rows, note).html())


def figures(desk: Desk) -> str:
    """Say in one line what the library holds of the year."""
    deck = deck_of(desk.book)
    text = tr(
        "{n} kartu, {dua} di antaranya sah di dua jalur; pokir pada masa aturan 2010 terlambat {bulan} bulan."
    )
    if desk.book != THEN:
        text = tr("{n} kartu, {dua} di antaranya sah di dua jalur; pokir terlambat {bulan} bulan.")
    entry = pokir_entry(load_rules(desk.book))
    late = entry.late if entry else 0
    return text.format(
        n=number(len(deck)), dua=number(sum(len(c.lanes) > 1 for c in deck.values())), bulan=late
    )


PARTS = Parts(
    boards={
        "kalender": year_board,
        "rezim": regime_board,
        "ikuti": lambda unit: follow_board(unit, WANASARI),
        "setempat": own_board,
    },
    case=case,
    figures=figures,
)
