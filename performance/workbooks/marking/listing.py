"""The sheet at the end that lists all that is to be corrected, each with a link to its cell."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname

from performance.workbooks.looks import (
    ERROR_FILL,
    HEADING,
    TITLE,
    WARNING_FILL,
    WORDS,
    add_looks,
)
from performance.workbooks.marking.marks import ERROR, Mark, Marks
from performance.workbooks.safe_text import put_text

TITLE_OF_SHEET = "What to correct"
HEADINGS = ("Cell", "Kind", "What it holds", "What is wrong", "What would be right")
_WIDTHS = (18, 11, 24, 64, 52)
_LINK = Font(color="FF1D4F91", underline="single")


def add_listing(book: Workbook, marks: Marks, marked: str) -> None:
    """Adds the sheet last, so that the figures are read from where they were. `marked` is the sheet with the cells."""
    add_looks(book)
    sheet = book.create_sheet(TITLE_OF_SHEET)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row, line in enumerate(marks.intro, start=1):
        _put(sheet, row, 1, line, TITLE if row == 1 else "Normal")
    heading = len(marks.intro) + 2
    for column, text in enumerate(HEADINGS, start=1):
        _put(sheet, heading, column, text, HEADING)
    for row, mark in enumerate(marks.marks, start=heading + 1):
        _list(sheet, row, mark, marked)
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def is_listing(sheet: Any) -> bool:
    """Whether a sheet is one that we added to an earlier copy."""
    return sheet.title == TITLE_OF_SHEET and str(sheet["A1"].value).startswith(TITLE_OF_SHEET)


def _list(sheet: Any, row: int, mark: Mark, marked: str) -> None:
    texts = (mark.cell or "The file", mark.word, mark.found, mark.message, mark.remedy)
    for column, text in enumerate(texts, start=1):
        _put(sheet, row, column, text, WORDS)
    sheet.cell(row, 2).fill = ERROR_FILL if mark.severity == ERROR else WARNING_FILL
    if mark.row and mark.column:
        cell = sheet.cell(row, 1)
        where = f"{get_column_letter(mark.column)}{mark.row}"
        # Within the workbook: a link without a target, and with a location.
        cell.hyperlink = where
        cell.hyperlink.target = None
        cell.hyperlink.location = f"{quote_sheetname(marked)}!{where}"
        cell.font = _LINK


def _put(sheet: Any, row: int, column: int, text: str, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.style = style
    put_text(cell, text)
