"""Figures and comparators as the plain values that rules judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.periods import Period, written
from performance.choices import FigureState

IN = (FigureState.REPORTED, FigureState.PROVISIONAL)


@dataclass(frozen=True)
class Reading:
    """One figure, in its indicator's own unit. `value` is None when it is not applicable or suppressed.

    `numerator` and `denominator` are what a percentage or rate was made from; `reason` is why one is not applicable.
    `ratio` is the value of one that was rolled up, which need not end: 100/3 per cent.
    """

    period: Period
    value: Decimal | None
    state: FigureState = FigureState.REPORTED
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    is_estimate: bool = False
    ratio: Fraction | None = None

    @property
    def is_in(self) -> bool:
        return self.state in IN

    @property
    def known(self) -> Decimal | None:
        """The value where it is reported or provisional and so may be judged and shown, otherwise None."""
        return self.value if self.is_in else None

    @property
    def exact(self) -> Fraction | None:
        """As `known`, to compare by."""
        if self.known is None:
            return None
        return Fraction(self.known) if self.ratio is None else self.ratio


@dataclass(frozen=True)
class Yardstick:
    """The same measure elsewhere, in the indicator's unit: `label` is "national benchmark", say."""

    label: str
    value: Decimal
    period: Period | None = None


@dataclass(frozen=True)
class BreakInSeries:
    """The first day counted in a new way (rule, boundary or source), and why."""

    on: date
    reason: str = ""

    def parts(self, first: Period, second: Period) -> bool:
        """Whether the two periods are not counted alike: one starts before the break and one ends after it."""
        return min(first.start, second.start) < self.on <= max(first.end, second.end)

    @property
    def words(self) -> str:
        """ "the series breaks on 1 April 2011 (new counting rule)", as a clause that fits in a sentence."""
        reason = f" ({self.reason.strip().rstrip('.')})" if self.reason.strip() else ""
        return f"the series breaks on {written(self.on)}{reason}"


def first_between(
    breaks: Iterable[BreakInSeries], first: Period, second: Period
) -> BreakInSeries | None:
    """The first of the breaks that keeps the two periods from being compared, or added up."""
    return min(
        (cut for cut in breaks if cut.parts(first, second)), key=lambda cut: cut.on, default=None
    )
