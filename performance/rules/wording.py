"""How values are written: with their unit, rounded half up, and never so that the rounding misleads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from performance.choices import Polarity

MINUS = "\u2212"
MOST_DECIMALS = 2
POLARITY_WORDS = {
    Polarity.LOWER: "lower is better",
    Polarity.HIGHER: "higher is better",
    Polarity.NEITHER: "neither higher nor lower is better",
}
GOOD_IS = {Polarity.LOWER: "Lower", Polarity.HIGHER: "Higher", Polarity.NEITHER: "Neither"}


# Room for every digit of any stored value, so that rounding for show never fails.
_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)
_SINGULARS = {"people": "person", "children": "child", "women": "woman", "men": "man"}
_NOUN_AND_REST = re.compile(r"(.*?)((?: (?:per|of|in|to|for|with) .*)?)", re.DOTALL)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` to so many decimals, halves away from zero. Raises ValueError for what is not a number."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be shown.")
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def decimals_carried(value: Decimal) -> int:
    """Decimals that a value needs to be written exactly: 2.80 carries 1, 1200 carries none."""
    exponent = value.normalize(_WIDE).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def show(value: Decimal, unit: str = "", decimals: int | None = None) -> str:
    """A value with its unit: "77%", "£1,294", "2.8 per 100,000 population", "1 closure".

    `decimals` None shows as many as the value carries, up to two. Raises ValueError when it is not a number.
    """
    number = _rounded_for_show(value, decimals)
    return _with_unit(MINUS if number < 0 else "", f"{abs(number):,f}", unit)


def counts_in_words(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """The counts that a figure was made from: "154 of 200", or "154" where it is not said of what."""
    return " of ".join(show(count) for count in (numerator, denominator) if count is not None)


def show_change(value: Decimal, unit: str = "", decimals: int | None = None) -> str:
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


def _rounded_for_show(value: Decimal, decimals: int | None) -> Decimal:
    if decimals is None and value.is_finite():
        decimals = min(decimals_carried(value), MOST_DECIMALS)
    return rounded(value, decimals or 0)


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
    def suiting(cls, values: Iterable[Decimal], decimals: int | None = None) -> "Digits":
        """At least the indicator's own `decimals`, and as many as `values` carry, up to two: 0.9% is never "1%".

        More where a value would be shown as nothing.
        """
        values = list(values)
        carried = max(decimals_carried(value) for value in values)
        most = max(decimals or 0, min(carried, MOST_DECIMALS))
        return cls(decimals or 0, most).telling_apart(Decimal(0), [v for v in values if v])

    def at_least(self, decimals: int) -> "Digits":
        return Digits(self.fewest, max(self.most, decimals))

    def telling_apart(self, value: Decimal, others: Sequence[Decimal]) -> "Digits":
        """Enough decimals that `value`, rounded, stays above, below or equal to each of `others`, rounded."""
        carried = max((decimals_carried(number) for number in (value, *others)), default=0)
        enough = (n for n in range(self.most, carried) if _keeps_order(value, others, n))
        return self.at_least(next(enough, carried))

    def show(self, value: Decimal, unit: str = "") -> str:
        """An exact zero needs no decimals: "0.0%" reads as a little more or less than nothing."""
        fewest = self.fewest if value else 0
        return show(value, unit, max(fewest, min(self.most, decimals_carried(value))))


def show_beside(
    value: Decimal, others: Sequence[Decimal], unit: str = "", decimals: int | None = None
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


def _keeps_order(value: Decimal, others: Iterable[Decimal], decimals: int) -> bool:
    short = rounded(value, decimals)
    return all(
        short.compare(rounded(other, decimals), _WIDE) == value.compare(other, _WIDE)
        for other in others
    )
