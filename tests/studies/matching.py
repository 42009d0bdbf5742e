"""How well the desk finds the partner of a line: `python -m tests.studies.matching [--misses]`.

`matching_pairs.csv` holds true pairs (a recess note or a work of a Renja, and the proposal that it equals) and
proposals that are nobody's partner, all invented and written before any score of theirs was looked at. Those called
`tuned` may be looked at when words of `datasets/padanan.toml` or the rules of likeness are changed. Those called `held`
and `blind` were never used for that and must not be. One hand wrote pairs and words: `tuned` and `held` before the
words, which flatters both; `blind` when the words stood, so that it comes nearest to what a kecamatan will see.

Each way ranks all proposals for every line: first, and among the first three, of the proposals of the pairs alone, and
of 5,000 that lie in 100 villages, 50 of them in each of the villages of the pairs.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from p2spp_sim.alignment.lists import ListLine, Lists
from p2spp_sim.alignment.scores import ListEntry

FILE = Path(__file__).with_name("matching_pairs.csv")
LARGE, VILLAGES = 5_000, 100
HALVES = ("tuned", "held", "blind")
WORKS = """
    Rabat beton jalan lingkungan|Pembangunan drainase|Pemasangan PJU|Pembangunan TPT|Rehab rumah tidak layak huni
    Pembangunan MCK umum|Sarana air bersih|Perbaikan saluran irigasi|Jalan usaha tani|Pembangunan posyandu
    Paving blok gang|Gorong-gorong jalan|Pelatihan keterampilan pemuda|Bantuan bibit kelompok tani|Rehab musala
    Pembangunan poskamling|Pengaspalan jalan|Pembangunan jembatan kecil|Bantuan ternak kelompok|Rehab gedung SD Negeri
    Sumur bor|Normalisasi selokan|Lapangan olahraga|Pelatihan kader PKK|Bantuan alat UMKM
"""
HAMLETS = [
    "Kaler",
    "Kidul",
    "Tengah",
    "Hilir",
    "Tonggoh",
    "Wetan",
    "Kulon",
    "Pasir",
    "Legok",
    "Sawah",
    "Lebak",
    "Puncak",
    "Muara",
    "Karang",
]
Ranks = Callable[[Mapping[str, ListEntry]], Callable[[ListEntry], Sequence[str]]]


class TruePair(NamedTuple):
    """A line and the number of the proposal that it equals."""

    half: str
    line: ListEntry
    key: str


def pairs() -> tuple[list[TruePair], dict[str, ListEntry]]:
    """Read the pairs, and all proposals of their file by number."""
    made, proposals = [], {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            key = f"P{number:03}"
            proposals[key] = ListEntry(row["proposal"], row["village"])
            if row["half"] != "decoy":
                made.append(TruePair(row["half"], ListEntry(row["line"], row["line_village"]), key))
    return made, proposals


def among_many(proposals: Mapping[str, ListEntry], whole: int = LARGE) -> dict[str, ListEntry]:
    """Lay proposals among others of the same villages and of more, up to so many."""
    villages = list(dict.fromkeys(entry.place for entry in proposals.values()))
    villages += [f"Desa{number:02}" for number in range(VILLAGES - len(villages))]
    many = dict(proposals)
    count = Counter(entry.place for entry in proposals.values())
    works = [work.strip() for work in re.split(r"[|\n]", WORKS) if work.strip()]
    ways = cycle(product(range(1, 10), HAMLETS, works))
    while len(many) < whole:
        for village in villages:
            if count[village] < whole / VILLAGES and len(many) < whole:
                number, hamlet, work = next(ways)
                text = f"{work} Dusun {hamlet} RT 0{number}"
                many[f"X{len(many):04}"] = ListEntry(text, village)
                count[village] += 1
    return many


def desk(proposals: Mapping[str, ListEntry]) -> Callable[[ListEntry], Sequence[str]]:
    """Rank as the desk does."""
    lists = Lists(
        {key: ListLine(entry.text, entry.place) for key, entry in proposals.items()},
        {"reses": {pair.key: ListLine(*_of(pair.line)) for pair in pairs()[0]}},
        {},
    )
    keys = {pair.line: pair.key for pair in pairs()[0]}
    return lambda line: [partner.key for partner in lists.partners("reses", keys[line])]


def token_set(proposals: Mapping[str, ListEntry]) -> Callable[[ListEntry], Sequence[str]]:
    """Rank by rapidfuzz's token_set_ratio of text and village."""
    texts = {key: _text(entry) for key, entry in proposals.items()}
    return lambda line: sorted(
        texts, key=lambda key: (-fuzz.token_set_ratio(_text(line), texts[key]), key)
    )[:3]


