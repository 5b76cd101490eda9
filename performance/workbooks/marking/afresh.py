"""Marks a copy made anew from the values of a file: for .csv, .ods, and workbooks too large to take apart.

openpyxl writes a workbook that holds the marked cells alone; then the rows are put around them, as they stream by.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from performance.uploads.files.refusals import refusal
from performance.uploads.files.sheets import Sheet
from performance.uploads.files.spool import read_rows
from performance.workbooks.marking.cells import mark
from performance.workbooks.marking.listing import TITLE_OF_SHEET, add_listing
from performance.workbooks.marking.marks import Marks
from performance.workbooks.marking.rows_as_xml import (
    Styles,
    in_pieces,
    is_number,
    letters_of,
    row_as_xml,
)
from performance.workbooks.safe_text import is_risky

# What the sheet of a text file is called: the one that is looked for first.
_ONLY = "Figures"
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TITLE = 31
_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
_EXTENT = re.compile(rb'<dimension ref="[^"]*"\s*/>')
# Quick to write; a third larger than at its tightest.
_LEVEL = 1


def mark_afresh(
    sheets: list[Sheet], spool: BinaryIO, marks: Marks, out: BinaryIO, *, as_numbers: bool
) -> None:
    """Writes a workbook of the values in `spool` to `out`, with the same sheets, rows and columns.

    `as_numbers`: texts that are numbers are written as such, as in text files all cells are texts.
    """
    kept = [one for one in sheets if one.name != TITLE_OF_SHEET] or sheets
    marked = next((one for one in kept if one.name[:100] == marks.sheet), None)
    if marked is None:
        raise refusal("unreadable")
    with tempfile.TemporaryFile() as bare:
        book = _Book(kept, marked, marks)
        book.save(bare)
        with (
            zipfile.ZipFile(bare) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target,
        ):
            for part in source.infolist():
                rows = book.rows(part.filename, spool, as_numbers=as_numbers)
                _copy(source, target, part, rows)


class _Book:
    """The workbook without its rows, and what is needed to write them."""

    def __init__(self, sheets: list[Sheet], marked: Sheet, marks: Marks) -> None:
        self._book = Workbook()
        self._book.remove(self._book.active)
        self._heading_row = marks.heading_row
        self._sheets: list[tuple[Any, Sheet]] = []
        self._marked: dict[int, dict[int, int]] = {}
        for sheet, title in zip(sheets, _titles(sheets), strict=True):
            made = self._book.create_sheet(title)
            made.sheet_format.defaultColWidth = 16
            made.sheet_state = "hidden" if sheet.hidden else "visible"
            self._sheets.append((made, sheet))
            if sheet is marked:
                self._mark(made, marks)
                made.freeze_panes = f"A{marks.heading_row + 1}"
        made = next(made for made, sheet in self._sheets if sheet is marked)
        self._book.active = self._book.index(made)
        self._styles = _styles(made)
        add_listing(self._book, marks, made.title)

    def _mark(self, sheet: Any, marks: Marks) -> None:
        for (row, column), found in marks.by_cell().items():
            cell = sheet.cell(row, column)
            mark(cell, found)
            # Its value comes later; that it is text which looks like a formula is known already.
            cell.quotePrefix = is_risky(found[0].found) and not is_number(found[0].found)
            self._marked.setdefault(row, {})[column - 1] = cell.style_id

    def save(self, file: BinaryIO) -> None:
        self._book.save(file)

    def rows(
        self, part: str, spool: BinaryIO, *, as_numbers: bool
    ) -> tuple[Sheet, Iterator[bytes]] | None:
        """The rows that belong into a part of the workbook, where it is one of the file's sheets."""
        for made, sheet in self._sheets:
            if made.path.lstrip("/") == part:
                is_marked = made is self._book.active
                return sheet, in_pieces(self._lines(sheet, spool, is_marked, as_numbers))
        return None

    def _lines(
        self, sheet: Sheet, spool: BinaryIO, is_marked: bool, as_numbers: bool
    ) -> Iterator[str]:
        letters, left = letters_of(sheet.columns), dict(self._marked if is_marked else {})
        for number, cells in read_rows(spool, sheet.start, sheet.end):
            marked = left.pop(number, {})
            numbers = as_numbers and number > self._heading_row
            yield row_as_xml(
                number, cells, letters, self._styles, marked, as_numbers=numbers
            )  # fmt: skip


def _titles(sheets: list[Sheet]) -> list[str]:
    """Names of the sheets that Excel allows, no two the same."""
    found: list[str] = []
    taken = {TITLE_OF_SHEET.casefold()}
    for number, sheet in enumerate(sheets, start=1):
        plain = _NOT_IN_TITLES.sub(" ", sheet.name).strip(" '")[:_LONGEST_TITLE] or _ONLY
        if plain.casefold() in taken:
            plain = f"{plain[: _LONGEST_TITLE - 5]} {number}"
        taken.add(plain.casefold())
        found.append(plain)
    return found


def _styles(sheet: Any) -> Styles:
    """Cells that are nowhere in the sheet, for the styles that they make known to the workbook."""
    quoted, day, moment = (Cell(sheet, row=1, column=1) for _ in range(3))
    quoted.quotePrefix = True
    day.number_format, moment.number_format = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
    return Styles(quoted.style_id, day.style_id, moment.style_id)


def _copy(
    source: zipfile.ZipFile,
    target: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    rows: tuple[Sheet, Iterator[bytes]] | None,
) -> None:
    content = source.read(part)
    with target.open(part.filename, "w", force_zip64=True) as written:
        if rows is None:
            written.write(content)
            return
        sheet, pieces = rows
        extent = f"A1:{get_column_letter(max(sheet.columns, 1))}{max(sheet.rows, 1)}"
        content = _EXTENT.sub(f'<dimension ref="{extent}"/>'.encode(), content)
        place = _ROWS.search(content)
        if place is None:
            raise ValueError(f"{part.filename} has no rows to replace.")
        written.write(content[: place.start()] + b"<sheetData>")
        for piece in pieces:
            written.write(piece)
        written.write(b"</sheetData>" + content[place.end() :])
