"""Columns of what trainers type in from paper: codes, marks of those who came, and circled letters."""

from p2spp_sim.base.language import tr
from p2spp_sim.tables.columns import Column
from p2spp_sim.workbook.saving.codes import code_of, is_given, wrong_code

_CAME = frozenset(("hadir", "h", "ada", "✔", "☑"))
_AWAY = frozenset(
    (
        "-",
        "–",
        "t",
        "tidak hadir",
        "absen",
        "s",
        "sakit",
        "i",
        "izin",
        "ijin",
        "a",
        "alpa",
        "alfa",
        "alpha",
    )
)


class CodeColumn(Column):
    """A column of participants' codes, each written in the one way that files are named by."""

    def parse(self, cell: str) -> str:
        """Turn a cell into a code; raises ValueError with what is expected. A word without a digit may be a name."""
        if not is_given(cell):
            raise ValueError(wrong_code(cell).rstrip("."))
        return code_of(cell)


class CameColumn(Column):
    """A column of marks for those who came, as lists on paper have them; a cross may mean either and is asked back."""

    def parse(self, cell: str) -> bool:
        """Turn a mark into whether the person came; raises ValueError with what is expected."""
        mark = cell.casefold()
        if mark in _CAME | _AWAY:
            return mark in _CAME
        try:
            return bool(super().parse(cell))
        except ValueError:
            raise ValueError(tr("tulis Y atau v bila hadir, kosongkan bila tidak")) from None


class LetterColumn(Column):
    """A column of the letters that were circled on paper."""

    def parse(self, cell: str) -> str:
        """Turn a letter, also with a stop or bracket, into that letter; raises ValueError with what is expected."""
        letter = cell.strip(" .()").casefold()
        if letter not in self.choices:
            expected = tr(
                "tulis satu huruf, A sampai D; kosongkan bila tidak dijawab atau dua huruf dilingkari"
            )
            raise ValueError(expected)
        return letter


class FormColumn(Column):
    """A column of the forms of the test."""

    def parse(self, cell: str) -> str:
        """Turn a letter, also with a stop or bracket, into the form; raises ValueError with what is expected."""
        name = cell.strip(" .()").upper()
        if name not in self.choices:
            text = tr("tulis bentuk yang tercetak di lembarnya: {daftar}")
            raise ValueError(text.format(daftar=", ".join(self.choices)))
        return name
