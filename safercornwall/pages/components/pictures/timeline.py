"""A timeline of projects: from when to when their money is secured, sought or missing, in financial years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from core.periods import Period, financial_year_label, financial_year_of, written
from safercornwall.pages.components.pictures.elements import element, percent, svg
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.money import STATES, block, swatch
from safercornwall.pages.components.pictures.rows import Row, picture, rows

BLOCK, TENDER = 16, 13
AXIS_HEIGHT = 44
# Words beside a line that stands further right than this would leave the picture.
NEAR_END, NEAR_START = 0.75, 0.25
# With more years than these, every second one is named.
MOST_NARROW, MOST_WIDE = 4, 9
UNKNOWN = "No funding is known"
TENDER_WORDS = "Last date to start a tender"


@dataclass(frozen=True)
class Segment:
    """The days from `start` to `end`, both included, and the state of the money for them: a funding state.

    `words` say how much and from whom ("£40,000 from the Home Office").
    """

    start: date
    end: date
    state: str
    words: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A segment ends on or after the day it starts.")


@dataclass(frozen=True)
class TimelineRow:
    """A project. `tender_by` is the last date on which a tender can still start."""

    name: str
    segments: tuple[Segment, ...]
    href: str = ""
    note: str = ""
    words: str = ""
    tender_by: date | None = None


@dataclass(frozen=True)
class Timeline:
    """Rows over the financial years that hold `first` and `last`. What lies outside is cut off, with an arrow.

    `today` is the date of the view.
    """

    rows: tuple[TimelineRow, ...]
    first: date
    last: date
    today: date

    @property
    def start(self) -> date:
        return date(financial_year_of(self.first), 4, 1)

    @property
    def years(self) -> range:
        return range(self.start.year, max(financial_year_of(self.last), self.start.year) + 1)

    @property
    def end(self) -> date:
        """The first day after the last year."""
        return date(self.years[-1] + 1, 4, 1)

    def at(self, day: date) -> float:
        """The morning of a day as a share of the width: below 0 or above 1 where it lies outside."""
        return (day - self.start).days / (self.end - self.start).days

    def alt_of(self, row: TimelineRow) -> str:
        told = [_told(segment) for segment in row.segments] or [UNKNOWN]
        if row.tender_by:
            past = ", which is past" if row.tender_by < self.today else ""
            told.append(f"{TENDER_WORDS}: {written(row.tender_by)}{past}")
        return f"{'. '.join(told)}."


def timeline(one: Timeline) -> SafeString:
    found = [
        Row(
            name=row.name,
            drawing=_drawing(one, row),
            href=row.href,
            note=row.note or ("" if row.segments else UNKNOWN),
            words=row.words,
        )
        for row in one.rows
    ]
    look = "sc-rows--time" if any(row.words for row in found) else "sc-rows--time sc-rows--bare"
    return picture(key(_entries(one)), rows(found, axis=_axis(one), look=look))


def _told(segment: Segment) -> str:
    label = STATES.get(segment.state, segment.state)
    words = f" ({segment.words})" if segment.words else ""
    return f"{label}: {Period(segment.start, segment.end).label}{words}"


def _drawing(one: Timeline, row: TimelineRow) -> SafeString:
    """As high as its row, however many lines the name takes; its blocks stand in the middle."""
    middle = [*_blocks(one, row), *_tender(one, row)]
    return svg(
        *_years(one),
        element("svg", *middle, y="50%", overflow="visible"),
        *_today(one),
        alt=one.alt_of(row),
        class_="sc-pic",
        width="100%",
        height="100%",
    )


def _years(one: Timeline) -> Iterator[SafeString]:
    for place, year in enumerate(one.years):
        left, right = one.at(date(year, 4, 1)), one.at(date(year + 1, 4, 1))
        classes = "sc-time__year sc-time__year--odd" if place % 2 else "sc-time__year"
        yield element(
            "rect", x=percent(left), width=percent(right - left), height="100%", class_=classes
        )


def _blocks(one: Timeline, row: TimelineRow) -> Iterator[SafeString]:
    for segment in row.segments:
        left, right = one.at(segment.start), one.at(segment.end) + 1 / (one.end - one.start).days
        if right <= 0 or left >= 1:
            continue
        yield block(segment.state, max(left, 0), min(right, 1), -BLOCK / 2, BLOCK)
        if right > 1 + 1e-9:
            yield _arrow("100%", "m3-5 5 5-5 5")
        if left < 0:
            yield _arrow("0%", "m-3-5-5 5 5 5")


def _arrow(x: str, d: str) -> SafeString:
    return element("svg", element("path", d=d, class_="sc-time__beyond"), x=x, overflow="visible")


def _tender(one: Timeline, row: TimelineRow) -> Iterator[SafeString]:
    if row.tender_by and 0 <= one.at(row.tender_by) <= 1:
        mark = tender_mark(row.tender_by < one.today)
        yield element("svg", mark, x=percent(one.at(row.tender_by)), overflow="visible")


def tender_mark(is_past: bool) -> SafeString:
    """A flag on a pole, on the middle of its row: hollow once the date is past."""
    pole = element("path", d=f"M0-{TENDER}v{2 * TENDER}", class_="sc-time__pole")
    classes = "sc-time__tender sc-time__tender--past" if is_past else "sc-time__tender"
    return element("g", pole, element("path", d=f"M0-{TENDER}h10l-3 4.5 3 4.5H0z", class_=classes))


def _today(one: Timeline) -> Iterator[SafeString]:
    if 0 <= one.at(one.today) <= 1:
        x = percent(one.at(one.today))
        yield element("line", x1=x, x2=x, y1=0, y2="100%", class_="sc-time__today")


def _axis(one: Timeline) -> SafeString:
    return svg(
        *_today_label(one), *_year_labels(one), class_="sc-pic", width="100%", height=AXIS_HEIGHT
    )


def _year_labels(one: Timeline) -> Iterator[SafeString]:
    count = len(one.years)
    for place, year in enumerate(one.years):
        narrow, wide = (place % -(-count // most) == 0 for most in (MOST_NARROW, MOST_WIDE))
        if wide:
            look = "sc-pic__label sc-pic__label--clear" + ("" if narrow else " sc-pic__wide")
            yield element(
                "text",
                financial_year_label(year),
                x=percent((place + 0.5) / count),
                y=38,
                class_=look,
            )


def _today_label(one: Timeline) -> Iterator[SafeString]:
    at = one.at(one.today)
    if 0 <= at <= 1:
        side = "--end" if at > NEAR_END else "--start" if at < NEAR_START else ""
        classes = f"sc-pic__label{side} sc-pic__label--strong"
        x = percent(at)
        yield element("text", written(one.today), x=x, y=15, class_=classes)
        yield element("line", x1=x, x2=x, y1=20, y2=AXIS_HEIGHT, class_="sc-time__today")


def _entries(one: Timeline) -> Iterator[KeyEntry]:
    states = {segment.state for row in one.rows for segment in row.segments}
    for state in STATES:
        if state in states:
            yield swatch(state)
    tenders = [row.tender_by for row in one.rows if row.tender_by]
    for is_past, aside in ((False, ""), (True, ", past")):
        if any((day < one.today) == is_past for day in tenders):
            mark = element("g", tender_mark(is_past), transform="translate(10 8) scale(.6)")
            yield KeyEntry(mark, f"{TENDER_WORDS}{aside}")
    if 0 <= one.at(one.today) <= 1:
        line = element("line", x1=14, x2=14, y1=0, y2=16, class_="sc-time__today")
        yield KeyEntry(line, "The date of this view")
