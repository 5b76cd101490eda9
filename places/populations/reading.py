"""A table of population estimates, read whole or refused whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from places.models import Area, AreaCode

CODE = re.compile(r"(.*\bcode\b.*|\w+\d\dcd)", re.IGNORECASE)
PEOPLE = re.compile(r"(all ages|population|people|persons|total)", re.IGNORECASE)
YEAR = re.compile(r"(mid[- ])?year", re.IGNORECASE)
# Looked for in the first rows, as titles may stand above the headings.
HEADING_ROWS = 12
FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_PEOPLE = 2_000_000_000
LONGEST_QUOTE = 60

Row = tuple[int, Sequence[Any]]
# The id of an area, and the year.
EstimateKey = tuple[int, int]


class PopulationFileRefused(Exception):
    """The table cannot be read, in words for whoever sent it."""


@dataclass(frozen=True)
class PopulationLoading:
    """People by area and year; how many rows have a code that no area has."""

    people: Mapping[EstimateKey, int]
    elsewhere: int


@dataclass(frozen=True)
class _Columns:
    code: int
    people: int
    year: int | None


def read_populations(rows: Iterable[Row], *, year: int) -> PopulationLoading:
    """Numbered rows, with a column of codes (its heading has "code") and one of people ("population", "all ages" and the like).

    `year` is that of rows without a year of their own. Raises PopulationFileRefused, which names the row.
    """
    numbered = iter(rows)
    columns = _columns(numbered)
    areas = _areas_by_code()
    found: dict[EstimateKey, int] = {}
    elsewhere = 0
    for number, cells in numbered:
        code = _text(cells, columns.code)
        if not code:
            continue
        area = areas.get(code)
        if area is None:
            elsewhere += 1
            continue
        key = area, _year(cells, columns.year, number) or year
        people = _people(_text(cells, columns.people), number)
        if found.setdefault(key, people) != people:
            raise PopulationFileRefused(
                f"Row {number}: “{code}” has two numbers of people for {key[1]}."
            )
    return PopulationLoading(found, elsewhere)


def _columns(rows: Iterable[Row]) -> _Columns:
    for turn, (_, cells) in enumerate(rows, start=1):
        headings = [_text(cells, place) for place in range(len(cells))]
        code = next((n for n, cell in enumerate(headings) if CODE.fullmatch(cell)), None)
        people = next((n for n, cell in enumerate(headings) if PEOPLE.search(cell)), None)
        if code is not None and people is not None and code != people:
            year = next((n for n, cell in enumerate(headings) if YEAR.fullmatch(cell)), None)
            return _Columns(code, people, year)
        if turn == HEADING_ROWS:
            break
    raise PopulationFileRefused("No column is headed as a code, or none as a population.")


def _areas_by_code() -> dict[str, int]:
    live = Area.objects.order_by().values("pk")
    return dict(AreaCode.objects.filter(area__in=live).values_list("code", "area_id"))


def _text(cells: Sequence[Any], place: int) -> str:
    cell = cells[place] if place < len(cells) else None
    return "" if cell is None else str(cell).strip()


def _people(cell: str, row: int) -> int:
    number = _whole(cell)
    if number is None or not 0 < number <= MOST_PEOPLE:
        raise PopulationFileRefused(f"Row {row}: “{cell[:LONGEST_QUOTE]}” is no number of people.")
    return number


def _year(cells: Sequence[Any], place: int | None, row: int) -> int | None:
    cell = "" if place is None else _text(cells, place)
    if not cell:
        return None
    year = _whole(re.sub(r"(?i)^mid[- ]*", "", cell))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise PopulationFileRefused(f"Row {row}: “{cell[:LONGEST_QUOTE]}” is no year.")
    return year


def _whole(text: str) -> int | None:
    try:
        number = Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and number == number.to_integral_value() else None
