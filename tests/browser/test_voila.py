"""The door of a class: a unit in Voilà as a learner meets it: by keyboard, on a telephone, at a projector, offline.

Four units stand here for all; `tests/long/test_units.py` opens the others too.
"""

from __future__ import annotations

import json
import re
import signal
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import (
    LAPTOP,
    Lab,
    Visit,
    kernels_of,
    open_page,
    running_class,
    serious,
    slider_to_picture,
    visit,
    wait_for_all,
)
from tests.browser.learner import (
    check_right,
    deck,
    first_control,
    output,
    press,
    put_by_keys,
    task,
)
from tests.browser.test_terms import check_by_keyboard_and_pointer, check_every_term_once
from tests.browser.words import ill_placed, machine_fonts
from tests.notebooks.notebooks import UNIT_FILES

UNIT = "03_musrenbang_kecamatan.ipynb"
SLIDER = "Pagu (juta rupiah)"
UNITS = UNIT_FILES[1::3]  # `test_units` opens others in JupyterLab, `test_boards` 03 and 11


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_class(tmp_path_factory.mktemp("kelas")) as door:
        yield door


def opened(door: Lab, page: Page, unit: str, query: str, *, whole: bool = True) -> None:
    open_page(door, page, unit, query, whole=whole)
    expect(page.locator("main button", has_text="Mulai ulang")).to_be_attached()


def ready(door: Lab, page: Page, query: str) -> None:
    opened(door, page, UNIT, query)
    page.wait_for_function("() => document.querySelector('.noUi-handle[aria-label]')")


def saved(door: Lab, learner: str, unit: str) -> dict[str, Any]:
    path = door.results / f"{learner}_unit{unit}.json"
    return json.loads(path.read_text(encoding="utf-8"))["isi"] if path.exists() else {}


# Controls whose words or whose own edge leave the board they stand in, and lists too narrow to read a choice in.
CUT = """() => [...document.querySelectorAll('.p2-panel')].flatMap(panel => {
  const edge = e => e.closest('.widget-vbox, .p2-panel').getBoundingClientRect().right + 1;
  const seen = [...panel.querySelectorAll('label, .widget-label, input, select, textarea, button, .p2-grid .p2')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0 && getComputedStyle(e).fontSize !== '0px');
  const named = e => e.tagName + ' ' + (e.textContent || e.getAttribute('aria-label') || e.placeholder).slice(0, 50);
  return [
    ...seen.filter(e => e.getBoundingClientRect().right > edge(e)).map(e => 'over the edge: ' + named(e)),
    ...seen.filter(e => !/INPUT|SELECT|TEXTAREA/.test(e.tagName) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
      .map(e => 'cut: ' + named(e)),
    ...seen.filter(e => e.tagName === 'SELECT' && e.getBoundingClientRect().width < 80).map(e => 'narrow: ' + named(e)),
  ];
})"""


CONTENTS = ".p2-rel li a"
# Turn over the screens of a unit one by one: how high each is, how large letters in its pictures are, and where its
# first control ends.
SCREENS = """async () => {
  const seen = e => e.checkVisibility() && e.getBoundingClientRect().width > 0, screens = [];
  for (const link of document.querySelectorAll('.p2-rel li a')) {
    if (link.hash !== location.hash) {
      const turned = new Promise(done => addEventListener('hashchange', done, {once: true}));
      link.click();
      await turned;
    }
    const controls = [...document.querySelectorAll('main :is(input, select, button, textarea, .p2-moving)')];
    screens.push({
      current: link.getAttribute('aria-current'),
      height: document.documentElement.scrollHeight,
      type: [...document.querySelectorAll('main .p2-picture svg')].filter(seen)
        .map(svg => 18 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width),
      first: Math.min(1e6, ...controls.filter(seen).map(e => e.getBoundingClientRect().bottom + scrollY)),
    });
  }
  return screens;
}"""


def types(screens: list[dict[str, Any]]) -> set[float]:
    """Give the sizes of letters in the pictures of screens, in pixels."""
    return {round(size, 1) for screen in screens for size in screen["type"]}


