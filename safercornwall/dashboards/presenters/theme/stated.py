"""Figures that stand inside a statement, in words."""

from __future__ import annotations

from dataclasses import dataclass

from performance.wording import show
from safercornwall.records.printed import StatedFigure

# In place of a unit where the value is words, which say all there is to say.
KINDS_OF_WORDS = {"qualitative", "trend", "date", "rank"}


@dataclass(frozen=True)
class StatedLine:
    """One figure: what it is of, its value with its unit, and what else is known of it."""

    label: str
    value: str
    about: str


def stated_line(figure: StatedFigure) -> StatedLine:
    facts = (
        figure.period_printed or "period not stated",
        figure.geography,
        f"compared with {figure.comparator}" if figure.comparator else "",
        figure.qualifier,
    )
    return StatedLine(figure.label, with_unit(figure), "; ".join(fact for fact in facts if fact))


def with_unit(figure: StatedFigure) -> str:
    """ "7,300 incidents", "9% increase", "£800,000 per year", "higher than average"."""
    if figure.value is not None:
        return show(figure.value, in_pounds(figure.unit))
    if not figure.unit or figure.unit in KINDS_OF_WORDS:
        return figure.value_printed
    return f"{figure.value_printed} {figure.unit}"


def in_pounds(unit: str) -> str:
    return unit.replace("1 GBP", "£1").replace("GBP", "£")
