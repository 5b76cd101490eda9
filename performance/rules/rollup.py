"""Rolling figures up, over shorter periods or smaller areas, into one of a longer or larger."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from core.periods import Period
from performance.choices import Aggregation, FigureState
from performance.rules.readings import BreakInSeries, Reading, first_between
from performance.rules.targets import so_far_of

PER_CENT = Decimal(100)
A_DAY = timedelta(days=1)
_RATE = re.compile(r"\bper ([1-9][\d,]*)\b")


@dataclass(frozen=True)
class RollUp:
    """What the parts come to: a `reading`, or None with the `missing` parts named and the `reason` in words.

    `withheld` are the parts that are in, and suppressed. `across` is the break that the parts lie on both sides of.
    """

    reading: Reading | None
    missing: tuple[str, ...] = ()
    reason: str = ""
    withheld: tuple[str, ...] = ()
    across: BreakInSeries | None = None


def scale_of(unit: str) -> Decimal:
    """What a ratio in this unit is out of: 100 for a percentage, 100,000 for a rate per 100,000, else 1."""
    if unit.startswith("%"):
        return PER_CENT
    rate = _RATE.search(unit)
    return Decimal(rate[1].replace(",", "")) if rate else Decimal(1)


def roll_up(
    parts: Mapping[str, Reading | None],
    *,
    over: Period,
    aggregation: Aggregation,
    scale: Decimal = PER_CENT,
) -> RollUp:
    """One figure for `over` from `parts`, which are named by period or area, in order, None for one not in.

    A missing part, or a suppressed one, is never taken for zero: nothing is rolled up and it is named. A part that is
    not applicable has nothing to add. One provisional part makes the whole provisional.
    `scale` is what a ratio is out of: 100 for a percentage, 100000 for a rate. A rate rolled up over
    periods is the average rate of one of them, weighted, and so compares with the same target.
    """
    withheld = tuple(name for name, part in parts.items() if _is_withheld(part))
    missing = tuple(
        name for name, part in parts.items() if _is_missing(part) and name not in withheld
    )
    if missing or withheld:
        return RollUp(None, missing, _incomplete(missing, withheld), withheld)
    known = {
        name: part for name, part in parts.items() if part is not None and part.known is not None
    }
    if not known:
        return RollUp(
            None, reason="Not applicable to any part." if parts else "There is nothing to roll up."
        )
    match aggregation:
        case Aggregation.SUM:
            return _summed(known, over)
        case Aggregation.RATIO:
            return _ratio(known, over, scale)
        case Aggregation.LATEST:
            return _latest(known, over)
    return RollUp(None, reason="Figures of this indicator are never rolled up.")


def roll_up_over(
    readings: Iterable[Reading],
    *,
    over: Period,
    aggregation: Aggregation,
    scale: Decimal = PER_CENT,
    breaks: Sequence[BreakInSeries] = (),
    step: int | None = None,
) -> RollUp:
    """The figure for `over` from those that are in: itself, or the parts that make it up, the longest first.

    Of a level it is the one that ends with it. `step` is the length in months that a missing part is named by, where
    neither quarters nor months are more complete. Parts on both sides of one of the `breaks` are not added up.
    """
    inside = [reading for reading in readings if over.contains(reading.period)]
    itself = next((one for one in inside if one.period == over and one.known is not None), None)
    if itself is not None:
        return RollUp(itself)
    if aggregation == Aggregation.LATEST:
        return _level_at_the_end(inside, over)
    if aggregation == Aggregation.NONE:
        return RollUp(None, (over.label,), _incomplete((over.label,), ()))
    # A total that is not applicable is no part of itself.
    inside = [one for one in inside if one.period != over]
    usable = inside
    if aggregation == Aggregation.RATIO:
        usable = [one for one in inside if one.known is None or _has_counts(one)]
    cover = _cover(usable, over) or _cover(inside, over)
    cut = first_between(breaks, over, over)
    if cut is not None and (cover is None or len(cover) > 1):
        return RollUp(None, reason=f"Not added up: {cut.words}.", across=cut)
    if cover is None:
        return roll_up(
            _parts_of(inside, over, step), over=over, aggregation=aggregation, scale=scale
        )
    parts = {one.period.label: one for one in cover}
    return roll_up(parts, over=over, aggregation=aggregation, scale=scale)


def year_to_date(
    readings: Iterable[Reading],
    *,
    upto: Period,
    aggregation: Aggregation,
    scale: Decimal = PER_CENT,
    since: Period | None = None,
    breaks: Sequence[BreakInSeries] = (),
) -> RollUp:
    """The figure from the start of the year to the end of `upto`, from the parts that are in.

    A figure that already covers those days stands as it is. `since` is the period to start from, such as a target's;
    by default the financial year of `upto`.
    """
    return roll_up_over(
        readings,
        over=Period((since or upto.fy_period).start, upto.end),
        aggregation=aggregation,
        scale=scale,
        breaks=breaks,
        step=upto.month_count,
    )


def held_against(
    reading: Reading,
    readings: Sequence[Reading],
    *,
    whole: Period,
    aggregation: Aggregation,
    as_at: date,
    scale: Decimal = PER_CENT,
    breaks: Sequence[BreakInSeries] = (),
) -> RollUp:
    """What is held to a target for `whole`, where `reading` is the newest of `readings` that is looked at.

    Of what is added up, the year to date from the day on which the target starts. Of a percentage or rate, the figure
    itself; once the target's period is over, what its numerators and denominators come to over all of it.
    """
    if reading.known is None:
        return RollUp(reading)
    if aggregation == Aggregation.SUM:
        over = so_far_of(whole, reading.period)
        if over == reading.period:
            return RollUp(reading)
        return year_to_date(
            readings, upto=reading.period, aggregation=aggregation, since=over, breaks=breaks
        )
    ends_it = reading.period.end == whole.end and not reading.period.contains(whole)
    if aggregation == Aggregation.RATIO and ends_it and whole.is_over(as_at):
        rolled = roll_up_over(
            readings, over=whole, aggregation=aggregation, scale=scale, breaks=breaks
        )
        return RollUp(rolled.reading or reading, across=rolled.across)
    return RollUp(reading)


def is_final(reading: Reading, whole: Period, aggregation: Aggregation) -> bool:
    """A confirmed figure that reaches its end."""
    return reading.state == FigureState.REPORTED and reaches_end(reading, whole, aggregation)


def reaches_end(reading: Reading, whole: Period, aggregation: Aggregation) -> bool:
    """Whether a figure is for the whole of a target's period, or for a level one at its end."""
    if reading.period == whole:
        return True
    if aggregation == Aggregation.SUM or reading.period.end != whole.end:
        return False
    return aggregation == Aggregation.LATEST or reading.period.contains(whole)


