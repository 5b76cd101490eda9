"""Money by financial year, stacked: what is secured, what is sought, what has no source, and what was spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.axes import grid, gutter
from safercornwall.pages.components.pictures.elements import (
    Attribute,
    Number,
    element,
    number,
    percent,
    svg,
)
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.money import STATES, amount_words, block, swatch
from safercornwall.pages.components.pictures.rows import picture
from safercornwall.pages.components.pictures.scales import Scale, axis_values, axis_words

TOP, PLOT = 26, 200
BOTTOM = TOP + PLOT
HEIGHT = BOTTOM + 26
# A column takes this share of its year's width, and no more than this of the whole.
COLUMN, WIDEST = 0.6, 0.18
LINE_OF_WORDS = 26
CHARACTER, NARROW, WIDE = 8, 230, 480


@dataclass(frozen=True)
class YearAmounts:
    """Amounts of one financial year in pounds. None is unknown; nothing is drawn for it, or for less than nothing."""

    year: str
    secured: Number | None = None
    sought: Number | None = None
    no_source: Number | None = None
    spent: Number | None = None

    @property
    def parts(self) -> list[tuple[str, float]]:
        """The states with an amount, from the ground up."""
        known = [(state, number(getattr(self, state)) or 0.0) for state in STATES]
        return [(state, amount) for state, amount in known if amount > 0]

    @property
    def total(self) -> float:
        return sum(amount for _, amount in self.parts)

    @property
    def told(self) -> str:
        words = [f"{amount_words(amount)} {STATES[state].lower()}" for state, amount in self.parts]
        spent = number(self.spent)
        if spent is not None:
            words.append(f"{amount_words(spent)} spent")
        return f"{self.year}: {', '.join(words) or 'no amount known'}."


@dataclass(frozen=True)
class StackedAmounts:
    """Years in order. `subject` says whose money it is ("Street pastors")."""

    subject: str
    years: tuple[YearAmounts, ...]

    @property
    def alt(self) -> str:
        return " ".join(
            [f"{self.subject}, money by financial year.", *(y.told for y in self.years)]
        )


def stacked_amounts(one: StackedAmounts) -> SafeString:
    values = axis_values([*(year.total for year in one.years), *_spent(one)])
    words = axis_words(values, before="£")
    scale = Scale(values[0], values[-1], BOTTOM, TOP)
    drawn = svg(
        *grid(scale, values, words),
        *_columns(one, scale),
        *_year_labels(one),
        alt=one.alt,
        class_=f"sc-pic {gutter(words)}",
        width="100%",
        height=HEIGHT,
    )
    return picture(key(_entries(one)), drawn, look="sc-amounts")


def _spent(one: StackedAmounts) -> list[float]:
    return [spent for spent in (number(year.spent) for year in one.years) if spent is not None]


def _columns(one: StackedAmounts, scale: Scale) -> Iterator[SafeString]:
    for place, year in enumerate(one.years):
        middle = (place + 0.5) / len(one.years)
        half = min(COLUMN / len(one.years), WIDEST) / 2
        ground = 0.0
        for state, amount in year.parts:
            top, foot = scale.at(ground + amount), scale.at(ground)
            yield block(state, middle - half, middle + half, top, foot - top)
            ground += amount
        yield from _total(one, year, middle, scale)
        spent = number(year.spent)
        if spent is not None:
            yield from _spent_mark(middle, half * 1.25, scale.at(spent))


def _total(
    one: StackedAmounts, year: YearAmounts, middle: float, scale: Scale
) -> Iterator[SafeString]:
    """What the column adds up to, above it, where it has room; "None known", or a dash, where nothing is."""
    words = amount_words(year.total) if year.parts else "None known"
    look = _when_room(words, len(one.years))
    y = _above(scale.at(year.total), scale.at(number(year.spent) or 0.0))
    strong = "sc-pic__label sc-pic__label--strong sc-pic__label--clear"
    yield element("text", words, x=percent(middle), y=y, class_=f"{strong} {look}".strip())
    if not year.parts and look:
        dash = f"{strong} sc-pic__narrow" if look == "sc-pic__wide" else strong
        yield element("text", "–", x=percent(middle), y=y, class_=dash)


def _above(column: float, spent: float) -> float:
    """Above the top of the column, and above the line of what was spent where that would cross the words."""
    return (spent if 0 < column - spent < LINE_OF_WORDS else column) - 8


def _spent_mark(middle: float, half: float, y: float) -> Iterator[SafeString]:
    ends: dict[str, Attribute] = {
        "x1": percent(middle - half),
        "x2": percent(middle + half),
        "y1": y,
        "y2": y,
    }
    yield element("line", class_="sc-amounts__halo", **ends)
    yield element("line", class_="sc-amounts__spent", **ends)


def _year_labels(one: StackedAmounts) -> Iterator[SafeString]:
    for place, year in enumerate(one.years):
        x = percent((place + 0.5) / len(one.years))
        is_nth = (len(one.years) - 1 - place) % 2 == 0
        look = "" if is_nth else _when_room(year.year, len(one.years))
        classes = f"sc-pic__label {look}".strip()
        yield element("text", year.year, x=x, y=BOTTOM + 20, class_=classes)


def _when_room(words: str, columns: int) -> str:
    """The class that hides words on a narrow page, or on every page, where a column is too slim for them."""
    wide = len(words) * CHARACTER * columns
    return "" if wide <= NARROW else "sc-pic__wide" if wide <= WIDE else "sc-pic__never"


def _entries(one: StackedAmounts) -> Iterator[KeyEntry]:
    states = {state for year in one.years for state, _ in year.parts}
    for state in STATES:
        if state in states:
            yield swatch(state)
    if _spent(one):
        line = element("line", x1=0, x2=28, y1=8, y2=8, class_="sc-amounts__spent")
        yield KeyEntry(line, "Spent")
