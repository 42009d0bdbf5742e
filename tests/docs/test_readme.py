"""What the READMEs show and say is what the package gives."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import p2spp_sim as p2
from tests.docs.pictures import TITLES, drawn, path

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.id.md")


@pytest.fixture(autouse=True)
def indonesian_again():
    yield
    p2.set_language("id")


@pytest.mark.parametrize("language", TITLES)
def test_the_picture_is_what_the_library_draws(language):
    assert path(language).read_text(encoding="utf-8") == drawn(language)


@pytest.mark.parametrize("readme", READMES)
def test_every_python_sample_runs(readme):
    samples = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    assert samples
    for sample in samples:
        exec(compile(sample, readme, "exec"), {})


@pytest.mark.parametrize("readme", READMES)
def test_every_command_runs(readme, capfd):
    lines = re.findall(
        r"^    python3 mulai\.py (.+?)(?: +#.*)?$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE
    )
    commands = [line.split() for line in lines if not line.startswith("test")]
    assert len(commands) >= 4
    for words in commands:
        run = subprocess.run([sys.executable, "-m", "p2spp_sim", *words], capture_output=True, text=True, cwd=ROOT)
        assert run.returncode == 0, run.stderr
        assert run.stdout


@pytest.mark.parametrize("readme", READMES)
def test_every_link_leads_somewhere(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)|`([\w/]+\.(?:md|toml|py|bat|cff))`", text):
        name = next(part for part in target if part)
        assert (ROOT / name).exists() or name.startswith("http"), name