def works_and_finds_it_again(door: Lab, window: Visit, unit: Path) -> None:
    """Do by keyboard in a unit what a learner does, then open it again on a telephone."""
    page, asked, learner = window.page, task(unit.stem[:2]), f"K1-{unit.stem[:2]}"
    opened(door, page, unit.name, f"?kode={learner}", whole=False)
    expect(page.locator("header")).to_contain_text(learner)
    expect(page.locator("main")).not_to_contain_text(re.compile("Catatan pelatih|dipotong pelatih"))
    assert page.locator(".jp-CodeMirrorEditor, .jp-InputArea-editor").count() == 0, (
        "no code is to be seen"
    )
    screens = page.evaluate(SCREENS)
    assert screens[0]["first"] < LAPTOP["height"], "what moves is on the first screen"
    assert len(screens) >= 8 and {screen["current"] for screen in screens} == {"step"}
    assert max(screen["height"] for screen in screens) <= 6000
    assert types(screens) == {16.0}, "letters in pictures are of one size"
    page.get_by_label("Semua di satu halaman").press("Space")
    assert serious(page, "body") == []
    assert ill_placed(page) == [], "words run out of a picture or its boxes"
    assert machine_fonts(page, "//body") == set(), "the font of the machine shows"

    press(page, first_control(page))
    end = time.monotonic() + 30
    while asked.board not in saved(door, learner, asked.unit) and time.monotonic() < end:
        time.sleep(0.1)
    moved = saved(door, learner, asked.unit)[asked.board]
    exercise = output(page, f"Latihan {asked.exercise}")
    for option, said in ((asked.wrong, "↻ Coba lagi"), (asked.right, "✓ Benar")):
        exercise.get_by_label(option, exact=True).focus()
        page.keyboard.press("Space")
        exercise.get_by_role("button", name="Periksa").press("Enter")
        expect(exercise).to_contain_text(said)
    for key, where in asked.cards.items():
        other = output(page, f"Latihan {key}")
        put_by_keys(page, deck(other), where)
        check_right(other)
    page.get_by_role("button", name="Simpan berkas keputusan").press("Enter")
    expect(output(page, "Hasil latihan")).to_contain_text("Tersimpan pukul")
    for key in (asked.exercise, *asked.cards):
        assert saved(door, learner, asked.unit)[key]["tuntas"] is True

    before = {kernel.pid for kernel in kernels_of(door)}
    expect(page.locator(CONTENTS, has_text="selesai").first).to_be_attached()
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    opened(door, page, unit.name, f"?kode={learner}")
    assert {kernel.pid for kernel in kernels_of(door)} - before, "a reload is a new kernel"
    assert saved(door, learner, asked.unit)[asked.board] == moved
    expect(exercise).to_contain_text("✓ Benar")
    expect(exercise.get_by_label(asked.right, exact=True)).to_be_checked()
    expect(output(page, "Rencana sesi")).to_contain_text("dibuka kembali")
    assert serious(page, "body") == [], "what scrolls sideways has a name and keys reach it"
    assert page.evaluate(CUT) == []
    assert types(page.evaluate(SCREENS)) == {12.0}
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1, "a telephone scrolls up and down only"
    assert window.asked and window.outside == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem[:2])
def test_a_learner_works_by_keyboard_and_finds_it_again_on_a_telephone(
    door: Lab, window: Visit, unit: Path
) -> None:
    works_and_finds_it_again(door, window, unit)


