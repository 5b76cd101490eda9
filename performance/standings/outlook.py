"""What the running year of an indicator is forecast to come to, from its rows in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.periods import Period
from performance.choices import Aggregation
from performance.models import Figure, Indicator, Target
from performance.rules.direction import BreakInSeries
from performance.rules.estimates import (
    Estimate,
    decimals_of_estimate,
    decimals_of_series,
    rounded_outwards,
)
from performance.rules.forecast import (
    MOST_YEARS,
    Forecast,
    Weakness,
    YearPart,
    YearShape,
    forecast_count,
    forecast_ratio,
)
from performance.rules.intervals import counts_events
from performance.rules.readings import Reading
from performance.rules.rollup import scale_of
from performance.standings.rows import breaks_of, reading_of

MOST_RECENT = 12
# Below it a spread is not worth a sentence.
NOTABLE_SPREAD = 1.1


@dataclass(frozen=True)
class YearEnd:
    """What a year is forecast to come to, in the indicator's unit. `middle` is None where its shape is weak.

    The range is rounded outwards, to as many decimals as the middle is printed with.
    """

    middle: Estimate | None
    low: Decimal
    high: Decimal
    method: str


@dataclass(frozen=True)
class RunningYear:
    """A year of which the first months or quarters are in: all its `parts`, and the year to date at each of the first.

    `last_year` is the same for the year before, where it is whole. `end` is the forecast, where there is one.
    """

    year: Period
    parts: tuple[Period, ...]
    so_far: tuple[Decimal, ...]
    last_year: tuple[Decimal, ...] = ()
    end: YearEnd | None = None


def running_year(
    indicator: Indicator, figures: Iterable[Figure], year: Period, upto: Period
) -> RunningYear | None:
    """`year` as far as the end of `upto`, of counts, percentages and rates; `figures` in any order.

    None where a part so far is missing or withheld, or where the series breaks inside the year. A forecast is made of counts of
    events, percentages and rates, while the year runs. Earlier years are read back to the last break, and no further.
    """
    is_count = indicator.is_counted
    if not is_count and indicator.aggregation != Aggregation.RATIO:
        return None
    readings = {
        row.period: reading
        for row in figures
        if row.period_end <= upto.end and (reading := reading_of(row)).known is not None
    }
    parts = max((year.quarters(), year.months()), key=lambda steps: _share_in(steps, readings))
    known, cuts = _first_in(parts, readings), breaks_of(indicator)
    if not known or parts[known - 1].end != upto.end or _is_cut(cuts, year):
        return None
    scale = Decimal(1) if is_count else _scale(readings[parts[0]], indicator.unit)
    now = [_part(readings[period], is_count=is_count) for period in parts[:known]]
    so_far = [part for part in now if part is not None]
    if scale is None or len(so_far) < known:
        return None
    earlier = _earlier_years(year, parts, readings, cuts, is_count=is_count)
    running = RunningYear(
        year,
        parts,
        _running(so_far, scale, is_count=is_count),
        _running(earlier[0], scale, is_count=is_count) if earlier else (),
    )
    recent = _recent(parts[0], readings, cuts, is_count=is_count)
    found = _forecast(indicator, so_far, len(parts), earlier, recent)
    if found is None:
        return running
    values = [reading.known for reading in readings.values() if reading.known is not None]
    own = decimals_of_series(values, indicator.decimal_places)
    return replace(running, end=_end(running, found, scale, indicator, own))


def _forecast(
    indicator: Indicator,
    so_far: Sequence[YearPart],
    length: int,
    earlier: Sequence[Sequence[YearPart]],
    recent: Sequence[YearPart],
) -> Forecast | None:
    if indicator.is_counted:
        is_of_events = counts_events(indicator.unit)
        return forecast_count(so_far, length, earlier, recent) if is_of_events else None
    is_share = indicator.unit.startswith("%")
    return forecast_ratio(so_far, length, earlier, recent, is_share=is_share)


def _end(
    running: RunningYear, found: Forecast, scale: Decimal, indicator: Indicator, own: int
) -> YearEnd:
    """`own` are the decimals of the series' figures: an estimate has one more at most."""
    low, high = (_number(value, scale) for value in (found.low, found.high))
    decimals = own
    if not indicator.is_counted:
        decimals = min(decimals_of_estimate(float(high), indicator.decimal_places), own + 1)
    middle = found.middle
    return YearEnd(
        None if middle is None else Estimate(_number(middle, scale), decimals, own + 1),
        rounded_outwards(low, decimals, up=False),
        rounded_outwards(high, decimals, up=True),
        _method(found, running.year, running.parts, len(running.so_far)),
    )


