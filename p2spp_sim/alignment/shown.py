"""How a list was understood, in words that a person can hold against the file."""

from collections.abc import Iterable, Iterator, Mapping

from p2spp_sim.alignment.lists import ListLine
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.tables.list_words import status
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.tables.sifting import Left

_NAMED = 4  # rows of one sort that are named
_NUMBERED = Labels(
    none="tidak ada di berkas; diberi menurut urutan",
    twice="berulang di berkas; yang berulang diberi nama desanya",
)
_FIELDS = Labels(village="desa", kecamatan="kecamatan", skpd="SKPD")
_WHERE = Labels(above="di atas tabel", sheet="nama lembar", file="nama berkas")


def facts(reading: ListReading, lines: Mapping[str, ListLine]) -> Iterator[tuple[str, str]]:
    """Say of a list, fact by fact, how it was understood, so that a person sees a wrong reading at once.

    Parameters
    ----------
    lines : what was read, by number.
    """
    if reading.layout:
        yield tr("Tata letak"), reading.layout
    yield tr("Judul kolom"), tr("baris {n}").format(n=reading.top)
    yield tr("Baris yang terbaca"), number(len(lines))
    costs = {key: line.cost_idr for key, line in lines.items() if line.cost_idr}
    if "cost_idr" in reading.units and "cost_idr" in reading.used:
        yield tr("Jumlah rupiah"), rupiah(sum(costs.values()))
        yield (
            tr("Satuan di berkas"),
            tr("setiap angka dikalikan {n}").format(n=number(reading.units["cost_idr"])),
        )
    if costs:
        low, high = min(costs, key=lambda key: costs[key]), max(costs, key=lambda key: costs[key])
        text = tr("{kecil} (nomor {a}) sampai {besar} (nomor {b})")
        yield (
            tr("Terkecil sampai terbesar"),
            text.format(kecil=rupiah(costs[low]), a=low, besar=rupiah(costs[high]), b=high),
        )
        yield tr("Tanpa biaya"), tr("{n} baris").format(n=number(len(lines) - len(costs)))
    if without := [key for key, line in lines.items() if not line.village]:
        text = tr("{n} baris, mulai nomor {nomor}")
        yield tr("Tanpa desa"), text.format(n=number(len(without)), nomor=without[0])
    for column, spelled in reading.said.items():
        said = _status if column == "eligible" else _spelled
        head = tr("Status") if column == "eligible" else _heads([reading.used[column]])
        yield head, "; ".join(said(word, count) for word, count in spelled.most_common())
    yield tr("Kolom yang dipakai"), _heads(reading.used.values())
    yield tr("Kolom yang tidak dipakai"), _heads(reading.ignored) or "–"
    yield tr("Baris yang dilewati"), "; ".join(_left(reading.left)) or "–"
    if carried := "; ".join(_carried(reading)):
        yield tr("Tempat yang ditulis sekali"), carried
    if reading.numbered:
        yield tr("Nomor baris"), _NUMBERED[reading.numbered]
    if lines:
        key, first = next(iter(lines.items()))
        cells = [
            key,
            first.what,
            first.village,
            first.skpd,
            rupiah(first.cost_idr) if first.cost_idr else "",
        ]
        yield tr("Baris pertama"), " · ".join(filter(None, cells))


def _heads(heads: Iterable[str]) -> str:
    return ", ".join(" ".join(head.split()) for head in heads)


def _spelled(word: str, count: int) -> str:
    return f"{word or tr('(kosong)')}: {number(count)}"


def _status(word: str, count: int) -> str:
    yes = word.casefold() in ("", "1", "y", "ya", "true", "benar", "v", "✓", "√") or status(word)
    meant = tr("layak") if yes else tr("tidak layak")
    return f"{word or tr('(kosong)')} = {meant}: {number(count)}"


def _left(left: list[Left]) -> Iterator[str]:
    names = {
        "total": tr("{n} jumlah"),
        "title": tr("{n} judul"),
        "level": tr("{n} tingkat di atas rincian"),
    }
    for sort, name in names.items():
        if rows := [row for row in left if row.sort == sort]:
            money = sum(row.idr for row in rows)
            text = name.format(n=number(len(rows))) + (f" ({rupiah(money)})" if money else "")
            named = ", ".join(f"{row.row} “{row.words}”" for row in rows[:_NAMED])
            yield tr("{apa}: baris {baris}").format(
                apa=text, baris=named + (" …" if len(rows) > _NAMED else "")
            )


def _carried(reading: ListReading) -> Iterator[str]:
    for field, count in reading.carried.items():
        yield tr("{kolom} diteruskan ke {n} baris di bawahnya").format(
            kolom=_FIELDS[field], n=number(count)
        )
    for field, whole in reading.whole.items():
        text = tr("{kolom} {nama} untuk semua baris (dari {tempat})")
        yield text.format(kolom=_FIELDS[field], nama=whole.value, tempat=_WHERE[whole.where])