def test_the_list_of_contents_leads_on_and_back_to_where_one_was(door: Lab, window: Visit) -> None:
    page, links = window.page, window.page.locator(CONTENTS)
    open_page(door, page, UNIT, "?kode=K1-12", whole=False)
    board, exercise = page.locator("main .p2-board").first, output(page, "Latihan 03-5")
    expect(board).to_be_visible()
    expect(exercise).not_to_be_visible()
    expect(page.locator(".p2-rel p")).to_have_text("0 dari 7 latihan benar")
    page.get_by_role("link", name="Berikut").press("Enter")
    expect(links.nth(1)).to_have_attribute("aria-current", "step")
    page.go_back()
    expect(board).to_be_visible()
    page.evaluate("location.hash = '#Istilah-dan-dasar'")  # as a link in the text does
    expect(page.get_by_role("heading", name="Istilah dan dasar")).to_be_in_viewport()
    page.locator(CONTENTS, has_text="Pertanyaan yang akan datang").press("Enter")
    expect(exercise).to_be_in_viewport()
    choice = exercise.locator("input[type=radio]").first
    choice.check()
    exercise.get_by_role("button", name="Periksa").press("Enter")
    expect(page.locator(f"{CONTENTS}[aria-current]")).to_contain_text(
        re.compile("selesai|sudah dicoba")
    )
    page.reload()
    expect(exercise).to_be_in_viewport()
    expect(choice).to_be_checked()
    page.goto("about:blank")
    open_page(door, page, UNIT, "?kode=K1-12", whole=False)
    resume = page.get_by_role("link", name="Lanjutkan: Pertanyaan yang akan datang")
    expect(resume).to_be_visible()
    expect(links.last).to_be_visible()  # the list stands beside the way back, and after it
    resume.press("Enter")
    expect(exercise).to_be_visible()
    expect(links.last).to_be_visible()
    page.goto("about:blank")
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(door, page, UNIT, "?kode=K1-12", whole=False)
    expect(board).to_be_visible()
    page.get_by_role("link", name="Lanjutkan: Pertanyaan yang akan datang").press("Enter")
    expect(exercise).to_be_visible()
    strip = page.locator(".p2-rel summary")
    expect(strip).to_contain_text("Pertanyaan yang akan datang")
    assert serious(page, "body") == []
    strip.press("Enter")
    links.last.press("Enter")
    expect(page.get_by_role("link", name="Unit berikut")).to_have_attribute(
        "href", "04_reses_bertemu_musrenbang.ipynb"
    )
    expect(links.last).not_to_be_visible()  # the strip closes behind who chose
    page.emulate_media(media="print")
    expect(exercise).to_be_visible()
    expect(page.get_by_text("Rencana sesi: 90 menit")).to_be_visible()
    expect(page.locator(".p2-rel")).not_to_be_visible()


def test_nothing_serious_and_a_move_answers(
    door: Lab, window: Visit, record_property: Callable[[str, object], None]
) -> None:
    page = window.page
    ready(door, page, "?kode=K1-04")
    assert serious(page, "body") == []
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    assert page.evaluate("document.documentElement.lang") == "id"
    page.keyboard.press("Tab")
    expect(page.get_by_text("Langsung ke isi")).to_be_focused()
    page.get_by_role("slider", name=SLIDER).scroll_into_view_if_needed()
    took = slider_to_picture(page, SLIDER)
    assert len(took) == 15 and max(took) < 10_000, "every key changed the picture"
    record_property("slider to picture, Voilà, unit 03", f"{statistics.median(took):.0f} ms median")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    took = slider_to_picture(page, SLIDER)
    record_property(
        "slider to picture, Voilà, unit 03, browser slowed 4x",
        f"{statistics.median(took):.0f} ms median",
    )


# Words that can be seen, with the size they have on the glass: their own size times the zoom of all that holds them,
# or for words in a picture, times what the picture is stretched by.
SMALL_TYPE = """() => {
  const seen = [], walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, holder = node.parentElement, range = document.createRange();
    if (!node.data.trim() || holder.closest('script, style, option') || !holder.checkVisibility()) continue;
    range.selectNodeContents(node);
    const svg = holder.closest('svg'), zoom = holder.currentCSSZoom ?? 1;
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : zoom;
    const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
    if (size < 23.9 && range.getBoundingClientRect().width)
      seen.push(size.toFixed(1) + ' ' + node.data.trim().slice(0, 50));
  }
  return [...new Set(seen)];
}"""


