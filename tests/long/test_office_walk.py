"""From an export of twelve sheets to the papers that go out, by mouse alone, in both doors; clicks and seconds told."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import laptop, window
from tests.browser.lab import (
    Lab,
    Visit,
    open_notebook,
    open_page,
    run_all,
    running_class,
    running_lab,
)

__all__ = ["laptop", "window"]  # what pytest finds by name

NOTEBOOK = "selaras.ipynb"
KECAMATAN = (
    *("Arjasari", "Bojongsari", "Ciparay", "Dayeuhsari", "Gununghalu", "Kertasari"),
    *("Lembursari", "Majasari", "Nagrak", "Pacetsari", "Rancasari", "Sukawening"),
)  # invented
ROWS = 50
HEAD = ("No", "ID Usulan", "Tanggal Usul", "Pengusul", "Usulan", "Masalah", "Alamat", "Desa")
MORE = ("Volume", "Satuan", "Anggaran", "SKPD Tujuan Akhir", "Status", "Catatan")
WORKS = (
    "Rabat beton jalan",
    "Saluran drainase",
    "Rehab ruang kelas",
    "Sumur bor",
    "Tembok penahan",
)
AGENCIES = ("Dinas PU", "Dinas Pendidikan", "Dinas Perkim")


def export(path: Path) -> int:
    """Write proposals as SIPD exports them, a sheet a kecamatan, and give the rupiah of all."""
    total = 0
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet_number, kecamatan in enumerate(KECAMATAN):
            sheet = book.add_worksheet(f"Kec. {kecamatan}")
            sheet.write(0, 0, "REKAP USULAN MASYARAKAT")
            sheet.write(1, 0, f"KECAMATAN {kecamatan.upper()} TAHUN 2027")
            sheet.write_row(3, 0, (*HEAD, *MORE))
            for at in range(ROWS):
                idr = 50_000_000 + 1_000_000 * (at + sheet_number)
                total += idr
                work = f"{WORKS[at % 5]} RT {at + 1:02}"
                row = (at + 1, f"{at + 1:04}", "05-01-2026", "Kepala Desa", work, "rusak")
                row += (f"Dusun {at % 4 + 1}", f"Desa {at % 8 + 1}", 100 + at, "meter", idr)
                status = "Ditolak" if at % 10 == 9 else "Diterima"
                note = "di luar kewenangan kabupaten" if status == "Ditolak" else ""
                sheet.write_row(4 + at, 0, (*row, AGENCIES[at % 3], status, note))
            sheet.write_row(4 + ROWS, 0, ("", "", "", "", "JUMLAH"))
        book.add_worksheet("Catatan").write(0, 0, "dari Bappeda")
    return total


def in_class(door: Lab, page: Page) -> None:
    open_page(door, page, NOTEBOOK, "?kode=K1-01")


def in_lab(door: Lab, page: Page) -> None:
    open_notebook(door, page, NOTEBOOK, "selaras-kantor")
    run_all(page)


@pytest.mark.parametrize(
    ("running", "opened"),
    [(running_class, in_class), (running_lab, in_lab)],
    ids=["reading door", "JupyterLab"],
)
def test_six_hundred_proposals_become_papers_by_mouse_alone(
    window: Visit,
    tmp_path: Path,
    running: Callable[[Path], AbstractContextManager[Lab]],
    opened: Callable[[Lab, Page], None],
) -> None:
    total, page, clicks = export(tmp_path / "Ekspor SIPD.xlsx"), window.page, 0
    refused = sum(
        50_000_000 + 1_000_000 * (at + n)
        for n in range(len(KECAMATAN))
        for at in range(9, ROWS, 10)
    )
    (tmp_path / "pintu").mkdir()
    with running(tmp_path / "pintu") as door:
        opened(door, page)
        add = page.get_by_role("button", name="Tambah berkas")
        expect(add).to_be_visible(timeout=120_000)
        begun = time.monotonic()
        with page.expect_file_chooser() as chooser:
            add.click()
        chooser.value.set_files(tmp_path / "Ekspor SIPD.xlsx")
        body = page.locator("body")
        expect(body).to_contain_text(f"Yang ikut: {len(KECAMATAN) * ROWS} baris")
        page.get_by_role("button", name="Jadikan satu daftar").click()
        expect(body).to_contain_text("Disatukan")
        expect(body).to_contain_text(f"Rp {total:,}".replace(",", "."))
        page.get_by_role("button", name="Tulis surat dan daftar").click()
        expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible(timeout=120_000)
        page.get_by_label("Lihat", exact=True).select_option(label="Semua dalam satu ZIP")
        with page.expect_download() as given:
            page.get_by_role("link", name="Unduh semua (ZIP)").click()
        clicks += 6
        print(f"{clicks} clicks, {time.monotonic() - begun:.1f} s to the papers")
        given.value.save_as(tmp_path / "surat.zip")
        page.screenshot(path=tmp_path / "surat.png", full_page=True)
    with ZipFile(tmp_path / "surat.zip") as papers:
        names = {name.partition(".")[0] for name in papers.namelist()}
        assert names == {
            "daftar_prioritas",
            "rekap_skpd",
            "matriks_penyelarasan",
            "berita_acara",
            "jawaban_desa",
        }
        assert all(papers.read(f"{name}.pdf").startswith(b"%PDF") for name in names)
        papers.extract("daftar_prioritas.xlsx", tmp_path)
        papers.extractall(tmp_path / "surat")
    sheet = CalamineWorkbook.from_path(tmp_path / "daftar_prioritas.xlsx").get_sheet_by_index(0)
    cells = [cell for row in sheet.to_python() for cell in row]
    assert float(total - refused) in cells, "the sum of all that is eligible"
