"""Uploaded files: read_table() reads .xlsx, .ods and .csv, and refuses what is not safe or not right to read."""

from performance.cells.cell import CellProblem, Value, cell_name
from performance.uploads.files.refusals import FileRefused
from performance.uploads.files.table import Batch, Sheet, TableFile, read_table

__all__ = [
    "Batch",
    "CellProblem",
    "FileRefused",
    "Sheet",
    "TableFile",
    "Value",
    "cell_name",
    "read_table",
]
