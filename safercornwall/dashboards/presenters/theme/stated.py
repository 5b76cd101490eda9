"""Figures that stand inside a statement, in words."""

from __future__ import annotations

from dataclasses import dataclass

from safercornwall.records.printed import StatedFigure

# The catalogue's word for "no number": the value is words by itself.
NO_UNIT = "qualitative"


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
    value, unit = figure.value_printed, figure.unit
    if figure.value is not None and value.isdigit() and len(value) > 3:
        value = f"{int(value):,}"
    if not unit or unit == NO_UNIT:
        return value
    if unit.startswith("%"):
        return f"{value}{unit}"
    if unit.startswith("£"):
        return f"£{value}{unit[1:]}"
    return f"{value} {unit}"
