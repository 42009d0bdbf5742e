"""Days as people write them, and a column of them, read also as spreadsheets write them."""

import re
from contextlib import suppress
from datetime import date

from p2spp_sim.base.formats import months
from p2spp_sim.base.language import tr
from p2spp_sim.tables.columns import Column

_DAY = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,})[-/. ]+(\d{4})"
)
_WEEKDAY = re.compile(
    r"^(?:hari )?(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[,/ ]*(?:tanggal |tgl\.? )?"
)
_HOUR = re.compile(r" +\d{1,2}[:.]\d\d([:.]\d\d)?$")  # which a spreadsheet adds
_NAMES = (
    "jan",
    "feb peb",
    "mar",
    "apr",
    "mei may",
    "jun",
    "jul",
    "agu agt aug",
    "sep",
    "okt oct",
    "nov nop",
    "des dec",
)
_MONTHS = {name: month for month, names in enumerate(_NAMES, 1) for name in names.split()}
_FIRST, _LAST = 1945, 2100


def day(written: str) -> str:
    """Write a day, kept year first, as people do; a dash for none."""
    if not written:
        return "–"
    parsed = date.fromisoformat(written)
    return f"{parsed.day} {months()[parsed.month - 1]} {parsed.year}"


class DateColumn(Column):
    """A day, year first as 2010-01-21 or day first as 21-1-2010, 21/01/2010 or 21 Januari 2010; kept year first."""

    def parse(self, cell: str) -> str:
        """Turn a cell into a day written year first; raises ValueError with what is expected."""
        match = _DAY.fullmatch(_HOUR.sub("", _WEEKDAY.sub("", cell.casefold())))
        if match:
            year, month = int(match[1] or match[6]), match[2] or match[5]
            with suppress(ValueError):
                number = int(month) if month.isdecimal() else _MONTHS.get(month[:3], 0)
                if _FIRST <= year <= _LAST:
                    return date(year, number, int(match[3] or match[4])).isoformat()
        raise ValueError(
            tr("diharapkan tanggal seperti 2010-01-21 atau 21-1-2010, dengan tahun empat angka")
        )
