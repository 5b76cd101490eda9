"""How values are written: with their unit, rounded half up, and never so that the rounding misleads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from performance.choices import Polarity

# What is given has so many decimals; what is worked out from it is an exact fraction until it is printed.
Number = Decimal | Fraction

MINUS = "\u2212"
MOST_DECIMALS = 2
DAYS_OF_A_MONTH = 30.44
POLARITY_WORDS = {
    Polarity.LOWER: "lower is better",
    Polarity.HIGHER: "higher is better",
    Polarity.NEITHER: "neither higher nor lower is better",
}
GOOD_IS = {Polarity.LOWER: "Lower", Polarity.HIGHER: "Higher", Polarity.NEITHER: "Neither"}


# Room for every digit of any stored value, so that rounding for show never fails.
_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)
# The decimals of a fraction that never ends, such as a third: more than are ever needed to tell two values apart.
ENDLESS = 150
_SINGULARS = {"people": "person", "children": "child", "women": "woman", "men": "man"}
_NOUN_AND_REST = re.compile(r"(.*?)((?: (?:per|of|in|to|for|with) .*)?)", re.DOTALL)


def rounded(value: Number, decimals: int) -> Decimal:
    """`value` to so many decimals, halves away from zero. Raises ValueError for what is not a number."""
    if isinstance(value, Fraction):
        steps = int(abs(value) * 10**decimals + Fraction(1, 2))
        return Decimal(-steps if value < 0 else steps).scaleb(-decimals, context=_WIDE)
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be shown.")
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def decimals_carried(value: Number) -> int:
    """Decimals that a value needs to be written exactly: 2.80 carries 1, 1200 carries none, a third is `ENDLESS`."""
    if isinstance(value, Fraction):
        return _decimals_of(value.denominator)
    exponent = value.normalize(_WIDE).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def as_decimal(value: Number) -> Decimal:
    """The decimal next to a value, to 28 digits: for a chart or a spreadsheet, never to compare by."""
    return Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _decimals_of(denominator: int) -> int:
    """A fraction ends where its denominator, in lowest terms, is made of twos and fives alone."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else ENDLESS


def show(value: Number, unit: str = "", decimals: int | None = None) -> str:
    """A value with its unit: "77%", "£1,294", "2.8 per 100,000 population", "1 closure".

    `decimals` None shows as many as the value carries, up to two. Raises ValueError when it is not a number.
    """
    number = _rounded_for_show(value, decimals)
    return _with_unit(MINUS if number < 0 else "", f"{abs(number):,f}", unit)


