"""Numbers of lines where a list has none, or counts anew in every village."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from p2spp_sim.tables.cells import TextTable
from p2spp_sim.tables.columns import Column

_PLACES = ("village", "kecamatan")


def numbered(grid: TextTable, columns: Sequence[Column]) -> tuple[TextTable, str]:
    """Give lines numbers of their own.

    Returns
    -------
    The list; and "none" where it has no numbers, "twice" where its numbers come again, "" where nothing was made.
    """
    number = next((column.name for column in columns if column.unique), "")
    if not number or not grid.body:
        return grid, ""
    if number not in grid.heading:
        width = len(grid.heading)
        body = [
            (n, [*row, *[""] * (width - len(row)), str(count)])
            for count, (n, row) in enumerate(grid.body, 1)
        ]
        heading, titles = [*grid.heading, number], [*grid.titles, ""]
        return replace(grid, heading=heading, titles=titles, body=body), "none"
    at = grid.heading.index(number)
    given = [row[at] if at < len(row) else "" for _, row in grid.body]
    times = Counter(text.casefold() for text in given)
    again = {text for text, count in times.items() if text and count > 1}
    if not again:
        return grid, ""
    places = [grid.heading.index(place) for place in _PLACES if place in grid.heading]
    made = []
    for (_, row), text in zip(grid.body, given, strict=True):
        names = [row[place] for place in places if place < len(row) and row[place]]
        made.append(" ".join([*names[::-1], text]) if text.casefold() in again else text)
    if len({text.casefold() for text in made if text}) < sum(bool(text) for text in made):
        return grid, ""  # told as numbers that come twice
    body = [
        (n, [*row[:at], text, *row[at + 1 :]] if at < len(row) else row)
        for (n, row), text in zip(grid.body, made, strict=True)
    ]
    return replace(grid, body=body), "twice"
