"""Measure the alignment desk with 5,000 proposals and 600 works in Chromium, in Voilà: `python benchmarks/desk.py`.

Times are from the click to what the screen shows. The lists are those of `tests/studies/matching.py`, made again every
time; the machine is printed first, as in `run.py`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pandas as pd
from playwright.sync_api import Page, expect, sync_playwright
from run import machine

from p2spp_sim.results.excel import write_tables
from tests.browser.lab import CHROMIUM, FLAGS, LAPTOP, open_page, running_class
from tests.studies.matching import among_many, pairs

WORKS, TIMES = 600, 5
KECAMATAN = ("Cibiru", "Sukajadi", "Margahayu", "Cikalong", "Pasirwangi", "Wanaraja")
AGENCIES = ("Dinas PUPR", "Dinas Pendidikan", "Dinas Kesehatan")


def book(path: Path) -> Path:
    """Write 5,000 proposals and 600 works."""
    true_pairs, few = pairs()
    many, draw = among_many(few), random.Random(5)
    villages = list(dict.fromkeys(entry.place for entry in many.values()))
    kecamatan = {name: KECAMATAN[n % len(KECAMATAN)] for n, name in enumerate(villages)}
    lines = [pair.line for pair in true_pairs]
    lines += [draw.choice(list(many.values())) for _ in range(WORKS - len(lines))]
    heads = ["nomor", "{}", "desa", "kecamatan", "SKPD", "biaya"]
    sheets = {
        "usulan": ([*heads[:1], "usulan", *heads[2:]], many.items()),
        "renja": (
            [*heads[:1], "kegiatan", *heads[2:]],
            ((f"K{n:03}", line) for n, line in enumerate(lines)),
        ),
    }
    tables = {}
    for name, (titles, entries) in sheets.items():
        rows = [
            (
                key,
                entry.text,
                entry.place,
                kecamatan.get(entry.place, ""),
                AGENCIES[n % len(AGENCIES)],
                (20 + n % 400) * 1_000_000,
            )
            for n, (key, entry) in enumerate(entries)
        ]
        tables[name] = pd.DataFrame(rows, columns=titles)
    return write_tables(tables, path)


def timed(act: Callable[[], object], seen: Callable[[], object]) -> float:
    """Give the seconds from an act until its effect is seen."""
    begun = time.perf_counter()
    act()
    seen()
    return time.perf_counter() - begun


def measure(page: Page, path: Path, pictures: Path | None) -> None:
    """Measure board, pages, decisions, search, filters and many decisions at once."""

    def shot(name: str) -> None:
        if pictures:
            page.screenshot(path=pictures / f"meja_{name}.png", full_page=True)

    def tells(text: str) -> Callable[[], object]:
        return lambda: expect(page.locator("main")).to_contain_text(text, timeout=60_000)

    def choose() -> None:
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Pilih buku Excel").click()
        chooser.value.set_files(path)

    print(f"papan: {timed(choose, tells('Diputuskan 0 dari')):.2f} s", flush=True)
    shot("papan")
    turned = [
        timed(page.get_by_role("button", name="Berikutnya").click, tells(f"Halaman {n} dari 75"))
        for n in range(2, 2 + TIMES)
    ]
    print(f"halaman: {median(turned):.2f} s (paling lama {max(turned):.2f})", flush=True)
    same = page.get_by_role("button", name="Sama", exact=True)
    decided = [
        timed(
            same.filter(visible=True).first.click, tells(f"Belum diperiksa: {WORKS - n} kegiatan")
        )
        for n in range(1, 1 + TIMES)
    ]
    print(f"putusan: {median(decided):.2f} s (paling lama {max(decided):.2f})", flush=True)
    search = page.get_by_label("Cari", exact=True)

    def look() -> None:
        search.fill("posyandu")
        search.press("Enter")

    print(f"cari: {timed(look, tells('Tampak')):.2f} s", flush=True)
    shot("cari")
    search.fill("")
    search.press("Enter")
    expect(page.locator("main")).not_to_contain_text("Tampak")
    box = page.locator("select").and_(page.get_by_label("Kecamatan", exact=True))
    took = timed(lambda: box.select_option("Cibiru"), tells("Tampak"))
    print(f"saringan kecamatan: {took:.2f} s", flush=True)
    box.select_option("semua")
    expect(page.locator("main")).not_to_contain_text("Tampak")
    page.get_by_label("Terima calon pertama dengan kemiripan paling sedikit").select_option("80%")
    count = page.get_by_role("button", name="Hitung dahulu")
    print(f"hitung: {timed(count.click, tells('punya calon seperti itu')):.2f} s", flush=True)
    accept = page.get_by_role("button", name="Terima", exact=False).last
    print(f"terima semua: {timed(accept.click, tells('diterima sekaligus')):.2f} s", flush=True)
    shot("terima")
    undo = page.get_by_role("button", name="Batalkan")
    print(f"batalkan: {timed(undo.click, tells('belum diputuskan lagi')):.2f} s", flush=True)


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the alignment desk on long lists.")
    parser.add_argument("--pictures", metavar="FOLDER", type=Path, help="save screenshots there")
    chosen = parser.parse_args(words)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    with TemporaryDirectory() as folder, sync_playwright() as play:
        path = book(Path(folder) / "besar.xlsx")
        with running_class(Path(folder)) as door:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport=LAPTOP)
            page.set_default_timeout(60_000)
            open_page(door, page, "selaras.ipynb", "?kode=K1-01")
            expect(page.get_by_role("button", name="Pilih buku Excel")).to_be_visible()
            measure(page, path, chosen.pictures)
            browser.close()


if __name__ == "__main__":
    main()
