"""Targets, and the limits that figures are held to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from core.periods import Period
from performance.choices import Polarity, Profile, TargetForm
from performance.rules.readings import BreakInSeries, first_between
from performance.rules.wording import Number, show_change

DEFAULT_TOLERANCE_PERCENT = Decimal(5)


@dataclass(frozen=True)
class TargetValue:
    """What an indicator should reach in `period`, in its own unit; without its numbers it is not yet confirmed.

    A range runs from `value` to `upper`. A change is `change_percent` (-6 is 6% less; 0 is "no further rise")
    on `baseline`, the value in `baseline_period`, of the same series or, where it is not `baseline_is_own`, of another
    such as a comparator. `tolerance_percent` is of the target; None is the default.
    `profile_values` are the last year's figures, or those given, of the equal parts of the period in order
    (4 quarters, 12 months): only their proportions count. Nothing is compared across one of the `breaks`.
    Raises ValueError when a range runs backwards or the tolerance is below zero.
    """

    form: TargetForm
    period: Period
    value: Decimal | None = None
    upper: Decimal | None = None
    change_percent: Decimal | None = None
    baseline: Number | None = None
    baseline_period: Period | None = None
    baseline_is_own: bool = True
    tolerance_percent: Decimal | None = None
    profile: Profile = Profile.EVEN
    profile_values: tuple[Decimal | None, ...] = ()
    is_confirmed: bool = True
    breaks: tuple[BreakInSeries, ...] = ()

    def __post_init__(self) -> None:
        lower, upper = self.value, self.upper
        if lower is not None and upper is not None and upper < lower:
            raise ValueError("A range runs from its lower value to its higher.")
        if self.tolerance_percent is not None and self.tolerance_percent < 0:
            raise ValueError("A tolerance is zero or more.")


@dataclass(frozen=True)
class NoLimit:
    """Why a target gives nothing to hold a figure to, as a clause that fits in a sentence."""

    reason: str


@dataclass(frozen=True)
class Bound:
    """One end of what a figure is held to: `limit`, and `amber`, the last value still within the tolerance.

    Both are exact: a third of 8 is 8/3 until it is printed.
    """

    limit: Fraction
    amber: Fraction
    is_ceiling: bool

    def spare(self, value: Number) -> Fraction:
        """Room left before the limit, in the indicator's unit; below zero when the limit is missed."""
        room = self.limit - Fraction(value)
        return room if self.is_ceiling else -room

    @property
    def tolerance(self) -> Fraction:
        return abs(self.amber - self.limit)


@dataclass(frozen=True)
class Limit:
    """What a figure is held to up to the end of `period`: a floor, a ceiling, or both for a range."""

    period: Period
    at_least: Number | None = None
    at_most: Number | None = None
    tolerance_percent: Decimal = DEFAULT_TOLERANCE_PERCENT

    @property
    def bounds(self) -> tuple[Bound, ...]:
        share = Fraction(self.tolerance_percent) / 100
        bounds = []
        if self.at_least is not None:
            floor = Fraction(self.at_least)
            bounds.append(Bound(floor, floor - abs(floor) * share, is_ceiling=False))
        if self.at_most is not None:
            ceiling = Fraction(self.at_most)
            bounds.append(Bound(ceiling, ceiling + abs(ceiling) * share, is_ceiling=True))
        return tuple(bounds)

    def nearest(self, value: Number) -> Bound:
        """The bound that `value` misses, or else comes closest to missing."""
        return min(self.bounds, key=lambda bound: bound.spare(value))

    def met(self, value: Number) -> bool:
        """A value exactly on the limit meets it."""
        return self.nearest(value).spare(value) >= 0

    def just_met(self, value: Number) -> bool:
        """Whether it is met, and one bound or the other by less than the tolerance."""
        return self.met(value) and any(b.spare(value) < b.tolerance for b in self.bounds)

    def within_tolerance(self, value: Number) -> bool:
        bound = self.nearest(value)
        return bound.spare(value) >= -bound.tolerance

    def words(self, number: Callable[[Number], str]) -> str:
        """ "at most 1.9", "between 10 and 20"; `number` writes one value."""
        if self.at_least is not None and self.at_most is not None:
            return f"between {number(self.at_least)} and {number(self.at_most)}"
        (bound,) = self.bounds
        return f"{'at most' if bound.is_ceiling else 'at least'} {number(bound.limit)}"

    def amber_words(self, number: Callable[[Number], str]) -> str:
        """ "amber up to 2.0", "amber down to 77.6", or "no tolerance"."""
        if not any(bound.tolerance for bound in self.bounds):
            return "no tolerance"
        ways = (f"{'up' if b.is_ceiling else 'down'} to {number(b.amber)}" for b in self.bounds)
        return f"amber {' and '.join(ways)}"


def whole_limit(target: TargetValue, *, polarity: Polarity) -> Limit | NoLimit:
    """The limit at the end of the target's period, in the indicator's unit.

    A change is read by polarity: where lower is better it is a ceiling, where higher is better a floor, and
    where neither is, a fall is a ceiling and a rise a floor.
    """
    name = f"the target for {target.period}"
    tolerance = (
        DEFAULT_TOLERANCE_PERCENT if target.tolerance_percent is None else target.tolerance_percent
    )
    limit = Limit(target.period, tolerance_percent=tolerance)
    if not target.is_confirmed:
        return NoLimit(f"{name} is not yet confirmed")
    if target.form == TargetForm.CHANGE:
        return _changed(target, limit, polarity, name)
    if target.value is None or (target.form == TargetForm.RANGE and target.upper is None):
        return NoLimit(f"{name} is not yet confirmed")
    if target.form == TargetForm.RANGE:
        return replace(limit, at_least=target.value, at_most=target.upper)
    if target.form == TargetForm.AT_MOST:
        return replace(limit, at_most=target.value)
    return replace(limit, at_least=target.value)