def tf_idf(proposals: Mapping[str, ListEntry]) -> Callable[[ListEntry], Sequence[str]]:
    """Rank by the cosine of TF-IDF weights of two to four letters, smoothed as scikit-learn does."""
    keys = list(proposals)
    counts = [Counter(_grams(_text(entry))) for entry in proposals.values()]
    having = Counter(gram for own in counts for gram in own)
    rarity = {gram: np.log((1 + len(keys)) / (1 + n)) + 1 for gram, n in having.items()}
    rows: dict[str, list[tuple[int, float]]] = {}
    for at, own in enumerate(counts):
        length = sum((n * rarity[gram]) ** 2 for gram, n in own.items()) ** 0.5
        for gram, n in own.items():
            rows.setdefault(gram, []).append((at, n * rarity[gram] / length))

    def rank(line: ListEntry) -> Sequence[str]:
        scores = np.zeros(len(keys))
        for gram, n in Counter(_grams(_text(line))).items():
            for at, weight in rows.get(gram, ()):
                scores[at] += n * rarity[gram] * weight
        return [keys[at] for at in np.argsort(-scores, kind="stable")[:3]]

    return rank


def _of(entry: ListEntry) -> tuple[str, str]:
    return entry.text, entry.place


def _text(entry: ListEntry) -> str:
    return f"{entry.text} {entry.place}".casefold()


def _grams(text: str) -> Iterator[str]:
    for word in re.findall(r"\w\w+", text):
        for n in (2, 3, 4):
            padded = f" {word} "
            yield from (padded[at : at + n] for at in range(len(padded) - n + 1))


WAYS: dict[str, Ranks] = {
    "meja penyelarasan": desk,
    "rapidfuzz token_set_ratio": token_set,
    "TF-IDF huruf (numpy)": tf_idf,
}


def figures(
    way: Ranks, proposals: Mapping[str, ListEntry], half: str
) -> tuple[float, float, list[tuple[TruePair, Sequence[str]]]]:
    """Give the share of lines whose partner comes first, and in the first three, and the others with their three."""
    rank = way(proposals)
    wanted = [pair for pair in pairs()[0] if pair.half == half]
    ranked = [(pair, rank(pair.line)) for pair in wanted]
    first = sum(keys[:1] == [pair.key] for pair, keys in ranked)
    missed = [(pair, keys) for pair, keys in ranked if pair.key not in keys[:3]]
    return first / (len(wanted) or 1), 1 - len(missed) / (len(wanted) or 1), missed


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Hold the desk's candidates against true pairs.")
    parser.add_argument("--misses", choices=HALVES, help="name the lines that are missed")
    chosen = parser.parse_args(words)
    _, few = pairs()
    sets = {len(few): few, LARGE: among_many(few)}
    print(f"{'cara':28}{'usulan':>8}{'bagian':>8}{'pertama':>10}{'dalam tiga':>12}")
    for name, way in WAYS.items():
        for count, proposals in sets.items():
            for half in HALVES:
                first, in_three, missed = figures(way, proposals, half)
                print(f"{name:28}{count:8}{half:>8}{first:10.3f}{in_three:12.3f}", flush=True)
                for pair, keys in missed if way is desk and half == chosen.misses else ():
                    seen = "; ".join(proposals[key].text for key in keys)
                    print(f"    {pair.line.text} ({pair.line.place or '–'})")
                    print(f"      = {proposals[pair.key].text}; calon: {seen}")


if __name__ == "__main__":
    main()
