"""Unit 10: whether a row of a follow-up plan (RKTL) says who does what, shown by what, until when, and who answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.base.personal import COVER, personal
from p2spp_sim.workbook.units.u10.dashboard import data

# what a row needs, in the words that say it is missing
PARTS = Labels(
    subject="siapa yang mengerjakan, di awal kalimat",
    verb="kata kerja yang terlihat, misalnya mengundang atau menyerahkan",
    evidence="benda yang menjadi bukti, misalnya berita acara",
    date="tanggal dalam jangka rencana",
    position="jabatan penanggung jawab",
)
COLUMNS = (
    "kegiatan",
    "bukti",
    "tanggal",
    "jabatan",
    "sasaran",
)  # as rows stand in a learner's file
_START = date(2011, 1, 3)  # of the exercise, a Monday


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan.

    Parameters
    ----------
    what : who does what, one sentence.
    evidence : what shows that it is done.
    until : the last day; None when it is not set.
    position : key of the position that answers for it; never a name.
    code : the sasaran it serves.
    """

    what: str = ""
    evidence: str = ""
    until: date | None = None
    position: str = ""
    code: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written yet."""
        return self == PlanRow()

    def saved(self) -> dict[str, str]:
        """Give what is written to the learner's file."""
        until = self.until.isoformat() if self.until else ""
        return dict(
            zip(COLUMNS, (self.what, self.evidence, until, self.position, self.code), strict=True)
        )


def read_row(raw: Mapping[str, object]) -> PlanRow:
    """Read a saved row.

    Raises
    ------
    ValueError, KeyError : not a row.
    """
    what, evidence, until, position, code = (str(raw[name]) for name in COLUMNS)
    return PlanRow(what, evidence, date.fromisoformat(until) if until else None, position, code)


def missing(row: PlanRow, start: date | None) -> tuple[str, ...]:
    """Name the parts that a row lacks, in the order of `PARTS`.

    Parameters
    ----------
    start : first day of the plan; a date before it, or later than the plan is long, counts as missing.
    """
    verb = _first(actions(), row.what)
    acted = verb or _first(vague(), row.what)
    before = row.what[: acted.start()] if acted else row.what
    present = {
        "subject": _first(actors(), before) is not None,
        "verb": verb is not None,
        "evidence": _first(proofs(), row.evidence) is not None,
        "date": row.until is not None
        and start is not None
        and 0 <= (row.until - start).days <= data().time.length,
        "position": row.position in data().position,
    }
    return tuple(part for part in PARTS if not present[part])


def is_vague(row: PlanRow) -> bool:
    """Tell whether the only verb is one that nobody can see being done."""
    return _first(actions(), row.what) is None and _first(vague(), row.what) is not None


def identifying(row: PlanRow) -> list[str]:
    """List what would tell who somebody is in a row, or was covered for that; an office belongs there instead."""
    texts = (row.what, row.evidence)
    named = [text[span.start : span.end] for text in texts for span in personal(text)]
    return named + [COVER for text in texts if COVER in text]


def free_day(day: date) -> bool:
    """Tell whether a day is a Saturday, a Sunday, or a holiday of a year whose calendar is known."""
    from lokal import is_working_day

    try:
        return not is_working_day(day)
    except ValueError:  # the calendar of that year is not published
        return day.weekday() >= 5


def window(day: date, start: date) -> int:
    """Give the reminder in which a day falls: 30, 60 or 90 days after the start."""
    step = data().time.length // 3
    return step * min(max(-(-(day - start).days // step), 1), 3)


def sample_rows() -> dict[str, tuple[PlanRow, date]]:
    """Give the rows of the exercise, in the screen language, with the first day of their plan."""
    return {
        key: (
            PlanRow(
                pick(row.what),
                pick(row.evidence),
                _START + timedelta(days=row.day),
                row.position,
                "S4",
            ),
            _START,
        )
        for key, row in data().row.items()
    }


def actors() -> list[str]:
    """Give beginnings of words that name who acts."""
    return _words(
        tr(
            "setrawan; camat; bappeda; skpd; dinas; bkad; upk; kades; kepala; bpd; lpmd; kpmd; kader; fasilitator; "
            "dprd; sekretari; tim ; delegasi; kasi; kabag; ketua; perencana; bagian; pelatih; kelompok; desa; "
            "bupati; sekda; bendahara; perangkat; anggota"
        )
    )


def actions() -> list[str]:
    """Give beginnings of words for what others can see being done."""
    return _words(
        tr(
            "mengundang; undang; mengirim; kirim; menyerah; serah; menyusun; susun; memeriksa; periksa; mengadakan; "
            "adakan; membahas; bahas; menyepakati; sepakat; menempel; tempel; mengajukan; ajukan; mendampingi; "
            "dampingi; mencatat; catat; menandatangani; tandatangan; menghitung; hitung; melatih; latih; membawa; "
            "menulis; tulis; mencocokkan; cocokkan; meminta; minta; mengumpulkan; kumpulkan; membagikan; bagikan; "
            "melapor; lapor; mengumumkan; umumkan; menjadwalkan; jadwalkan; menyiapkan; siapkan; membuat; buat; "
            "memasang; pasang; mengunjungi; menjawab; jawab; membuka; mengisi; menggelar; mempertemukan; memaparkan; "
            "menerbitkan; terbitkan; menetapkan; tetapkan; menyelenggara; selenggara; memfasilitasi"
        )
    )


def vague() -> list[str]:
    """Give beginnings of words for what nobody can see being done."""
    return _words(
        tr(
            "meningkat; mengupayakan; mengoptimal; mendorong; memperkuat; menguatkan; berkoordinasi; mengoordinasi; "
            "koordinasi; menindaklanjuti; ditindaklanjuti; mewujudkan; memaksimalkan; berupaya"
        )
    )


def proofs() -> list[str]:
    """Give beginnings of words for what can be put on a table."""
    return _words(
        tr(
            "berita acara; daftar; surat; notulen; nota; foto; laporan; dokumen; naskah; rekap; kalender; lembar; "
            "tanda terima; undangan; jadwal; salinan; tabel; matriks; perdes; perbup; draf; rancangan; keputusan; "
            "formulir; catatan; peta; berkas; edaran; paraf; sk "
        )
    )


def _words(text: str) -> list[str]:
    return [word.lstrip() for word in text.split(";")]


def _first(words: list[str], text: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", f"{text.lower()} ")
