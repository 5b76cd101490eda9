"""What to mark in a workbook, how a marked cell looks, and the sheet that lists all marks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname

from performance.workbooks.looks import (
    ERROR_FILL,
    HEADING,
    TITLE,
    WARNING_FILL,
    WORDS,
    add_looks,
)
from performance.workbooks.safe_text import put_text, writable

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Mark:
    """A finding at a cell; `row` and `column` count from 1, and are None where it is about the whole file."""

    severity: str
    cell: str
    row: int | None
    column: int | None
    found: str
    message: str
    remedy: str
    sheet: str = ""
    """The sheet of the cell, where it is not the first that was read."""

    @property
    def word(self) -> str:
        return self.severity.capitalize()

    @property
    def words(self) -> str:
        return " ".join(filter(None, [f"{self.word}: {self.message}", self.remedy]))


@dataclass(frozen=True)
class Marks:
    """All that was found. `sheet` is the first that was read, with its headings in row `heading_row`; `intro` says how much."""

    sheet: str
    heading_row: int
    intro: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def sheet_of(self, mark: Mark) -> str:
        return mark.sheet or self.sheet

    def by_cell(self, sheet: str) -> dict[tuple[int, int], list[Mark]]:
        """Those at one cell of a sheet together, errors first."""
        found: dict[tuple[int, int], list[Mark]] = {}
        for mark in sorted(self.marks, key=lambda one: one.severity != ERROR):
            if mark.row and mark.column and self.sheet_of(mark) == sheet[:100]:
                found.setdefault((mark.row, mark.column), []).append(mark)
        return found

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: str) -> Marks:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
        kept["marks"] = [Mark(**one) for one in kept["marks"]]
        return cls(**kept)


AUTHOR = "Safer Cornwall planner"
_EARLIER_COMMENT = "\n\nWhat the comment here said before:\n"
_LONGEST = 2_000
_WIDE, _LINE, _LETTERS = 340, 18, 48


def mark(cell: Any, marks: list[Mark]) -> None:
    """Colour a cell and say why in a comment. An earlier comment stays, below ours."""
    cell.fill = ERROR_FILL if any(one.severity == ERROR for one in marks) else WARNING_FILL
    if any(one.severity == ERROR for one in marks) and "%" in str(cell.number_format):
        # In such a cell Excel turns a typed 79 into 0.79 again.
        cell.number_format = "General"
    text = writable("\n\n".join(one.words for one in marks))[:_LONGEST]
    if cell.comment is not None and cell.comment.text:
        text = f"{text}{_EARLIER_COMMENT}{writable(cell.comment.text)}"
    lines = sum(1 + len(line) // _LETTERS for line in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, width=_WIDE, height=_LINE * min(lines + 1, 20))


def unmark(cell: Any) -> None:
    """Remove our marks of an earlier copy of the same workbook."""
    if cell.comment is None or cell.comment.author != AUTHOR:
        return
    _, _, earlier = cell.comment.text.partition(_EARLIER_COMMENT)
    cell.comment = Comment(earlier, "") if earlier else None
    if cell.fill.fgColor.rgb in (ERROR_FILL.fgColor.rgb, WARNING_FILL.fgColor.rgb):
        cell.fill = PatternFill()


TITLE_OF_SHEET = "What to correct"
HEADINGS = ("Cell", "Kind", "What it holds", "What is wrong", "What would be right")
_WIDTHS = (18, 11, 24, 64, 52)
_LINK = Font(color="FF1D4F91", underline="single")


def add_listing(book: Workbook, marks: Marks, titles: Mapping[str, str]) -> None:
    """Add the listing as the last sheet, so that figures are still read from theirs. `titles` are of the sheets of the file, by
    what they were called there.
    """
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
        _list(sheet, row, mark, titles.get(marks.sheet_of(mark), ""))
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
    if mark.row and mark.column and marked:
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
