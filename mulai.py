#!/usr/bin/env python3
"""Siapkan lalu buka buku kerja P2SPP; kata `test`: semua pemeriksaan, `lint`: yang
cepat di antaranya, `docs`: situs dokumentasi; kata lain: perintah p2spp.
Prepare, then open, the P2SPP workbook; the word `test`: every check, `lint`: the quick ones among them, `docs`: the
documentation site; other words: the p2spp command."""

import errno
import hashlib
import os
import shutil
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen, call

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
WINDOWS = os.name == "nt"

VENV = ROOT / ".venv"
OLD = ROOT / ".venv.lama"  # an environment that was ready, until the new one is
STAMP = VENV / "p2spp-siap.txt"  # says for which folder, pins and extras .venv is ready
WHEELS = ROOT / "wheels"  # packages carried here by hand; where it stands, no network is asked

BIN = VENV / ("Scripts" if WINDOWS else "bin")
EXE = ".exe" if WINDOWS else ""
PYTHON = BIN / f"python{EXE}"
P2SPP = BIN / f"p2spp{EXE}"

PINS = ROOT / "pins"
BUILD = PINS / "build.txt"  # pip itself and what builds this package
EXTRAS = (
    "workbook",
    "study",
    "docs",
    "test",
)  # each builds on those before it; pins/NAME.txt is what it adds
SITE = ROOT / "site"
ROOM_NEEDED = 1_500_000_000  # bytes: all packages, and pip's own copies of them

# words that need more than the workbook
EXTRA_OF_WORD = {
    "riset": "study",
    "sweep": "study",
    "sensitivity": "study",
    "fit": "study",
    "docs": "docs",
    "lint": "test",
    "test": "test",
}
CHROMIUM = ("chromium-headless-shell", "chromium")  # tests drive the first that Debian has
LAB_WORDS = {"riset"}  # opens the same JupyterLab, with the packages of studies

CHECKS = [
    ("ruff check .", "aturan penulisan kode / rules of style"),
    ("ruff format --check .", "tata letak kode / layout of the code"),
    ("mypy", "jenis data / types"),
    ("lint-imports", "lapisan modul / layers of modules"),
    (
        "pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 10",
        "uji, paling akhir / tests, last of all",
    ),
]

# what stops the preparation, in Indonesian and in English
TOLD = {
    "python": ("Perlu Python 3.11 atau lebih baru.", "Python 3.11 or newer is needed."),
    "venv": ("Perlu modul venv (apt install python3-venv).", "The module venv is needed."),
    "disk": ("Ruang disk kurang: perlu 1,5 GB.", "The disk is full: 1.5 GB is needed."),
    "write": ("Folder tak dapat ditulisi atau dipakai.", "Folder not writable or in use."),
    "hashes": (
        "Berkas paket lain dari yang tercatat di pins/: rusak atau diganti.",
        "A package file is not the one recorded in pins/: damaged or replaced.",
    ),
    "wheels": (
        "Folder wheels/ rusak atau tidak lengkap.",
        "The folder wheels/ is damaged or incomplete.",
    ),
    "net": ("Tidak ada internet atau folder wheels/.", "No internet or wheels/."),
    "other": ("Pemasangan gagal; sebabnya di atas.", "Installing failed; the reason is above."),
    "stopped": ("Persiapan dihentikan.", "Preparing was stopped."),
}
# how venv or pip say it; the first that is found counts
SIGNS = [
    ("ensurepip is not available", "venv"),
    ("no space left", "disk"),
    ("enough space", "disk"),
    ("denied", "write"),
    ("read-only file system", "write"),
    ("do not match the hashes", "hashes"),
    ("connection broken", "net"),
    ("timed out", "net"),
    ("versions: none", "net"),
]


class NotReadyError(Exception):
    """The preparation cannot go on; its argument is a key of TOLD."""


def cause_of(said: str) -> str:
    """Find in what a failed command said the cause to tell."""
    found = (cause for sign, cause in SIGNS if sign in said.lower())
    cause = next(found, "other")
    if WHEELS.is_dir() and cause in ("net", "other"):
        return "wheels"
    return cause


def run_quietly(command: list, env: dict) -> None:
    """Run a command, a dot for each line it prints; if it fails, show its last lines and raise the cause."""
    said = ""
    with Popen(command, cwd=ROOT, env=env, stdout=PIPE, stderr=STDOUT) as child:
        try:
            for line in child.stdout:
                said += line.decode("utf-8", "replace")
                print(".", end="", flush=True)
        except KeyboardInterrupt:
            child.kill()
            raise
    print(flush=True)
    if child.returncode:
        print(*said.splitlines()[-12:], sep="\n", file=sys.stderr)
        raise NotReadyError(cause_of(said))


def check_machine() -> None:
    """Refuse, before anything is made, a computer on which it cannot succeed."""
    if sys.version_info < OLDEST:
        raise NotReadyError("python")
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise NotReadyError("venv")
    if shutil.disk_usage(ROOT).free < ROOM_NEEDED:
        raise NotReadyError("disk")


def make_environment(env: dict) -> None:
    """Make an empty .venv; one that was ready, in another folder say, is kept until the new one is."""
    if STAMP.exists():
        shutil.rmtree(OLD, ignore_errors=True)
        VENV.rename(OLD)
    run_quietly([sys.executable, "-m", "venv", "--clear", VENV], env)


