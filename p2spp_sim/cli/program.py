"""What can be said on the command line, in either language, and what happens when it goes wrong."""

import argparse
import gettext
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.language import LANGUAGES, language, set_language, tr
from p2spp_sim.base.release import VERSION
from p2spp_sim.cli import (
    build,
    buku,
    daftar,
    dunia,
    fit,
    kotak,
    pemilu,
    periksa,
    rantai,
    rekap,
    surat,
    words,
)
from p2spp_sim.cli.table import paragraph

_LOCALE = Path(__file__).resolve().parent.parent / "locale"
COMMANDS: tuple[str, ...] = (
    "run",
    "trace",
    "what-if",
    "sweep",
    "sensitivity",
    "levers",
    "evidence",
)
COMMANDS += (
    "data",
    "schema",
    "build",
    "buku",
    "baca",
    "lab",
    "kelas",
    "kotak",
    "rekap",
    "periksa",
    "daftar",
    "rantai",
    "contoh-dunia",
    "surat",
    "pemilu",
    "fit",
)
STOPPED, PIPE_CLOSED, WRONG = 130, 141, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : words after the name of the program; those of this process when None.

    Returns
    -------
    0, or 1 when a part of the work failed, 2 when what was given is wrong, 130 when stopped by the user, 141 when
    nobody reads on.
    """
    typed = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a screen without a letter shows ?, not an error
    try:
        with _language_of(typed):
            chosen = _parse(typed)
        status = _perform(chosen)
        sys.stdout.flush()
    except P2sppError as error:
        print(error, file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        _silence()
        return PIPE_CLOSED
    except OSError as error:
        print(
            tr("{path} tidak dapat dipakai ({reason}).").format(
                path=error.filename, reason=error.strerror
            ),
            file=sys.stderr,
        )
        return WRONG
    except KeyboardInterrupt:
        return STOPPED
    return status


def _silence() -> None:
    """Keep Python from complaining, at its end, that it cannot flush what nobody reads."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _language_of(typed: Sequence[str]) -> Iterator[None]:
    """Choose the language before anything is said, and let argparse's own words be in it."""
    code = _apart(typed)[0]
    if code in LANGUAGES:
        set_language(code)
        os.environ["P2SPP_BAHASA"] = code  # what is started from here speaks the same
    domain, wanted = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("argparse", str(_LOCALE))
    gettext.textdomain("argparse")
    os.environ["LANGUAGE"] = language()
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if wanted is not None:
            os.environ["LANGUAGE"] = wanted


def _apart(typed: Sequence[str]) -> tuple[str, list[str]]:
    """Take the language out of the words; give it and the rest."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    first.add_argument("--bahasa", default="")
    first.add_argument("--parts", action="append")
    try:
        chosen, rest = first.parse_known_args(typed)
    except argparse.ArgumentError:
        return "", list(typed)
    return chosen.bahasa, rest


def _parse(typed: Sequence[str]) -> argparse.Namespace:
    command = next((word for word in _apart(typed)[1] if not word.startswith("-")), "")
    if command and command not in COMMANDS:
        raise UnknownName(tr("Perintah"), command, COMMANDS)
    parser = _parser()
    chosen, rest = parser.parse_known_args(typed)
    if chosen.command == "lab":
        chosen.jupyter = [word for word in rest if word != "--"]
    elif rest:
        parser.error(gettext.gettext("unrecognized arguments: %s") % " ".join(rest))
    if chosen.command is None:
        parser.print_help()
    return chosen


def _perform(chosen: argparse.Namespace) -> int:
    """Do what was asked; a command loads what it needs, so that help comes at once."""
    if chosen.command is None:
        return 0
    if getattr(chosen, "dunia", None):
        _offer_worlds(chosen.dunia)
    for path in getattr(chosen, "parts", ()):
        from p2spp_sim import parts as own_parts

        own_parts.load(path)
    if chosen.command == "lab":
        from p2spp_sim.cli.lab import open_lab

        return open_lab(chosen.jupyter)
    if chosen.command == "baca":
        from p2spp_sim.cli.kelas import open_workbook

        return open_workbook(chosen.port, not chosen.no_browser)
    if chosen.command == "kelas":
        from p2spp_sim.cli.kelas import open_class

        return open_class(
            chosen.lan,
            chosen.port,
            chosen.siap,
            not chosen.no_browser,
            chosen.bentuk,
            chosen.masa,
        )
    parts = {
        "build": build,
        "buku": buku,
        "kotak": kotak,
        "rekap": rekap,
        "periksa": periksa,
        "daftar": daftar,
        "rantai": rantai,
        "contoh-dunia": dunia,
        "surat": surat,
        "pemilu": pemilu,
        "fit": fit,
    }
    if chosen.command in parts:
        return parts[chosen.command].make(chosen)
    from p2spp_sim.cli import commands

    return commands.COMMANDS[chosen.command](chosen) or 0


def _offer_worlds(folders: Sequence[Path]) -> None:
    """Let what is started from here find worlds of one's own; one that cannot be read is refused first."""
    from p2spp_sim.world.world import World

    for folder in folders:
        World.read(folder)
    os.environ["P2SPP_DUNIA"] = os.pathsep.join(str(folder.resolve()) for folder in folders)


