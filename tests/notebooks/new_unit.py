"""Begin a unit from the one that is nearest: `python -m tests.notebooks.new_unit 06 13_nama_topik "Judul"`."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from tests.notebooks.notebooks import FOLDER, ROOT


def renumbered(text: str, old: str, new: str) -> str:
    """Write another unit's number wherever a text means its own."""
    text = re.sub(rf"\bu{old}\b", f"u{new}", text)
    return re.sub(rf'(?<=")({old})(?=[-"\\])|(?<=[Uu]nit ){old}\b|\b{old}(?=-\d)', new, text)


def begin(old: str, stem: str, title: str, root: Path = ROOT) -> list[Path]:
    """Copy bank, folder, notebook and catalogues of a unit under a new number, name and title; give what was made."""
    new = stem[:2]
    (source,) = (root / FOLDER.name).glob(f"{old}_*.ipynb")
    bank = root / "exercises" / f"{old}.toml"
    first = re.search(r'^title = "(.*)"', bank.read_text("utf-8"), re.MULTILINE)
    assert first, "a bank has a title"
    folder = root / "p2spp_sim/workbook/units"
    pairs = {bank: bank.with_stem(new), source: source.with_stem(stem)}
    pairs |= {
        path: folder / f"u{new}" / path.name for path in sorted((folder / f"u{old}").glob("*.py"))
    }
    pairs |= {
        path: path.with_stem(f"unit{new}")
        for path in (root / "p2spp_sim/locale").glob(f"*/LC_MESSAGES/unit{old}.po")
    }
    taken = [str(copy.relative_to(root)) for copy in pairs.values() if copy.exists()]
    if taken:
        sys.exit(f"sudah ada / there already: {', '.join(taken)}")
    for path, copy in pairs.items():
        copy.parent.mkdir(exist_ok=True)
        text = path.read_text("utf-8").replace(source.name, f"{stem}.ipynb")
        text = text.replace(f"# {old} ", f"# {new} ").replace(first[1], title)
        copy.write_text(renumbered(text, old, new), "utf-8")
        shutil.copymode(path, copy)
    return list(pairs.values())


if __name__ == "__main__":
    for made in begin(*sys.argv[1:]):
        print(made.relative_to(ROOT))
