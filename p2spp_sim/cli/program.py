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
from p2spp_sim.cli import words
from p2spp_sim.cli.declarations import declarations
from p2spp_sim.cli.table import paragraph

_LOCALE = Path(__file__).resolve().parent.parent / "locale"
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
    if command and command not in (known := declarations()):
        raise UnknownName(tr("Perintah"), command, known)
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
    if perform := declarations()[chosen.command].perform:
        return perform(chosen)
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
    shared = _shared()
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
    for name, declared in declarations().items():
        sentence = f"{declared.help[0].upper()}{declared.help[1:]}."
        command = commands.add_parser(
            name, help=declared.help, description=sentence, parents=[shared], allow_abbrev=False
        )
        # an empty word is no path, wherever one is asked for
        command.register("type", Path, words.path)
        if declared.declare:
            declared.declare(command)
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
