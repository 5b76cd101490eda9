"""Direction of travel: whether a figure is better or worse than the one it is fairly compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.periods import Period
from performance.choices import Direction, Polarity
from performance.rules.readings import BreakInSeries, Reading
from performance.rules.wording import POLARITY_WORDS, Digits, counts_in_words, rounded, show

SMALLEST_BASE = 20


@dataclass(frozen=True)
class Travel:
    """A direction with its grounds. `change` is in the indicator's unit: the figure less the one before.

    `change_percent` is None where the base is under 20 or the unit is itself a percentage.
    """

    direction: Direction
    sentence: str
    against: Period | None = None
    change: Decimal | None = None
    change_percent: Decimal | None = None


def direction_of_travel(
    reading: Reading | None,
    earlier: Iterable[Reading],
    *,
    polarity: Polarity,
    breaks: Sequence[BreakInSeries] = (),
    unit: str = "",
    decimals: int | None = None,
) -> Travel:
    """Compare with the same period last year, else with the period before; never across a series break.

    Steady means no change at all, unrounded. A figure that is missing, suppressed or not applicable is unknown.
    """
    if reading is not None and not reading.is_in:
        state = reading.state.label.lower()
        return Travel(Direction.UNKNOWN, f"Nothing to compare: the figure is {state}.")
    if reading is None or reading.known is None:
        return Travel(Direction.UNKNOWN, "Nothing to compare: there is no figure.")
    earlier = list(earlier)
    by_period = {other.period: other for other in earlier if other.known is not None}
    held_back = {other.period: other for other in earlier if not other.is_in}
    wanted = (reading.period.same_last_year(), reading.period.previous())
    found = [by_period[period] for period in wanted if period in by_period]
    fair = [
        base for base in found if not any(cut.parts(base.period, reading.period) for cut in breaks)
    ]
    base = fair[0] if fair else None
    if base is None or base.known is None:
        crossed = [cut for cut in breaks if found and cut.parts(found[0].period, reading.period)]
        return Travel(Direction.UNKNOWN, _nothing_to_compare(reading, wanted, crossed, held_back))
    change = reading.known - base.known
    direction = _direction(change, polarity)
    percent = None if unit.startswith("%") else percent_change(reading, base)
    digits = Digits.suiting([reading.known, base.known], decimals)
    digits = digits.telling_apart(reading.known, [base.known])
    now = f"{digits.show(reading.known, unit)}{_counts(reading, base)} {reading.period.when}"
    then = f"{digits.show(base.known, unit)}{_counts(base, base)} {base.period.when}"
    moved = _moved(change, percent, base, unit, digits)
    sentence = f"{direction.label}: {now}, {moved} {then}; {POLARITY_WORDS[polarity]}."
    return Travel(direction, sentence, base.period, change, percent)


def percent_change(reading: Reading, base: Reading) -> Decimal | None:
    """Change from `base` as a percentage of it; None when either is unknown or the base is under 20.

    The base is the count behind the figure (its numerator) where that is known, else the figure itself.
    """
    if reading.known is None or base.known is None or base.known <= 0:
        return None
    counted = base.known if base.numerator is None else base.numerator
    if counted < SMALLEST_BASE:
        return None
    return (reading.known - base.known) * 100 / base.known


def _direction(change: Decimal, polarity: Polarity) -> Direction:
    if change == 0:
        return Direction.STEADY
    if polarity == Polarity.NEITHER:
        return Direction.UP if change > 0 else Direction.DOWN
    better = (change < 0) == (polarity == Polarity.LOWER)
    return Direction.IMPROVING if better else Direction.WORSENING


def _moved(
    change: Decimal, percent: Decimal | None, base: Reading, unit: str, digits: Digits
) -> str:
    """What leads from the figure to the one before it: "the same as", "up 4% from"."""
    if change == 0:
        return "the same as"
    size = _size(change, percent, base, unit, digits)
    return f"{'up' if change > 0 else 'down'}{size} from"


def _size(
    change: Decimal, percent: Decimal | None, base: Reading, unit: str, digits: Digits
) -> str:
    """The size of a change: points of a percentage, a percentage of a base of 20 or more, else nothing."""
    if unit.startswith("%"):
        if base.denominator is not None and base.denominator < SMALLEST_BASE:
            return ""
        points = digits.show(abs(change))
        return f" {points} percentage point{'' if points == '1' else 's'}"
    if percent is None:
        return ""
    size = rounded(abs(percent), 1)
    return f" {show(size, '%')}" if size else " less than 0.1%"


def _counts(reading: Reading, base: Reading) -> str:
    """The counts behind a figure, which stand in for a percentage change on a small base."""
    if reading.numerator is None or reading.denominator is None:
        return ""
    small = [
        part
        for part in (base.numerator, base.denominator)
        if part is not None and part < SMALLEST_BASE
    ]
    return f" ({counts_in_words(reading.numerator, reading.denominator)})" if small else ""


def _nothing_to_compare(
    reading: Reading,
    wanted: tuple[Period, Period],
    crossed: Sequence[BreakInSeries],
    held_back: Mapping[Period, Reading],
) -> str:
    """Why not: a break, or that neither figure is in, or that one is in and gives no value."""
    if crossed:
        return f"Nothing to compare {reading.period} with: {crossed[0].words}."
    periods = dict.fromkeys(wanted)
    absent = [period.label for period in periods if period not in held_back]
    clauses = [f"there is no figure for {' or '.join(absent)}"] if absent else []
    clauses += [
        f"the figure for {period} is {held_back[period].state.label.lower()}"
        for period in periods
        if period in held_back
    ]
    return f"Nothing to compare {reading.period} with: {', and '.join(clauses)}."