def _changed(target: TargetValue, limit: Limit, polarity: Polarity, name: str) -> Limit | NoLimit:
    change = target.change_percent
    if change is None:
        return NoLimit(f"{name} is not yet confirmed")
    if target.baseline is None:
        return NoLimit(f"{name} is a change on a baseline that is not known")
    if cut := _break_since_baseline(target, _first_day(target.period)):
        return NoLimit(_across(target, cut))
    baseline = Fraction(target.baseline)
    reached = baseline + abs(baseline) * Fraction(change) / 100
    if polarity == Polarity.LOWER or (polarity == Polarity.NEITHER and change < 0):
        return replace(limit, at_most=reached)
    if polarity == Polarity.HIGHER or change > 0:
        return replace(limit, at_least=reached)
    return NoLimit(f"{name} is no change, and nothing says whether lower or higher is better")


def _break_since_baseline(target: TargetValue, period: Period) -> BreakInSeries | None:
    """The break that keeps a figure of `period` from being compared with the baseline of the same series."""
    if target.form != TargetForm.CHANGE or not target.baseline_is_own:
        return None
    if target.baseline_period is None:
        return None
    return first_between(target.breaks, target.baseline_period, period)


def _across(target: TargetValue, cut: BreakInSeries) -> str:
    return f"the target for {target.period} is a change on {target.baseline_period}, which is not compared: {cut.words}"


def _first_day(period: Period) -> Period:
    return Period(period.start, period.start)


def holds_for(whole: Period, period: Period) -> bool:
    """Whether a target for `whole` holds for a figure of `period`: on its last day, whatever its length."""
    return whole.start <= period.end <= whole.end


def is_as_long(period: Period, whole: Period) -> bool:
    """Whether both cover as many whole months, as 12 months to September do beside a year."""
    return period == whole or (
        period.month_count is not None and period.month_count == whole.month_count
    )


def so_far_of(whole: Period, period: Period) -> Period:
    """What a count for `period` is held to a target for `whole` with: the days since the target began.

    A figure as long as the target stands by itself. One that reaches back before it is left as it is, and
    cannot be held to it.
    """
    if is_as_long(period, whole) or not holds_for(whole, period) or period.start < whole.start:
        return period
    return Period(whole.start, period.end)


def limit_for(
    target: TargetValue, period: Period, *, polarity: Polarity, year_to_date: bool
) -> Limit | NoLimit:
    """The limit for a figure of `period`: the whole target, or its share so far where it is read year to date.

    What is read `year_to_date` (a count) is held to a share, and only from the start of
    the target's period, unless it is as long as that period. Rates, percentages and levels compare as they are.
    """
    whole = whole_limit(target, polarity=polarity)
    if not holds_for(target.period, period):
        return NoLimit(f"the target for {target.period} does not hold for {period}")
    if isinstance(whole, NoLimit):
        return whole
    if cut := _break_since_baseline(target, period):
        return NoLimit(_across(target, cut))
    if not year_to_date or is_as_long(period, target.period):
        return whole
    if period.start < target.period.start:
        return NoLimit(
            f"a count for {period} reaches back before {target.period}, and is no part of it"
        )
    if period.start != target.period.start:
        return NoLimit(
            f"a count is compared from the start of {target.period}, not for {period} alone"
        )
    share = share_due(target, period)
    if isinstance(share, NoLimit):
        return share
    return replace(
        whole,
        period=period,
        at_least=_times(whole.at_least, share),
        at_most=_times(whole.at_most, share),
    )


def share_due(target: TargetValue, period: Period) -> Fraction | NoLimit:
    """The part, 0 to 1, of a target that its profile expects by the end of `period`, which starts with it."""
    elapsed = _elapsed(period, target.period)
    if target.profile == Profile.EVEN:
        return elapsed
    name = "last year" if target.profile == Profile.LAST_YEAR else "the profile"
    follows = f"the target for {target.period} follows {name}"
    if target.profile == Profile.LAST_YEAR and (
        cut := first_between(target.breaks, target.period.same_last_year(), period)
    ):
        return NoLimit(f"{follows}, which is not compared: {cut.words}")
    known = [Fraction(value) for value in target.profile_values if value is not None]
    if not known or len(known) < len(target.profile_values):
        return NoLimit(f"{follows}, which is not all known")
    if sum(known) <= 0:
        return NoLimit(f"{follows}, which adds up to nothing")
    whole, part = divmod(elapsed * len(known), 1)
    so_far = sum(known[: int(whole)], Fraction(0)) + (known[int(whole)] * part if part else 0)
    return so_far / sum(known)


def change_words(target: TargetValue, number: Callable[[Number], str]) -> str:
    """What a change target changes from, "−6% on 1,000 in 2010/11"; nothing for other forms."""
    if target.form != TargetForm.CHANGE or target.change_percent is None or target.baseline is None:
        return ""
    change = show_change(target.change_percent, "%") if target.change_percent else "no change"
    when = f" {target.baseline_period.when}" if target.baseline_period else ""
    return f"{change} on {number(target.baseline)}{when}"


def _elapsed(period: Period, whole: Period) -> Fraction:
    if period.month_count is not None and whole.month_count is not None:
        return Fraction(period.month_count, whole.month_count)
    return Fraction((period.end - period.start).days + 1, (whole.end - whole.start).days + 1)


def _times(value: Number | None, share: Fraction) -> Fraction | None:
    return None if value is None else Fraction(value) * share
