"""A series read against itself a year before, so that the seasons do not mislead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.periods import Period
from performance.rules.direction import BreakInSeries
from performance.rules.readings import Reading
from performance.rules.wording import show_change_from

# As many as a reader takes for "lately".
LATELY = 8
FEWEST = 2


@dataclass(frozen=True)
class YearOnYear:
    """How far a figure is from that of the same period a year before, in its unit; None where they cannot be compared."""

    period: Period
    change: Decimal | None
    now: Decimal | None = None
    before: Decimal | None = None


def year_on_year(
    readings: Sequence[Reading], breaks: Sequence[BreakInSeries] = ()
) -> tuple[YearOnYear, ...]:
    """For each reading, in order of time, the difference from the same period a year before; never across a break."""
    by_period = {reading.period: reading.known for reading in readings}
    found = []
    for reading in readings:
        period, now = reading.period, reading.known
        then = period.same_last_year()
        before = by_period.get(then)
        if now is None or before is None or any(cut.parts(then, period) for cut in breaks):
            found.append(YearOnYear(period, None))
        else:
            found.append(YearOnYear(period, now - before, now, before))
    return tuple(found)


def in_a_sentence(
    differences: Sequence[YearOnYear], *, unit: str = "", decimals: int | None = None
) -> str:
    """How often of late it was above and below the year before, and by how much the last time; empty for under two."""
    known = [one for one in differences if one.change is not None]
    if len(known) < FEWEST:
        return ""
    lately, last = known[-LATELY:], known[-1]
    above = sum(one.change > 0 for one in lately if one.change is not None)
    below = sum(one.change < 0 for one in lately if one.change is not None)
    said = f"Of the last {len(lately)}, {above} {_are(above)} above the same {_kind(last.period)} a year before and {below} below"
    if last.now is None or last.before is None:
        return f"{said}."
    moved = show_change_from(last.before, last.now, unit, decimals)
    return f"{said}; {last.period.label}: {moved}."


def in_few_words(differences: Sequence[YearOnYear]) -> str:
    """ "5 of the last 8 quarters above a year before, 2 below"; empty for under two."""
    changes = [one.change for one in differences if one.change is not None][-LATELY:]
    if len(changes) < FEWEST:
        return ""
    above, below = sum(one > 0 for one in changes), sum(one < 0 for one in changes)
    kind = _kind(differences[-1].period)
    return f"{above} of the last {len(changes)} {kind}s above a year before, {below} below"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _kind(period: Period) -> str:
    return period.kind if period.kind in ("month", "quarter") else "period"