def test_projector_mode_has_type_of_18_points_and_fits_the_screen(door: Lab, window: Visit) -> None:
    page = window.page
    ready(door, page, "?kode=K1-05")
    assert page.evaluate(SMALL_TYPE) != []
    button = page.get_by_role("button", name="Mode proyektor")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(SMALL_TYPE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = page.locator(".p2-panel").first
    answer = page.get_by_text("Dibiayai 5 dari 11 usulan layak").first
    panel.evaluate("e => e.scrollIntoView()")
    expect(answer).to_be_in_viewport()
    assert serious(page, "body") == []
    page.reload()
    page.wait_for_selector("#rendered_cells", state="visible")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_no_table_is_cut_when_the_page_is_printed(door: Lab, window: Visit) -> None:
    page = window.page
    ready(door, page, "?kode=K1-08")
    wide, fold = page.locator(".p2-wide table").first, page.get_by_text("Data kasus: ")
    fold.press("Enter")
    assert wide.evaluate("e => e.scrollWidth > 680"), "wider than A4 on the screen"
    fold.press("Enter")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    rights = page.locator("main :is(table, svg)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().right)"
    )
    assert max(rights) <= 681


# How far apart the rows of a board stand at most.
ROW_PITCH = """() => {
  const tops = [...document.querySelectorAll('.p2-deck-row')].map(e => e.getBoundingClientRect().top);
  return Math.max(...tops.slice(1).map((top, n) => top - tops[n]));
}"""


def test_projector_mode_keeps_the_rows_of_a_board_together(door: Lab, window: Visit) -> None:
    page = window.page
    opened(door, page, "01_tiga_jalur.ipynb", "?kode=K1-06")
    before = page.evaluate(ROW_PITCH)
    page.get_by_role("button", name="Mode proyektor").press("Enter")
    assert 0 < page.evaluate(ROW_PITCH) <= 2 * before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = "document.querySelectorAll('.p2-panel :is(select, textarea), .p2-deck *')"
    sizes = f"() => [...{boxes}].map(e => getComputedStyle(e).fontSize)"
    assert set(page.evaluate(sizes)) == {"16px"}, "half as large again on the glass"


def test_every_term_is_marked_once_at_its_first_use_and_told_by_keyboard(
    door: Lab, window: Visit
) -> None:
    page = window.page
    ready(door, page, "?kode=K1-06")
    check_every_term_once(page)
    check_by_keyboard_and_pointer(page)
    page.locator(".p2-term").first.press("Enter")
    assert serious(page, "body") == []
    assert window.outside == []


def test_on_a_network_a_code_comes_first_and_goes_along_and_all_is_in_our_font(
    tmp_path: Path, browser: Browser
) -> None:
    with running_class(tmp_path, network=True) as door:
        window = visit(browser)
        page = window.page
        page.goto(door.address)
        field = page.get_by_label("Kode peserta")
        expect(field).to_be_focused()
        page.keyboard.type("Siti Aminah")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("bukan nama atau NIK")
        assert serious(page, "body") == [] and machine_fonts(page, "//body") == set()
        assert kernels_of(door) == [], "no kernel before there is a learner"
        page.get_by_label("Kode peserta").fill("K2-07")
        page.get_by_role("button", name="Buka").press("Enter")
        expect(page.get_by_label("PIN, dua angka")).to_be_focused()
        page.keyboard.type("47")
        assert serious(page, "body") == [] and machine_fonts(page, "//body") == set()
        assert kernels_of(door) == [], "no kernel before the PIN either"
        page.keyboard.press("Enter")
        page.wait_for_selector("#rendered_cells", state="visible")
        page.get_by_role("link", name=re.compile("^03 ")).first.press("Enter")
        page.wait_for_url(re.compile(rf"/{UNIT}\?kode=K2-07$"))
        page.wait_for_selector("#rendered_cells", state="visible")
        expect(output(page, "Rencana sesi")).to_contain_text("K2-07_unit03.json")
        wait_for_all(page)
        assert machine_fonts(page, "//body") == set() and ill_placed(page) == []
        page.get_by_role("link", name="Halaman awal").press("Enter")
        page.wait_for_url(re.compile(r"/mulai\.ipynb\?kode=K2-07$"))
        page.goto(f"{door.address}/alamat")
        expect(page.locator(".p2-qr")).to_have_accessible_name(f"Kode QR dari {door.address}/")
        assert serious(page, "body") == [] and machine_fonts(page, "//body") == set()
        page.goto(f"{door.address}/missing")
        assert machine_fonts(page, "//body") == set()
        files = {url.rpartition("/")[2] for url in window.asked if ".woff2" in url}
        assert {"regular.woff2", "bold.woff2", "signs.woff2"} <= files and window.outside == []
        window.context.close()


HIDDEN = (
    "voila/tree",
    "voila/api/contents",
    "voila/files/mulai.ipynb",
    "voila/render/../pyproject.toml",
    "voila/datasets/../pyproject.toml",
    "voila/exercises/tes.toml",
    "voila/datasets/jawaban_renja.toml",
    "voila/DATASETS/JAWABAN_RENJA.TOML",
    "voila/datasets/kenalan.toml",
    "voila/datasets/tirtamulya/reses.csv",
    "voila/datasets/tirtamulya/../jawaban_renja.toml",
    "voila/docs/pelatih.id.md",
    "voila/docs/pelatih.md",
    "voila/render/Untitled.ipynb",
    "voila/render/riset/bukti.ipynb",
    "voila/execution/00000000-0000-4000-8000-000000000000",
    "login",
    "logout",
    "voila/render/hasil/K1-03_unit03.json",
    "api/contents",
)


@pytest.mark.parametrize("path", HIDDEN)
def test_what_is_not_for_a_class_is_not_there(door: Lab, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{door.address}/{path}")
    assert refused.value.code == 404 and "Halaman ini tidak ada" in refused.value.read().decode()


def test_a_visitor_is_sent_no_folder_of_the_laptop(door: Lab, window: Visit) -> None:
    page, frames = window.page, list[str | bytes]()
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(frame)))
    said = str(door.results.parent)
    for unit in ("mulai.ipynb", UNIT):
        open_page(door, page, unit, "?kode=K1-11")
        if unit == UNIT:
            page.get_by_role("button", name="Simpan berkas keputusan").press("Enter")
            expect(output(page, "Hasil latihan")).to_contain_text("atas kode K1-11")
        for place in (said, str(Path.home()), str(door.folder.parent)):
            assert place not in page.content()
            assert place.encode() not in b"".join(
                f if isinstance(f, bytes) else f.encode() for f in frames
            )
    assert frames


