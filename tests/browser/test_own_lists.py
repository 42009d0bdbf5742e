"""The page for own lists as a facilitator meets it: by mouse and keyboard, cut off, and in the browser of a class."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from p2spp_sim.alignment.lists import read_lists
from tests.browser.lab import (
    Lab,
    Visit,
    kill_kernels,
    open_notebook,
    open_page,
    run_all,
    running_class,
    serious,
)
from tests.browser.learner import output

NOTEBOOK = "selaras.ipynb"


def choose_book(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Pilih buku Excel").press("Enter")
    chooser.value.set_files(path)


def download(page: Page, link: str, to: Path) -> Path:
    with page.expect_download() as given:
        page.get_by_role("link", name=link).click()
    given.value.save_as(to)
    return to


def saved(lab: Lab, learner: str) -> Any:
    text = (lab.results / f"{learner}_unitselaras.json").read_text(encoding="utf-8")
    return json.loads(text)["isi"]["selaras"]["pasangan"]


def decide(page: Page, line: str, words: str) -> None:
    """Decide on a line by keyboard: the first letters of an option choose it."""
    box = page.get_by_label(f"Pasangan: {line}")
    box.focus()
    page.keyboard.type(words)
    page.keyboard.press("Tab")


def test_a_facilitator_matches_own_lists_and_goes_on_after_a_power_cut(
    lab: Lab, window: Visit, tmp_path: Path
) -> None:
    page = window.page
    open_notebook(lab, page, NOTEBOOK, "selaras")
    run_all(page)
    expect(output(page, "Papan tampak sesudah buku Excel dipilih")).to_be_attached()
    book = download(page, "Unduh contoh buku Excel", tmp_path / "Daftar kecamatan.xlsx")
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan buku")
    choose_book(page, tmp_path / "rusak.xlsx")
    expect(output(page, "bukan buku kerja yang utuh")).to_be_attached()
    choose_book(page, book)
    expect(output(page, "15 usulan dari 5 desa, 11 di antaranya layak.")).to_be_attached()
    decide(page, "R01 Jembatan Kali Bening rusak", "U01")
    decide(page, "R03 Lapangan voli Mekarsari", "tidak ada")
    board = output(page, "Pasangan setiap baris")
    expect(board).to_contain_text("Diputuskan 2 dari 10; berpasangan 1.")
    expect(board).to_contain_text("Belum diperiksa: 8 catatan reses, 12 kegiatan Renja")
    page.get_by_label("Daftar", exact=True).select_option(label="Kegiatan Renja")
    expect(
        page.get_by_label("Pasangan: K07 Jembatan Kali Bening, ruas kabupaten (Karangjati)")
    ).to_be_visible()
    assert serious(page, ".jp-OutputArea-output") == []

    assert kill_kernels(lab) >= 1
    page.close()
    window.page = page = window.context.new_page()
    page.set_default_timeout(60_000)
    page.on("request", lambda request: window.asked.append(request.url))
    open_notebook(lab, page, NOTEBOOK, "selaras2")
    run_all(page)
    expect(output(page, "Pasangan setiap baris")).to_contain_text(
        "Diputuskan 2 dari 10; berpasangan 1."
    )
    page.get_by_role("button", name="Tulis nota penyelarasan").press("Enter")
    expect(output(page, "Nota tersimpan di")).to_contain_text(
        "Belum diperiksa: 8 catatan reses, 12 kegiatan Renja"
    )
    note = download(page, "Unduh nota", tmp_path / "nota.xlsx")
    assert read_lists(note).written == {"reses": {"R01": "U01", "R03": "-"}, "renja": {}}
    assert saved(lab, "peserta")["reses"] == {"R01": "U01", "R03": "-"}
    page.get_by_label("Kabupaten atau kota").fill("Wanasari")
    page.get_by_role("button", name="Tulis surat dan daftar").press("Enter")
    page.get_by_label("Lihat", exact=True).select_option(label="Jawaban kepada desa")
    expect(page.get_by_alt_text("Halaman pertama: Jawaban kepada desa")).to_be_visible()
    letters = download(page, "Unduh PDF", tmp_path / "jawaban.pdf")
    assert letters.read_bytes().startswith(b"%PDF")
    assert window.asked and window.outside == []


def test_in_a_class_each_code_has_lists_of_its_own(window: Visit, tmp_path: Path) -> None:
    page = window.page
    with running_class(tmp_path) as door:
        open_page(door, page, NOTEBOOK, "?kode=K2-01")
        page.get_by_role("button", name="Coba dengan contoh").press("Enter")
        expect(page.locator("main")).to_contain_text("Calon: U01 Jembatan Kali Bening")
        page.get_by_role("button", name="Sama").first.press("Enter")
        expect(page.locator("main")).to_contain_text("Diputuskan 1 dari 10; berpasangan 1.")
        page.screenshot(path=tmp_path / "calon.png", full_page=True)
        assert serious(page, "body") == []
        assert saved(door, "K2-01")["reses"] == {"R01": "U01"}
        open_page(door, page, NOTEBOOK, "?kode=K2-02")
        expect(page.locator("main")).to_contain_text("Papan tampak sesudah buku Excel dipilih")
        page.set_viewport_size({"width": 390, "height": 800})
        page.get_by_role("button", name="Coba dengan contoh").press("Enter")
        expect(page.locator("main")).to_contain_text("Diputuskan 0 dari 10")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, "a telephone scrolls up and down only"
        box = page.get_by_label("Pasangan: R01 Jembatan Kali Bening rusak").bounding_box()
        assert box and box["width"] > 280, "there is room to read what is chosen"
        page.screenshot(path=tmp_path / "telepon.png", full_page=True)
    assert window.outside == []
