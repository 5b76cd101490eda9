"""What the heading of a column says beside the period or the indicator: an actual, a target, provisional, thousands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.periods import Period
from performance.cells.subjects import Subject
from performance.cells.values.numbers import is_percentage
from performance.cells.values.periods import NotAPeriod, Quarters, read_period
from performance.choices import Frequency, NumberKind
from performance.uploads.files import Value

# What kind of number a heading, a cell or a unit speaks of; "" where it does not say.
Measure = Literal["", "count", "rate", "percent"]

_MARKS = re.compile(r"[\s*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+$")
_STATE = re.compile(
    r"[\s,–-]*[\[(]?\b(?P<state>p|prov|provisional|r|rev|revised|f|final|unconfirmed|confirmed)\b\.?[\])]?$",
    re.IGNORECASE,
)
_ACTUAL = re.compile(
    r"[\s,:–-]*[\[(]?\b(actuals?|outturns?|results?|values?|figures?|performance|reported)\b[\])]?$",
    re.IGNORECASE,
)
_TO_DATE = re.compile(
    r"[\s,:–-]*[\[(]?\b(ytd|year[ -]to[ -]date|cumulative|cum)\b\.?[\])]?", re.IGNORECASE
)
_NO_FIGURE = re.compile(
    r"\b(targets?|plan(ned)?|goals?|trajectory|baselines?|base|forecasts?|projections?|estimate[ds]?|benchmarks?"
    r"|comparators?|england|national|regional|changes?|variances?|differences?|diff|rag|status|dot|directions?|trends?|ranks?"
    r"|previous|prior|last|numerators?|denominators?|notes?|comments?|average|mean|total|confidence|limits?|ci|lcl|ucl)\b",
    re.IGNORECASE,
)
_PERIOD_LIKE = re.compile(
    r"\bq[1-4]\b|\b(qtr|quarter) ?[1-4]|\b(19|20)\d\d\b|\b\d\d ?/ ?\d\d\b"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*[ -]?('?\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PeriodHeading:
    """The period of a heading as a cell would give it, and the state of the figures under it, if it says so."""

    period: Value
    state: str = ""


def period_heading(heading: Value, quarters: Quarters | None = None) -> PeriodHeading | None:
    """What a heading such as "Q2 2011/12 (p)", "Q2 2011/12 actual" or "Q2 2011/12 YTD" says; None for no period.

    A quarter that may be of a calendar or a financial year is one all the same.
    """
    if isinstance(heading, date):
        return PeriodHeading(heading)
    if not isinstance(heading, str):
        return PeriodHeading(heading) if _read(heading, quarters) else None
    if _read(heading, quarters):
        return PeriodHeading(heading)
    text, state = _MARKS.sub("", heading.strip()), ""
    to_date = _TO_DATE.search(text)
    if to_date:
        text = (text[: to_date.start()] + " " + text[to_date.end() :]).strip()
    for _ in range(2):
        text = _MARKS.sub("", _ACTUAL.sub("", text))
        if found := _STATE.search(text):
            text, state = text[: found.start()], state or found["state"].casefold()
    period = _read(text, quarters)
    if period is None:
        return None
    if to_date:
        start = date(period.fy_start_year, 4, 1)
        return PeriodHeading(str(Period(start, period.end)), state)
    return PeriodHeading(text.strip(), state)


def _read(text: Value, quarters: Quarters | None) -> Period | None:
    read = read_period(text, Frequency.QUARTER, quarters or "financial")
    return None if isinstance(read, NotAPeriod) else read


def without_marks(heading: Value) -> Value:
    """A heading without the marks of footnotes."""
    return _MARKS.sub("", heading) if isinstance(heading, str) else heading


def looks_like_a_period(heading: str) -> bool:
    """Whether figures may stand under it, though it cannot be read: not under a target or a change."""
    return _PERIOD_LIKE.search(heading) is not None and not _NO_FIGURE.search(heading)


def is_no_figure(heading: str) -> bool:
    """Whether a heading says that what is under it is a target, a baseline, a change or the like."""
    return _NO_FIGURE.search(heading) is not None


# What kind of number.

_PER = re.compile(r"\bper ([1-9][\d, ]*|thousand|million|head|capita)", re.IGNORECASE)
_RATE = re.compile(r"\b(rates?|ratio)\b", re.IGNORECASE)
_COUNT = re.compile(r"\b(counts?|numbers?|no\.?|volumes?|totals?|n)\b|#", re.IGNORECASE)
_PER_CENT = re.compile(r"\b(percentages?|proportions?|share)\b", re.IGNORECASE)


def measure_in(words: Value) -> Measure:
    """The kind of number that a heading or a cell speaks of."""
    if not isinstance(words, str):
        return ""
    if _PER.search(words) and not is_percentage(words):
        return "rate"
    if is_percentage(words) or _PER_CENT.search(words):
        return "percent"
    if _RATE.search(words):
        return "rate"
    return "count" if _COUNT.search(words) else ""


def per_in(words: str) -> Decimal | None:
    """1,000 of "Rate per 1,000"."""
    found = re.search(r"\bper ([1-9][\d,]*)", words)
    return Decimal(found[1].replace(",", "").strip()) if found else None


def measure_of(subject: Subject) -> Measure:
    """The kind of number that figures of an indicator are."""
    if is_percentage(subject.unit):
        return "percent"
    if _PER.search(subject.unit) or subject.number_kind == NumberKind.RATE:
        return "rate"
    return "count" if subject.number_kind == NumberKind.COUNTED else ""


def speaks_of_other(words: Value, subject: Subject) -> bool:
    """Whether a heading or a cell speaks of another kind of number than the figures of an indicator are."""
    said, kept = measure_in(words), measure_of(subject)
    if not said or not kept:
        return False
    if said != kept:
        # "Rate" is also said of a percentage.
        return not (said == "rate" and kept == "percent" and per_in(str(words)) is None)
    said_per, kept_per = per_in(str(words)), per_in(subject.unit)
    return said_per is not None and kept_per is not None and said_per != kept_per


# Thousands.

_SCALES = (
    (
        Decimal(1_000),
        re.compile(r"\bthousands?\b|['’]?\b0{3}['’]?s?\b|£ ?k\b|\(k\)", re.IGNORECASE),
    ),
    (Decimal(1_000_000), re.compile(r"\bmillions?\b|£ ?mn?\b|\(mn?\)", re.IGNORECASE)),
    (Decimal(1_000_000_000), re.compile(r"\bbillions?\b|£ ?bn\b", re.IGNORECASE)),
)
_NOT_SCALES = re.compile(r"\bper [^)]*", re.IGNORECASE)


def scale_in(words: Value) -> Decimal:
    """1,000 where a heading or a unit says thousands ("£000s"); 1 where it says nothing, or "per thousand"."""
    text = _NOT_SCALES.sub("", words) if isinstance(words, str) else ""
    return next((scale for scale, form in _SCALES if form.search(text)), Decimal(1))


_SCALE_WORDS = re.compile(
    r"[(\[]?(in )?(£ ?)?\b(thousands?|millions?|billions?)\b[)\]]?|[(\[]?(in )?£? ?['’]?\b0{3}['’]?s?\b[)\]]?"
    r"|[(\[](£ ?)?(k|mn?|bn)[)\]]|£ ?(k|mn?|bn)\b",
    re.IGNORECASE,
)


def without_scale(heading: str) -> str:
    """ "Value" of "Value (thousands)"."""
    return _SCALE_WORDS.sub("", heading).strip(" ,:-") if scale_in(heading) != 1 else heading


# Two rows of headings.


def joined_headings(upper: Sequence[Value], lower: Sequence[Value]) -> list[Value] | None:
    """The headings of two rows, of which the upper spans columns of the lower: "Q1 2011/12" over "Target" and "Actual".

    None where the lower row is no heading or spans nothing.
    """
    filled = [place for place, cell in enumerate(upper) if cell is not None]
    if filled == [0]:
        # A title.
        return None
    if any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in lower):
        return None
    joined: list[Value] = []
    above, spans, is_first = None, False, False
    for place, below in enumerate(lower):
        here = upper[place] if place < len(upper) else None
        if below is None:
            above = None
            joined.append(here)
            continue
        if here is not None:
            above, is_first = here, True
        elif above is not None:
            spans |= is_first
        joined.append(below if above is None else f"{above} {below}".strip())
    return joined if spans else None
