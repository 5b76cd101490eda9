"""Signal or noise: XmR charts by the rules of NHS England's "Making Data Count".

The rules, their order and their defaults are those of its reference implementation, NHSRplotthedots.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise

from core.periods import Period
from performance.choices import Polarity

FEWEST_POINTS = 13
LIMIT_FACTOR = Fraction("2.66")
SCREEN_FACTOR = Fraction("3.267")
RUN = 7


class SignalRule(StrEnum):
    """Why a point signals; the first of these that holds is the one given."""

    OUTSIDE = "outside a limit"
    TREND = "part of seven in a row rising or falling"
    TWO_IN_THREE = "one of two in three close to a limit"
    ONE_SIDE = "part of seven in a row on one side of the mean"


class Variation(StrEnum):
    IMPROVEMENT = "Improvement"
    CONCERN = "Concern"
    HIGH = "High"
    LOW = "Low"
    COMMON = "No signal"
    TOO_FEW = "Too few points"
    NO_LIMITS = "No limits"


class Assurance(StrEnum):
    MET = "Consistently met"
    MISSED = "Consistently missed"
    HIT_OR_MISS = "Hit or miss"
    UNKNOWN = "Not known"


@dataclass(frozen=True)
class SignalPoint:
    """One value of a series in its indicator's unit; None where there is none, which breaks every run."""

    period: Period
    value: Decimal | None


@dataclass(frozen=True)
class SignalTarget:
    """What each figure should reach, in the indicator's unit: a floor, a ceiling, or both for a range."""

    at_least: Decimal | Fraction | None = None
    at_most: Decimal | Fraction | None = None


@dataclass(frozen=True)
class PointSignal:
    """A point as charted. The lines are in the indicator's unit, None where there are none: too few points, or nothing
    that varies.
    """

    period: Period
    value: Decimal | None
    variation: Variation
    rule: SignalRule | None = None
    mean: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True)
class SignalChart:
    """A whole series as charted; `variation`, `assurance`, `count` and `sentence` are of its last stretch."""

    points: tuple[PointSignal, ...]
    variation: Variation
    assurance: Assurance
    count: int
    sentence: str

    @property
    def brief(self) -> str:
        """Whether the latest point signals, in a few words; empty where nobody can tell."""
        latest = next((one for one in reversed(self.points) if one.value is not None), None)
        if latest is None or self.variation in (Variation.TOO_FEW, Variation.NO_LIMITS):
            return ""
        return f"{self.variation}: {latest.rule}" if latest.rule else str(self.variation)


def read_chart(
    points: Sequence[SignalPoint],
    *,
    polarity: Polarity,
    breaks: Sequence[date] = (),
    target: SignalTarget | None = None,
) -> SignalChart:
    """Chart a series, given in order of time, with limits that restart at each of `breaks`.

    A period that a break falls inside stands alone. A stretch of under 13 values has no lines and no signals, nor has one
    whose average moving range, once screened, is 0: any other value would be outside such limits. Raises ValueError when the points are out of order.
    """
    if any(second.period <= first.period for first, second in pairwise(points)):
        raise ValueError("The points of a chart are given in order of time, one for each period.")

    def stretch(point: SignalPoint) -> tuple[int, int]:
        period = point.period
        return sum(day <= period.start for day in breaks), sum(day <= period.end for day in breaks)

    stretches = [_read_stretch(list(group), polarity) for _, group in groupby(points, key=stretch)]
    last = stretches[-1] if stretches else ()
    count = sum(point.value is not None for point in last)
    latest = next((point for point in reversed(last) if point.value is not None), None)
    variation = latest.variation if latest else Variation.TOO_FEW
    assurance = _assurance(latest, target)
    values = {point.value for point in last if point.value is not None}
    sentence = _sentence(latest, variation, assurance, count, is_constant=len(values) == 1)
    return SignalChart(
        tuple(point for part in stretches for point in part), variation, assurance, count, sentence
    )


@dataclass(frozen=True)
class _Lines:
    mean: Fraction
    reach: Fraction

    def side(self, value: Fraction) -> int:
        return (value > self.mean) - (value < self.mean)

    def is_outside(self, value: Fraction) -> bool:
        return abs(value - self.mean) > self.reach

    def is_close(self, value: Fraction) -> bool:
        return self.reach * 2 / 3 < abs(value - self.mean) <= self.reach


