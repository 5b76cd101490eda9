"""Targets, and the limits that figures are held to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from core.periods import Period
from performance.choices import Polarity, Profile, TargetForm
from performance.rules.wording import show_change

DEFAULT_TOLERANCE_PERCENT = Decimal(5)


@dataclass(frozen=True)
class TargetValue:
    """What an indicator should reach in `period`, in its own unit; without its numbers it is not yet confirmed.

    A range runs from `value` to `upper`. A change is `change_percent` (-6 is 6% less; 0 is "no further rise")
    on `baseline`, the value in `baseline_period`. `tolerance_percent` is of the target; None is the default.
    `profile_values` are the last year's figures, or those given, of the equal parts of the period in order
    (4 quarters, 12 months): only their proportions count.
    Raises ValueError when a range runs backwards or the tolerance is below zero.
    """

    form: TargetForm
    period: Period
    value: Decimal | None = None
    upper: Decimal | None = None
    change_percent: Decimal | None = None
    baseline: Decimal | None = None
    baseline_period: Period | None = None
    tolerance_percent: Decimal | None = None
    profile: Profile = Profile.EVEN
    profile_values: tuple[Decimal | None, ...] = ()
    is_confirmed: bool = True

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
    """One end of what a figure is held to: `limit`, and `amber`, the last value still within the tolerance."""

    limit: Decimal
    amber: Decimal
    is_ceiling: bool

    def spare(self, value: Decimal) -> Decimal:
        """Room left before the limit, in the indicator's unit; below zero when the limit is missed."""
        return self.limit - value if self.is_ceiling else value - self.limit

    @property
    def tolerance(self) -> Decimal:
        return abs(self.amber - self.limit)


@dataclass(frozen=True)
class Limit:
    """What a figure is held to up to the end of `period`: a floor, a ceiling, or both for a range."""

    period: Period
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    tolerance_percent: Decimal = DEFAULT_TOLERANCE_PERCENT

    @property
    def bounds(self) -> tuple[Bound, ...]:
        bounds = []
        if self.at_least is not None:
            amber = self.at_least - abs(self.at_least) * self.tolerance_percent / 100
            bounds.append(Bound(self.at_least, amber, is_ceiling=False))
        if self.at_most is not None:
            amber = self.at_most + abs(self.at_most) * self.tolerance_percent / 100
            bounds.append(Bound(self.at_most, amber, is_ceiling=True))
        return tuple(bounds)

    def nearest(self, value: Decimal) -> Bound:
        """The bound that `value` misses, or else comes closest to missing."""
        return min(self.bounds, key=lambda bound: bound.spare(value))

    def met(self, value: Decimal) -> bool:
        """A value exactly on the limit meets it."""
        return self.nearest(value).spare(value) >= 0

    def within_tolerance(self, value: Decimal) -> bool:
        bound = self.nearest(value)
        return bound.spare(value) >= -bound.tolerance

    def words(self, number: Callable[[Decimal], str]) -> str:
        """ "at most 1.9", "between 10 and 20"; `number` writes one value."""
        if self.at_least is not None and self.at_most is not None:
            return f"between {number(self.at_least)} and {number(self.at_most)}"
        (bound,) = self.bounds
        return f"{'at most' if bound.is_ceiling else 'at least'} {number(bound.limit)}"

    def amber_words(self, number: Callable[[Decimal], str]) -> str:
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
    reached = target.baseline + abs(target.baseline) * change / 100
    if polarity == Polarity.LOWER or (polarity == Polarity.NEITHER and change < 0):
        return replace(limit, at_most=reached)
    if polarity == Polarity.HIGHER or change > 0:
        return replace(limit, at_least=reached)
    return NoLimit(f"{name} is no change, and nothing says whether lower or higher is better")


def limit_for(
    target: TargetValue, period: Period, *, polarity: Polarity, year_to_date: bool
) -> Limit | NoLimit:
    """The limit for a figure of `period`: the whole target, or its share so far where it is read year to date.

    What is read `year_to_date` (a count, a cumulative figure) is held to a share, and only from the start of
    the target's period, unless it is as long as that period. Rates, percentages and levels compare as they are.
    """
    whole = whole_limit(target, polarity=polarity)
    if not target.period.start <= period.end <= target.period.end:
        return NoLimit(f"the target for {target.period} does not hold for {period}")
    same_length = period.month_count is not None and period.month_count == target.period.month_count
    if isinstance(whole, NoLimit) or not year_to_date or same_length or period == target.period:
        return whole
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
    known = [Fraction(value) for value in target.profile_values if value is not None]
    if not known or len(known) < len(target.profile_values):
        return NoLimit(f"the target for {target.period} follows {name}, which is not all known")
    if sum(known) <= 0:
        return NoLimit(f"the target for {target.period} follows {name}, which adds up to nothing")
    whole, part = divmod(elapsed * len(known), 1)
    so_far = sum(known[: int(whole)], Fraction(0)) + (known[int(whole)] * part if part else 0)
    return so_far / sum(known)


def change_words(target: TargetValue, number: Callable[[Decimal], str]) -> str:
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


def _times(value: Decimal | None, share: Fraction) -> Decimal | None:
    if value is None:
        return None
    product = Fraction(value) * share
    return Decimal(product.numerator) / Decimal(product.denominator)
