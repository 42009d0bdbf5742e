"""The page "Kabupaten saya": a kabupaten of the national list becomes a world, with what its people know of it."""

from html import escape

import ipywidgets as W  # noqa: N812

import p2spp_sim as p2
from p2spp_sim.base.errors import BadData, Fault, P2sppError, UnknownName
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.formats import number, percent, rupiah_short
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.columns import Column
from p2spp_sim.workbook.case.desk import funnel_of
from p2spp_sim.workbook.own.opening import opener
from p2spp_sim.workbook.page.markup import Table, page, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.pictures import Category, Picture, Tile, show, village_map
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.shared.cockpit import reached, villages_of
from p2spp_sim.workbook.units.shared.funnels import funnel_picture
from p2spp_sim.workbook.units.u06.district_board import DOCUMENTS
from p2spp_sim.world.own import KNOWN, described, folder_name, rules_of, write_world
from p2spp_sim.world.places import WORLDS
from p2spp_sim.world.schema import REGIONS
from p2spp_sim.world.synthetic import kabupaten_codes
from p2spp_sim.world.world import World

PAGE = "kabupaten"  # name of the notebook, and of what it saves
GUIDE = "BACA-SAYA.md"
_SEED = 7  # of the first year
_WHERE = "kabupaten"  # what is kept beside the fields
_YEAR = next(column for column in REGIONS if column.name == "year")
_WIDTH = "330px"


