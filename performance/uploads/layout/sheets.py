"""The first rows of each sheet, for a person to choose by looking which sheets are read and where their headings are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from performance.cells.cell import CellProblem, text_of
from performance.models import Upload, UploadFile
from performance.uploads.files import Sheet, TableFile, Value

ROWS_SHOWN = 10
COLUMNS_SHOWN = 16
# More would be a page that nobody can read.
MOST_SHEETS = 60
_LONGEST_CELL = 160
_ROWS_LOOKED_AT = 400
_MOST_HEADING_ROWS = 4
_YEARS = range(1950, 2101)
_NUMBER = re.compile(r"[£(−+-]{0,2}\d[\d,. ]*%?\)?")


@dataclass(frozen=True)
class FirstRow:
    """A row by its number, and its first cells as they show."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SheetPreview:
    """`heading_rows` are those that the headings seem to stand in; `columns` are all of them, of which the first are shown."""

    name: str
    is_hidden: bool
    columns: int
    has_numbers: bool
    heading_rows: tuple[int, ...]
    first: tuple[FirstRow, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "is_hidden": self.is_hidden,
            "columns": self.columns,
            "has_numbers": self.has_numbers,
            "heading_rows": list(self.heading_rows),
            "first": [[row.number, list(row.cells)] for row in self.first],
        }

    @classmethod
    def from_json(cls, kept: Any) -> SheetPreview:
        return cls(
            name=str(kept["name"]),
            is_hidden=bool(kept["is_hidden"]),
            columns=int(kept["columns"]),
            has_numbers=bool(kept["has_numbers"]),
            heading_rows=tuple(map(int, kept["heading_rows"])),
            first=tuple(FirstRow(int(n), tuple(map(str, cells))) for n, cells in kept["first"]),
        )


def previews_of(upload: Upload) -> list[SheetPreview]:
    """Those of a file that was read before, where they are kept."""
    kept = UploadFile.objects.filter(upload=upload).values_list("preview", flat=True).first()
    return [SheetPreview.from_json(one) for one in kept or ()]


def previews(table: TableFile) -> list[SheetPreview]:
    """Of every sheet that holds something, in the order of the file."""
    return [_preview(table, sheet) for sheet in table.sheets if sheet.filled]


def _preview(table: TableFile, sheet: Sheet) -> SheetPreview:
    hidden = set(sheet.hidden_rows)
    rows = list(islice(table.rows(sheet), _ROWS_LOOKED_AT))
    first = list(islice((row for row in rows if row[0] not in hidden), ROWS_SHOWN))
    return SheetPreview(
        name=sheet.name,
        is_hidden=sheet.hidden,
        columns=sheet.columns,
        has_numbers=any(_holds_figures(cells, years=True) for _, cells in rows),
        heading_rows=_heading_rows(first),
        first=tuple(
            FirstRow(number, tuple(map(_shown, cells[:COLUMNS_SHOWN]))) for number, cells in first
        ),
    )


def _heading_rows(rows: Sequence[tuple[int, Sequence[Value]]]) -> tuple[int, ...]:
    """The rows of words just over the first row of numbers, four at most; a title is none."""
    start = next((n for n, (_, cells) in enumerate(rows) if n and _holds_figures(cells)), None)
    if start is None:
        return (rows[0][0],) if rows else ()
    found: list[int] = []
    for number, cells in reversed(rows[:start]):
        filled = sum(cell is not None for cell in cells)
        if len(found) == _MOST_HEADING_ROWS or (filled < 2 and found):
            break
        if filled:
            found.append(number)
    return tuple(reversed(found))


def _holds_figures(cells: Sequence[Value], *, years: bool = False) -> bool:
    """Whether a number stands after something else. One that begins its row numbers a note. `years` are numbers, too."""
    after_first = [cell for cell in cells if cell is not None][1:]
    return any(
        _is_number(cell) and (years or not (isinstance(cell, int) and cell in _YEARS))
        for cell in after_first
    )


def _is_number(cell: Value) -> bool:
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return True
    return isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()) is not None


def _shown(cell: Value) -> str:
    text = cell.text if isinstance(cell, CellProblem) else text_of("" if cell is None else cell)
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_CELL else f"{words[: _LONGEST_CELL - 1]}…"


# Headings of several rows.


def headings_of_rows(
    rows: Sequence[tuple[int, Sequence[Value]]], merged: Sequence[Sequence[int]]
) -> list[Value]:
    """The headings that these rows make together: "Q1 2011/12 Target" of "Q1 2011/12" over "Target".

    A cell that is merged across its row holds for all its columns; so does one with blanks after it, in a row without
    merged cells, as far as the row below has words.
    """
    if len(rows) == 1:
        return list(rows[0][1])
    width = max(len(cells) for _, cells in rows)
    filled = [
        list(_across(number, [*cells, *[None] * (width - len(cells))], merged, rows[n + 1 :]))
        for n, (number, cells) in enumerate(rows)
    ]
    return [_joined([row[place] for row in filled]) for place in range(width)]


def _across(
    number: int,
    cells: Sequence[Value],
    merged: Sequence[Sequence[int]],
    below: Sequence[tuple[int, Sequence[Value]]],
) -> Iterator[Value]:
    spans = {first: last for row, first, _, last in merged if row == number and last > first}
    held, until = None, 0
    for column, cell in enumerate(cells, start=1):
        if cell is not None:
            held = cell
            until = spans.get(column, column) if spans or not below else len(cells)
        elif not spans and not any(_holds(row, column) for _, row in below):
            # A gap between two groups of columns.
            held = None
        yield held if column <= until else None


def _holds(cells: Sequence[Value], column: int) -> bool:
    return column <= len(cells) and cells[column - 1] is not None


def _joined(parts: Sequence[Value]) -> Value:
    """One part as it is, several as text; the same words twice are said once."""
    different: list[Value] = []
    for part in parts:
        if part is not None and part not in different:
            different.append(part)
    if len(different) < 2:
        return different[0] if different else None
    return " ".join(" ".join(text_of(one).split()) for one in different)