def _shared() -> argparse.ArgumentParser:
    """Declare what may stand before or after the command."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--bahasa", choices=LANGUAGES, help=tr("bahasa layar: id Indonesia, en Inggris")
    )
    shared.add_argument(
        "--parts",
        metavar=tr("BERKAS"),
        type=Path,
        action="append",
        help=tr("bagian buatan sendiri: berkas .py atau .toml, atau folder (docs/bagian.id.md)"),
    )
    return shared


def _parser() -> argparse.ArgumentParser:
    """Declare the commands in the screen language."""
    shared, year = _shared(), words.of_a_year()
    parser = argparse.ArgumentParser(
        prog="p2spp",
        parents=[shared],
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=paragraph(
            tr("Ikuti setiap usulan warga dari musyawarah dusun sampai APBD dan pekerjaan selesai.")
        ),
        epilog=_examples(),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"p2spp {VERSION}",
        help=tr("tampilkan nomor versi lalu selesai"),
    )
    commands = parser.add_subparsers(dest="command", metavar=tr("PERINTAH"), title=tr("perintah"))

    def add(name: str, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        sentence = f"{text[0].upper()}{text[1:]}."
        command = commands.add_parser(
            name, help=text, description=sentence, parents=[*parents, shared], allow_abbrev=False
        )
        command.register(
            "type", Path, words.path
        )  # an empty word is no path, wherever one is asked for
        return command

    run = add(
        "run",
        tr("jalankan satu tahun: corong, uang, usulan terbesar yang gugur, pemeriksaan"),
        year,
    )
    run.add_argument(
        "--out",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("tulis seluruh hasil sebagai buku Excel"),
    )
    trace = add("trace", tr("ceritakan satu usulan dari meja ke meja"), year)
    trace.add_argument(
        "id", metavar="ID", help=tr("nomor usulan seperti pada p2spp run, misalnya U-0113")
    )
    for command in (run, trace):
        words.of_outcomes(command)
    words.of_what_if(
        add(
            "what-if",
            tr("jawab pertanyaan kebijakan, atau bandingkan dua skenario dengan selang 95 persen"),
        )
    )
    words.of_sweep(
        add(
            "sweep",
            tr("jalankan banyak gabungan nilai tuas, dapat dihentikan dan dilanjutkan"),
            words.of_a_year(named=False),
        )
    )
    words.of_sensitivity(
        add("sensitivity", tr("hitung tuas mana yang paling menentukan, dari folder p2spp sweep"))
    )
    levers = add("levers", tr("daftar tuas: nilai, batas, satuan, kode, sumber, dan keandalannya"))
    levers.add_argument("key", metavar=tr("TUAS"), nargs="?", help=tr("satu tuas saja"))
    levers.add_argument("--all", action="store_true", help=tr("juga parameter model"))
    levers.add_argument(
        "--effects",
        metavar="DATA",
        nargs="?",
        const="wanasari",
        help=tr(
            "ukur apa yang digerakkan setiap tuas, sekitar satu menit (bila tidak disebut: wanasari)"
        ),
    )
    evidence = add("evidence", tr("bandingkan keadaan awal dengan fakta yang pernah terbit"))
    evidence.add_argument(
        "data",
        metavar="DATA",
        nargs="*",
        help=tr("himpunan data (bila tidak disebut: wanasari dan sumedang)"),
    )
    evidence.add_argument(
        "--out", metavar=tr("BERKAS.xlsx"), type=Path, help=tr("tulis tabelnya sebagai buku Excel")
    )
    words.of_replicates(levers, evidence)
    data = add("data", tr("daftar himpunan data, atau isi salah satunya"))
    data.add_argument("name", metavar="DATA", nargs="?", help=tr("satu himpunan data, atau folder"))
    data.add_argument(
        "--istilah", action="store_true", help=tr("istilah yang dapat dipakai berkas aturan")
    )
    add("schema", tr("JSON Schema berkas skenario"))
    build.declare(
        add(
            "build",
            tr("bangun notebook Inggris dari sumbernya, atau edisi peserta, pelatih, kunci, cetak"),
        )
    )
    buku.declare(
        add("buku", tr("tulis buku kerja ke folder sendiri: notebook, panduan, data, dan soal"))
    )
    words.of_a_door(
        add("baca", tr("buka buku kerja di browser laptop ini; semuanya sudah berjalan"))
    )
    lab = add("lab", tr("buka buku kerja di JupyterLab; kata lain diteruskan ke JupyterLab"))
    words.of_own_worlds(lab)
    words.of_a_class(
        add("kelas", tr("buka buku kerja untuk kelas: browser saja, tanpa menu JupyterLab"))
    )
    kotak.declare(
        add(
            "kotak",
            tr(
                "tulis satu folder untuk dicetak dan dibawa: kartu, poster, formulir, slide, sertifikat"
            ),
        )
    )
    daftar.declare(
        add("daftar", tr("baca daftar usulan, reses, atau Renja, dan tunjukkan cara membacanya"))
    )
    rantai.declare(
        add(
            "rantai",
            tr("ikuti usulan melalui daftar kabupaten sendiri: Renja, RKPD, KUA-PPAS, APBD"),
        )
    )
    dunia.declare(
        add("contoh-dunia", tr("tulis tabel kosong berbahasa Indonesia bagi kabupaten sendiri"))
    )
    surat.declare(
        add(
            "surat",
            tr("tulis surat yang keluar dari daftar sendiri: Excel dan PDF, juga jawaban per desa"),
        )
    )
    periksa.declare(
        add("periksa", tr("periksa RPJM Desa, RKP Desa, musyawarah, surat, dan APB Desa satu desa"))
    )
    rekap.declare(
        add(
            "rekap",
            tr("rangkum berkas hasil satu kelas ke Excel: nilai, tes, dan RKTL, tanpa nama"),
        )
    )
    pemilu.declare(
        add(
            "pemilu",
            tr(
                "hitung pemenang pemilihan anggaran partisipatif dari berkas Pabulib, menurut empat cara"
            ),
        )
    )
    fit.declare(
        add(
            "fit",
            tr("taksir parameter model dari daftar usulan sendiri dengan hasilnya, dengan selang"),
        )
    )
    return parser


def _examples() -> str:
    commands = (
        "p2spp run sumedang --seed 7",
        "p2spp run wanasari --set pik_share=0.2 --out pik.xlsx",
        "p2spp what-if W2",
        "p2spp what-if wanasari --set pik_share=0.2 --seed 7 --out pik",
        "p2spp trace tirtamulya U05 --scenario unit06",
    )
    return tr("contoh:") + "".join(f"\n  {command}" for command in commands)
