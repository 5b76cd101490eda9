"""Write a new workbook from the values of a file, with its cells marked: for .csv, .ods and large workbooks.

openpyxl writes a workbook with the marked cells alone. Then the rows go in as XML of their own, one by one: twenty times
as fast as openpyxl writes them, and without holding them in memory.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from performance.cells.cell import CellProblem, Value, column_letters
from performance.uploads.files.refusals import refusal
from performance.uploads.files.table import Sheet, read_rows
from performance.workbooks.marking.marks import TITLE_OF_SHEET, Marks, add_listing, mark
from performance.workbooks.safe_text import is_risky, writable

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
        self._marked: dict[str, dict[int, dict[int, int]]] = {}
        for sheet, title in zip(sheets, _titles(sheets), strict=True):
            target = self._book.create_sheet(title)
            target.sheet_format.defaultColWidth = 16
            target.sheet_state = "hidden" if sheet.hidden else "visible"
            self._sheets.append((target, sheet))
            self._mark(target, sheet.name, marks)
            if sheet is marked:
                target.freeze_panes = f"A{marks.heading_row + 1}"
        target = next(target for target, sheet in self._sheets if sheet is marked)
        self._book.active = self._book.index(target)
        self._styles = _styles(target)
        titles = {sheet.name[:100]: target.title for target, sheet in self._sheets}
        add_listing(self._book, marks, titles)

    def _mark(self, sheet: Any, name: str, marks: Marks) -> None:
        marked = self._marked.setdefault(sheet.title, {})
        for (row, column), found in marks.by_cell(name).items():
            cell = sheet.cell(row, column)
            mark(cell, found)
            # Its value comes later; that it is text which looks like a formula is known already.
            cell.quotePrefix = is_risky(found[0].found) and not is_number(found[0].found)
            marked.setdefault(row, {})[column - 1] = cell.style_id

    def save(self, file: BinaryIO) -> None:
        self._book.save(file)

    def rows(
        self, part: str, spool: BinaryIO, *, as_numbers: bool
    ) -> tuple[Sheet, Iterator[bytes]] | None:
        """The rows that belong into a part of the workbook, where it is one of the file's sheets."""
        for target, sheet in self._sheets:
            if target.path.lstrip("/") == part:
                marked = dict(self._marked[target.title])
                return sheet, in_pieces(self._lines(sheet, spool, marked, as_numbers))
        return None

    def _lines(
        self, sheet: Sheet, spool: BinaryIO, left: dict[int, dict[int, int]], as_numbers: bool
    ) -> Iterator[str]:
        """`left` are the styles of marked cells by row and column; they are taken out as they are written."""
        letters = letters_of(sheet.columns)
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


# A number as a spreadsheet program would write it back: in text files all cells are text.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,13})(\.\d{0,5}[1-9])?", re.ASCII)
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Styles:
    """The numbers by which the workbook knows its styles."""

    quoted: int
    day: int
    moment: int


def row_as_xml(
    number: int,
    cells: Sequence[Value],
    letters: Sequence[str],
    styles: Styles,
    marked: Mapping[int, int],
    *,
    as_numbers: bool = False,
) -> str:
    """`letters` are over the columns, `marked` styles of cells by column from 0."""
    written = []
    for column, value in enumerate(cells):
        style = marked.get(column)
        if value is None and style is None:
            continue
        written.append(_cell(f"{letters[column]}{number}", value, styles, style, as_numbers))
    return f'<row r="{number}">{"".join(written)}</row>'


def _cell(name: str, value: Value, styles: Styles, style: int | None, as_numbers: bool) -> str:
    style_attribute = "" if style is None else f' s="{style}"'
    if value is None:
        return f'<c r="{name}"{style_attribute}/>'
    if isinstance(value, CellProblem):
        value = value.text
    if isinstance(value, str):
        if as_numbers and is_number(value):
            return f'<c r="{name}"{style_attribute}><v>{value}</v></c>'
        text = writable(value)
        style_attribute = style_attribute or (f' s="{styles.quoted}"' if is_risky(text) else "")
        return f'<c r="{name}"{style_attribute} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{name}"{style_attribute} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return _date(name, value, styles, style_attribute)
    return f'<c r="{name}"{style_attribute}><v>{value!r}</v></c>'


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _date(name: str, value: date, styles: Styles, style_attribute: str) -> str:
    day = value.date() if isinstance(value, datetime) else value
    if day < _FIRST_DAY or (isinstance(value, datetime) and value.tzinfo):
        # Excel knows no days before 1900, and one in that February which never was.
        return (
            f'<c r="{name}"{style_attribute} t="inlineStr"><is><t>{value.isoformat()}</t></is></c>'
        )
    style_attribute = (
        style_attribute or f' s="{styles.moment if isinstance(value, datetime) else styles.day}"'
    )
    return f'<c r="{name}"{style_attribute}><v>{to_excel(value):.15g}</v></c>'


def letters_of(columns: int) -> list[str]:
    return [column_letters(column) for column in range(1, columns + 1)]


def in_pieces(rows: Iterator[str], size: int = 500) -> Iterator[bytes]:
    piece: list[str] = []
    for row in rows:
        piece.append(row)
        if len(piece) == size:
            yield "".join(piece).encode()
            piece.clear()
    yield "".join(piece).encode()
