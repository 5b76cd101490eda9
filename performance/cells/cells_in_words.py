"""What is wrong with a cell that holds no value at all, in words that any reader of cells can use."""

import re

from performance.cells.cell import CellProblem

ERROR_TEXT = re.compile(
    r"#(DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC)[!?]?|Err:\d{3}", re.IGNORECASE
)

_MOST_TEXT = 60


def text_of(value: object) -> str:
    """What a cell holds, as text. Python will not write out a number of thousands of digits."""
    try:
        return str(value)
    except ValueError:
        return "a number of thousands of digits"


def quoted(value: object) -> str:
    """What a cell holds, in quotation marks; a long text by its start."""
    text = " ".join(text_of(value).split())
    return f"“{text[: _MOST_TEXT - 1]}…”" if len(text) > _MOST_TEXT else f"“{text}”"


def problem_in_words(problem: CellProblem, right: str) -> str:
    """Why a cell has no value. `right` says what to type instead: "the figure"."""
    match problem.kind:
        case "error":
            return f"The formula here fails ({problem.text}). Put it right, or type {right}."
        case "formula_without_value":
            formula = f" ({quoted(problem.text)})" if problem.text else ""
            return (
                f"The formula here{formula} was saved without its result. Open the workbook in Excel,"
                f" save it and upload it again, or type {right}."
            )
        case "not_a_number":
            return f"The number here is too large to count with. Type {right}."
