"""What the cells of a template take: drop-downs, questions about unlikely entries, and locks without a password."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from performance.workbooks.columns import Columns

# Left open at the bottom for what is not listed.
SPARE_ROWS = 20
# What states.py and measures.py read, the commonest first.
STATES = ("provisional", "final", "not applicable", "suppressed", "remove")
_WORDS = ("*", "-", "n/a", "remove", "not available")


def allow_entries(sheet: Any, columns: Columns, last_row: int) -> None:
    """Questions, not refusals: the check of an upload says more, and reads more than a drop-down can list."""
    for heading in columns.inputs:
        if heading == "State":
            _offer(sheet, _range(columns, heading, last_row), STATES)
        elif heading != "Comment":
            unit = f"${get_column_letter(columns.place('Unit'))}2"
            _question(sheet, _range(columns, heading, last_row), heading, unit)
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)


def _range(columns: Columns, heading: str, last_row: int) -> str:
    letter = get_column_letter(columns.place(heading))
    return f"{letter}2:{letter}{last_row}"


def _offer(sheet: Any, cells: str, words: tuple[str, ...]) -> None:
    sheet.data_validations.append(
        DataValidation(
            type="list",
            sqref=cells,
            formula1=f'"{",".join(words)}"',
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle="Not in the list",
            error="Choose a state from the list, or leave the cell blank for a final figure.",
        )
    )


def _question(sheet: Any, cells: str, heading: str, unit: str) -> None:
    first = cells.partition(":")[0]
    number = "TRUE"
    advice = f"Type the {heading.lower()} as a number, or leave the cell blank."
    if heading == "Value":
        number = f'OR({unit}<>"%",{first}=0,ABS({first})>=1)'
        advice = "Type a number in the row's unit: 77 for 77%, not 0.77 or 77%. Keep this one only if it is meant."
    words = ",".join(f'{first}="{word}"' for word in _WORDS)
    sheet.data_validations.append(
        DataValidation(
            type="custom",
            sqref=cells,
            formula1=f'IF(ISTEXT({first}),OR({words},LEFT({first},1)="<"),{number})',
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=f"Is this the {heading.lower()}?",
            error=advice,
        )
    )
