"""A cell that holds a name."""

from __future__ import annotations

from performance.cells.cells_in_words import problem_in_words
from performance.cells.findings import Wrong
from performance.uploads.files import CellProblem, Value


def text_of(raw: Value) -> str:
    """The name as a person sees it in the cell: 3, where a spreadsheet keeps 3.0."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def unread(raw: Value, role: str, right: str) -> Wrong | None:
    """Why a cell holds no name at all. `right` says what to type instead: "the area"."""
    if isinstance(raw, CellProblem):
        return Wrong(role, "cell_problem", problem_in_words(raw, right))
    return None
