"""How the periods of a column are written: by which kind of quarters, and with the day or the month first."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace

from performance.cells.lookups import plain
from performance.cells.values.periods import Quarters, day_first
from performance.uploads.files import Value
from performance.uploads.layout.layouts import Layout, needs_convention
from performance.uploads.layout.roles import SYNONYMS
from performance.uploads.layout.years import says_months, with_year

_SAMPLES = 200


def convention_in(heading: Value) -> Quarters | None:
    """The kind of quarters that the heading of a column of periods names."""
    words = plain(heading).split()
    if "calendar" in words:
        return "calendar"
    return "financial" if {"financial", "fy", "fiscal"} & set(words) else None


def with_convention(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> Layout | None:
    """The layout with the kind of quarters it needs; None where that cannot be told."""
    if layout.periods:
        return layout if _all_clear([headings[place] for place in layout.periods]) else None
    place = layout.columns.get("period")
    if place is not None and _are_month_first(samples_in(rows, place)):
        layout = replace(layout, month_first=True)
    year = layout.columns.get("year")
    if place is None or _all_clear(_periods(layout, headings, rows)):
        return layout
    named = convention_in(headings[place]) or (year and convention_in(headings[year]))
    if named:
        return replace(layout, convention=named)
    other = _other_period(layout, headings, rows)
    return replace(layout, columns={**layout.columns, "period": other}) if other else None


def _are_month_first(periods: Sequence[Value]) -> bool:
    """Whether dates begin or end months only if the month stands first."""
    dates = [one for one in periods if isinstance(one, str) and _DATE.fullmatch(one.strip())]
    turned = [str(day_first(one)) for one in dates]
    return (
        bool(dates) and not all(map(_bounds_a_month, dates)) and all(map(_bounds_a_month, turned))
    )


_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _bounds_a_month(text: str) -> bool:
    day, month, year = map(int, _DATE.fullmatch(text.strip()).groups())  # type: ignore[union-attr]
    return 1 <= month <= 12 and year > 0 and day in (1, monthrange(year, month)[1])


def _other_period(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> int | None:
    """Another column of periods, that needs no convention."""
    for place, heading in enumerate(headings):
        if place in (layout.columns["period"], layout.columns.get("year")):
            continue
        if plain(heading or "") in SYNONYMS["period"]:
            samples = samples_in(rows, place)
            if samples and _all_clear(samples):
                return place
    return None


def _periods(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> list[Value]:
    """Samples of the periods, with their years where these have a column."""
    place, year = layout.columns["period"], layout.columns.get("year")
    if year is None:
        return samples_in(rows, place)
    of_months = says_months(headings[place])
    return [
        with_year(row[place], row[year], of_months=of_months)
        for row in rows[:_SAMPLES]
        if max(place, year) < len(row)
    ]


def _all_clear(periods: Sequence[Value]) -> bool:
    """Whether no quarter among them could be of a calendar or a financial year."""
    return not any(isinstance(value, str) and needs_convention(value) for value in periods)


def samples_in(rows: Sequence[Sequence[Value]], place: int) -> list[Value]:
    return [row[place] for row in rows[:_SAMPLES] if place < len(row)]