def _number(value: float, scale: Decimal) -> Decimal:
    """As figures are kept, to six decimals: a sum of floats is a little off what it stands for."""
    return Decimal(f"{value * float(scale):.6f}")


def feared_end(
    indicator: Indicator, figures: Iterable[Figure], target: Target | None, upto: Period
) -> Estimate | None:
    """What the period of the target is forecast to come to; None where only a range can be given."""
    if target is None or not target.period.contains(upto):
        return None
    found = running_year(indicator, figures, target.period, upto)
    return found.end.middle if found and found.end else None


def _share_in(steps: Sequence[Period], readings: Mapping[Period, Reading]) -> float:
    return _first_in(steps, readings) / len(steps) if steps else 0.0


def _first_in(steps: Sequence[Period], readings: Mapping[Period, Reading]) -> int:
    """How many of the first periods have a figure, up to the first that has none."""
    return next((n for n, step in enumerate(steps) if step not in readings), len(steps))


def _is_cut(cuts: Iterable[BreakInSeries], year: Period) -> bool:
    return any(year.start < cut.on <= year.end for cut in cuts)


def _part(reading: Reading, *, is_count: bool) -> YearPart | None:
    """None where a count is none, or a percentage has no counts behind it."""
    if is_count:
        value = reading.known
        return YearPart(float(value)) if value is not None and value >= 0 else None
    if reading.numerator is None or not reading.denominator:
        return None
    if reading.numerator < 0 or reading.denominator < 0:
        return None
    return YearPart(float(reading.numerator), float(reading.denominator))


def _scale(reading: Reading, unit: str) -> Decimal | None:
    """What a ratio is out of: as its unit says, else as its own counts make its value."""
    if (said := scale_of(unit)) != 1:
        return said
    if not reading.numerator or not reading.denominator or reading.known is None:
        return None
    return reading.known * reading.denominator / reading.numerator


def _earlier_years(
    year: Period,
    parts: Sequence[Period],
    readings: Mapping[Period, Reading],
    cuts: Sequence[BreakInSeries],
    *,
    is_count: bool,
) -> list[list[YearPart]]:
    """The whole years before, newest first, back to a break or to one that is not whole."""
    years: list[list[YearPart]] = []
    begins = year.start
    while len(years) < MOST_YEARS:
        year = year.same_last_year()
        parts = [period.same_last_year() for period in parts]
        if any(year.start < cut.on <= begins for cut in cuts):
            break
        found = [
            _part(readings[period], is_count=is_count) for period in parts if period in readings
        ]
        whole = [part for part in found if part is not None]
        if len(whole) < len(parts):
            break
        years.append(whole)
    return years


def _recent(
    first: Period,
    readings: Mapping[Period, Reading],
    cuts: Sequence[BreakInSeries],
    *,
    is_count: bool,
) -> list[YearPart]:
    """The parts of the same length before, oldest first, back to a break. A gap is passed over."""
    before = sorted(
        (period for period in readings
         if period.month_count == first.month_count and period.end < first.start),
        reverse=True,
    )  # fmt: skip
    found = []
    for period in before[:MOST_RECENT]:
        if any(period.start < cut.on <= first.start for cut in cuts):
            break
        found.append(_part(readings[period], is_count=is_count))
    return [part for part in reversed(found) if part is not None]


def _running(parts: Sequence[YearPart], scale: Decimal, *, is_count: bool) -> tuple[Decimal, ...]:
    """The year to date at each part."""
    found, count, of = [], Decimal(0), Decimal(0)
    for part in parts:
        count, of = count + Decimal(str(part.count)), of + Decimal(str(part.of))
        found.append(count if is_count else count * scale / of)
    return tuple(found)


def _method(found: Forecast, year: Period, parts: Sequence[Period], known: int) -> str:
    kind = "quarters" if parts[0].kind == "quarter" else "months"
    before = year.same_last_year()
    if found.shape == YearShape.LAST_YEAR:
        by = f"by the shape of {before}"
    else:
        by = f"as if the {kind} were even, as no two whole years before are in"
    said = [
        f"From {known} of {len(parts)} {kind}, {by}; the range is meant to hold four years in five."
    ]
    if found.weakness == Weakness.EARLY:
        said.append("Only the range is given: less than half the year is in.")
    if found.weakness == Weakness.SHAPES_DIFFER:
        other = before.same_last_year()
        said.append(
            f"Only the range is given: by the shapes of {before} and {other} the year comes out more than a tenth apart."
        )
    if found.spread >= NOTABLE_SPREAD:
        said.append(
            f"The {kind} vary {found.spread:.1f} times as much as chance makes them, which the range allows for."
        )
    return " ".join(said)
