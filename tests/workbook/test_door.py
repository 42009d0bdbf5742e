"""What the door of a class lets in and gives out, without a browser."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from jupyter_server.base.websocket import WS_PING_INTERVAL, WebSocketMixin
from nbconvert.filters import markdown2html
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect
from voila.execute import VoilaExecutor

from p2spp_sim.base.files import data_path
from p2spp_sim.workbook.doors.class_server import HIDDEN, settings
from p2spp_sim.workbook.doors.documents import LINKED, PICTURE, UNIT, document, served, unlinked
from p2spp_sim.workbook.doors.entrance import refusal
from p2spp_sim.workbook.editions.notebooks import read_notebook, tags
from p2spp_sim.workbook.page.visitor import code_in
from p2spp_sim.workbook.saving.codes import CODE_FILE
from tests.notebooks.notebooks import ROOT

WORDS = [  # as somebody would write the trainer's way in
    *(
        "peserta",
        "PESERTA",
        "Peserta",
        " peserta ",
        "pe serta",
        "peserta\u00a0",
        "peserta\u200b",
        "peserta\x00",
    ),
    *("pe\u017ferta", "\uff50\uff45\uff53\uff45\uff52\uff54\uff41", "\u0440eserta", "p\u0435serta"),
    *(
        "pelatih",
        "Pelatih",
        "pelat\u0131h",
        "trainer",
        "kunci",
        "admin",
        "-",
        ".",
        "..",
        "SITI",
        "\u0661",
        "K\u0661",
    ),
]


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("P2SPP_HASIL", str(tmp_path))
    monkeypatch.delenv("P2SPP_KODE", raising=False)
    return tmp_path


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_no_code_however_it_is_written(word: str, own: bool) -> None:
    assert "tidak dapat dipakai" in refusal(code_in(f"kode={quote(word)}") or word, own)


@pytest.mark.parametrize("code", ["K1-03", "k1 3", "K01_003", "A7", "12"])
def test_a_code_that_a_trainer_gives_out_is_let_in(code: str) -> None:
    assert refusal(code_in(f"kode={quote(code)}"), False) == ""


def test_the_code_of_the_trainers_own_results_is_nobody_elses(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (results / CODE_FILE).write_text("L7-01", encoding="utf-8")
    monkeypatch.setenv("P2SPP_KODE", "L8-02")
    for code in ("L7-01", "l7 1", "L07_01", "L8-02"):
        assert "dipakai laptop pelatih" in refusal(code, False)
        assert refusal(code, True) == ""
    assert refusal("L7-02", False) == ""


def test_of_several_codes_in_an_address_door_and_kernel_read_the_same_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from p2spp_sim.workbook.saving.codes import learner_code

    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    monkeypatch.delenv("VOILA_PREHEAT", raising=False)
    for query, code in (
        ("kode=peserta&kode=K1-03", "K1-03"),
        ("kode=K1-03&kode=peserta", "peserta"),
        ("kode=K1-03&kode=", "K1-03"),
        ("proyektor&kode=%4b1-03", "K1-03"),
        ("Kode=peserta&kode=K1-03", "K1-03"),
    ):
        monkeypatch.setenv("QUERY_STRING", query)
        assert code_in(query) == learner_code() == code


def test_nothing_that_answers_are_computed_from_is_served() -> None:
    answers = "".join(
        path.read_text(encoding="utf-8")
        for path in data_path("p2spp_sim/workbook").rglob("*.py")
        if {"units", "case"} & {*path.parts}
    )
    keys = {f"datasets/{name}" for name in re.findall(r'"datasets", "(\w+\.toml)"', answers)}
    assert len(keys) >= 8
    cases = [path.relative_to(ROOT).as_posix() for path in (ROOT / "datasets").rglob("*.csv")]
    bank = [f"exercises/{path.name}" for path in (ROOT / "exercises").glob("*.toml")]
    guides = ["docs/pelatih.md", "docs/pelatih.id.md"]
    outside = ["docs/../exercises/tes.toml", "datasets/../exercises/README.md", "docs/index.md"]
    assert not [path for path in [*keys, *cases, *bank, *guides, *outside] if served(path, False)]
    assert not [path for path in [*keys, *cases, *bank, *outside] if served(path, True)]
    assert all(served(path, True) for path in guides), (
        "the laptop's owner reads the trainer's guide"
    )


def test_every_link_of_a_class_page_leads_to_something() -> None:
    kept = 0
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        name = path.relative_to(ROOT / "notebooks").as_posix()
        if not re.fullmatch(UNIT, name):
            continue
        words = [
            "".join(cell["source"])
            for cell in read_notebook(path)["cells"]
            if not tags(cell) & set(HIDDEN)
        ]
        for link in re.findall(
            r'href="(?!#|https?:)([^"]+)"', unlinked(markdown2html("\n\n".join(words)))
        ):
            file = (path.parent / link.partition("#")[0]).resolve()
            assert file.is_file()
            served = file.relative_to(ROOT).as_posix()
            assert re.fullmatch(LINKED, served) or re.fullmatch(
                UNIT, served.removeprefix("notebooks/")
            ), link
            kept += 1
    assert kept > 30


def test_of_a_link_to_answers_the_words_stay() -> None:
    kept = '<a href="../docs/istilah.md">istilah</a>'
    html = f'<p><a href="../datasets/jawaban_renja.toml">kode <em>dan</em> jawaban</a>, {kept}</p>'
    assert unlinked(html) == f"<p>kode <em>dan</em> jawaban, {kept}</p>"
    guide = '<a href="../../docs/pelatih.md">guide</a> <a href="03_x.ipynb">03</a>'
    assert unlinked(guide) == 'guide <a href="03_x.ipynb">03</a>'
    assert unlinked(guide, own=True) == guide


def pages(own: bool) -> list[str]:
    """List what is served as a page to be read."""
    files = [*ROOT.glob("*"), *ROOT.glob("docs/*"), *ROOT.glob("datasets/**/*")]
    names = sorted(path.relative_to(ROOT).as_posix() for path in files if path.is_file())
    return [name for name in names if served(name, own)]


@pytest.mark.parametrize("own", [False, True])
def test_guides_and_licences_are_pages_whose_links_lead_on(own: bool) -> None:
    read = pages(own)
    assert {"docs/fasilitator.id.md", "docs/istilah.md", "README.md", "LICENSE"} <= {*read}
    assert ("docs/pelatih.id.md" in read) is own
    for path in read:
        shown = document(path, own, "/voila/")
        assert shown.title and "¶" not in shown.html + shown.title, path
        assert "<h1" in shown.html or path.endswith(".toml"), path
        for target in re.findall(r'(?:href|src)="(?!https?:|mailto:|#)([^"#]+)', shown.html):
            name = target.removeprefix("/voila/")
            unit = name.removeprefix("render/")
            assert target != name, f"{path}: {target} is not from here"
            if unit != name:
                assert (ROOT / "notebooks" / unit).is_file() and re.fullmatch(UNIT, unit)
            else:
                assert served(name, own) or re.fullmatch(PICTURE, name), f"{path}: {target}"
                assert (ROOT / name).is_file(), f"{path}: {target}"


def test_a_guide_knows_its_language_and_its_translation() -> None:
    for path, language, translation in (
        ("docs/fasilitator.id.md", "id", "docs/fasilitator.md"),
        ("docs/fasilitator.md", "en", "docs/fasilitator.id.md"),
        ("README.md", "en", "README.id.md"),
        ("docs/istilah.md", "id", ""),
        ("LICENSE", "id", ""),
    ):
        shown = document(path, False, "/")
        assert (shown.language, shown.translation) == (language, translation)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("03_musrenbang_kecamatan.ipynb", True),
        ("en/03_musrenbang_kecamatan.ipynb", True),
        ("mulai.ipynb", True),
        ("Untitled.ipynb", False),
        ("03_musrenbang_kecamatan-Copy1.ipynb", False),
        ("kunci/03_musrenbang_kecamatan.ipynb", False),
        ("riset/bukti.ipynb", False),
        ("../03_musrenbang_kecamatan.ipynb", False),
    ],
)
def test_only_the_workbooks_own_pages_are_served(name: str, right: bool) -> None:
    assert bool(re.fullmatch(UNIT, name)) is right


class Socket(WebSocketMixin, WebSocketHandler):  # type: ignore[misc]
    """A socket of jupyter_server, without a kernel behind it."""

    log = logging.getLogger("socket")
    allow_origin = "*"


def test_a_socket_outlives_the_look_after_one_interval(tmp_path: Path) -> None:
    # the door's own settings in hundredths, so that an interval is 0.3 s
    given = settings(tmp_path, "127.0.0.1", 1, {}).Voila.get("tornado_settings", {})
    quick = {"ws_ping_interval": WS_PING_INTERVAL, **given}
    quick = {key: value / 100 for key, value in quick.items() if key.startswith("ws_ping")}

    async def lives() -> bool:
        listening, port = bind_unused_port()
        server = HTTPServer(
            Application([("/", Socket)], allow_unauthenticated_access=True, **quick)
        )
        server.add_socket(listening)
        client = await websocket_connect(f"ws://127.0.0.1:{port}/")
        try:
            return await asyncio.wait_for(client.read_message(), 1.5) is not None  # None: closed
        except TimeoutError:
            return True
        finally:
            client.close()
            server.stop()

    with ThreadPoolExecutor(
        1
    ) as thread:  # Playwright, once a browser was driven, holds the loop of this one
        assert thread.submit(asyncio.run, lives()).result()


def test_the_output_of_a_cell_may_come_late(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("'papan'")])
    cell = notebook.cells[0]

    async def run() -> None:
        executor = VoilaExecutor(
            notebook, config=settings(tmp_path, "127.0.0.1", 1, {}), kernel_name="python3"
        )
        async with executor.async_setup_kernel():
            channel = executor.kc.iopub_channel
            given = channel.get_msg

            async def late(*args: object, **more: object) -> object:
                message = await given(*args, **more)
                if message["msg_type"] == "execute_result":
                    await asyncio.sleep(5)  # a server with a dozen pages to make
                return message

            channel.get_msg = late
            await executor.async_execute_cell(cell, 0)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()
    assert [output["data"]["text/plain"] for output in cell.outputs] == ["'papan'"]