def _lines(values: Sequence[Fraction | None]) -> _Lines:
    """Mean and reach of the limits; exact, since a mean rounded off would put equal points on one side of it."""
    known = [value for value in values if value is not None]
    moves = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    average = _mean(moves)
    return _Lines(
        _mean(known),
        LIMIT_FACTOR * _mean([move for move in moves if move < SCREEN_FACTOR * average]),
    )


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def _read_stretch(points: Sequence[SignalPoint], polarity: Polarity) -> tuple[PointSignal, ...]:
    values = [None if point.value is None else Fraction(point.value) for point in points]
    if sum(value is not None for value in values) < FEWEST_POINTS:
        return tuple(PointSignal(point.period, point.value, Variation.TOO_FEW) for point in points)
    lines = _lines(values)
    if not lines.reach:
        return tuple(
            PointSignal(point.period, point.value, Variation.NO_LIMITS) for point in points
        )
    shown = [
        _decimal(line) for line in (lines.mean, lines.mean - lines.reach, lines.mean + lines.reach)
    ]
    return tuple(
        PointSignal(point.period, point.value, _variation(way, polarity), rule, *shown)
        for point, (rule, way) in zip(points, _signals(values, lines), strict=True)
    )


def _signals(
    values: Sequence[Fraction | None], lines: _Lines
) -> list[tuple[SignalRule | None, int]]:
    """For each value the first rule that holds, and its way: 1 high or rising, -1 low or falling, 0 none."""
    sides = [0 if value is None else lines.side(value) for value in values]
    close = [value is not None and lines.is_close(value) for value in values]
    steps = [0 if a is None or b is None else (b > a) - (b < a) for a, b in pairwise(values)]
    trend = _members(steps, RUN - 1, extra=1)
    one_side = _members(sides, RUN)
    signals: list[tuple[SignalRule | None, int]] = []
    for i, value in enumerate(values):
        if value is None:
            signals.append((None, 0))
        elif lines.is_outside(value):
            signals.append((SignalRule.OUTSIDE, sides[i]))
        elif i in trend:
            # Where two trends meet, the point belongs to the one that follows it.
            signals.append((SignalRule.TREND, steps[i] if i + 1 in trend else steps[i - 1]))
        elif close[i] and _two_in_three(i, sides, close):
            signals.append((SignalRule.TWO_IN_THREE, sides[i]))
        elif i in one_side:
            signals.append((SignalRule.ONE_SIDE, sides[i]))
        else:
            signals.append((None, 0))
    return signals


def _members(signs: Sequence[int], length: int, extra: int = 0) -> set[int]:
    """Places in any `length` signs in a row that are all 1 or all -1, and `extra` places after them."""
    runs = (i for i in range(len(signs) - length + 1) if abs(sum(signs[i : i + length])) == length)
    return {place for i in runs for place in range(i, i + length + extra)}


def _two_in_three(place: int, sides: Sequence[int], close: Sequence[bool]) -> bool:
    firsts = range(max(0, place - 2), min(place, len(sides) - 3) + 1)
    return any(abs(sum(sides[i : i + 3])) == 3 and sum(close[i : i + 3]) >= 2 for i in firsts)


def _variation(way: int, polarity: Polarity) -> Variation:
    if way == 0:
        return Variation.COMMON
    if polarity == Polarity.NEITHER:
        return Variation.HIGH if way > 0 else Variation.LOW
    return (
        Variation.IMPROVEMENT if (way > 0) == (polarity == Polarity.HIGHER) else Variation.CONCERN
    )


def _assurance(latest: PointSignal | None, target: SignalTarget | None) -> Assurance:
    """By the form of the target alone: a range may be left on either side, whichever way is good."""
    if latest is None or latest.lower is None or latest.upper is None or target is None:
        return Assurance.UNKNOWN
    lower, upper = Fraction(latest.lower), Fraction(latest.upper)
    met, missed = [], []
    if target.at_most is not None:
        met.append(Fraction(target.at_most) > upper)
        missed.append(Fraction(target.at_most) < lower)
    if target.at_least is not None:
        met.append(Fraction(target.at_least) < lower)
        missed.append(Fraction(target.at_least) > upper)
    if not met:
        return Assurance.UNKNOWN
    if all(met):
        return Assurance.MET
    return Assurance.MISSED if any(missed) else Assurance.HIT_OR_MISS


def _sentence(
    latest: PointSignal | None,
    variation: Variation,
    assurance: Assurance,
    count: int,
    *,
    is_constant: bool,
) -> str:
    if latest is None or variation == Variation.TOO_FEW:
        return f"Too few points to tell ({count} of {FEWEST_POINTS})."
    if variation == Variation.NO_LIMITS:
        if is_constant:
            return f"No variation, so no limits: all {count} points are the same."
        return "No limits: from one point to the next most figures do not vary, so any other would be outside them."
    if latest.rule is None:
        found = "No signal: the latest point is within ordinary variation"
    else:
        found = f"{variation}: the latest point ({latest.period}) is {latest.rule}"
    target = "" if assurance == Assurance.UNKNOWN else f"; the target is {assurance.lower()}"
    return f"{found}{target}."


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
