"""What a cell may hold, how that is quoted, and what a cell is called."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ProblemKind = Literal["error", "formula_without_value", "not_a_number"]


_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")

ERROR_TEXT = re.compile(
    r"#(DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC)[!?]?|Err:\d{3}", re.IGNORECASE
)

MOST_TEXT = 60

_LIKE_A_CELL = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*|true|false", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that holds something other than a value.

    "error": a formula that failed; `text` is what the cell shows, "#DIV/0!".
    "formula_without_value": a formula whose result was never saved; `text` is the formula, "=A1+B1", if known.
    "not_a_number": a number beyond what can be counted, infinity say.
    """

    kind: ProblemKind
    text: str


Value = str | int | float | bool | date | datetime | CellProblem | None


def text_of(value: object) -> str:
    """What a cell holds, as text. Python will not write out a number of thousands of digits."""
    try:
        return str(value)
    except ValueError:
        return "a number of thousands of digits"


def quoted(value: object) -> str:
    """What a cell holds, in quotation marks; a long text by its start."""
    text = " ".join(text_of(value).split())
    return f"“{text[: MOST_TEXT - 1]}…”" if len(text) > MOST_TEXT else f"“{text}”"


def column_letters(column: int) -> str:
    """The letters over a column: 1 is "A", 27 is "AA"."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def column_number(letters: str) -> int:
    """The column under capital letters: "A" is 1, "AA" is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_of(cell: str) -> int:
    """The column of a cell by its name: 4 of "Figures!D14"."""
    return column_number(cell.rpartition("!")[2].rstrip("0123456789"))


def cell_name(sheet: str, row: int, column: int) -> str:
    """A cell as Excel writes it: "Figures!D14", "'Q2 figures'!D14", and "D14" where no sheet has a name."""
    cell = f"{column_letters(column)}{row}"
    if not sheet:
        return cell
    if _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet):
        return f"{sheet}!{cell}"
    return "'" + sheet.replace("'", "''") + f"'!{cell}"