def final_state(
    readings: Iterable[Reading],
    *,
    whole: Period,
    aggregation: Aggregation,
    scale: Decimal = PER_CENT,
    breaks: Sequence[BreakInSeries] = (),
) -> FigureState | None:
    """What is known of the figure for the whole of a target's period: its state, or None where it is not in."""
    readings = list(readings)
    own = {one.state for one in readings if reaches_end(one, whole, aggregation)}
    for state in (FigureState.REPORTED, FigureState.PROVISIONAL):
        if state in own:
            return state
    if aggregation in (Aggregation.SUM, Aggregation.RATIO):
        rolled = roll_up_over(
            readings, over=whole, aggregation=aggregation, scale=scale, breaks=breaks
        )
        if rolled.reading is not None:
            return rolled.reading.state
    return next(iter(sorted(own)), None)


def shape_of(readings: Iterable[Reading], whole: Period) -> tuple[Decimal | None, ...]:
    """How what is added up was spread over `whole`: its months, or else its quarters, in order; None for one not known.

    They may come in as they are, or be what one total so far adds to the one before.
    """
    readings = list(readings)
    spread: tuple[Decimal | None, ...] = ()
    for steps in (whole.months(), whole.quarters()):
        if not steps or (steps[0].start, steps[-1].end) != (whole.start, whole.end):
            continue
        spread = _spread(readings, steps)
        if None not in spread:
            return spread
    return spread


def _spread(readings: Sequence[Reading], steps: Sequence[Period]) -> tuple[Decimal | None, ...]:
    before: Decimal | None = Decimal(0)
    spread: list[Decimal | None] = []
    for step in steps:
        over = Period(steps[0].start, step.end)
        rolled = roll_up_over(readings, over=over, aggregation=Aggregation.SUM).reading
        total = rolled.known if rolled else None
        spread.append(None if total is None or before is None else total - before)
        before = total
    return tuple(spread)


