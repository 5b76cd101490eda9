"""Reads workbooks with calamine. It aborts on some hostile files: only ever in a process of its own."""

from collections.abc import Iterator
from typing import BinaryIO

import python_calamine as calamine

from performance.cells.cell import CellProblem
from performance.uploads.files.archive import Archive
from performance.uploads.files.kinds import Kind
from performance.uploads.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from performance.uploads.files.ods import survey_ods
from performance.uploads.files.refusals import refusal
from performance.uploads.files.sheets import Sheet, Survey
from performance.uploads.files.spool import Row, write_rows
from performance.uploads.files.xlsx import survey_xlsx


def read_workbook(path: str, kind: Kind, spool: BinaryIO) -> list[Sheet]:
    """Writes the rows of every sheet to `spool`. Raises FileRefused."""
    archive = Archive(path)
    surveys = survey_xlsx(archive) if kind == "xlsx" else survey_ods(archive)
    sheets = []
    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            for about in workbook.sheets_metadata:
                if about.typ == calamine.SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(about.name)
                    hidden = about.visible != calamine.SheetVisibleEnum.Visible
                    survey = surveys.get(about.name) or Survey(about.name)
                    sheets.append(_read_sheet(sheet, survey, hidden, spool))
    except calamine.PasswordError:
        raise refusal("password") from None
    except calamine.CalamineError:
        raise refusal("damaged") from None
    return sheets


def _read_sheet(
    sheet: calamine.CalamineSheet, survey: Survey, hidden: bool, spool: BinaryIO
) -> Sheet:
    rows, columns = _extent(sheet, survey)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise refusal("too_much_memory")
    start = spool.tell()
    filled = write_rows(
        _numbered(sheet, survey.problems, columns), spool, sheet=survey.sheet, columns=columns
    )
    return Sheet(survey.sheet, rows, columns, filled, hidden, start, spool.tell())


def _extent(sheet: calamine.CalamineSheet, survey: Survey) -> tuple[int, int]:
    """The last row and column that hold something, problems included: calamine takes those for blanks."""
    row, column = sheet.end or (-1, -1)
    last_row = max(survey.problems, default=0)
    last_column = max((max(cells) for cells in survey.problems.values()), default=0)
    return max(row + 1, last_row), max(column + 1, last_column)


def _numbered(
    sheet: calamine.CalamineSheet, problems: dict[int, dict[int, CellProblem]], columns: int
) -> Iterator[Row]:
    """The rows that hold something, each led by its number."""
    # Rows come from the first on, but columns only from the first that holds something.
    left = [None] * (sheet.start[1] if sheet.start else 0)
    right = [None] * (columns - len(left) - sheet.width)
    number, width = 0, sheet.width
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number in problems:
            yield _overlay([number, *left, *cells, *right], problems[number])
        elif cells.count("") < width:
            yield [number, *left, *cells, *right]
    for beyond in sorted(row for row in problems if row > number):
        yield _overlay([beyond, *[None] * columns], problems[beyond])


def _overlay(row: Row, problems: dict[int, CellProblem]) -> Row:
    for column, problem in problems.items():
        row[column] = problem
    return row
