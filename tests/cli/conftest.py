"""One terminal for every test: 100 characters wide, Indonesian, no styles."""

import pytest

from p2spp_sim.base import language


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    monkeypatch.setenv("P2SPP_BAHASA", "id")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(language, "_current", "")
