"""A round's quarter in an address: Q2 2011/12 is "2011-12-q2"."""

from __future__ import annotations

import re
from datetime import date

from core.periods import Period

_KEY = re.compile(r"((?:19|20|21)\d\d)-(\d\d)-q([1-4])")


def quarter_of(day: date) -> Period:
    """The quarter that holds `day`."""
    return Period.whole_months(day.year, (day.month - 1) // 3 * 3 + 1, 3)


def quarters_between(first: date, last: date) -> list[Period]:
    """The quarters from that of `first` to that of `last`, newest first; none when `last` is earlier."""
    found = []
    quarter = quarter_of(last)
    while quarter.end >= first:
        found.append(quarter)
        quarter = quarter.previous()
    return found


def key_of(quarter: Period) -> str:
    """As `quarter_from` reads it back."""
    return quarter.label[3:].replace("/", "-") + quarter.label[:2].replace("Q", "-q")


def quarter_from(key: str) -> Period | None:
    """The quarter of a key; None for what is not one, 2011-13-q2 included."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year, ends, quarter = (int(part) for part in found.groups())
    return Period.quarter(year, quarter) if (year + 1) % 100 == ends else None
