"""Find the sheet that holds the figures, its headings, and the layout that these give when they leave no doubt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from performance.cells.lookups import Lookups
from performance.models import Upload
from performance.uploads.files import Batch, Sheet, TableFile, Value
from performance.uploads.layout.headings import joined_headings
from performance.uploads.layout.layouts import ChosenSheet, Layout, StoredLayout, remembered
from performance.uploads.layout.period_columns import samples_in
from performance.uploads.layout.recognising import recognise
from performance.uploads.layout.sheets import headings_of_rows
from performance.uploads.layout.years import (
    headings_with_year,
    lack_a_year,
    says_months,
    year_of_titles,
)

# What a template calls its sheet.
OURS = "figures"
_ROWS_SAMPLED = 200
# Looked for in the first rows, as a title may stand above the headings.
HEADING_ROWS = 12


@dataclass(frozen=True)
class Opened:
    """`layout` is None when a person must name the columns. `sample` are the first rows under the
    headings, where these had to be looked for. `read_as` is the upload whose columns were named so, as far as a layout is
    remembered.
    """

    sheet: Sheet
    headings: Sequence[Value]
    heading_row: int
    layout: Layout | None
    sample: Sequence[Sequence[Value]] = ()
    heading_above: int = 0
    read_as: int | None = None
    first_chosen: int = 0
    """The first of the heading rows that a person chose."""

    @property
    def first_heading_row(self) -> int:
        """Titles stand above it."""
        return self.first_chosen or self.heading_above or self.heading_row

    def batches_in(self, table: TableFile) -> Iterator[Batch]:
        """The rows under the headings, some at a time and column by column."""
        if self._merged_down:
            yield from in_batches(self.rows_in(table))
            return
        for numbers, columns in table.batches(self.sheet):
            above = bisect_right(numbers, self.heading_row)
            if above < len(numbers):
                yield numbers[above:], [column[above:] for column in columns] if above else columns

    def rows_in(self, table: TableFile) -> Iterator[tuple[int, Sequence[Value]]]:
        """The rows under the headings. What names figures in a cell that is merged downwards holds for all its rows."""
        rows = (row for row in table.rows(self.sheet) if row[0] > self.heading_row)
        down = self._merged_down
        return _filled_down(rows, down) if down else rows

    @property
    def _merged_down(self) -> dict[tuple[int, int], int]:
        """The last row of each cell that names figures and is merged downwards, by its first row and its column from 0."""
        columns = self.layout.columns if self.layout else {}
        names = {columns[role] for role in _NAMING if role in columns}
        return {
            (row, column - 1): last
            for row, column, last, _ in self.sheet.merged
            if last > row > self.heading_row and column - 1 in names
        }


_NAMING = ("indicator", "index", "area", "area_name", "label", "period", "year", "measure", "unit")


_ROWS_A_BATCH = 200


def in_batches(rows: Iterable[tuple[int, Sequence[Value]]]) -> Iterator[Batch]:
    """Rows of one width, some at a time and column by column."""
    left = iter(rows)
    while some := list(islice(left, _ROWS_A_BATCH)):
        numbers, cells = zip(*some, strict=True)
        yield numbers, list(zip(*cells, strict=True))


def _filled_down(
    rows: Iterator[tuple[int, Sequence[Value]]], down: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, Sequence[Value]]]:
    """`down` is the last row of each merged cell, by its first row and its column from 0."""
    held: dict[int, tuple[int, Value]] = {}
    columns = sorted({column for _, column in down})
    for number, cells in rows:
        filled = list(cells)
        for column in columns:
            last, value = held.get(column, (0, None))
            if (number, column) in down:
                held[column] = (down[number, column], cells[column])
            elif number <= last and cells[column] is None:
                filled[column] = value
        yield number, tuple(filled)


def open_table(table: TableFile, upload: Upload, lookups: Lookups) -> Opened:
    """By the layout that was chosen, else by the last one for the same headings, else by the headings. The first sheet
    with a layout wins.
    """
    sheets = _in_order(table, upload)
    # Until somebody says more, a layout holds only where the headings are.
    stored = StoredLayout.of(upload)
    if stored.layout:
        opened = _with_headings(table, sheets[0], stored.layout)
        return replace(opened, read_as=stored.read_as)
    looked_at = []
    for sheet in sheets:
        opened = _recognised(table, sheet, upload.kind, lookups)
        if opened.layout is not None:
            return opened
        looked_at.append(opened)
    return looked_at[0]


def open_chosen(table: TableFile, upload: Upload, lookups: Lookups) -> list[Opened]:
    """The sheets that a person chose, each with its headings as they said and its layout as far as that is known."""
    sheets = {one.name: one for one in table.sheets}
    chosen = [one for one in StoredLayout.of(upload).chosen if one.name in sheets]
    return [_as_chosen(table, sheets[one.name], one, upload.kind, lookups) for one in chosen]


def _as_chosen(
    table: TableFile, sheet: Sheet, chosen: ChosenSheet, kind: str, lookups: Lookups
) -> Opened:
    rows = list(islice(table.rows(sheet), HEADING_ROWS + _ROWS_SAMPLED))
    first, bottom = min(chosen.heading_rows), max(chosen.heading_rows)
    headings = headings_of_rows(
        [row for row in rows if row[0] in chosen.heading_rows] or rows[:1], sheet.merged
    )
    sample = [cells for number, cells in rows if number > bottom]
    layout, last = chosen.layout, None
    if layout is None:
        last = remembered(kind, headings)
        layout = last.layout if last else recognise(headings, sample, kind, lookups)
        titles = [cells for number, cells in rows if number < first]
        layout = _dated(layout, headings, sample, titles, kind, lookups)
    if layout is not None:
        layout = replace(layout, heading_row=bottom, heading_above=0)
    read_as = last.named_for if last else None
    return Opened(sheet, headings, bottom, layout, sample, first_chosen=first, read_as=read_as)


def _in_order(table: TableFile, upload: Upload) -> list[Sheet]:
    if upload.sheet:
        named = [one for one in table.sheets if one.name[:100] == upload.sheet]
        if named:
            return named
    visible = [one for one in table.sheets if one.filled and not one.hidden]
    candidates = visible or [one for one in table.sheets if one.filled] or list(table.sheets)
    return sorted(candidates, key=lambda one: one.name.casefold() != OURS)


def _with_headings(table: TableFile, sheet: Sheet, layout: Layout) -> Opened:
    above: Sequence[Value] = ()
    for number, cells in table.rows(sheet):
        if number == layout.heading_above:
            above = cells
        if number >= layout.heading_row:
            headings = (joined_headings(above, cells) if above else None) or cells
            return Opened(sheet, headings, number, layout, heading_above=layout.heading_above)
    return Opened(sheet, (), layout.heading_row, layout)


def _recognised(table: TableFile, sheet: Sheet, kind: str, lookups: Lookups) -> Opened:
    rows = list(islice(table.rows(sheet), HEADING_ROWS + _ROWS_SAMPLED))
    for place in range(min(len(rows), HEADING_ROWS)):
        for headings in _headings_at(rows, place):
            cells, number, above = headings
            sample = [row for at, row in rows[place + 1 :] if at > number]
            last = remembered(kind, cells)
            layout = last.layout if last else recognise(cells, sample, kind, lookups)
            titles = [row for at, row in rows[:place] if at < (above or number)]
            layout = _dated(layout, cells, sample, titles, kind, lookups)
            if layout is not None:
                layout = replace(layout, heading_row=number, heading_above=above)
                read_as = last.named_for if last else None
                return Opened(sheet, cells, number, layout, sample, above, read_as)
    # The headings to ask about: the first row in which most columns hold something.
    width = max((_filled(cells) for _, cells in rows), default=0)
    for place, (number, cells) in enumerate(rows[:HEADING_ROWS]):
        if _filled(cells) * 2 > width:
            if place and (joined := joined_headings(rows[place - 1][1], cells)):
                sample = [row for _, row in rows[place + 1 :]]
                return Opened(sheet, joined, number, None, sample, rows[place - 1][0])
            return Opened(sheet, cells, number, None, [row for _, row in rows[place + 1 :]])
    return Opened(sheet, rows[0][1] if rows else (), rows[0][0] if rows else 1, None)


def _dated(
    layout: Layout | None,
    headings: Sequence[Value],
    sample: Sequence[Sequence[Value]],
    titles: Sequence[Sequence[Value]],
    kind: str,
    lookups: Lookups,
) -> Layout | None:
    """The layout, with the year of a title where quarters or months have none; None where a person must say it."""
    if layout is None:
        year = year_of_titles(titles)
        dated = headings_with_year(headings, year) if year else headings
        if dated == list(headings):
            return None
        layout = recognise(dated, sample, kind, lookups)
        return layout and replace(layout, constants={**layout.constants, "year": year})
    place = layout.columns.get("period")
    if place is None or "year" in layout.columns or place >= len(headings):
        return layout
    held = [one for one in samples_in(sample, place) if one is not None]
    if not held or (isinstance(held[0], str) and _TWO_DIGITS.search(held[0])):
        # It has a year, as nearly all have.
        return layout
    if not lack_a_year(held, of_months=says_months(headings[place])):
        return layout
    year = year_of_titles(titles)
    return replace(layout, constants={**layout.constants, "year": year}) if year else None


_TWO_DIGITS = re.compile(r"\d\d")


def _headings_at(
    rows: Sequence[tuple[int, Sequence[Value]]], place: int
) -> Iterator[tuple[Sequence[Value], int, int]]:
    """What may be headings at a row: those joined with the row below where it spans columns of that, else the row alone.

    Each with the row of the headings, and the row above that belongs to them (0: none).
    """
    number, cells = rows[place]
    if place + 1 < len(rows):
        below, lower = rows[place + 1]
        if joined := joined_headings(cells, lower):
            yield joined, below, number
            if None in lower:
                return
            # It may be a row of figures after all, none of them a number.
    yield cells, number, 0


def has_figures(table: TableFile, sheet: Sheet, kind: str, lookups: Lookups) -> bool:
    """Whether figures would be read from a sheet without a question."""
    return _recognised(table, sheet, kind, lookups).layout is not None


def _filled(cells: Sequence[Value]) -> int:
    return sum(cell is not None for cell in cells)
