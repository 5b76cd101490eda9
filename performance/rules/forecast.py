"""What a year is likely to come to, from the parts of it that are in: a forecast with its range.

Counts: the rest of the year follows from the part so far by the share of a year that it usually is. The range is the
prediction interval of a Poisson count (Krishnamoorthy and Peng 2011, "Improved closed-form prediction intervals for binomial and
Poisson distributions", Journal of Statistical Planning and Inference 141), widened where the parts of earlier years
vary more than chance makes them (quasi-Poisson, McCullagh and Nelder 1989, section 6.2). Percentages and rates: the
numerator and the denominator are each carried on in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, pi, sqrt, tan
from statistics import NormalDist

# The range is meant to hold four years in five.
CONFIDENCE = 0.8
# Two years' shapes that lead to totals further apart than this say little.
MOST_APART = 0.1
# With no years to tell the shape, a forecast says little until so much of the year is in.
LEAST_IN = 0.5
MOST_YEARS = 4


class YearShape(StrEnum):
    """How the rest of the year follows from the part so far."""

    LAST_YEAR = "last_year"
    EVEN = "even"


class Weakness(StrEnum):
    """Why the range stands alone."""

    EARLY = "early"
    SHAPES_DIFFER = "shapes_differ"


@dataclass(frozen=True)
class YearPart:
    """A month or a quarter: its count, or its numerator over its denominator."""

    count: float
    of: float = 1.0


@dataclass(frozen=True)
class Forecast:
    """`middle`, `low` and `high` are what the year comes to. `middle` is None where its shape is weak.

    `spread` is how many times as much the parts vary as chance makes them; 1 where no more.
    """

    middle: float | None
    low: float
    high: float
    shape: YearShape
    spread: float
    weakness: Weakness | None = None


Year = Sequence[YearPart]


def forecast_count(
    so_far: Year, length: int, years: Sequence[Year] = (), recent: Sequence[YearPart] = ()
) -> Forecast | None:
    """The total of a year of `length` parts, of which the first are in (`so_far`).

    `years` are whole earlier years, the newest first. `recent` are the parts before `so_far`, of which the spread is read
    where there are no two years. None where nothing, or the whole year, is in.
    """
    if not 0 < len(so_far) < length:
        return None
    known, base = sum(part.count for part in so_far), _shaped(years, len(so_far))
    if base is None:
        share, spread = len(so_far) / length, _spread_of_parts([*recent, *so_far])
        ends = _count_range(known, share, spread, inf)
        weak = Weakness.EARLY if share < LEAST_IN else None
        return _projected(known / share, [ends], YearShape.EVEN, spread, weak)
    shares, totals = base
    spread = _spread_of_years(years)
    middles = [known / share for share in shares]
    ends_of = [
        _count_range(known, share, spread, total)
        for share, total in zip(shares, totals, strict=True)
    ]
    weak = _weakness(middles)
    return _projected(
        middles[0], ends_of if weak else ends_of[:1], YearShape.LAST_YEAR, spread, weak
    )


def forecast_ratio(
    so_far: Year,
    length: int,
    years: Sequence[Year] = (),
    recent: Sequence[YearPart] = (),
    *,
    is_share: bool,
) -> Forecast | None:
    """The counts of a year over its denominators; arguments as for `forecast_count`.

    `is_share`: no count is above its denominator, as of a percentage.
    """
    count, of = sum(part.count for part in so_far), sum(part.of for part in so_far)
    if not 0 < len(so_far) < length or of <= 0:
        return None
    base = _shaped(years, len(so_far)) if count else None
    if base is None:
        rest = of * (length - len(so_far)) / len(so_far)
        spread = _spread_of_parts([*recent, *so_far], is_share=is_share)
        ends = _ratio_range(count, of, rest, count / of, spread, inf, is_share=is_share)
        weak = Weakness.EARLY if len(so_far) / length < LEAST_IN else None
        return _projected(count / of, [ends], YearShape.EVEN, spread, weak)
    spread = _spread_of_years(years, is_share=is_share)
    middles, ends_of = [], []
    for share, year in zip(base[0], years, strict=False):
        part_of = sum(part.of for part in year[: len(so_far)]) / sum(part.of for part in year)
        rest = of / part_of - of
        usual = (count / share - count) / rest if rest > 0 else 0.0
        usual = min(usual, 1.0) if is_share else usual
        middles.append((count + rest * usual) / (of + rest))
        whole = sum(part.of for part in year)
        ends_of.append(_ratio_range(count, of, rest, usual, spread, whole, is_share=is_share))
    weak = _weakness(middles)
    return _projected(
        middles[0], ends_of if weak else ends_of[:1], YearShape.LAST_YEAR, spread, weak
    )


def _projected(
    middle: float,
    ranges: Sequence[tuple[float, float]],
    shape: YearShape,
    spread: _Spread,
    weak: Weakness | None,
) -> Forecast:
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    return Forecast(None if weak else middle, low, high, shape, spread.times, weak)


def _shaped(years: Sequence[Year], parts: int) -> tuple[list[float], list[float]] | None:
    """Of each of the last two years the share that its first `parts` were, and its total. None without two such."""
    shares, totals = [], []
    for year in years[:2]:
        total, first = sum(p.count for p in year), sum(p.count for p in year[:parts])
        if not 0 < first < total or sum(p.of for p in year[:parts]) <= 0:
            return None
        shares.append(first / total)
        totals.append(total)
    return (shares, totals) if len(shares) == 2 else None


def _weakness(middles: Sequence[float]) -> Weakness | None:
    apart = abs(middles[0] - middles[1]) > MOST_APART * min(middles)
    return Weakness.SHAPES_DIFFER if apart else None


@dataclass(frozen=True)
class _Spread:
    """How many times as much as chance the parts vary, and the deviate that reaches around the range."""

    times: float
    deviate: float


def _spread(chi_squared: float, freedom: int) -> _Spread:
    times = chi_squared / freedom if freedom > 0 else 1.0
    if times <= 1:
        return _Spread(1.0, NormalDist().inv_cdf((1 + CONFIDENCE) / 2))
    return _Spread(times, students_t((1 + CONFIDENCE) / 2, freedom))


def _spread_of_parts(parts: Sequence[YearPart], *, is_share: bool = False) -> _Spread:
    """Against what each would be, were all alike."""
    parts = [part for part in parts if part.of > 0]
    of = sum(part.of for part in parts)
    ratio = sum(part.count for part in parts) / of if of else 0.0
    return _spread(
        sum(_excess(part, part.of * ratio, ratio if is_share else 0.0) for part in parts),
        len(parts) - 1,
    )


def _spread_of_years(years: Sequence[Year], *, is_share: bool = False) -> _Spread:
    """Against what each part would be, had every year the shape that all have together."""
    years = [year for year in years[:MOST_YEARS] if sum(part.count for part in year) > 0]
    ratio_of_place = [_ratio_at(years, place) for place in range(len(years[0]))]
    chi_squared = 0.0
    for year in years:
        usual = sum(part.of * ratio for part, ratio in zip(year, ratio_of_place, strict=True))
        level = sum(part.count for part in year) / usual
        for part, ratio in zip(year, ratio_of_place, strict=True):
            chi_squared += _excess(
                part, part.of * ratio * level, ratio * level if is_share else 0.0
            )
    return _spread(chi_squared, (len(years) - 1) * (len(years[0]) - 1))


def _ratio_at(years: Sequence[Year], place: int) -> float:
    of = sum(year[place].of for year in years)
    return sum(year[place].count for year in years) / of if of else 0.0


def _excess(part: YearPart, expected: float, share: float) -> float:
    """A part's contribution to chi-squared."""
    variance = expected * (1 - share)
    return (part.count - expected) ** 2 / variance if variance > 0 else 0.0


