"""The boards of a class: all of them come, however slow the browser, and what was put in outlives its kernel."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import p2spp_sim as p2
from p2spp_sim.base.formats import number
from p2spp_sim.workbook import open_unit
from p2spp_sim.workbook.case.followed import FollowedRun
from tests.browser.lab import (
    WHOLE,
    Lab,
    Visit,
    kernels_of,
    open_page,
    running_class,
    serious,
    visit,
)
from tests.notebooks.notebooks import UNIT_FILES

UNIT = "03_musrenbang_kecamatan.ipynb"
NAMES = {path.stem[:2]: path.name for path in UNIT_FILES}
CONTROLS = "main :is(input, select, textarea, button, .noUi-handle)"
EMPTY = "() => [...document.querySelectorAll('.jp-OutputArea-output')].some(e => e.innerHTML === 'Loading widget...')"
CHOSEN = (
    "() => [...document.querySelectorAll('main input[type=radio]')].map(e => +e.checked).join('')"
)
LOSE = "document.querySelector('main .jp-OutputArea-output').textContent = 'Error displaying widget: model not found'"
OPEN = "main :is(button, select, input:is([type=checkbox], [type=radio])):enabled, main :is(input, textarea):read-write"
SLIDER = "Pagu (juta rupiah)"
SLOW_MS = 240_000


def all_boards(page: Page) -> int:
    """Wait until no board, and nothing within one, is on its way any more; say how many controls there are."""
    page.wait_for_function(
        "() => window.p2sppFilled && window.p2sppFilled().then(() => true)", timeout=SLOW_MS
    )
    page.wait_for_function(
        f"""() => {{
          const count = document.querySelectorAll('{CONTROLS}').length, now = performance.now();
          if (count !== window.p2Seen) [window.p2Seen, window.p2Since] = [count, now];
          return !document.querySelector('#rendered_cells')?.style.display && !({EMPTY})() && count > 20
            && now - window.p2Since > 3000;
        }}""",
        timeout=SLOW_MS,
        polling=500,
    )
    shown = page.locator("main").inner_text()
    assert "model not found" not in shown and "Error" not in shown and "Loading widget" not in shown
    assert page.locator("#p2-kurang, #p2-putus").locator("visible=true").count() == 0
    return page.locator(CONTROLS).count()


def go(door: Lab, page: Page, unit: str, code: str) -> None:
    page.add_init_script(WHOLE)
    page.goto(
        f"{door.address}/voila/render/{NAMES[unit]}?kode={code}",
        timeout=SLOW_MS,
        wait_until="commit",
    )


def slowed(page: Page, times: float = 4) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_class(tmp_path_factory.mktemp("kelas")) as door:
        yield door


def test_no_board_is_missing_when_the_kernel_answers_late(door: Lab, window: Visit) -> None:
    # ipywidgets waits four seconds for the whole state, then asks for each model; 5 ms make every kernel late
    page = window.page
    page.add_init_script(
        """let times = 0; const later = window.setTimeout;
        window.setTimeout = (f, ms, ...rest) => {
          const hurried = ms === 4000 && String(f).includes('Control comm') && times++ < 3;
          return later(f, hurried ? 5 : ms, ...rest);
        };
        window.hurried = () => times;"""
    )
    go(door, page, "11", "P1-03")
    assert all_boards(page) > 80
    assert page.evaluate("hurried()") >= 3


def test_a_page_without_a_board_says_so_and_mends_itself_once(door: Lab, window: Visit) -> None:
    page = window.page
    open_page(door, page, UNIT, "?kode=P1-04")
    all_boards(page)
    page.wait_for_timeout(6_000)
    line = page.locator("#p2-kurang")
    with page.expect_navigation(timeout=30_000):
        page.evaluate(LOSE)
        expect(line).to_contain_text("Sebagian papan belum tampak")
    page.wait_for_selector("#rendered_cells", state="visible")
    page.wait_for_selector("main .p2-panel", state="attached")
    page.evaluate(LOSE)
    expect(line).to_contain_text("panggil pelatih")
    expect(line.get_by_role("button", name="Muat ulang")).to_be_visible()
    assert serious(page, "body") == []
    page.wait_for_timeout(4_000)
    expect(line).to_be_visible()  # and does not load itself for ever


# What is seen while a year runs: numbers on the way, how many tiles turn at once, where the chosen village comes.
WATCHED = """board => new Promise(done => {
  const tiles = [...board.querySelectorAll('.ck-place .ck-tile')], own = board.querySelector('.ck-place .ck-own');
  const number = board.querySelector('.ck-number'), card = board.querySelector('.ck-card'), begin = performance.now();
  const seen = {frames: 0, numbers: [], turning: 0, card: false, others: 0, own: 0};
  const look = () => {
    const moving = board.classList.contains('ck-moving'), now = performance.now();
    if (!moving && (seen.frames || now - begin > 20000)) return done(seen);
    if (moving) {
      seen.first ??= now;
      seen.rate = Math.round(1000 * seen.frames++ / (now - seen.first + 1));
      if (seen.numbers.at(-1) !== number.textContent) seen.numbers.push(number.textContent);
      const turning = tiles.filter(tile => tile.style.transform);
      seen.turning = Math.max(seen.turning, turning.length);
      if (turning.includes(own)) seen.own = seen.frames;
      if (turning.some(tile => tile !== own)) seen.others = seen.frames;
      seen.card ||= Boolean(card?.style.transform);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  board.querySelector('.ck-run').click();
})"""
# The size that words of the game have on the glass, the smallest of all.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.p2-cockpit *, .p2-lights *')]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => {
    const svg = e.closest('svg'), size = parseFloat(getComputedStyle(e).fontSize);
    return size * (svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : e.currentCSSZoom);
  }))"""


def test_no_board_is_missing_in_a_slow_browser_and_two_rounds_are_played_by_mouse_and_by_keys(
    door: Lab, window: Visit, record_property: Callable[[str, object], None]
) -> None:
    page = window.page
    slowed(page)
    go(door, page, "11", "P1-07")
    count = all_boards(page)
    slowed(page, 1)
    page.reload()
    page.wait_for_selector("#rendered_cells", state="visible")
    assert all_boards(page) == count
    first, second = page.locator(".p2-cockpit").nth(0), page.locator(".p2-cockpit").nth(1)
    expect(first.locator(".ck-place .ck-tile")).to_have_count(64)
    first.scroll_into_view_if_needed()

    # a coin by mouse, one by key, one by button; what cannot be paid for is not there to be pressed
    coin, slots = first.locator(".ck-pouch .ck-coin").first, first.locator(".ck-slots").first
    coin.drag_to(slots)
    slots.press("ArrowRight")
    first.get_by_role("button", name="Tambah satu koin: Melatih Kades").click()
    expect(slots).to_have_attribute("aria-valuenow", "3")
    expect(first.locator(".ck-purse")).to_contain_text("sisa 9 dari 12 koin")
    expect(first.locator(".ck-pouch .ck-out")).to_have_count(3)
    first.locator(".ck-slot.ck-coin").last.drag_to(first.locator(".ck-pouch"))
    expect(slots).to_have_attribute("aria-valuenow", "2")
    first.locator(".ck-policy").first.click()
    expect(first.locator(".ck-policy").last).to_be_disabled()
    first.get_by_role("tab").first.press("ArrowLeft")
    first.get_by_role("tab", name="Masyarakat sipil").press("ArrowLeft")
    first.get_by_role("button", name="K2 Usulan").click()
    expect(first.locator(".ck-panel")).to_contain_text("sisa 8 dari 10")

    # a year: the number counts, tiles turn one after another, the chosen village last; also in a slow browser
    slowed(page)
    seen = page.evaluate(WATCHED, first.element_handle())
    slowed(page, 1)
    record_property(
        "a year on unit 11's screen, browser slowed 4x", f"{seen['rate']} frames a second"
    )
    expect(first.locator(".ck-when")).to_have_text("Tahun ke-1")
    assert 2 < seen["turning"] < 64 and seen["own"] > seen["others"] and len(seen["numbers"]) > 1

    # the second round by keys: nothing runs before a guess; the card turns
    run, slider = second.locator(".ck-run"), second.locator(".ck-guess input")
    expect(run).to_be_disabled()
    slider.press("End")
    second.get_by_role("button", name="Kunci tebakan", exact=True).press("Enter")
    expect(run).to_be_focused()
    expect(second.locator(".ck-pin")).to_have_count(1)
    assert page.evaluate(WATCHED, second.element_handle())["card"]
    unit = open_unit("11", learner="P1-07", results=door.results)
    frames = {name: unit.board(name).controls[0].widget.frames for name in ("putaran1", "putaran2")}
    for board, name in ((first, "putaran1"), (second, "putaran2")):
        expect(board.locator(".ck-number")).to_have_text(str(frames[name][1]["now"]))
        expect(board.locator(".ck-ghost b")).to_have_text(str(frames[name][1]["ghost"]))
    expect(second.locator(".ck-near")).to_have_count(1)
    expect(second.get_by_role("status")).to_contain_text("Selisih tebakan Anda")

    # who wants no motion sees the last frame at once
    page.emulate_media(reduced_motion="reduce")
    for year in range(2, 6):
        first.locator(".ck-run").press("Enter")
        expect(first.locator(".ck-when")).to_have_text(f"Tahun ke-{year}")
    assert page.locator(".ck-moving, .ck-flying").count() == 0
    page.emulate_media(reduced_motion="no-preference")

    # the lights: a line by keys and by mouse, then what happened
    lights = page.locator(".p2-lights")
    out = lights.get_by_role("button", name="Padamkan lampu")
    expect(out).to_be_disabled()
    lights.get_by_role("slider", name="Tebakan tahun 6").press("ArrowDown")
    expect(out).to_be_enabled()
    drag_the_line(page, lights)
    expect(lights.locator(".lo-open")).to_have_count(0)
    out.click()
    expect(lights.locator(".lo-out")).to_have_count(2)
    expect(lights.locator(".lo-closing")).to_contain_text("tanpa Anda")
    assert lights.locator(".lo-lit").count() == 0 and lights.locator(".lo-kept").count() == 1
    expect(lights.locator(".lo-gap")).to_have_count(1)
    assert serious(page, ".p2-cockpit") == [] and serious(page, ".p2-lights") == []
    assert window.outside == []

    # type at a desk, at a projector and on a telephone; the button stays in sight
    assert page.evaluate(SMALLEST) >= 15
    page.get_by_role("button", name="Mode proyektor").press("Enter")
    assert page.evaluate(SMALLEST) >= 23.9
    second.evaluate("e => e.scrollIntoView()")
    expect(run).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Mode proyektor").press("Enter")
    page.set_viewport_size({"width": 390, "height": 844})
    second.evaluate("e => e.scrollIntoView()")
    expect(run).to_be_in_viewport(ratio=1)
    assert page.evaluate(SMALLEST) >= 12
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_year_is_tried_with_clauses_bought_by_mouse_and_by_keys(
    door: Lab, window: Visit, record_property: Callable[[str, object], None]
) -> None:
    page = window.page
    go(door, page, "09", "P1-08")
    board = page.locator(".p2-cockpit")
    expect(board.locator(".ck-place .ck-tile")).to_have_count(64)
    board.scroll_into_view_if_needed()
    coin, purse = board.locator(".ck-pouch .ck-coin").first, board.locator(".ck-purse")
    coin.drag_to(board.get_by_role("button", name="K1"))
    expect(purse).to_contain_text("sisa 6 dari 10 koin")
    board.get_by_role("radio", name="Sepenuhnya").press("ArrowRight")
    expect(board.get_by_role("radio", checked=True)).to_be_focused()
    slowed(page)
    seen = page.evaluate(WATCHED, board.element_handle())
    slowed(page, 1)
    rate = f"{seen['rate']} frames a second"
    record_property("a year on unit 09's screen, browser slowed 4x", rate)
    assert 1 < seen["turning"] < 64 and seen["own"] > seen["others"] and len(seen["numbers"]) > 1
    shown = open_unit("09", learner="P1-08", results=door.results).board("papan").controls[0].widget
    frame = shown.frames[-1]
    expect(board.locator(".ck-number")).to_have_text(number(frame["now"] / 10, 1))
    expect(board.locator(".ck-lines b")).to_have_text([line["text"] for line in frame["lines"]])

    # a card by key; then the number belongs to what stood before; without motion the last frame comes at once
    page.emulate_media(reduced_motion="reduce")
    board.get_by_role("button", name="K8").press("Enter")
    expect(board.locator(".ck-stale")).to_have_text("belum dijalankan")
    expect(board.get_by_role("status")).to_contain_text("jalankan tahun untuk melihat akibatnya")
    board.locator(".ck-run").press("Enter")
    expect(board.locator(".ck-when")).to_have_text("Percobaan ke-2")
    expect(board.get_by_role("status")).to_contain_text("K8 tanpa K2: hanya 30%")
    assert page.locator(".ck-moving, .ck-flying").count() == 0
    board.locator(".ck-price .ck-coin").last.drag_to(board.locator(".ck-pouch"))
    expect(purse).to_contain_text("sisa 6 dari 10 koin")
    assert serious(page, ".p2-cockpit") == [] and page.evaluate(SMALLEST) >= 15
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def drag_the_line(page: Page, lights: Locator) -> None:
    """Draw the years after the programme with the mouse."""
    lights.locator(".lo-chart").scroll_into_view_if_needed()
    zone = "e => e.querySelector('.lo-zone').getBoundingClientRect().toJSON()"
    box = lights.evaluate(zone)
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in (0.2, 0.4, 0.6, 0.8, 0.95):
        page.mouse.move(box["x"] + part * box["width"], box["y"] + box["height"] * (0.5 + part / 3))
    page.mouse.up()


def kill(door: Lab) -> float:
    """Kill the kernels as a power cut would, and say when."""
    for kernel in kernels_of(door):
        kernel.kill()
    return time.monotonic()


def type_and_kill(door: Lab, page: Page, n: int = 0) -> dict[str, str]:
    """Put something into fields of three kinds while the kernel is killed; give what they show and when it was told."""
    field = page.locator("main input[type=text]:visible").last
    field.scroll_into_view_if_needed()
    field.focus()
    with page.expect_response("**/hidup*"):
        pass
    page.keyboard.press("Control+a")
    page.keyboard.type(f"12{n}")
    killed = kill(door)
    page.keyboard.type(f"7{n}")
    page.locator("main input[type=radio]").nth(n % 3).evaluate("e => e.click()")
    page.get_by_role("slider", name=SLIDER).press("ArrowRight")
    expect(page.locator("#p2-putus")).to_be_visible(
        timeout=5_000 - 1000 * (time.monotonic() - killed)
    )
    return {**shown(page), "told_s": f"{time.monotonic() - killed:.1f}"}


def shown(page: Page) -> dict[str, str]:
    """Read the fields that a test puts something into."""
    return {
        "text": page.locator("main input[type=text]:visible").last.input_value(),
        "radio": page.evaluate(CHOSEN),
        "slider": page.get_by_role("slider", name=SLIDER).get_attribute("aria-valuenow") or "",
    }


def test_what_was_put_in_while_the_kernel_was_killed_is_told_locked_and_put_back(
    door: Lab, window: Visit
) -> None:
    page, line = window.page, window.page.locator("#p2-putus")
    open_page(door, page, UNIT, "?kode=P1-05")
    all_boards(page)
    before = shown(page)
    put_in = type_and_kill(door, page)
    del put_in["told_s"]
    assert all(put_in[key] != before[key] for key in put_in), "all three were changed"
    expect(line).to_contain_text("papan dikunci")
    expect(line).to_contain_text("3 isian terakhir belum tersimpan")
    expect(line).to_contain_text(put_in["text"])
    assert serious(page, "body") == []
    assert (
        page.locator(OPEN).count() == 0
        and page.locator("main .noUi-target:not([disabled])").count() == 0
    )
    line.get_by_role("button", name="Muat ulang").press("Enter")
    page.wait_for_selector("#rendered_cells", state="visible")
    all_boards(page)
    expect(page.locator("#p2-kembali")).to_contain_text(
        "3 isian yang belum tersimpan sudah dikembalikan"
    )
    assert shown(page) == put_in
    page.wait_for_timeout(2_000)
    kill(door)  # once more, while that is still told: neither line covers the other
    expect(line).to_be_visible(timeout=5_000)
    line.get_by_role("button", name="Muat ulang").click(trial=True)
    page.reload()  # now they are in the file, and are put back once only
    page.wait_for_selector("#rendered_cells", state="visible")
    all_boards(page)
    assert shown(page) == put_in
    expect(page.locator("#p2-kembali")).to_be_hidden()


def shown_numbers(page: Page) -> list[list[str]]:
    """Give the numbers on the lane: what passed each gate and came through, and what lies in each bin."""
    return [page.locator(f".p2-follow-{part}").all_inner_texts() for part in ("sum", "bin b")]


def run_numbers(**levers: float) -> list[list[str]]:
    """Give the same from the run."""
    run = FollowedRun(
        p2.run_year(p2.World.load("wanasari"), p2.Scenario.load("2010").change(**levers), seed=7)
    )
    gates = run.state["gates"]
    passed = [number(gate["out"]) for gate in gates]
    passed[0] = f"lolos {passed[0]}"
    lost = [number(gate["lost"][key]) for gate in gates for key in sorted(gate["lost"])]
    return [[*passed, number(run.arrived)], lost]


def test_one_proposal_is_followed_to_the_numbers_of_its_run(door: Lab, browser: Browser) -> None:
    window = visit(browser)
    page = window.page
    go(door, page, "03", "P3-01")
    lane, said = page.locator(".p2-follow"), page.locator(".p2-follow [role=status]")
    where, change = page.locator(".p2-follow-where"), lane.locator("select").last
    play = lane.get_by_role("button", name="Jalankan")
    expect(said).to_contain_text(
        "Yang kuning: Tanggul"
    )  # the story's own; the drawn year is the other place
    lane.locator("select").first.select_option("wanasari")
    expect(page.locator(".p2-follow-note")).to_contain_text("diundi")
    expect(said).to_contain_text("titik menunggu. Yang kuning")
    assert serious(page, ".p2-follow") == []
    lane.scroll_into_view_if_needed()
    play.press("Enter")
    expect(where).to_have_text("Gerbang 2 dari 10")
    assert shown_numbers(page)[0][:2] == ["lolos 1.422", ""]
    lane.get_by_role("button", name="Jeda").press("Enter")
    lane.get_by_role("slider").press("End")
    expect(where).to_have_text("Akhir tahun")
    assert shown_numbers(page) == run_numbers()
    expect(said).to_contain_text("berhenti di Forum SKPD (rancangan Renja): berkas pendukung")
    page.emulate_media(reduced_motion="reduce")  # the last frame at once, on by gates
    change.select_option("papers_help")
    expect(page.locator(".p2-follow-apart")).to_contain_text("kini sampai ke ujung")
    expect(said).to_contain_text("sampai ke ujung (Selesai dikerjakan)")
    assert shown_numbers(page) == run_numbers(papers_help=1.0)
    lane.get_by_role("button", name="Mundur").press("Enter")
    expect(where).to_have_text("Gerbang 10 dari 10")
    search = lane.get_by_label("Ikuti usulan")
    search.fill("karangjati")
    search.press("Enter")
    expect(search).to_have_value("U-0000")
    play.press("Enter")
    expect(said).to_contain_text("Talud ruas jalan kabupaten")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".p2-upright")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert window.outside == []
    window.context.close()
    kept = json.loads((door.results / "P3-01_unit03.json").read_text(encoding="utf-8"))
    assert kept["isi"]["ikuti"]["usulan"] == "U-0000"
