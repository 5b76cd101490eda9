"""A template: a workbook with a row for each figure that is due, what is known of it, and cells to type into."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.periods import Period, written
from performance.choices import FigureState
from performance.models import UploadKind
from performance.rules.wording import MOST_DECIMALS, decimals_carried
from performance.workbooks.columns import SHEETS, WIDTHS, Columns, columns_of
from performance.workbooks.instructions import instructions
from performance.workbooks.looks import (
    GIVEN,
    HEADING,
    INPUT,
    TITLE,
    WORDS,
    add_looks,
    number_format,
)
from performance.workbooks.safe_text import text_cell, writable
from performance.workbooks.template_rows import KnownValues, TemplateRow

ABOUT, INSTRUCTIONS = "About", "Instructions"
CREATOR = "Safer Cornwall planner"
_FROZEN = 2


@dataclass(frozen=True)
class Facts:
    """The facts that a template gives about itself. `created_at` is in local time."""

    kind: str
    period: Period
    plan: str
    created_at: datetime
    chosen: tuple[tuple[str, str], ...] = ()


def template(facts: Facts, rows: Iterable[TemplateRow]) -> bytes:
    """The workbook as a file."""
    book = Workbook(write_only=True)
    add_looks(book)
    book.properties.creator = CREATOR
    book.properties.title = writable(f"{UploadKind(facts.kind).label}, {facts.period}")
    count = _fill_in(book, facts, rows)
    _instruct(book, facts)
    _say_what_it_is(book, facts, count)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill_in(book: Workbook, facts: Facts, rows: Iterable[TemplateRow]) -> int:
    columns = columns_of(facts.kind)
    sheet = book.create_sheet(SHEETS[UploadKind(facts.kind)])
    _widen(sheet, [WIDTHS[heading] for heading in columns.headings])
    sheet.freeze_panes = sheet_cell(_FROZEN + 1, 2)
    sheet.print_title_rows = "1:1"
    _print_across(sheet, str(facts.period))
    sheet.append([text_cell(sheet, heading, HEADING) for heading in columns.headings])
    count = 0
    for row in rows:
        sheet.append(_cells(sheet, row, columns))
        count += 1
    for _ in range(SPARE_ROWS):
        sheet.append(_spare(sheet, columns))
    sheet.auto_filter.ref = f"A1:{sheet_cell(len(columns.headings), count + 1)}"
    allow_entries(sheet, columns, last_row=count + 1 + SPARE_ROWS)
    return count


def sheet_cell(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _cells(sheet: Any, row: TemplateRow, columns: Columns) -> list[WriteOnlyCell]:
    last = row.last.period.label if row.last else ""
    given = [
        *(text_cell(sheet, text, GIVEN) for text in (*row.keys, row.unit)),
        *(_known(sheet, one, row.decimals) for one in (row.now, row.last)),
        text_cell(sheet, last, GIVEN),
        _known(sheet, row.last_year, row.decimals),
    ]
    if len(given) < len(columns.keys) + len(columns.given):
        given.append(text_cell(sheet, row.target, GIVEN))
    return given + [_styled(sheet, INPUT) for _ in columns.inputs]


def _spare(sheet: Any, columns: Columns) -> list[WriteOnlyCell]:
    return [
        _styled(sheet, GIVEN if heading in columns.given else INPUT) for heading in columns.headings
    ]


def _styled(sheet: Any, style: str, value: Any = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.style = style
    return cell


def _known(sheet: Any, known: KnownValues | None, decimals: int | None) -> WriteOnlyCell:
    """A value as a number; where there is none, the words that stand in place of it."""
    if known is None:
        return _styled(sheet, GIVEN)
    if known.value is None:
        state = FigureState(known.note).label if known.note in FigureState.values else known.note
        return text_cell(sheet, state, GIVEN)
    cell = _styled(sheet, GIVEN, float(known.value))
    cell.number_format = number_format(_decimals(known.value, decimals))
    if known.note == FigureState.PROVISIONAL:
        cell.number_format += ' "(provisional)"'
    return cell


def _decimals(value: Decimal, decimals: int | None) -> int:
    """As pages show it."""
    return max(decimals or 0, min(decimals_carried(value), MOST_DECIMALS))


def _instruct(book: Workbook, facts: Facts) -> None:
    sheet = book.create_sheet(INSTRUCTIONS)
    _widen(sheet, [30, 100])
    _print_across(sheet, str(facts.period))
    sheet.append([text_cell(sheet, "How this workbook works", TITLE)])
    for heading, lines in instructions(facts.kind, SHEETS[UploadKind(facts.kind)]):
        sheet.append([])
        sheet.append([text_cell(sheet, heading, HEADING), text_cell(sheet, "", HEADING)])
        for what, text in lines:
            sheet.append([text_cell(sheet, what, WORDS), text_cell(sheet, text, WORDS)])
    sheet.protection.sheet = True


def _say_what_it_is(book: Workbook, facts: Facts, count: int) -> None:
    sheet = book.create_sheet(ABOUT)
    _widen(sheet, [30, 100])
    _print_across(sheet, str(facts.period))
    sheet.append([text_cell(sheet, "What this workbook is", TITLE)])
    for what, text in _about(facts, count):
        sheet.append([text_cell(sheet, what, WORDS), text_cell(sheet, text, WORDS)])
    sheet.protection.sheet = True


def _about(facts: Facts, count: int) -> Iterator[tuple[str, str]]:
    created = facts.created_at
    yield "What is in it", UploadKind(facts.kind).label
    yield "For", str(facts.period)
    yield "Plan", facts.plan or "None"
    yield from facts.chosen
    yield "Rows", f"{count:,}"
    yield "Made", f"{written(created.date())} at {created:%H:%M}, with what was in at that time"


def _widen(sheet: Any, widths: list[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _print_across(sheet: Any, period: str) -> None:
    """On A4, as many pages high as it needs and one wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # An ampersand begins a code in a footer.
    sheet.oddFooter.left.text = period.replace("&", "&&")
    sheet.oddFooter.right.text = "&A, page &P of &N"


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