def install(extras: list) -> None:
    """Install the pinned packages, each file only if its hash is in pins/, then this package on top of them."""
    env = dict(os.environ)
    sources = []
    if WHEELS.is_dir():  # nothing else counts then, whatever this computer's pip settings say
        env = {key: value for key, value in env.items() if not key.startswith("PIP_")}
        env["PIP_CONFIG_FILE"] = os.devnull
        sources = ["--no-index", "--find-links", WHEELS]
    if "test" in extras:  # tests import a small part of it
        sources.append("--no-compile")
    pip = [PYTHON, "-m", "pip", "--no-input", "--disable-pip-version-check", "install"]
    checked = [*pip, "--require-hashes", "--no-deps", *sources]
    run_quietly([*checked, "-r", BUILD], env)
    files = [word for name in extras for word in ("-r", PINS / f"{name}.txt")]
    run_quietly([*checked, *files], env)
    run_quietly([*pip, "--no-index", "--no-deps", "--no-build-isolation", "-e", "."], env)


def fingerprint() -> str:
    """Give the hash of all that says what is installed."""
    files = [ROOT / "pyproject.toml", BUILD, *(PINS / f"{name}.txt" for name in EXTRAS)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def prepare(extra: str) -> None:
    """Have .venv ready with this extra and those below it."""
    pins = fingerprint()
    lines = STAMP.read_text("utf-8", "replace").splitlines() if STAMP.exists() else []
    folder, old, have, *_ = [*lines, "", "", ""]  # a power cut may leave it empty
    fresh = folder != str(ROOT) or not PYTHON.exists()  # half-made, moved, or its Python is gone
    kept = [] if fresh else have.split()
    wanted = EXTRAS[: max(EXTRAS.index(name) for name in [extra, *kept]) + 1]
    if not fresh and old == pins and have.split() == [*wanted]:
        return
    print("Menyiapkan, beberapa menit / Preparing, a few minutes", flush=True)
    try:
        if fresh:
            check_machine()
            make_environment(dict(os.environ))
        install(wanted)
        part = STAMP.with_suffix(".part")
        part.write_text(f"{ROOT}\n{pins}\n{' '.join(wanted)}", "utf-8")
        os.replace(part, STAMP)
        shutil.rmtree(OLD, ignore_errors=True)
    except NotReadyError as stop:
        give_up(stop.args[0], 1)
    except OSError as stop:
        give_up("disk" if stop.errno == errno.ENOSPC else "write", 1)
    except KeyboardInterrupt:
        give_up("stopped", 130)


def give_up(cause: str, status: int) -> None:
    """Leave nothing half made, put back what was ready before, say why in both languages, and end."""
    if not STAMP.exists():
        shutil.rmtree(VENV, ignore_errors=True)
        if OLD.exists() and not VENV.exists():
            OLD.rename(VENV)
    print(*TOLD[cause], sep="\n", file=sys.stderr)
    sys.exit(status)


def fetch_chromium() -> "Popen | None":
    """Begin to install Debian's Chromium where that can be done and it is missing: tests drive it."""
    may = not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get")
    if not may or shutil.which(CHROMIUM[0]):
        return None
    install = "apt-get install -yq --no-install-recommends"
    command = f"apt-get update -q && {' || '.join(f'{install} {name}' for name in CHROMIUM)}"
    return Popen(command, shell=True, stdout=DEVNULL)


def check(checks: list, words: list) -> int:
    """Run checks beside each other and tell them in order; the words go to pytest. Return how many failed."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))  # Ctrl-C ends without a traceback
    started = []
    for command, _ in checks:
        name, *rest = command.split()
        if name == "pytest":
            rest += words
        started.append(Popen([BIN / f"{name}{EXE}", *rest], cwd=ROOT, stdout=PIPE, stderr=STDOUT))
    failed = []
    for (command, what), child in zip(checks, started, strict=True):
        print(
            f"\n== {what}: {command}", *(f"[gagal / failed: {each}]" for each in failed), flush=True
        )
        for piece in iter(child.stdout.read1, b""):
            os.write(1, piece)
        if child.wait():
            failed.append(command)
    return len(failed)


def build_site(words: list) -> int:
    """Build the documentation into site/ and say where it begins; the words go to Sphinx."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    shutil.rmtree(SITE, ignore_errors=True)  # no page stays of a file that is gone
    print("Membangun situs, sekitar semenit / Building the site, about a minute", flush=True)
    command = [
        BIN / f"sphinx-build{EXE}",
        "-q",
        "-c",
        "docs",
        "-d",
        VENV / "doctrees",
        ".",
        SITE.name,
    ]
    status = call([*command, *words], cwd=ROOT)
    if not status:
        print(f"Buka dengan klik dua kali / Open by a double click: {SITE / 'index.html'}")
    return status


def main(words: list) -> int:
    """Prepare what the first word needs and hand over to it; without a word, open the workbook in the browser."""
    first = words[0] if words else "baca"
    fetching = fetch_chromium() if first == "test" else None  # beside the packages
    prepare(EXTRA_OF_WORD.get(first, "workbook"))
    if first == "lint":
        return check(CHECKS[:-1], [])
    if first == "test":
        if fetching:
            fetching.wait()
        return check(CHECKS, words[1:])
    if first == "docs":
        return build_site(words[1:])
    command = ["lab" if first in LAB_WORDS else first, *words[1:]]
    if not WINDOWS:
        os.execv(P2SPP, [P2SPP, *command])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program it waits for
    return call([P2SPP, *command])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
