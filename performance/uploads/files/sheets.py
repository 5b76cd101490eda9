"""What is known of a sheet before its rows are read: its size, and the cells that hold no value."""

from typing import NamedTuple

from performance.cells.cell import CellProblem, cell_name
from performance.uploads.files.limits import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
)
from performance.uploads.files.refusals import refusal


class Sheet(NamedTuple):
    """A sheet up to its last row and column that hold something; `filled` rows of them are not blank.

    A .csv file is one sheet without a name. `start` and `end` say where in the spool its rows are.
    """

    name: str
    rows: int
    columns: int
    filled: int
    hidden: bool
    start: int
    end: int


class Survey:
    """One sheet's problem cells, `problems[row][column]`, rows and columns counted from 1.

    Raises FileRefused once the sheet holds something beyond the last row or column that is read, or too many cells.
    """

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.problems: dict[int, dict[int, CellProblem]] = {}
        self.cells = 0
        self._last_row = self._last_column = 0

    def add(self, row: int, column: int, problem: CellProblem) -> None:
        self.problems.setdefault(row, {})[column] = problem

    def count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MAX_CELLS:
            raise refusal("too_many_cells")

    def check_declared(self, last_column: int, last_row: int) -> None:
        """Of the last cell that the sheet says it has, often far beyond the last that holds something."""
        where = cell_name(self.sheet, last_row, last_column)
        if last_column > EXCEL_COLUMNS:
            raise refusal("too_many_columns", where=where)
        if last_row > EXCEL_ROWS:
            raise refusal("too_many_rows", where=where)

    def check_place(self, row: int, column: int) -> None:
        """Of a cell that holds something."""
        if column > MAX_COLUMNS:
            raise refusal("too_many_columns", where=cell_name(self.sheet, row, column))
        if row > MAX_ROWS:
            raise refusal("too_many_rows", where=cell_name(self.sheet, row, column))
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)
        if self._last_row * self._last_column > MAX_CELLS:
            raise refusal("too_much_memory")
