"""Unit 07: the account that the village head of Karangjati gives to the BPD, and what in it must be asked about."""

from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import pick, tr
from p2spp_sim.workbook.page.markup import Table, in_millions


class AccountLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One work: what the budget gave it, and what two reports say was spent.

    Parameters
    ----------
    lkpj_idr : as told to the BPD; lppd_idr as told to the Bupati.
    reason : what the account says of a difference; empty where it says nothing.
    """

    what: dict[str, str]
    budget_idr: int
    lkpj_idr: int
    lppd_idr: int
    reason: dict[str, str] = {}

    @property
    def must_be_asked(self) -> bool:
        """Whether two reports differ, more was spent than budgeted, or less without a reason."""
        unexplained = self.lkpj_idr < self.budget_idr and not self.reason
        return self.lkpj_idr != self.lppd_idr or self.lkpj_idr > self.budget_idr or unexplained

    @property
    def in_words(self) -> str:
        """The whole line in words."""
        return tr(
            "{nama}: anggaran {anggaran}, LKPJ {lkpj}, LPPD {lppd}; keterangan: {sebab}"
        ).format(
            nama=pick(self.what),
            anggaran=in_millions(self.budget_idr),
            lkpj=in_millions(self.lkpj_idr),
            lppd=in_millions(self.lppd_idr),
            sebab=pick(self.reason) if self.reason else tr("tidak ada"),
        )


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/lkpj.toml`."""

    source: str
    firmness: str
    line: dict[str, AccountLine]


@cache
def account() -> Account:
    """Read the account."""
    return read_data(Account, "datasets", "lkpj.toml")


def account_table(year: int) -> Table:
    """Set the account out as the BPD reads it, beside the other report."""
    rows = tuple(
        (
            pick(line.what),
            in_millions(line.budget_idr),
            in_millions(line.lkpj_idr),
            in_millions(line.lppd_idr),
            pick(line.reason) if line.reason else "–",
        )
        for line in account().line.values()
    )
    columns = (
        tr("Kegiatan"),
        tr("Anggaran"),
        tr("LKPJ kepada BPD"),
        tr("LPPD kepada Bupati"),
        tr("Keterangan dalam LKPJ"),
    )
    title = tr("LKPJ Kepala Desa Karangjati, tahun anggaran {tahun}").format(tahun=year)
    note = tr("Rekaan; bentuknya disederhanakan.")
    return Table(title, columns, rows, note, columns[1:4])
