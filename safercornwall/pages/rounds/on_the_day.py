"""What would count as reported of each figure, beside what is known of it now."""

from __future__ import annotations

from dataclasses import dataclass

from core.periods import Period
from performance.models import Figure, Indicator
from performance.rounds.on_the_day import KnownOnTheDay, OnTheDay
from safercornwall.pages.components.revisions import value_words


@dataclass(frozen=True)
class ThenRow:
    """`then` and `now` are values with their units, or states; empty where nothing was in, or is."""

    indicator: Indicator
    period: Period
    then: str
    now: str


def then_rows(found: OnTheDay) -> list[ThenRow]:
    """Those first that came in later, which would not count; figures that never came are left out."""
    known = [row for row in found.known if row.then or row.expected.figure]
    return [_row(row) for row in sorted(known, key=lambda row: not row.came_later)]


def _row(row: KnownOnTheDay) -> ThenRow:
    indicator, now = row.expected.indicator, row.expected.figure
    return ThenRow(
        indicator,
        row.expected.period,
        then=_words(indicator, row.then, now),
        now=_words(indicator, now, row.then),
    )


def _words(indicator: Indicator, figure: Figure | None, other: Figure | None) -> str:
    return value_words(indicator, figure, other) if figure else ""