@pytest.mark.parametrize(
    "query", ["?kode=peserta", "?kode=PESERTA", "?kode=pe%C5%BFerta", "?kode=K1-03&kode=pelatih"]
)
def test_a_word_is_asked_back_and_starts_no_kernel(door: Lab, query: str) -> None:
    before = counted_at_rest(door)
    with urllib.request.urlopen(f"{door.address}/voila/render/{UNIT}{query}") as answer:
        text = answer.read().decode()
    assert "tidak dapat dipakai" in text and 'name="kode"' in text
    assert len(kernels_of(door)) == before


def test_links_of_units_to_data_lead_to_a_page_with_the_code_and_a_way_back(door: Lab) -> None:
    place = f"{door.address}/voila/datasets/tirtamulya/README.md?kode=K1-10"
    with urllib.request.urlopen(place) as answer:
        text = answer.read().decode()
    assert answer.headers["Content-Type"].startswith("text/html") and "Tirtamulya" in text
    assert 'href="/voila/render/mulai.ipynb?kode=K1-10" id="p2-mundur"' in text


def counted_at_rest(door: Lab) -> int:
    """Count the kernels once no page is run beforehand any more for those who came before."""
    end = time.monotonic() + 60
    while True:
        kernels = kernels_of(door)
        used = sum(sum(kernel.cpu_times()[:2]) for kernel in kernels)
        time.sleep(0.5)
        now = kernels_of(door)
        rests = sum(sum(kernel.cpu_times()[:2]) for kernel in now) - used < 0.05
        if (len(now) == len(kernels) and rests) or time.monotonic() > end:
            return len(now)


def at_rest(kernel: psutil.Process) -> bool:
    """Tell whether a kernel has run what it can and waits: for half a second it needs no processor."""
    before = sum(kernel.cpu_times()[:2])
    time.sleep(0.5)
    return before > 0.5 and sum(kernel.cpu_times()[:2]) - before < 0.05


def test_a_kernel_that_waited_serves_the_learner_who_comes(tmp_path: Path, window: Visit) -> None:
    with running_class(tmp_path, ready="03") as door:
        end = time.monotonic() + 60
        while not (kernels_of(door) and at_rest(*kernels_of(door))) and time.monotonic() < end:
            time.sleep(0.2)
        (waiting,) = kernels_of(door)
        page = window.page
        ready(door, page, "?kode=K1-09")
        expect(output(page, "Rencana sesi")).to_contain_text("K1-09_unit03.json")
        kernel = json.loads(page.locator("#jupyter-config-data").text_content() or "{}")["kernelId"]
        assert kernel in " ".join(waiting.cmdline()), "the kernel that waited did it"
        page.goto("about:blank")


def test_when_the_class_ends_with_ctrl_c_nothing_stays(tmp_path: Path) -> None:
    with running_class(tmp_path) as door:
        urllib.request.urlopen(f"{door.address}/voila/render/mulai.ipynb").read()
        kernels = kernels_of(door)
        assert kernels
        door.process.send_signal(signal.SIGINT)
        assert door.process.wait(60) == 0
        gone, alive = psutil.wait_procs(kernels, timeout=20)
        assert alive == [] and gone
        assert "Kelas ditutup." in (tmp_path / "server.log").read_text(encoding="utf-8")
