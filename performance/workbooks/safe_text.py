"""Text from people and files, written into cells as text: never as a formula, and never so that the file breaks."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.cell import WriteOnlyCell

# What a spreadsheet program takes for the beginning of a formula, when a cell is typed, pasted or saved as .csv.
RISKY = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767

# Neither XML nor openpyxl takes them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: object) -> str:
    """The text without what a workbook cannot hold."""
    return _UNWRITABLE.sub("", str(text))[:LONGEST]


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program might take it for a formula, spaces and line ends before it or not."""
    return text.lstrip(" \n").startswith(RISKY) or text.startswith(RISKY)


def put_text(cell: Any, text: object) -> Any:
    """Writes text into a cell, as text whatever it looks like, and stays so when somebody edits it."""
    words = writable(text)
    if not words:
        # An empty text is not the same as no text to all that read workbooks.
        return cell
    cell.value = words
    # openpyxl takes "=1+1" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    if is_risky(words):
        cell.quotePrefix = True
    return cell


def text_cell(sheet: Any, text: object, style: str = "Normal") -> WriteOnlyCell:
    """A cell of text for a sheet that is written row by row."""
    cell = WriteOnlyCell(sheet)
    cell.style = style
    return put_text(cell, text)
