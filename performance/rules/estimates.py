"""How an estimate is printed: in as few decimals as it is worth, and still on its own side of a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from performance.rules.wording import MOST_DECIMALS, Number, decimals_carried, rounded, show

# From here on an estimate is printed without decimals.
LARGE = 20


@dataclass(frozen=True)
class Estimate:
    """A value that is worked out and not known, in the indicator's unit; it is held to targets as it is.

    It is printed with `decimals`, and with one more where it would else change sides of a target, up to `most`.
    """

    value: Decimal
    decimals: int = 0
    most: int = 1

    def beside(self, ends: Sequence[Number] = ()) -> Decimal:
        """As it is printed beside the `ends` of a target. If need be it is rounded away from the end."""
        for decimals in range(self.decimals, self.most + 1):
            short = rounded(self.value, decimals)
            crossed = [end for end in ends if _order(short, end) != _order(self.value, end)]
            if not crossed:
                return short
        up = self.value > crossed[0]
        return rounded_outwards(self.value, self.most, up=up)


def decimals_of_series(values: Iterable[Number], decimals: int | None) -> int:
    """How many decimals the figures of a series are printed with: those of its indicator, or as many as they carry."""
    carried = max((decimals_carried(value) for value in values), default=0)
    return max(decimals or 0, min(carried, MOST_DECIMALS))


def decimals_of_estimate(value: float, decimals: int | None) -> int:
    """The indicator's own; else none, and one of what is small."""
    if decimals is None:
        return 0 if value >= LARGE else 1
    return decimals


def rounded_words(value: Decimal, *, unit: str = "", decimals: int | None = None) -> str:
    """An estimate with its unit, in as many digits as it is worth: "21,400 crimes", "76%", "1.3 per 1,000"."""
    return show(value, unit, decimals_of_estimate(float(value), decimals))


def rounded_outwards(value: Decimal, decimals: int, *, up: bool) -> Decimal:
    """The next number with so many decimals: none above `value`, or, going `up`, none below it."""
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def _order(one: Number, other: Number) -> int:
    return (one > other) - (one < other)
