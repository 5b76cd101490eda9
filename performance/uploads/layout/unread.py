"""What of a workbook is not read, or is read though it does not show: sheets, hidden rows and columns, other columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from performance.cells.cell import Message, Wrong, column_letters, quoted
from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups, plain
from performance.uploads.files import Sheet, TableFile, Value, cell_name
from performance.uploads.layout.headings import looks_like_a_period, scale_in
from performance.uploads.layout.layouts import Layout
from performance.uploads.layout.opening import Opened, has_figures
from performance.uploads.layout.roles import FACTS

OTHER_SHEETS = Message("other_sheets", "{sheets} not read: only {read}.")
OTHER_FIGURES = Message(
    "other_figures",
    "The workbook has figures in {sheets} too, and only those in “{read}” are read.",
    "Choose the sheets that are meant, under “About the file”. Accept the warning if this one is all that is meant.",
)
HIDDEN_COLUMN = Message(
    "hidden_column",
    "This column is hidden in the workbook, and its figures are read.",
    "Accept the warning if they count. If not, delete the column and upload the file again.",
)
HIDDEN_ROWS = Message(
    "hidden_rows",
    "{rows} hidden or filtered out in the workbook, and what is in them is read.",
    "Accept the warning if it counts. If not, delete the rows and upload the file again.",
)
DISGUISED = Message(
    "disguised",
    "Cells of this column are formatted to show another number than they hold. What they hold is read.",
    "Accept the warning if the numbers in the preview are right. If not, format the column as numbers and correct it.",
)
OTHER_COLUMNS = Message("other_columns", "{columns} not read.")
NOT_UNDERSTOOD = Message(
    "heading_not_understood",
    "The heading {heading} is not understood, so what is under it is not read.",
    "Write it as the other headings if its figures count. Accept the warning if they do not.",
)
TITLE_SAYS_SCALE = Message(
    "title_says_scale",
    "{title} may mean that the numbers are in thousands or more. They are read as they stand.",
    "Accept the warning if they are whole. If not, write “(thousands)” or “(£000s)” after the heading of their column.",
)
MONTH_FIRST = Message(
    "month_first",
    "Dates are read with the month first, as only so they begin or end a month: “04/01/2011” is 1 April 2011.",
    "Accept the warning if that is right. If not, correct the dates.",
)
YEAR_SAID_ONCE = Message(
    "year_said_once", "Quarters and months without a year are read as of {year}."
)
FOOTNOTES = Message("footnotes", "Footnote marks are left out: {marks}.")
STRUCK = Message("struck_text", "Crossed-out text is left out: {marks}.")
COMMAS = Message("decimal_comma", "Commas are read as decimal points: “1,5” is 1.5.")
COMMAS_UNCLEAR = Message(
    "decimal_comma",
    "The columns of this file are parted by semicolons, where a comma is often a decimal mark. “1,125” is read as 1125.",
    "Accept the warning if commas part thousands. If not, write decimal points.",
)
# What a template gives to look at, beside what is to be typed; it is a template where these three stand together.
_OF_TEMPLATES = frozenset(("now", "last value", "last value is for"))
_GIVEN = frozenset(
    (
        "unit",
        "now",
        "last value",
        "last value is for",
        "last year s value",
        "target",
        "unit of measure",
    )
)
# Only a template has such a column.
_TEMPLATE = "last value is for"
_MOST_NAMED = 12
_ROWS_LOOKED_AT = 400
_OURS = ("what to correct", "how to fill this in", "lists")


def note_unread(
    table: TableFile,
    opened: Opened,
    layout: Layout,
    kind: str,
    lookups: Lookups,
    findings: FindingList,
    *,
    chosen: Sequence[Sheet] = (),
) -> None:
    """Add a note for what is not read, and a warning for what is read and may not be meant. `chosen` are the sheets that a
    person chose: then the others are named, and nobody is asked about them.
    """
    sheet = opened.sheet
    if not chosen or sheet is chosen[0]:
        for severity, says, facts in _of_sheets(table, sheet, kind, lookups, chosen):
            findings.add(severity, Wrong(says, facts, role="value"), None, None)
    used = _value_columns(layout)
    for column in sorted({*sheet.hidden_columns} & {place + 1 for place in used}):
        heading = _heading(opened, column - 1)
        wrong = Wrong(HIDDEN_COLUMN, role="value")
        findings.add("warning", wrong, opened.heading_row, column - 1, heading)
    if hidden := [row for row in sheet.hidden_rows if opened.heading_row < row <= sheet.rows]:
        rows = f"Row {hidden[0]} is" if len(hidden) == 1 else f"Rows {_ranges(hidden)} are"
        findings.add("warning", Wrong(HIDDEN_ROWS, {"rows": rows}, role="value"), hidden[0], None)
    for column, row in sheet.disguised:
        if column - 1 in used:
            findings.add("warning", Wrong(DISGUISED, role="value"), row, column - 1)
    _note_columns(table, opened, layout, findings)
    if layout.month_first:
        place = layout.columns["period"]
        wrong = Wrong(MONTH_FIRST, role="period")
        findings.add("warning", wrong, opened.heading_row, place, _heading(opened, place))
    if year := layout.constants.get("year"):
        findings.add("note", Wrong(YEAR_SAID_ONCE, {"year": year}, role="period"), None, None)
    for says, marks in ((FOOTNOTES, sheet.footnotes), (STRUCK, sheet.struck)):
        if marks:
            named = [
                f"{quoted(text)} in {cell_name('', row, column)}" for row, column, text in marks
            ]
            findings.add("note", Wrong(says, {"marks": _listed(named)}, role="value"), None, None)
    if sheet.decimal_comma == "certain":
        findings.add("note", Wrong(COMMAS, role="value"), None, None)
    elif sheet.decimal_comma:
        findings.add("warning", Wrong(COMMAS_UNCLEAR, role="value"), None, None)


def _value_columns(layout: Layout) -> set[int]:
    """Where numbers are read, from 0."""
    numbers = ("value", "numerator", "denominator")
    found = {layout.columns[role] for role in numbers if role in layout.columns}
    if layout.has_figures_across:
        found.discard(layout.columns.get("value", -1))
    across = {*layout.periods, *layout.areas, *(column for column, _ in layout.subjects)}
    return found | across


def _of_sheets(
    table: TableFile, read: Sheet, kind: str, lookups: Lookups, chosen: Sequence[Sheet]
) -> Iterator[tuple[str, Message, dict[str, str]]]:
    """Other sheets with figures are a warning, those with any number a note."""
    others = [one for one in table.sheets if one not in (read, *chosen) and one.filled]
    others = [one for one in others if one.name.casefold() not in _OURS]
    asked = [] if chosen else [one for one in others if not one.hidden]
    figures = [one for one in asked if has_figures(table, one, kind, lookups)]
    numbers = [one for one in others if one not in figures and _has_numbers(table, one)]
    if figures:
        names = _listed([f"“{one.name}”" for one in figures])
        yield "warning", OTHER_FIGURES, {"sheets": names, "read": read.name}
    if numbers:
        names = _listed([f"“{one.name}”{' (hidden)' if one.hidden else ''}" for one in numbers])
        are = "Sheet" if len(numbers) == 1 else "Sheets"
        is_or_are = "is" if len(numbers) == 1 else "are"
        names_read = _listed([f"“{one.name}”" for one in chosen or (read,)])
        read_is = f"{names_read} {'are' if len(chosen) > 1 else 'is'}"
        yield "note", OTHER_SHEETS, {"sheets": f"{are} {names} {is_or_are}", "read": read_is}


def _has_numbers(table: TableFile, sheet: Sheet) -> bool:
    rows = islice(table.rows(sheet), _ROWS_LOOKED_AT)
    return any(isinstance(cell, int | float) for _, cells in rows for cell in cells)


def _note_columns(table: TableFile, opened: Opened, layout: Layout, findings: FindingList) -> None:
    """Columns that hold something and are not read; of those headed much like a period, a warning each."""
    read = (place for role, place in layout.columns.items() if role not in FACTS)
    used = {*read, *_value_columns(layout)}
    held: set[int] = set()
    for number, cells in islice(table.rows(opened.sheet), _ROWS_LOOKED_AT):
        if number < opened.first_heading_row:
            _note_title(number, cells, findings)
        elif number > opened.heading_row:
            held |= {place for place, cell in enumerate(cells) if cell is not None}
    is_template = {plain(one) for one in opened.headings if isinstance(one, str)} >= _OF_TEMPLATES
    named = []
    is_template = _TEMPLATE in map(plain, opened.headings)
    for place in sorted(held - used):
        heading = _heading(opened, place)
        if is_template and plain(heading) in _GIVEN:
            continue
        if looks_like_a_period(heading):
            wrong = Wrong(NOT_UNDERSTOOD, {"heading": quoted(heading)}, role="value")
            findings.add("warning", wrong, opened.heading_row, place, heading)
        else:
            about = quoted(heading) if heading else "no heading"
            named.append(f"{column_letters(place + 1)} ({about})")
    if named:
        words = "Column" if len(named) == 1 else "Columns"
        is_or_are = "is" if len(named) == 1 else "are"
        facts = {"columns": f"{words} {_listed(named)} {is_or_are}"}
        findings.add("note", Wrong(OTHER_COLUMNS, facts, role="value"), None, None)


def _note_title(number: int, cells: Sequence[Value], findings: FindingList) -> None:
    """Warn of a title that says thousands: numbers are read as they stand."""
    for place, cell in enumerate(cells):
        if scale_in(cell) != 1:
            wrong = Wrong(TITLE_SAYS_SCALE, {"title": quoted(cell)}, role="value")
            findings.add("warning", wrong, number, place, cell)


def _heading(opened: Opened, place: int) -> str:
    held: Value = opened.headings[place] if place < len(opened.headings) else None
    return "" if held is None else str(held).strip()


def _ranges(rows: Iterable[int]) -> str:
    """ "5 to 9 and 12"."""
    found: list[list[int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return _listed([f"{a:,}" if a == b else f"{a:,} to {b:,}" for a, b in found])


def _listed(names: Sequence[str]) -> str:
    """ "A, B and C", with what is too much counted."""
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED:,} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
