"""Figures and comparators as the plain values that rules judge."""

from dataclasses import dataclass
from decimal import Decimal

from core.periods import Period
from performance.choices import FigureState

IN = (FigureState.REPORTED, FigureState.PROVISIONAL)


@dataclass(frozen=True)
class Reading:
    """One figure, in its indicator's own unit. `value` is None when it is not applicable or suppressed.

    `numerator` and `denominator` are what a percentage or rate was made from; `reason` is why one is not applicable.
    """

    period: Period
    value: Decimal | None
    state: FigureState = FigureState.REPORTED
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    is_estimate: bool = False

    @property
    def is_in(self) -> bool:
        return self.state in IN

    @property
    def known(self) -> Decimal | None:
        """The value where it is reported or provisional and so may be judged and shown, otherwise None."""
        return self.value if self.is_in else None


@dataclass(frozen=True)
class Yardstick:
    """The same measure elsewhere, in the indicator's unit: `label` is "national benchmark", say."""

    label: str
    value: Decimal
    period: Period | None = None
