"""Find the sheet that holds the figures, its headings and its layout; sample what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from performance.cells.cell import text_of
from performance.cells.lookups import Lookups
from performance.cells.values import MissingNumber, NotAPeriod, ReadNumber, read_number, read_period
from performance.choices import Frequency
from performance.models import Upload
from performance.uploads.files import CellProblem, Sheet, TableFile, Value
from performance.uploads.layout.headings import HEADING_ROWS, needs_convention, recognise
from performance.uploads.layout.layouts import (
    MOST_COLUMNS,
    ColumnSamples,
    Layout,
    StoredLayout,
    remembered,
)

# What a template calls its sheet.
OURS = "figures"


_ROWS_SAMPLED = 200


@dataclass(frozen=True)
class Opened:
    """`layout` is None when a person must name the columns. `sample` are the first rows under the
    headings, where these had to be looked for.
    """

    sheet: Sheet
    headings: Sequence[Value]
    heading_row: int
    layout: Layout | None
    sample: Sequence[Sequence[Value]] = ()


def open_table(table: TableFile, upload: Upload, lookups: Lookups) -> Opened:
    """By the layout that was chosen, else by the last one for the same headings, else by the headings. The first sheet
    with a layout wins.
    """
    sheets = _in_order(table, upload)
    # Until somebody says more, a layout holds only where the headings are.
    if layout := StoredLayout.of(upload).layout:
        return _with_headings(table, sheets[0], layout)
    looked_at = []
    for sheet in sheets:
        opened = _recognised(table, sheet, upload.kind, lookups)
        if opened.layout is not None:
            return opened
        looked_at.append(opened)
    return looked_at[0]


def _in_order(table: TableFile, upload: Upload) -> list[Sheet]:
    if upload.sheet:
        named = [one for one in table.sheets if one.name[:100] == upload.sheet]
        if named:
            return named
    visible = [one for one in table.sheets if one.filled and not one.hidden]
    candidates = visible or [one for one in table.sheets if one.filled] or list(table.sheets)
    return sorted(candidates, key=lambda one: one.name.casefold() != OURS)


def _with_headings(table: TableFile, sheet: Sheet, layout: Layout) -> Opened:
    for number, cells in table.rows(sheet):
        if number >= layout.heading_row:
            return Opened(sheet, cells, number, layout)
    return Opened(sheet, (), layout.heading_row, layout)


def _recognised(table: TableFile, sheet: Sheet, kind: str, lookups: Lookups) -> Opened:
    rows = list(islice(table.rows(sheet), HEADING_ROWS + _ROWS_SAMPLED))
    for place, (number, cells) in enumerate(rows[:HEADING_ROWS]):
        sample = [row for _, row in rows[place + 1 :]]
        layout = remembered(kind, cells) or recognise(cells, sample, kind, lookups)
        if layout is not None:
            return Opened(sheet, cells, number, replace(layout, heading_row=number), sample)
    # The headings to ask about: the first row in which most columns hold something.
    width = max((_filled(cells) for _, cells in rows), default=0)
    for place, (number, cells) in enumerate(rows[:HEADING_ROWS]):
        if _filled(cells) * 2 > width:
            return Opened(sheet, cells, number, None, [row for _, row in rows[place + 1 :]])
    return Opened(sheet, rows[0][1] if rows else (), rows[0][0] if rows else 1, None)


def _filled(cells: Sequence[Value]) -> int:
    return sum(cell is not None for cell in cells)


SHOWN = 3


_LONGEST_SAMPLE = 40


BLANK = "(blank)"


def sample_columns(width: int, rows: Sequence[Sequence[Value]]) -> list[ColumnSamples]:
    """Samples of the first `width` columns under the headings, at most as many as a person is asked about."""
    width = min(width, MOST_COLUMNS)
    return [_column([row[n] if n < len(row) else None for row in rows]) for n in range(width)]


def _column(cells: Sequence[Value]) -> ColumnSamples:
    held = [cell for cell in cells if cell is not None]
    read = [_as_number(cell) for cell in held]
    # A withheld number stands as a word among the others.
    is_numbers = all(isinstance(one, ReadNumber | MissingNumber) for one in read) and any(
        isinstance(one, ReadNumber) for one in read
    )
    return ColumnSamples(
        samples=tuple(map(_shown, cells[:SHOWN])),
        is_numbers=is_numbers,
        periods="" if is_numbers else _periods(held),
        unclear=next((one for one in held if isinstance(one, str) and needs_convention(one)), ""),
    )


def _as_number(cell: Value) -> Any:
    if isinstance(cell, bool):
        return None
    # No unit is known yet, and "12%" is a number of a percentage.
    return read_number(cell, "%" if isinstance(cell, str) and "%" in cell else "")


def _periods(cells: Sequence[Value]) -> str:
    read = [read_period(cell, Frequency.QUARTER, "calendar") for cell in cells]
    kinds = {"" if isinstance(one, NotAPeriod) else one.kind for one in read}
    return kinds.pop() if len(kinds) == 1 else ""


def _shown(cell: Value) -> str:
    text = cell.text if isinstance(cell, CellProblem) else text_of("" if cell is None else cell)
    words = " ".join(text.split()) or BLANK
    return words if len(words) <= _LONGEST_SAMPLE else f"{words[: _LONGEST_SAMPLE - 1]}…"
