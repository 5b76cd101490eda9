"""The performance table as an Excel workbook: numbers as numbers, each shown with its unit, statuses coloured by their word."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from core.lists.columns import Plain, plain
from core.periods import written
from performance.choices import WORST_FIRST, Status
from performance.rules.targets import Limit
from performance.rules.wording import as_decimal, short_unit
from performance.standings.readout import limit_of
from performance.standings.standing import Standing
from performance.workbooks.looks import HEADING, TITLE, WORDS, add_looks, number_format
from performance.workbooks.safe_text import put_text, writable
from priorities.models import Theme
from safercornwall.exports.figures import exact
from safercornwall.exports.workbook import ABOUT, CREATOR
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.performance_table import (
    PerformanceRow,
    TableCell,
    ThemeRows,
    performance_table,
)

SHEET = "Performance"
STATUS = "Status"
# The columns whose heading and number stand on one sheet of paper.
WIDE, NARROW = 44, 16
# As on pages, on a ground pale enough for black words.
COLOURS = {
    Status.OFF_TRACK: "FFF4CDC6",
    Status.MISSED: "FFF4CDC6",
    Status.AT_RISK: "FFFFF0C2",
    Status.OVERDUE: "FFFFF0C2",
    Status.ON_TRACK: "FFCCE2D8",
    Status.ACHIEVED: "FFCCE2D8",
}
NOTHING_MEASURES_IT = "Nothing measures this theme"


@dataclass(frozen=True)
class Number:
    """A number, and how Excel shows it: with its unit, where that is short."""

    value: Decimal
    look: str


Value = Plain | Number


@dataclass(frozen=True)
class PerformanceColumn:
    heading: str
    value: Callable[[Theme, PerformanceRow], Any]
    width: int = NARROW


def _state(cell: TableCell) -> str:
    return cell.state.state.replace("_", " ").capitalize() if cell.state else ""


# In the order of Cornwall's own reports; each number is followed by what it is of.
COLUMNS = (
    PerformanceColumn("Theme", lambda theme, row: theme.name, 24),
    PerformanceColumn("Indicator", lambda theme, row: row.indicator.name, WIDE),
    PerformanceColumn("Unit", lambda theme, row: row.indicator.unit, 20),
    PerformanceColumn("Good is", lambda theme, row: row.good_is, 10),
    PerformanceColumn("Direction of travel", lambda theme, row: row.standing.travel.direction),
    PerformanceColumn("Same period last year", lambda theme, row: _number(row, _last_year(row))),
    PerformanceColumn("Period last year", lambda theme, row: row.last_year.period),
    PerformanceColumn("This period", lambda theme, row: _number(row, _now(row))),
    PerformanceColumn("Period", lambda theme, row: row.now.period),
    PerformanceColumn("State of the figure", lambda theme, row: _state(row.now)),
    PerformanceColumn("Target", lambda theme, row: _number(row, _target(row.standing))),
    PerformanceColumn(
        "Target in words", lambda theme, row: row.target.words or row.target.note, 28
    ),
    PerformanceColumn("Period of the target", lambda theme, row: row.target.period),
    PerformanceColumn("Benchmark", lambda theme, row: _number(row, _benchmark(row.standing))),
    PerformanceColumn("Benchmark in words", lambda theme, row: row.benchmarks, 28),
    PerformanceColumn(STATUS, lambda theme, row: row.standing.label),
    PerformanceColumn("Why", lambda theme, row: row.standing.sentence, WIDE),
    PerformanceColumn(
        "Status as printed", lambda theme, row: row.printed.words if row.printed else ""
    ),
    PerformanceColumn("Commentary", lambda theme, row: _commentary(row, "text"), WIDE),
    PerformanceColumn(
        "Management actions", lambda theme, row: _commentary(row, "management_actions"), WIDE
    ),
    PerformanceColumn("Also measures", lambda theme, row: row.other_themes, 24),
    PerformanceColumn(
        "Corrected since reported",
        lambda theme, row: "Yes" if row.is_corrected else "",
    ),
    PerformanceColumn("Definition", lambda theme, row: row.indicator.definition, WIDE),
)


def performance_workbook(snapshot: Snapshot, made_at: datetime) -> bytes:
    """The table on one sheet, and on another what it is of and when it was made."""
    book = Workbook()
    add_looks(book)
    book.properties.creator = CREATOR
    book.properties.title = writable(f"Performance, {snapshot.plan}")
    count = _fill_in(book.active, snapshot)
    _say_what_it_is(book.create_sheet(ABOUT), snapshot, made_at, count)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill_in(sheet: Any, snapshot: Snapshot) -> int:
    sheet.title = SHEET
    table = performance_table(snapshot)
    lines = list(_lines(table))
    for place, column in enumerate(COLUMNS, start=1):
        put_text(sheet.cell(1, place), column.heading).style = HEADING
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for place, line in enumerate(lines, start=2):
        for beside, value in enumerate(line, start=1):
            _write(sheet.cell(place, beside), value)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    last = len(lines) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    _colour(sheet, last)
    return sum(len(part.rows) for part in table)


def _lines(table: Iterable[ThemeRows]) -> Iterator[list[Value]]:
    for part in table:
        for row in part.rows:
            yield [_cell(column.value(part.theme, row)) for column in COLUMNS]
        if not part.rows:
            yield [part.theme.name, NOTHING_MEASURES_IT, *[None] * (len(COLUMNS) - 2)]


def _cell(value: Any) -> Value:
    return value if isinstance(value, Number) else plain(value)


def _write(cell: Any, value: Value) -> None:
    cell.style = WORDS
    if isinstance(value, Number):
        cell.value = value.value
        cell.number_format = value.look
    elif value is not None:
        put_text(cell, value)


def _colour(sheet: Any, last: int) -> None:
    """Rules of Excel's own, so that a status that somebody changes changes its colour too. Its word stays."""
    place = next(number for number, one in enumerate(COLUMNS, start=1) if one.heading == STATUS)
    letter = get_column_letter(place)
    for status, colour in COLOURS.items():
        told = f'ISNUMBER(SEARCH("{status.label}",${letter}2))'
        look = {"fill": PatternFill(bgColor=colour), "font": Font(bold=True)}
        sheet.conditional_formatting.add(
            f"{letter}2:{letter}{max(last, 2)}", FormulaRule(formula=[told], **look)
        )


