"""Which sheet of a file holds the figures, where its headings are, and how its columns are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from performance.cells.lookups import Lookups
from performance.models import Upload
from performance.uploads.files import Sheet, TableFile, Value
from performance.uploads.layout.headings import HEADING_ROWS
from performance.uploads.layout.layouts import Layout, remembered
from performance.uploads.layout.recognising import recognise

# What a template calls its sheet.
OURS = "figures"

_SAMPLE = 200


@dataclass(frozen=True)
class Opened:
    """`layout` is None where somebody must say what the columns are. `sample` are the first rows under the
    headings, where these had to be looked for.
    """

    sheet: Sheet
    headings: Sequence[Value]
    heading_row: int
    layout: Layout | None
    sample: Sequence[Sequence[Value]] = ()


def open_table(table: TableFile, upload: Upload, lookups: Lookups) -> Opened:
    """As the analyst said, else as the last time, else as the headings say; the first sheet that makes sense."""
    sheets = _in_order(table, upload)
    # Until somebody says more, a layout holds only where the headings are.
    if "shape" in upload.layout:
        layout = Layout.from_json(upload.layout)
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
    seen = [one for one in table.sheets if one.filled and not one.hidden]
    seen = seen or [one for one in table.sheets if one.filled] or list(table.sheets)
    return sorted(seen, key=lambda one: one.name.casefold() != OURS)


def _with_headings(table: TableFile, sheet: Sheet, layout: Layout) -> Opened:
    for number, cells in table.rows(sheet):
        if number >= layout.heading_row:
            return Opened(sheet, cells, number, layout)
    return Opened(sheet, (), layout.heading_row, layout)


def _recognised(table: TableFile, sheet: Sheet, kind: str, lookups: Lookups) -> Opened:
    rows = list(islice(table.rows(sheet), HEADING_ROWS + _SAMPLE))
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