class OwnKabupaten:
    """The form of one kabupaten, and the world that it becomes.

    Parameters
    ----------
    progress : the file that keeps what was filled in; the worlds are written beside it.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.world: World | None = None
        saved = progress.part(PAGE)
        provinces = sorted({region["province"] for region in kabupaten_codes().values()})
        self.province = W.Dropdown(
            options=[(tr("semua provinsi"), ""), *((name, name) for name in provinces)],
            description=tr("Provinsi"),
            layout={"width": "420px"},
            style={"description_width": "150px"},
        )
        self.kabupaten = W.Combobox(
            description=tr("Kabupaten atau kota"),
            placeholder=tr("ketik beberapa huruf, lalu pilih"),
            layout={"width": "460px"},
            style={"description_width": "150px"},
        )
        self.fields = {column.name: _field(column) for column in (_YEAR, *KNOWN)}
        self._offer()
        self.province.observe(lambda _: self._offer(), names="value")
        self.kabupaten.value = str(saved.get(_WHERE, ""))
        for name, box in self.fields.items():
            box.value = str(saved.get(name, ""))
        self._guard, self._told = Guard(), W.HTML()
        self._pictures = [show(Picture.empty()) for _ in range(2)]
        for picture in self._pictures:
            picture.widget.layout.display = "none"

    def isian(self) -> W.Widget:
        """Ask which kabupaten it is and what is known of it."""
        button = W.Button(
            description=tr("Jadikan dunia, lalu jalankan setahun"),
            button_style="primary",
            layout={"width": "auto"},
        )
        button.on_click(lambda _: self._guard.run(self.make))
        where = W.HBox([self.province, self.kabupaten], layout=W.Layout(flex_flow="row wrap"))
        grid = W.HBox(list(self.fields.values()), layout=W.Layout(flex_flow="row wrap"))
        text = tr("Isi yang Anda ketahui; yang kosong ditarik dan ditandai “ditarik, bukan data”.")
        hint = W.HTML(page(f"<p>{escape(text)}</p>"))
        return panel(where, hint, grid, W.HBox([button]), self._guard.widget)

    def hasil(self) -> W.Widget:
        """Show what became of it: what is known, the first year, and where the world lies."""
        if self.world is None:
            text = tr("Peta dan corong tampak sesudah tombol di atas ditekan.")
            self._told.value = say("kabar", text)
        return W.VBox([self._told, *(picture.widget for picture in self._pictures)])

    def make(self) -> None:
        """Make the world of what is filled in, write it, run its first year and show it.

        Raises
        ------
        UnknownName : no such kabupaten; names the nearest.
        BadData : every field that cannot be read; nothing is written.
        """
        code, known = self._code(), self._known()
        about = described(code, known)
        place = self.progress.path.parent / f"{self.progress.learner}_{WORLDS}" / folder_name(about)
        world = write_world(about, place)
        write_atomically(place / GUIDE, _guide(about["title"], place.name).encode())
        rules = rules_of(int(known.get("year", 0)))
        run = p2.run_year(world, Scenario.load(rules), seed=_SEED).check()
        kept = {_WHERE: self.kabupaten.value} | {n: box.value for n, box in self.fields.items()}
        if not self.progress.put(PAGE, kept):
            raise P2sppError("\n".join(self.progress.notes))
        self.world = world
        text = tr("{dunia}. Tersimpan di folder {folder}.").format(dunia=world, folder=place)
        more = tr(
            "Unit 06 dan meja penyelarasan kini dapat membukanya; di baris perintah: {perintah}."
        )
        more = more.format(perintah=f"p2spp run {world.name}")
        table = _quantities(world, known, rules)
        self._told.value = say("benar", f"{text}\n{more}", word=tr("Jadi")) + page(table.html())
        for picture, drawn in zip(self._pictures, (_map(run), _funnel(run)), strict=True):
            picture.update(drawn)
            picture.widget.layout.display = None

    def _offer(self) -> None:
        """Offer the kabupaten of the province, or all with their province."""
        self._names = _names(self.province.value)
        self.kabupaten.options = tuple(self._names)
        if self.kabupaten.value not in self._names:
            self.kabupaten.value = ""

    def _code(self) -> str:
        """Give the code of the kabupaten that was picked, or typed by its name alone or its code.

        Raises
        ------
        P2sppError : none yet, or several of that name.
        UnknownName : there is none; names the nearest.
        """
        wanted = " ".join(self.kabupaten.value.casefold().split())
        if not wanted:
            raise P2sppError(tr("Pilih dahulu kabupaten atau kota."))
        if wanted in self._names.values():
            return wanted
        called: dict[str, list[str]] = {}
        for name in self._names:
            for words in {name.casefold(), _bare(name)}:
                called.setdefault(words, []).append(name)
        fits = called.get(wanted, [])
        if len(fits) > 1:
            text = tr("Ada {n} yang bernama {nama}: {daftar}. Pilih salah satu.")
            named = {"n": len(fits), "nama": self.kabupaten.value, "daftar": "; ".join(fits)}
            raise P2sppError(text.format(**named))
        if not fits:
            names = [_bare(name).title() for name in self._names]
            raise UnknownName(tr("Kabupaten atau kota"), self.kabupaten.value, names)
        return self._names[fits[0]]

    def _known(self) -> dict[str, float]:
        faults: list[Fault] = []
        known: dict[str, float] = {}
        for column in (_YEAR, *KNOWN):
            text = self.fields[column.name].value.strip()
            text = text.rstrip("% ") if column.unit == "%" else text
            cells = [(0, [text])]
            (value,), wrong = column.read(tr("Kabupaten saya"), 0, cells, column.title)
            faults += wrong
            known[column.name] = value
        if faults:
            raise BadData(faults)
        return known


open_own_kabupaten = opener(PAGE, OwnKabupaten)


def _field(column: Column) -> W.Text:
    title = column.title
    unit = tr(column.unit) if column.unit and tr(column.unit) not in title else ""
    box = W.Text(
        description=title[0].upper() + title[1:] + (f" ({unit})" if unit else ""),
        layout={"width": _WIDTH},
        style={"description_width": "180px"},
        placeholder=_example(column),
        continuous_update=False,
    )
    box.add_class("p2-money")
    return box


def _example(column: Column) -> str:
    """Give what may be typed, as an example of the form and not of the value."""
    examples = {
        "year": "2026",
        "population": "1.227.000",
        "apbd_idr": tr("2,1 triliun"),
        "dapil": "5",
        "seats": "50",
    }
    return examples.get(column.name, "12,5")


def _names(province: str) -> dict[str, str]:
    """Give the codes of kabupaten by what they are called: those of a province, or all with their province."""
    regions = kabupaten_codes().items()
    if province:
        return {its["name"]: code for code, its in regions if its["province"] == province}
    return {f"{its['name']}, {its['province']}": code for code, its in regions}


def _bare(name: str) -> str:
    """Give the name of a kabupaten alone, in small letters."""
    return name.partition(",")[0].removeprefix("Kabupaten ").removeprefix("Kota ").casefold()


def _quantities(world: World, known: dict[str, float], rules: str) -> Table:
    """Set out what the world holds, and which of it comes from people."""
    budget, villages = world.budget, world.villages
    parts = [int(budget[f"{name}_idr"][0]) for name in ("personnel", "goods", "capital")]
    total = sum(parts) + int(budget["other_idr"][0])
    homes = villages["households"]
    values = {
        "population": number(int(villages["population"].sum())),
        "apbd_idr": rupiah_short(total),
        "dapil": number(world.size("dapil")),
        "seats": number(int(world.council["seats"].sum())),
        "poor_percent": percent(float((villages["poor_share"] * homes).sum() / homes.sum())),
        "personnel_percent": percent(parts[0] / total),
        "goods_percent": percent(parts[1] / total),
        "capital_percent": percent(parts[2] / total),
        "add_percent": percent(int(budget["add_idr"][0]) / total),
    }
    own, drawn = tr("dari Anda"), tr("ditarik, bukan data")
    rows = [
        (
            tr("kecamatan, desa, dan kodenya"),
            tr("nyata, daftar Kemendagri"),
            number(world.size("village")),
        )
    ]
    rows += [
        (column.title, own if known[column.name] else drawn, values[column.name])
        for column in KNOWN
    ]
    rows.append((tr("sifat tiap desa, kebutuhan, dan usulan"), drawn, "–"))
    rows.append(
        (tr("aturan tahun pertama"), own if known["year"] else drawn, pick(load_rules(rules).title))
    )
    heads = (tr("Hal"), tr("Asal"), tr("Nilai"))
    return Table(tr("Yang diketahui, dan yang ditarik"), heads, tuple(rows))


def _map(run: p2.Run) -> Picture:
    world, got = run.world, reached(run)
    villages = villages_of(world)
    tiles = [
        Tile(village["name"], village["place"], "yes" if has else "no")
        for village, has in zip(villages, got.tolist(), strict=True)
    ]
    letters = tr("S B").split()
    categories = [
        Category("yes", tr("ada usulannya dalam APBD"), letters[0]),
        Category("no", tr("belum ada"), letters[1]),
    ]
    places = [village["place"] for village in villages]
    rows = [
        (place, number(places.count(place)), number(int(got[[p == place for p in places]].sum())))
        for place in dict.fromkeys(places)
    ]
    heads = (tr("Desa"), tr("Ada dalam APBD"))
    title = tr("{n} dari {m} desa punya usulan dalam APBD").format(
        n=number(int(got.sum())), m=number(len(places))
    )
    note = tr(
        "Satuan: desa. Sumber: simulasi p2spp_sim; usulan dan keputusan ditarik acak, bukan data."
    )
    return village_map(
        title, tiles, categories, Table(title, (tr("Kecamatan"), *heads), tuple(rows), note, heads)
    )


def _funnel(run: p2.Run) -> Picture:
    gates = funnel_of(run, tuple(DOCUMENTS), "musrenbang")
    title = tr("{nama}: usulan warga dari musrenbang kecamatan sampai APBD")
    note = tr(
        "Satuan: usulan dan rupiah. Sumber: simulasi p2spp_sim; usulan dan keputusan ditarik acak, bukan data."
    )
    return funnel_picture(title.format(nama=pick(run.world.title)), gates, "rupiah", note=note)


def _guide(title: str, name: str) -> str:
    """Say in the folder what lies there and how it is opened."""
    text = tr(
        "Folder ini satu dunia bagi p2spp: `dataset.toml` memuat yang Anda isikan pada halaman Kabupaten saya; nama "
        "dan kode kecamatan dan desa diambil dari daftar nasional, dan yang tidak diisi ditarik, bukan data."
    )
    more = tr(
        "Perintah pertama menjalankan satu tahun, yang kedua membuka buku kerja dengan dunia ini, yang ketiga menulis "
        "tabelnya (desa, kecamatan, APBD, DPRD, SKPD) supaya angka tiap desa dapat diganti dengan data Anda."
    )
    commands = (
        f"p2spp run {name}",
        f"p2spp baca --dunia {name}",
        f"p2spp contoh-dunia tabel --dunia ./{name}",
    )
    return "\n\n".join([f"# {title}", text, *(f"    {command}" for command in commands), more, ""])
