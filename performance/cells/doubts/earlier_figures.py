"""Rules that hold a value to the earlier figures of its series, and what they say.

A person looks again at what is doubted, and may say that it is right.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from performance.cells import messages
from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.values.ratios import in_unit, shown
from performance.rules.direction import SMALLEST_BASE

# So many have a range that a figure can lie outside of.
A_HISTORY = 5


# Of fewer, a figure is doubted that is so many times the highest, or that part of the lowest.
TIMES = 10


_HUNDRED, _THOUSAND = Decimal(100), Decimal(1000)


class Earlier(NamedTuple):
    """The earlier figures of a series, as many as are known: `low` and `high` are zero where there are none."""

    number: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    def __str__(self) -> str:
        """ "The 3 earlier figures of this indicator for this area are from 8 to 13"."""
        which = "one earlier figure" if self.number == 1 else f"{self.number} earlier figures"
        verb = "is" if self.number == 1 else "are"
        low, high = shown(self.low), shown(self.high)
        said = low if low == high else f"from {low} to {high}"
        return f"The {which} of this indicator for this area {verb} {said}"


NONE_EARLIER = Earlier(0)


def is_far_outside(value: Decimal, earlier: Earlier) -> bool:
    """Whether it lies outside five or more by more than their whole range, and by more than a tenth of the nearest."""
    if earlier.number < A_HISTORY:
        return False
    low, high = earlier.low, earlier.high
    return (
        value - high > max(high - low, abs(high) / 10)
        or low - value > max(high - low, abs(low) / 10)
    )  # fmt: skip


def is_a_jump(value: Decimal, earlier: Earlier, in_one: Decimal = Decimal(1)) -> bool:
    """Whether it is ten times as much as the highest of one to four, or a tenth of the lowest, and no small numbers.

    `in_one` is what was counted for a value of 1: more than one of a rate, as far as its denominator is known.
    """
    if not 0 < earlier.number < A_HISTORY or min(earlier.low, value) < 0:
        return False
    larger = Decimal(0)
    if value >= earlier.high * TIMES:
        larger = value
    elif value * TIMES <= earlier.low:
        larger = earlier.low
    return larger * in_one >= SMALLEST_BASE


def counted_in_one(subject: Subject, denominator: Decimal | None) -> Decimal:
    if subject.scale is None or denominator is None or denominator <= 0:
        return Decimal(1)
    return denominator / subject.scale


def fits_as_a_share(value: Decimal, earlier: Earlier) -> bool:
    """Whether 0.77 must be meant as 77%, as that is like the earlier figures."""
    low, high = earlier.low, earlier.high
    return earlier.number > 0 and low > 1 and low / 2 <= value * _HUNDRED <= high * Decimal("1.5")


def outlier(value: Decimal, earlier: Earlier) -> Wrong:
    return Wrong(messages.OUTLIER, {"value": shown(value), "earlier": str(earlier)}, role="value")


def jump(value: Decimal, earlier: Earlier) -> Wrong:
    beside = "that" if earlier.number == 1 else "the highest"
    if value < earlier.low:
        beside = "that" if earlier.number == 1 else "the lowest"
        says = messages.JUMP_DOWN
    else:
        says = messages.JUMP_UP if earlier.high else messages.JUMP
    facts = {"value": shown(value), "earlier": str(earlier), "beside": beside}
    return Wrong(says, facts, role="value")


def below_one_percent(value: Decimal, earlier: Earlier) -> Wrong:
    """Said with a percent sign, so that only the analyst can say that it is wrong."""
    facts = {
        "value": shown(value),
        "earlier": str(earlier),
        "meant": shown(value * _HUNDRED),
    }
    return Wrong(messages.BELOW_ONE_PERCENT, facts, role="value")


def not_whole(value: Decimal) -> Wrong:
    """Of a count. Where a point parts thousands, as on the Continent, a spreadsheet here takes 1.234 for a fraction."""
    facts = {"value": f"{value.normalize():f}"}
    thousands = value * _THOUSAND
    if not (1 <= abs(value) < _THOUSAND and thousands == int(thousands)):
        return Wrong(messages.NOT_WHOLE, facts, role="value")
    facts |= {"digits": str(int(thousands)), "thousands": f"{int(thousands):,}"}
    return Wrong(messages.NOT_WHOLE_THOUSANDS, facts, role="value")


def worked_out(
    subject: Subject,
    value: Decimal,
    numerator: Decimal | None,
    denominator: Decimal | None,
    *,
    as_all: bool = False,
) -> Wrong:
    """`as_all`: no column of the file holds values, so that it is said once for all of them."""
    parts = " over ".join(shown(part) for part in (numerator, denominator) if part is not None)
    says = messages.ALL_WORKED_OUT if as_all else messages.WORKED_OUT
    return Wrong(says, {"value": in_unit(value, subject), "parts": parts}, role="value")
