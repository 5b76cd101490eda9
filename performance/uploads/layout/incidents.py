"""Lists of incidents: a row for each event, with its date, its place, its type, and often a position and an id.

They hold no figures until they are counted. A position and an id are never figures, in a file of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from core.periods import Period
from performance.cells.lookups import plain
from performance.cells.values.periods import NotAPeriod, day_first, read_period
from performance.choices import Frequency
from performance.uploads.files import Value
from performance.uploads.layout.layouts import BLANK, ColumnSamples

# Compared with the words of a heading alone: "Accident_Index" is "accident index".
_POSITION = re.compile(
    r"(.* )?(longitude|latitude|eastings?|northings?|[xy] coord(inate)?s?|coordinates|grid ref(erence)?|geo ?point)"
    r"( .*)?|((location|geo|point|wgs ?84|start|end) )?(lat|lng|lon|long)|geom|geometry|coords?"
)
_AXES = {"x", "y"}
_EVENT = r"(crime|incident|offence|event|log|call|job|accident|collision|fire|report|case|persistent|unique|record|object|row)"
_ID = re.compile(
    rf"({_EVENT} )?(id|ids|ref|refs|reference|urn|uid|uuid|guid|objectid|fid)"
    rf"|{_EVENT} (id|ref|reference|urn) (no|number)|({_EVENT} )?(reference|id|ref) (no|number)|(accident|collision) index"
)
# Of an event, but perhaps also the number of events.
_PERHAPS_ID = re.compile(rf"{_EVENT} (no|number|code|key)")
_TYPES = tuple(
    re.compile(form)
    for form in (
        r"(crime|offence|incident|asb|event|call|fire|collision|accident|primary) (type|category|group|class|classification)( \d)?",
        r"type of (crime|offence|incident|asb|event|call|fire|collision|accident)",
        r"(type|category|classification|offence|nature|crime)",
        r"(crime|offence|incident|asb|event|call|primary) (subgroup|sub group|sub ?type|sub ?category|description|desc|name|nature)",
    )
)
_MADE = r"(reported|recorded|committed|created|occurred|started|start|from)"
_DATES = tuple(
    re.compile(form)
    for form in (
        rf"((date|month)( and)?( time)?|date ?time|timestamp)( of)?( {_EVENT})?( {_MADE})?",
        rf"({_EVENT} )?({_MADE} )?(date|month|date ?time|timestamp)( time)?",
        rf"({_EVENT} )?{_MADE} (on|at)",
    )
)
_AREAS = (
    *("lsoa code", "lsoa11cd", "lsoa21cd", "lsoa01cd", "lsoa11 code", "lsoa", "gss code", "ons code", "area code"),
    *("ward code", "lsoa name", "area", "area name", "beat", "neighbourhood", "ward", "ward name", "town", "place"),
    *("district", "network area", "location"),
)  # fmt: skip
_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[ap]m)?(Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
_NUMBERS_OF_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class IncidentColumns:
    """Where a list of incidents says when, where and of what type each was; None where no column does."""

    when: int
    where: int | None = None
    type: int | None = None


def positions_and_ids(headings: Sequence[Value], *, surely: bool = False) -> frozenset[int]:
    """The columns that say where something was or how it is numbered, which is never a figure.

    Columns headed X and Y are probably a position, and not `surely`.
    """
    words = _words(headings)
    axes = set(words) >= _AXES and not surely
    return frozenset(
        place
        for place, one in enumerate(words)
        if _POSITION.fullmatch(one) or _ID.fullmatch(one) or (axes and one in _AXES)
    )


def ids_in(headings: Sequence[Value]) -> frozenset[int]:
    """The columns of ids."""
    words = enumerate(_words(headings))
    return frozenset(n for n, one in words if _ID.fullmatch(one))


def incidents_in(
    headings: Sequence[Value], samples: Sequence[ColumnSamples]
) -> IncidentColumns | None:
    """Where these columns say what is needed to count them; None where they are no list of incidents.

    A list has a column of days or months and no value, and a type beside a position or an id, or a type and an area
    without any other number.
    """
    words = _words(headings)
    when = next(
        (
            place
            for form in _DATES
            for place, one in enumerate(words)
            if form.fullmatch(one) and place < len(samples) and _are_days(samples[place])
        ),
        None,
    )
    kinds = (place for form in _TYPES for place, one in enumerate(words) if form.fullmatch(one))
    kind = next((n for n in kinds if n >= len(samples) or not samples[n].is_numbers), None)
    where = next((words.index(one) for one in _AREAS if one in words), None)
    if when is None or (kind is None and where is None):
        return None
    marks = positions_and_ids(headings) | {
        place for place, one in enumerate(words) if _PERHAPS_ID.fullmatch(one)
    }
    if marks and (kind is not None or _names_events(words, marks)):
        return IncidentColumns(when, where, kind)
    numbers = {n for n, one in enumerate(samples) if one.is_numbers} - {when, where}
    if kind is not None and where is not None and not numbers:
        return IncidentColumns(when, where, kind)
    return None


def _names_events(words: Sequence[str], marks: frozenset[int]) -> bool:
    """Whether an id is of an event, and not of an area or an indicator."""
    event = re.compile(_EVENT + r"\b.*")
    return any(event.fullmatch(words[place]) for place in marks)


def _words(headings: Sequence[Value]) -> list[str]:
    return [plain(one) if isinstance(one, str) else "" for one in headings]


def _are_days(samples: ColumnSamples) -> bool:
    held = [one for one in samples.samples if one != BLANK]
    return bool(held) and all(
        day_or_period(one) or day_or_period(one, month_first=True) for one in held
    )


def day_or_period(value: Value, *, month_first: bool = False) -> Period | None:
    """The day of "03/08/2011 14:22" as a period of one day, or the period that a cell names: "2011-08"."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Period(value, value)
    return _of_text(str(value), month_first) if isinstance(value, str | int) else None


@lru_cache(maxsize=4096)
def _of_text(text: str, month_first: bool) -> Period | None:
    text = _TIME.sub("", text.strip())
    if found := _ISO_DAY.fullmatch(text):
        return _day(*map(int, found.groups()))
    if month_first:
        text = str(day_first(text))
    if found := _NUMBERS_OF_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    read = read_period(text, Frequency.MONTH)
    return None if isinstance(read, NotAPeriod) else read


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period(date(year, month, day), date(year, month, day))
    except ValueError:
        return None
