"""A list as an Excel workbook: days and numbers as such, text as text whatever it looks like."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from core.lists.columns import Plain
from core.periods import written
from performance.workbooks.looks import HEADING, TITLE, WORDS, add_looks
from performance.workbooks.safe_text import text_cell, writable
from safercornwall.lists.noun_list import NounList

CREATOR = "Safer Cornwall planner"
ABOUT = "About"
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
# Excel knows no day before 1900, and miscounts those of its first two months.
FIRST_YEAR = 1901
# Excel and openpyxl read numbers with more digits than this as others.
MOST_DIGITS = 15
# In characters.
WIDTHS = {"text": 40, "first": 48, "short": 16}
LONGEST_SHEET_NAME = 31


def workbook_of(listing: NounList, made_at: datetime) -> bytes:
    """The list on one sheet, and on another what it is of, when it was made and what narrows it."""
    book = Workbook(write_only=True)
    add_looks(book)
    book.properties.creator = CREATOR
    book.properties.title = writable(listing.described)
    count = _fill_in(book.create_sheet(listing.title[:LONGEST_SHEET_NAME]), listing)
    _say_what_it_is(book.create_sheet(ABOUT), listing, made_at, count)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill_in(sheet: Any, listing: NounList) -> int:
    columns, rows = listing.columns, listing.rows
    lines = [[column.plain(row) for column in columns] for row in rows]
    for place in range(len(columns)):
        width = _width(place, [line[place] for line in lines])
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([text_cell(sheet, column.heading, HEADING) for column in columns])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(lines) + 1}"
    return len(lines)


def _cell(sheet: Any, value: Plain) -> Any:
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        return _dated(sheet, value)
    if isinstance(value, int | Decimal) and len(str(value).strip("-")) <= MOST_DIGITS:
        cell = WriteOnlyCell(sheet, value)
        cell.style = WORDS
        return cell
    return text_cell(sheet, "" if value is None else value, WORDS)


def _dated(sheet: Any, day: date) -> Any:
    is_moment = isinstance(day, datetime)
    # A workbook knows no time zones.
    value = timezone.localtime(day).replace(tzinfo=None) if isinstance(day, datetime) else day
    cell = WriteOnlyCell(sheet, value)
    cell.style = WORDS
    cell.number_format = MOMENT if is_moment else DAY
    return cell


def _width(place: int, values: list[Plain]) -> int:
    if place == 0:
        return WIDTHS["first"]
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return WIDTHS["text"] if longest > WIDTHS["short"] else WIDTHS["short"]


def _say_what_it_is(sheet: Any, listing: NounList, made_at: datetime, count: int) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 60
    sheet.append([text_cell(sheet, listing.title, TITLE)])
    plan = listing.reader.plan
    filters = [chosen.words for chosen in listing.form.chosen_filters]
    order = listing.order
    facts = [
        ("Plan", str(plan) if plan else "None"),
        ("As at", written(listing.reader.as_at)),
        ("Filters", "; ".join(filters) or "None: everything is in it"),
        ("In order of", order[0].order_words[order[1]] if order else listing.first_order),
        ("Rows", str(count)),
        ("Exported on", f"{written(made_at.date())}, {made_at:%H:%M}"),
    ]
    for name, words in facts:
        sheet.append([text_cell(sheet, name, WORDS), text_cell(sheet, words, WORDS)])
