"""A list as CSV: UTF-8 with a byte order mark, so that Excel reads it as such, and days as 2012-03-31."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from django.utils import timezone

from core.lists.columns import Plain
from performance.workbooks.safe_text import is_risky, writable
from safercornwall.lists.noun_list import NounList

BYTE_ORDER_MARK = "\ufeff"


def csv_of(listing: NounList, made_at: datetime) -> bytes:
    """A heading for each column, then a line for each row."""
    file = io.StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    lines = csv.writer(file, lineterminator="\r\n")
    columns = listing.columns
    lines.writerow([column.heading for column in columns])
    lines.writerows(
        [written_value(column.plain(row)) for column in columns] for row in listing.rows
    )
    return file.getvalue().encode()


def written_value(value: Plain) -> str:
    """A value as a cell of CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _as_text(value)
    return str(value)


def _as_text(text: str) -> str:
    """An apostrophe keeps a spreadsheet program from taking it for a formula."""
    words = writable(text)
    return f"'{words}" if is_risky(words) else words
