"""The changes from one revision of a figure to the next, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from performance.choices import FigureState
from performance.figures.withholding import FROM_OTHERS, WITHHELD, is_hidden, is_withheld
from performance.models import Figure, Indicator
from performance.rules.wording import counts_in_words, show_change_from
from performance.standings.readout import in_words

NONE = "None"


@dataclass(frozen=True)
class RevisionChange:
    """One change from the previous revision. `by` is the difference of two numbers."""

    what: str
    old: str
    new: str
    by: str = ""


def value_words(indicator: Indicator, figure: Figure, *others: Figure | None) -> str:
    """The value with its unit, or the state if there is none. It has the digits to differ from the `others`.

    It says if other people may not read the value.
    """
    if is_hidden(figure):
        return WITHHELD
    if figure.value is None:
        return str(FigureState(figure.state).label)
    values = [row.value for row in others if row is not None and row.value is not None]
    words = in_words(indicator, figure.value, *values)
    return f"{words}, {FROM_OTHERS}" if is_withheld(figure) else words


def counts_of(figure: Figure) -> str:
    """ "154 of 200"."""
    return counts_in_words(figure.numerator, figure.denominator)


def changes_between(indicator: Indicator, old: Figure, new: Figure) -> list[RevisionChange]:
    return list(_changes(indicator, old, new))


def _changes(indicator: Indicator, old: Figure, new: Figure) -> Iterator[RevisionChange]:
    if is_hidden(old) != is_hidden(new) or old.value != new.value:
        yield RevisionChange(
            "Value",
            value_words(indicator, old, new),
            value_words(indicator, new, old),
            _difference(indicator, old.value, new.value),
        )
    if is_hidden(old) or is_hidden(new):
        return

    def added_up(figure: Figure) -> str:
        return figure.added_up_words if figure.added_up_from else ""

    texts: Sequence[tuple[str, str, str]] = (
        ("State", str(FigureState(old.state).label), str(FigureState(new.state).label)),
        ("Counts behind it", counts_of(old), counts_of(new)),
        ("An estimate", _yes(old.is_estimate), _yes(new.is_estimate)),
        ("Added up", added_up(old), added_up(new)),
        ("Why it is not applicable", old.reason, new.reason),
        ("Comment", old.comment, new.comment),
        ("Source", old.source, new.source),
    )
    for what, before, after in texts:
        if before != after:
            yield RevisionChange(what, before or NONE, after or NONE)


def _difference(indicator: Indicator, old: Decimal | None, new: Decimal | None) -> str:
    if old is None or new is None:
        return ""
    return show_change_from(old, new, indicator.unit, indicator.decimal_places)


def _yes(holds: bool) -> str:
    return "Yes" if holds else "No"
