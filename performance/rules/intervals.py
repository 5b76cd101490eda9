"""How sure a figure is: its 95% confidence interval from the counts behind it.

The methods are those that public health in England uses (PHE Technical Guide "Confidence Intervals", 2018; OHID
Fingertips): Wilson's for a share, Byar's for a rate or a count, and the exact Poisson limits for a count below 10.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import NamedTuple

from performance.choices import Aggregation
from performance.rules.poisson import byar_limits, deviate, exact_limits
from performance.rules.readings import Reading
from performance.rules.targets import Limit
from performance.rules.wording import Number

FEWEST_FOR_BYAR = 10
# A value typed in whole per cent may be half of one from its counts.
ROUNDING = 0.5
# What is added up and not counted one by one.
_MEASURED = re.compile(
    r"[%£]|\b(per|hours?|days?|weeks?|minutes?|months?|years?|miles?|km|tonnes?|pounds?|index|scores?|points?)\b",
    re.IGNORECASE,
)


class Interval(NamedTuple):
    """Both ends in the unit of the value."""

    low: float
    high: float

    def holds(self, value: Number) -> bool:
        return self.low <= float(value) <= self.high


def interval_of(reading: Reading, *, aggregation: Aggregation, unit: str) -> Interval | None:
    """The interval of a figure, in its unit. None where no counts are behind it, or they do not make its value.

    A percentage or rate has its numerator and denominator. What is added up is itself the count, if it counts events.
    """
    value, count = reading.known, reading.numerator
    if value is None:
        return None
    if aggregation == Aggregation.SUM:
        return _of_count(float(value), 1.0) if counts_events(unit) else None
    of = reading.denominator
    if aggregation != Aggregation.RATIO or count is None or of is None or count < 0 or of <= 0:
        return None
    if unit.startswith("%"):
        return _of_share(float(value), float(count), float(of))
    if count == 0:
        return None if value else _of_no_events(unit, float(of))
    return _of_count(float(count), float(value) / float(count))


def counts_events(unit: str) -> bool:
    """Whether figures in this unit count events one by one: "crimes", and not "£", "hours" or "% change"."""
    return not _MEASURED.search(unit)


def could_be_chance(interval: Interval | None, limit: Limit) -> bool:
    """Whether a bound of the target lies inside the interval, so that chance alone could decide which side it is on."""
    return interval is not None and any(interval.holds(bound.limit) for bound in limit.bounds)


def wilson(count: float, of: float, confidence: float = 0.95) -> Interval:
    """The interval of a share, from 0 to 1 (Wilson 1927; Newcombe 1998, method 3)."""
    z = deviate(confidence)
    middle = count + z * z / 2
    half = z * sqrt(z * z / 4 + count * (1 - count / of))
    low, high = (middle - half) / (of + z * z), (middle + half) / (of + z * z)
    return Interval(max(low, 0.0), min(high, 1.0))


def count_interval(count: float, confidence: float = 0.95) -> Interval:
    """The interval of a count of events: Byar's, and below 10 the exact one."""
    if count < FEWEST_FOR_BYAR:
        return Interval(*exact_limits(round(count), confidence))
    return Interval(*byar_limits(count, confidence))


def _of_share(value: float, count: float, of: float) -> Interval | None:
    if count > of or abs(100 * count / of - value) > ROUNDING:
        return None
    low, high = wilson(count, of)
    return Interval(100 * low, 100 * high)


def _of_count(count: float, scale: float) -> Interval | None:
    """`scale` is what one event adds to the rate."""
    if count < 0 or count != round(count):
        return None
    low, high = count_interval(count)
    return Interval(low * scale, high * scale)


def _of_no_events(unit: str, of: float) -> Interval | None:
    """A rate of nothing has an upper end where its unit says out of how many it is: "per 1,000 population"."""
    out_of = re.match(r"(?:.* )?per ([\d,]+)\b", unit)
    if out_of is None:
        return None
    return _of_count(0.0, float(out_of[1].replace(",", "")) / of)
