"""Marks an Excel workbook as it is: its formulas, formats and other sheets stay. For workbooks of moderate size."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell

from performance.workbooks.marking.cells import mark, unmark
from performance.workbooks.marking.listing import add_listing, is_listing
from performance.workbooks.marking.marks import Marks


class CannotMark(Exception):
    """The workbook has no such sheet of cells."""


def mark_in_place(path: str, marks: Marks, out: BinaryIO) -> None:
    """Writes the marked workbook to `out`. No macros and no links to other files come along."""
    # Given a path, openpyxl goes by its name.
    with Path(path).open("rb") as file:
        book = load_workbook(file, keep_vba=False, keep_links=False, rich_text=True)
    _take_old_marks_away(book)
    sheet = next((one for one in book.worksheets if one.title[:100] == marks.sheet), None)
    if sheet is None:
        raise CannotMark(marks.sheet)
    for (row, column), found in marks.by_cell().items():
        mark(_cell(sheet, row, column), found)
    add_listing(book, marks, sheet.title)
    book.save(out)


def _take_old_marks_away(book: Workbook) -> None:
    for sheet in book.worksheets:
        if is_listing(sheet) and len(book.worksheets) > 1:
            book.remove(sheet)
            continue
        # Those that there are: asking for rows would make every cell up to the last.
        for cell in sheet._cells.values():
            unmark(cell)


def _cell(sheet: Any, row: int, column: int) -> Any:
    """The cell, or the one that shows for it where cells are merged."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    around = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    return sheet.cell(around.min_row, around.min_col)