def _count_range(known: float, share: float, spread: _Spread, total: float) -> tuple[float, float]:
    """The joint-sampling interval of Krishnamoorthy and Peng for the rest, on top of what is known.

    `total` is the number of events that the share was read from: a share of few is itself uncertain.
    """
    rest = (1 - share) / share
    c = spread.deviate**2 * spread.times * (1 + known / share / total)
    middle = rest * known + c * rest / 2
    half = sqrt(c * rest * (1 + rest) * known + (c * rest / 2) ** 2)
    return known + max(middle - half, 0.0), known + middle + half


def _ratio_range(
    count: float,
    of: float,
    rest: float,
    usual: float,
    spread: _Spread,
    base: float,
    *,
    is_share: bool,
) -> tuple[float, float]:
    """`rest` is the denominator still to come, `usual` the ratio expected of it."""
    whole = of + rest
    # One more with and one more without, so that none so far does not make certain.
    ratio = (rest * usual + 1) / (rest + 2) if is_share else usual + 1 / whole
    variance = rest * ratio * ((1 - ratio) if is_share else 1) * (1 + rest / of)
    half = spread.deviate * sqrt(spread.times * variance * (1 + whole / base))
    most = rest if is_share else inf
    low, high = max(rest * usual - half, 0.0), min(rest * usual + half, most)
    return (count + low) / whole, (count + high) / whole


def students_t(p: float, freedom: int) -> float:
    """The deviate of Student's t below which a share of `p` lies: exact for 1 and 2 degrees of freedom, else by the
    expansion of Hill (Abramowitz and Stegun 26.7.5), which is within 0.2% for p up to 0.975.
    """
    if freedom == 1:
        return tan(pi * (p - 0.5))
    if freedom == 2:
        return (2 * p - 1) / sqrt(2 * p * (1 - p))
    z = NormalDist().inv_cdf(p)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))
