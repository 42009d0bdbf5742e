#!/usr/bin/env python3
"""Siapkan lalu buka buku kerja P2SPP; kata `test`: semua pemeriksaan; kata lain: perintah p2spp.
Prepare, then open, the P2SPP workbook; the word `test`: every check; other words: the p2spp command."""

import hashlib
import os
import shutil
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen, call

ROOT, WINDOWS, OLDEST = Path(__file__).resolve().parent, os.name == "nt", (3, 11)
VENV, OLD, WHEELS, STAMP = (ROOT / at for at in (".venv", ".venv.lama", "wheels", ".venv/p2spp-siap.txt"))
BIN, EXE = VENV / ("Scripts" if WINDOWS else "bin"), ".exe" if WINDOWS else ""
PYTHON, P2SPP = BIN / f"python{EXE}", BIN / f"p2spp{EXE}"
CHECKS = """ruff check .|aturan penulisan kode / rules of style
ruff format --check .|tata letak kode / layout of the code
mypy|jenis data / types
lint-imports|lapisan modul / layers of modules
pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 10|uji, paling akhir / tests, last of all"""
# what is missing: its key, in Indonesian, in English, and what venv or pip say then (the first found counts)
CAUSES = """python|Perlu Python 3.11 atau lebih baru.|Python 3.11 or newer is needed.
venv|Perlu modul venv (apt install python3-venv).|The module venv is needed.|ensurepip is not available
disk|Ruang disk kurang: perlu 1,5 GB.|The disk is full: 1.5 GB is needed.|no space left|enough space
write|Folder tak dapat ditulisi atau dipakai.|Folder not writable or in use.|denied|read-only file system
wheels|Folder wheels/ rusak atau tidak lengkap.|The folder wheels/ is damaged or incomplete.
net|Tidak ada internet atau folder wheels/.|No internet or wheels/.|connection broken|timed out|versions: none
other|Pemasangan gagal; sebabnya di atas.|Installing failed; the reason is above.
stopped|Persiapan dihentikan.|Preparing was stopped."""
TOLD = {key: texts for key, *texts in (row.split("|") for row in CAUSES.splitlines())}


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
        cause = next((key for key, texts in TOLD.items() if any(t in said.lower() for t in texts[2:])), "other")
        raise RuntimeError("wheels" if WHEELS.is_dir() and cause in ("net", "other") else cause)


def install(extras: set, fresh: bool) -> None:
    """Make .venv if it must be fresh; install the package with these extras at the pinned versions."""
    env, options = dict(os.environ), ["--no-compile"] * ("test" in extras)  # tests import a small part of it
    if WHEELS.is_dir():  # nothing else counts then, whatever this computer's pip settings say
        env = {key: value for key, value in env.items() if not key.startswith("PIP_")}
        env["PIP_CONFIG_FILE"], options = os.devnull, [*options, "--no-index", "--find-links", WHEELS]
    if fresh:
        if sys.version_info < OLDEST or not (find_spec("venv") and find_spec("ensurepip")):
            raise RuntimeError("python" if sys.version_info < OLDEST else "venv")
        if shutil.disk_usage(ROOT).free < 1_500_000_000:  # packages with the test extra, and pip's own copies
            raise RuntimeError("disk")
        if STAMP.exists():  # one that was ready, in another folder say, is kept until the new one is
            shutil.rmtree(OLD, ignore_errors=True)
            VENV.rename(OLD)
        run_quietly([sys.executable, "-m", "venv", "--clear", VENV], env)
    wanted = ["-c", "constraints.txt", "-e", f".[{','.join(sorted(extras))}]"]
    run_quietly([PYTHON, "-m", "pip", "--no-input", "install", *options, *wanted], env)


def prepare(*extras: str) -> None:
    """Have .venv ready with these extras: its stamp says for which folder, pins and extras it is."""
    pins = hashlib.sha256(b"".join((ROOT / f).read_bytes() for f in ("pyproject.toml", "constraints.txt"))).hexdigest()
    folder, old, have = STAMP.read_text("utf-8").split("\n") if STAMP.exists() else ("", "", "")
    fresh = folder != str(ROOT) or not PYTHON.exists()  # half-made, moved, or its Python is gone
    wanted = {*extras} if fresh else {*extras, *have.split()}
    if not fresh and old == pins and wanted == {*have.split()}:
        return
    print("Menyiapkan, beberapa menit / Preparing, a few minutes", flush=True)
    try:
        install(wanted, fresh)
        STAMP.with_suffix(".part").write_text(f"{ROOT}\n{pins}\n{' '.join(wanted)}", "utf-8")
        os.replace(STAMP.with_suffix(".part"), STAMP)
        shutil.rmtree(OLD, ignore_errors=True)
    except (RuntimeError, KeyboardInterrupt, OSError) as stop:
        if not STAMP.exists():
            shutil.rmtree(VENV, ignore_errors=True)
            if OLD.exists() and not VENV.exists():
                OLD.rename(VENV)
        print(*TOLD.get(stop.args[0] if stop.args else "stopped", TOLD["write"])[:2], sep="\n", file=sys.stderr)
        sys.exit(1 if stop.args else 130)


def check_all(words: list) -> int:
    """Run the checks beside each other and tell them in order; the words go to pytest. Return how many failed."""
    if not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get") and not shutil.which("chromium"):
        call("apt-get update -q && apt-get install -yq --no-install-recommends chromium", shell=True)
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))  # Ctrl-C ends without a traceback
    rows, failed = [row.split("|") for row in CHECKS.splitlines()], []
    runs = [command.split() + words * command.startswith("pytest") for command, _ in rows]
    started = [Popen([BIN / f"{name}{EXE}", *rest], cwd=ROOT, stdout=PIPE, stderr=STDOUT) for name, *rest in runs]
    for (command, what), child in zip(rows, started, strict=True):
        print(f"\n== {what}: {command}", *(f"[gagal / failed: {each}]" for each in failed), flush=True)
        for piece in iter(child.stdout.read1, b""):
            os.write(1, piece)
        failed += [command] * bool(child.wait())
    return len(failed)


if __name__ == "__main__":
    words = sys.argv[1:] or ["lab"]  # which opens the start page, on this machine only
    prepare("workbook", *(["test", "study"] if words[:1] == ["test"] else []))
    if words[:1] == ["test"]:
        sys.exit(check_all(words[1:]))
    if not WINDOWS:
        os.execv(P2SPP, [P2SPP, *words])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program it waits for
    sys.exit(call([P2SPP, *words]))
