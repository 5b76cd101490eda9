"""Rolling figures up, over shorter periods or smaller areas, into one of a longer or larger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.periods import Period
from performance.choices import Aggregation, FigureState
from performance.rules.readings import Reading

PER_CENT = Decimal(100)


@dataclass(frozen=True)
class RollUp:
    """What the parts come to: a `reading`, or None with the `missing` parts named and the `reason` in words."""

    reading: Reading | None
    missing: tuple[str, ...] = ()
    reason: str = ""


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
    missing = tuple(name for name, part in parts.items() if _is_missing(part))
    if missing:
        return RollUp(None, missing, f"Incomplete: no figure for {_listed(missing)}.")
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


def year_to_date(
    readings: Iterable[Reading],
    *,
    upto: Period,
    aggregation: Aggregation,
    scale: Decimal = PER_CENT,
    since: Period | None = None,
) -> RollUp:
    """The figure from the start of the year to the end of `upto`, from its quarters or from its months.

    Whichever of the two are the more complete are used. A figure that already covers those days stands as it
    is. `since` is the period to start from, such as a target's; by default the financial year of `upto`.
    """
    over = Period((since or upto.fy_period).start, upto.end)
    by_period = {reading.period: reading for reading in readings}
    cumulative = by_period.get(over)
    if cumulative is not None and cumulative.known is not None:
        return RollUp(cumulative)
    ways = [
        {step.label: by_period.get(step) for step in steps}
        for steps in (over.quarters(), over.months())
        if steps and (steps[0].start, steps[-1].end) == (over.start, over.end)
    ]
    parts = min(ways or [{over.label: cumulative}], key=_gaps)
    return roll_up(parts, over=over, aggregation=aggregation, scale=scale)


def _gaps(parts: Mapping[str, Reading | None]) -> tuple[int, int]:
    """Orders ways to make up a year: by what is missing, then by what is not."""
    missing = sum(_is_missing(part) for part in parts.values())
    return missing, missing - len(parts)


def _is_missing(part: Reading | None) -> bool:
    return part is None or (part.known is None and part.state != FigureState.NOT_APPLICABLE)


def _listed(names: Iterable[str]) -> str:
    *firsts, last = names
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _state(known: Mapping[str, Reading]) -> FigureState:
    provisional = any(part.state == FigureState.PROVISIONAL for part in known.values())
    return FigureState.PROVISIONAL if provisional else FigureState.REPORTED


def _total(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _summed(known: Mapping[str, Reading], over: Period) -> RollUp:
    return RollUp(Reading(over, _total(part.known for part in known.values()), _state(known)))


def _ratio(known: Mapping[str, Reading], over: Period, scale: Decimal) -> RollUp:
    bare = tuple(name for name, part in known.items() if None in (part.numerator, part.denominator))
    if bare:
        return RollUp(None, bare, f"No numerator and denominator for {_listed(bare)}.")
    numerator = _total(part.numerator for part in known.values())
    denominator = _total(part.denominator for part in known.values())
    if denominator <= 0:
        return RollUp(None, reason="The denominators add up to nothing.")
    return RollUp(
        Reading(over, numerator * scale / denominator, _state(known), numerator, denominator)
    )


def _latest(known: Mapping[str, Reading], over: Period) -> RollUp:
    parts = list(known.values())
    latest = max(parts, key=lambda part: part.period.end)
    if sum(part.period.end == latest.period.end for part in parts) > 1:
        return RollUp(None, reason="A level is not rolled up over areas.")
    state = latest.state
    return RollUp(Reading(over, latest.known, state, latest.numerator, latest.denominator))
