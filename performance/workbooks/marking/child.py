"""The process that marks a file: python -m performance.workbooks.marking.child PATH EXTENSION OUT MARKS HOW

It writes the workbook to the open file numbered OUT. HOW is "in_place" or "afresh". In place, an Excel workbook keeps its
formulas, formats and other sheets; what cannot be marked in place is written afresh. The process knows neither Django
nor the settings, and has the limits of the process that reads a file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell

from performance.uploads.files.archive import Archive
from performance.uploads.files.child import confine, peak_memory, read
from performance.uploads.files.limits import CPU_SECONDS, Kind
from performance.uploads.files.refusals import FileRefused, refusal
from performance.uploads.files.xlsx import survey_xlsx
from performance.workbooks.marking.afresh import mark_afresh
from performance.workbooks.marking.marks import Marks, add_listing, is_listing, mark, unmark

# Of the whole workbook, those that are only coloured or bordered included: about five seconds.
MOST_CELLS_IN_PLACE = 120_000
# A few cells may still be merged into millions, and somebody waits for the page.
IN_PLACE_SECONDS = 10
NOT_EXCEL, TOO_LARGE = "no Excel workbook", "too large"


def main(path: str, extension: str, out: int, marks: str, how: str) -> None:
    seconds = IN_PLACE_SECONDS if how == "in_place" else CPU_SECONDS
    confine(seconds, reads=[path, marks], writes=[tempfile.gettempdir()])
    try:
        with open(out, "wb") as file, tempfile.TemporaryFile() as spool:
            # What the check would refuse is refused here too, whoever asks for it to be marked.
            kind, sheets = read(path, extension, spool)
            why = _in_place(path, kind, Marks.read(marks), file) if how == "in_place" else how
            if why:
                mark_afresh(sheets, spool, Marks.read(marks), file, as_numbers=kind == "csv")
            answer: dict[str, object] = {"how": "afresh" if why else "in_place", "why": why}
    except FileRefused as refused:
        answer = {"refused": refused.code, "message": refused.message}
    except MemoryError:
        too_much = refusal("too_much_memory")
        answer = {"refused": too_much.code, "message": too_much.message}
    answer["peak_memory"] = peak_memory()
    sys.stdout.write(json.dumps(answer))


def _in_place(path: str, kind: Kind, marks: Marks, out: BinaryIO) -> str:
    """Mark a workbook in place. Returns why that cannot be done, or ""."""
    if kind != "xlsx":
        return NOT_EXCEL
    cells = sum(survey.cells for survey in survey_xlsx(Archive(path)).values())
    if cells > MOST_CELLS_IN_PLACE:
        return TOO_LARGE
    try:
        mark_in_place(path, marks, out)
    except Exception as error:
        # openpyxl raises many kinds of exception on workbooks that it does not understand.
        out.seek(0)
        out.truncate()
        return f"{type(error).__name__}: {error}"[:500]
    return ""


class CannotMark(Exception):
    """The workbook has no such sheet of cells."""


def mark_in_place(path: str, marks: Marks, out: BinaryIO) -> None:
    """Write the marked workbook to `out`, without macros and links to other files."""
    # Given a path, openpyxl refuses one without an extension.
    with Path(path).open("rb") as file:
        book = load_workbook(file, keep_vba=False, keep_links=False, rich_text=True)
    _remove_old_marks(book)
    titles = {one.title[:100]: one.title for one in book.worksheets}
    if marks.sheet not in titles:
        raise CannotMark(marks.sheet)
    for sheet in book.worksheets:
        for (row, column), found in marks.by_cell(sheet.title).items():
            mark(_cell(sheet, row, column), found)
    add_listing(book, marks, titles)
    book.save(out)


def _remove_old_marks(book: Workbook) -> None:
    for sheet in book.worksheets:
        if is_listing(sheet) and len(book.worksheets) > 1:
            book.remove(sheet)
            continue
        # Existing cells only: sheet.rows would create every cell up to the last.
        for cell in sheet._cells.values():
            unmark(cell)


def _cell(sheet: Any, row: int, column: int) -> Any:
    """The cell, or the one that shows for it where cells are merged."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    around = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    return sheet.cell(around.min_row, around.min_col)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