def _cover(readings: Iterable[Reading], over: Period) -> tuple[Reading, ...] | None:
    """Readings that make up `over` day by day, the longest first; those that are known go before the others."""
    starting: dict[date, list[Reading]] = defaultdict(list)
    for one in readings:
        if one.known is not None or one.state == FigureState.NOT_APPLICABLE:
            starting[one.period.start].append(one)
    for found in starting.values():
        found.sort(key=lambda one: (one.known is not None, one.period.end), reverse=True)
    dead_ends: set[date] = set()

    def from_day(day: date) -> tuple[Reading, ...] | None:
        if day > over.end:
            return ()
        if day in dead_ends:
            return None
        for one in starting.get(day, ()):
            rest = from_day(one.period.end + A_DAY)
            if rest is not None:
                return (one, *rest)
        dead_ends.add(day)
        return None

    return from_day(over.start)


def _parts_of(
    inside: Iterable[Reading], over: Period, step: int | None
) -> dict[str, Reading | None]:
    """The parts of a period that are looked for: of the ways to part it, the one with the fewest gaps."""
    by_period = {reading.period: reading for reading in inside}
    ways = [
        {step.label: by_period.get(step) for step in steps}
        for steps in (*_steps(over, step), over.quarters(), over.months())
        if steps and (steps[0].start, steps[-1].end) == (over.start, over.end)
    ]
    return min(ways or [{over.label: by_period.get(over)}], key=_gaps)


def _steps(over: Period, months: int | None) -> Iterable[tuple[Period, ...]]:
    if months and over.month_count and over.month_count % months == 0:
        count = over.month_count // months
        yield tuple(
            Period.whole_months(over.start.year, over.start.month + months * place, months)
            for place in range(count)
        )


def _level_at_the_end(inside: Iterable[Reading], over: Period) -> RollUp:
    ending = [one for one in inside if one.period.end == over.end and one.known is not None]
    if not ending:
        return RollUp(None, (over.label,), _incomplete((over.label,), ()))
    newest = min(ending, key=lambda one: one.period.start)
    return _latest({newest.period.label: newest}, over)


def _gaps(parts: Mapping[str, Reading | None]) -> tuple[int, int]:
    """Orders ways to make up a year: by what is missing, then by what is not."""
    missing = sum(_is_missing(part) for part in parts.values())
    return missing, missing - len(parts)


def _is_missing(part: Reading | None) -> bool:
    return part is None or (part.known is None and part.state != FigureState.NOT_APPLICABLE)


def _is_withheld(part: Reading | None) -> bool:
    return part is not None and part.state == FigureState.SUPPRESSED


def _has_counts(part: Reading) -> bool:
    return part.numerator is not None and part.denominator is not None


def _incomplete(missing: Sequence[str], withheld: Sequence[str]) -> str:
    clauses = []
    if missing:
        clauses.append(f"no figure for {_listed(missing)}")
    if withheld:
        clauses.append(f"{_listed(withheld)} {'are' if len(withheld) > 1 else 'is'} suppressed")
    return f"Incomplete: {'; '.join(clauses)}."


def _listed(names: Iterable[str]) -> str:
    *firsts, last = names
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _state(known: Mapping[str, Reading]) -> FigureState:
    provisional = any(part.state == FigureState.PROVISIONAL for part in known.values())
    return FigureState.PROVISIONAL if provisional else FigureState.REPORTED


def _total(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _summed(known: Mapping[str, Reading], over: Period) -> RollUp:
    total = _total(part.known for part in known.values())
    return RollUp(
        Reading(over, total, _state(known), is_estimate=any(p.is_estimate for p in known.values()))
    )


def _ratio(known: Mapping[str, Reading], over: Period, scale: Decimal) -> RollUp:
    bare = tuple(name for name, part in known.items() if not _has_counts(part))
    if bare:
        return RollUp(None, bare, f"No numerator and denominator for {_listed(bare)}.")
    numerator = _total(part.numerator for part in known.values())
    denominator = _total(part.denominator for part in known.values())
    if denominator <= 0:
        return RollUp(None, reason="The denominators add up to nothing.")
    return RollUp(
        Reading(
            over,
            numerator * scale / denominator,
            _state(known),
            numerator,
            denominator,
            is_estimate=any(part.is_estimate for part in known.values()),
            ratio=Fraction(numerator) * Fraction(scale) / Fraction(denominator),
        )
    )


def _latest(known: Mapping[str, Reading], over: Period) -> RollUp:
    parts = list(known.values())
    latest = max(parts, key=lambda part: part.period.end)
    if sum(part.period.end == latest.period.end for part in parts) > 1:
        return RollUp(None, reason="A level is not rolled up over areas.")
    state = latest.state
    return RollUp(Reading(over, latest.known, state, latest.numerator, latest.denominator))