def counts_in_words(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """The counts that a figure was made from: "154 of 200", or "154" where it is not said of what."""
    return " of ".join(show(count) for count in (numerator, denominator) if count is not None)


def show_change(value: Number, unit: str = "", decimals: int | None = None) -> str:
    """A difference with its sign: "+6%", "−6%", "0%". `decimals` and errors as for `show`."""
    number = _rounded_for_show(value, decimals)
    sign = MINUS if number < 0 else "+" if number > 0 else ""
    return _with_unit(sign, f"{abs(number):,f}", unit)


def show_difference(value: Decimal, unit: str = "", decimals: int | None = None) -> str:
    """How far one figure is from another: "+6 crimes", and "+6 percentage points" where both are percentages."""
    if not unit.startswith("%"):
        return show_change(value, unit, decimals)
    points = show_change(value, "", decimals)
    return f"{points} percentage point{'' if points.lstrip(f'+{MINUS}') == '1' else 's'}"


def as_a_sentence(text: str) -> str:
    """What a person wrote, with a full stop where more words follow it."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _rounded_for_show(value: Number, decimals: int | None) -> Decimal:
    if decimals is None and (isinstance(value, Fraction) or value.is_finite()):
        decimals = min(decimals_carried(value), MOST_DECIMALS)
    return rounded(value, decimals or 0)


def lag_words(days: int) -> str:
    """How long after its period a figure comes: in months too, once there are several."""
    words = f"{days} day{'' if days == 1 else 's'}"
    months = round(days / DAYS_OF_A_MONTH)
    return f"{months} months ({words})" if months > 1 else words


def short_unit(unit: str) -> str:
    """The part of a unit worth repeating in a sentence that has named it once: "%", "£", otherwise nothing."""
    return unit[:1] if unit.startswith(("%", "£")) else ""


def _with_unit(sign: str, digits: str, unit: str) -> str:
    if unit.startswith("£"):
        return f"{sign}£{digits}{unit[1:]}"
    if unit.startswith("%"):
        return f"{sign}{digits}{unit}"
    unit = unit.removeprefix("rate ").strip()
    return f"{sign}{digits} {_singular(unit) if digits == '1' else unit}".strip()


def _singular(unit: str) -> str:
    """The unit of one: "closures" is "closure", "offences per young person" is "offence per young person"."""
    if unit.startswith("per "):
        return unit
    noun, rest = _NOUN_AND_REST.fullmatch(unit).groups()  # type: ignore[union-attr]
    head, space, last = noun.rpartition(" ")
    if last in _SINGULARS:
        last = _SINGULARS[last]
    elif last.endswith("ies"):
        last = f"{last[:-3]}y"
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return f"{head}{space}{last}{rest}"


@dataclass(frozen=True)
class Digits:
    """How many decimals one sentence shows: at least `fewest`, at most `most`, needless zeros dropped."""

    fewest: int
    most: int

    @classmethod
    def suiting(cls, values: Iterable[Number], decimals: int | None = None) -> "Digits":
        """At least the indicator's own `decimals`, and as many as `values` carry, up to two: 0.9% is never "1%".

        More where a value would be shown as nothing.
        """
        values = list(values)
        carried = max(decimals_carried(value) for value in values)
        most = max(decimals or 0, min(carried, MOST_DECIMALS))
        return cls(decimals or 0, most).telling_apart(Decimal(0), [v for v in values if v])

    def at_least(self, decimals: int) -> "Digits":
        return Digits(self.fewest, max(self.most, decimals))

    def telling_apart(self, value: Number, others: Sequence[Number]) -> "Digits":
        """Enough decimals that `value`, rounded, stays above, below or equal to each of `others`, rounded."""
        carried = max((decimals_carried(number) for number in (value, *others)), default=0)
        enough = (n for n in range(self.most, carried) if _keeps_order(value, others, n))
        return self.at_least(next(enough, carried))

    def show(self, value: Number, unit: str = "") -> str:
        """An exact zero needs no decimals: "0.0%" reads as a little more or less than nothing."""
        fewest = self.fewest if value else 0
        return show(value, unit, max(fewest, min(self.most, decimals_carried(value))))


def show_beside(
    value: Number, others: Sequence[Number], unit: str = "", decimals: int | None = None
) -> str:
    """As every page shows a value of an indicator: rounded, and still on its own side of the `others` beside it."""
    digits = Digits.suiting([value, *others], decimals)
    return digits.telling_apart(value, others).show(value, unit)


def show_change_from(
    old: Decimal, new: Decimal, unit: str = "", decimals: int | None = None
) -> str:
    """How far `new` is from `old`, with the decimals that the two are shown with beside each other."""
    digits = Digits.suiting([old, new, new - old], decimals).telling_apart(old, [new])
    carried = min(digits.most, decimals_carried(new - old))
    return show_difference(new - old, unit, max(digits.fewest, carried))


def _keeps_order(value: Number, others: Iterable[Number], decimals: int) -> bool:
    short = rounded(value, decimals)
    return all(_order(short, rounded(other, decimals)) == _order(value, other) for other in others)


def _order(one: Number, other: Number) -> int:
    """Below, equal or above: -1, 0 or 1. Exact, whichever of the two kinds of number they are."""
    return (one > other) - (one < other)
