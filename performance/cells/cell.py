"""What a cell may hold, how that is quoted, what a cell is called, and how to say what is wrong with one.

What is wrong is a message: a code and two sentences with gaps. The finding brings the facts that fill them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from string import Formatter
from typing import Literal

ProblemKind = Literal["error", "formula_without_value", "not_a_number", "struck_through"]


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
    "struck_through": all that the cell holds is crossed out; `text` is what that is.
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


def name_text(raw: Value) -> str:
    """A name as a person sees it in the cell: 3, where a spreadsheet keeps 3.0."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


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


# What is wrong with a cell.


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong, and what to do about it. A form repeats the words for a file unless it has its own."""

    code: str
    text: str
    remedy: str = ""
    form_text: str = ""
    form_remedy: str = ""

    @property
    def facts(self) -> set[str]:
        """The names of the facts that fill its gaps."""
        words = self.text + self.remedy + self.form_text + self.form_remedy
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    def under(self, code: str) -> Message:
        """The same words under another code."""
        return replace(self, code=code)


@dataclass(frozen=True, slots=True)
class Worded:
    """A message with its facts: texts, or what is written out when it is read."""

    says: Message
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.says.code

    @property
    def message(self) -> str:
        """What is wrong, for somebody who reads about a file."""
        return self.says.text.format(**self.facts)

    @property
    def remedy(self) -> str:
        """What to do about it, for somebody who reads about a file."""
        return self.says.remedy.format(**self.facts)

    @property
    def in_form(self) -> str:
        """What is wrong and what to do, for somebody who fills in a form."""
        text = self.says.form_text or self.says.text
        remedy = self.says.form_remedy or self.says.remedy
        return f"{text} {remedy}".strip().format(**self.facts)


@dataclass(frozen=True, slots=True)
class Wrong(Worded):
    """What is wrong in the column of a role, and what would be right."""

    role: str = field(kw_only=True)


FORMULA_FAILS = Message(
    "cell_problem", "The formula here fails ({shows}). Put it right, or type {right}."
)
FORMULA_NOT_SAVED = Message(
    "cell_problem",
    "The formula here{formula} was saved without its result. Open the workbook in Excel, save it and upload it again,"
    " or type {right}.",
)
BEYOND_COUNTING = Message(
    "cell_problem", "The number here is too large to count with. Type {right}."
)
STRUCK_THROUGH = Message(
    "cell_problem",
    "What the cell holds ({shows}) is crossed out. Clear the cell if it does not count, or take the line away and type"
    " {right}.",
    form_text="{shows} is crossed out. Type {right}.",
)


def cell_problem(problem: CellProblem, right: str) -> Worded:
    """Why a cell has no value. `right` says what to type instead: "the figure"."""
    match problem.kind:
        case "error":
            return Worded(FORMULA_FAILS, {"shows": problem.text[:MOST_TEXT], "right": right})
        case "formula_without_value":
            formula = f" ({quoted(problem.text)})" if problem.text else ""
            return Worded(FORMULA_NOT_SAVED, {"formula": formula, "right": right})
        case "struck_through":
            return Worded(STRUCK_THROUGH, {"shows": quoted(problem.text), "right": right})
        case "not_a_number":
            return Worded(BEYOND_COUNTING, {"right": right})