def _now(row: PerformanceRow) -> Decimal | None:
    return row.standing.figure.value if row.standing.figure else None


def _last_year(row: PerformanceRow) -> Decimal | None:
    return row.standing.last_year.value if row.standing.last_year else None


def _target(standing: Standing) -> Decimal | None:
    """What is asked for at the end of the target's period; of a range, which has two, neither."""
    if standing.target is None:
        return None
    limit = limit_of(standing.indicator, standing.target)
    if not isinstance(limit, Limit) or len(limit.bounds) > 1:
        return None
    return as_decimal(limit.bounds[0].limit)


def _benchmark(standing: Standing) -> Decimal | None:
    return standing.comparator.value if standing.comparator else None


def _commentary(row: PerformanceRow, name: str) -> str:
    return getattr(row.standing.commentary, name, "")


def _number(row: PerformanceRow, value: Decimal | None) -> Number | None:
    """Unrounded, so that what is worked out from it in Excel agrees with the status; shown as pages show it."""
    known = exact(value)
    if known is None:
        return None
    indicator = row.indicator
    return Number(known, _look(known, indicator.unit, indicator.decimal_places))


def _look(value: Decimal, unit: str, decimals: int | None) -> str:
    exponent = value.as_tuple().exponent
    carried = max(0, -exponent) if isinstance(exponent, int) else 0
    plain_look = number_format(max(decimals or 0, min(carried, 2)))
    short = short_unit(unit)
    if short == "£":
        return f'"£"{plain_look}'
    return f'{plain_look}"%"' if short == "%" else plain_look


def _say_what_it_is(sheet: Any, snapshot: Snapshot, made_at: datetime, count: int) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 80
    put_text(sheet.cell(1, 1), "Performance").style = TITLE
    words = ", ".join(str(status.label).lower() for status in WORST_FIRST)
    facts = [
        ("Plan", str(snapshot.plan)),
        ("As at", written(snapshot.as_at)),
        ("Figures as known on", f"{written(made_at.date())}, {made_at:%H:%M}"),
        ("Indicators", str(count)),
        ("Statuses", f"Worked out from figure and target, never typed in: {words}."),
        (
            "Numbers",
            "Unrounded, shown with “%” or “£” where that is the unit; 77 shown as 77% is 77 in the cell.",
        ),
        ("Empty cells", "Not known. Nothing stands for nought."),
    ]
    for place, (name, said) in enumerate(facts, start=2):
        put_text(sheet.cell(place, 1), name).style = WORDS
        put_text(sheet.cell(place, 2), said).style = WORDS
