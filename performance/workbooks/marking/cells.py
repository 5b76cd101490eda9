"""A marked cell: its colour, and a comment that says in words what is wrong and what would be right."""

from __future__ import annotations

from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from performance.workbooks.looks import ERROR_FILL, WARNING_FILL
from performance.workbooks.marking.marks import ERROR, Mark
from performance.workbooks.safe_text import writable

AUTHOR = "Safer Cornwall planner"
_THEIRS = "\n\nWhat the comment here said before:\n"
_LONGEST = 2_000
_WIDE, _LINE, _LETTERS = 340, 18, 48


def mark(cell: Any, marks: list[Mark]) -> None:
    """Colours a cell and says why. A comment that was there stays, below ours."""
    cell.fill = ERROR_FILL if any(one.severity == ERROR for one in marks) else WARNING_FILL
    said = writable("\n\n".join(one.words for one in marks))[:_LONGEST]
    if cell.comment is not None and cell.comment.text:
        said = f"{said}{_THEIRS}{writable(cell.comment.text)}"
    lines = sum(1 + len(line) // _LETTERS for line in said.split("\n"))
    cell.comment = Comment(said, AUTHOR, width=_WIDE, height=_LINE * min(lines + 1, 20))


def unmark(cell: Any) -> None:
    """Takes away what we marked in an earlier copy of the same workbook."""
    if cell.comment is None or cell.comment.author != AUTHOR:
        return
    _, _, theirs = cell.comment.text.partition(_THEIRS)
    cell.comment = Comment(theirs, "") if theirs else None
    if cell.fill.fgColor.rgb in (ERROR_FILL.fgColor.rgb, WARNING_FILL.fgColor.rgb):
        cell.fill = PatternFill()
