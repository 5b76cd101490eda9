"""What the board was shown of a figure, beside what it says now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from core.periods import Period
from performance.figures.withholding import AnyFigure, is_hidden
from performance.models import ClosedPeriod

# Indicator and area by number, and the figure's own period.
Key = tuple[int, int, Period]


@dataclass(frozen=True)
class Reported:
    """One figure in a closed period. `reported` counted at `closing.closed_at`, `latest` counts now.

    Either is None where nothing was in, or where it has been removed since. `later` are the revisions
    that opened after the closing, oldest first: each says why, by whom and when.
    """

    closing: ClosedPeriod
    reported: AnyFigure | None
    latest: AnyFigure | None
    later: tuple[AnyFigure, ...] = ()

    @property
    def differs(self) -> bool:
        return _says(self.reported) != _says(self.latest)

    @property
    def last(self) -> AnyFigure | None:
        """The last revision of all, be it one that was closed and nothing followed."""
        return self.later[-1] if self.later else self.reported


def reported_and_latest(
    figures: Iterable[AnyFigure], closed_periods: Iterable[ClosedPeriod]
) -> dict[Key, Reported]:
    """Every figure of a closed period as the board was shown it, and as it is now.

    `figures` are all their revisions, of as many indicators, areas and periods as one likes. A figure is of a
    closed period when its own ends in it; of several, the shortest counts, then the one that was closed first.
    Periods that were opened again are passed over. Figures of no closed period are left out.
    """
    closings = [closing for closing in closed_periods if closing.reopened_at is None]
    found = {}
    for key, revisions in _by_figure(figures).items():
        closing = closing_of(key[2], closings)
        if closing is not None:
            found[key] = _reported(closing, revisions)
    return found


def closing_of(period: Period, closed_periods: Iterable[ClosedPeriod]) -> ClosedPeriod | None:
    """The closing that a figure for `period` belongs to; those opened again do not count."""
    around = [
        closing
        for closing in closed_periods
        if closing.reopened_at is None and closing.period_start <= period.end <= closing.period_end
    ]
    return min(
        around, key=lambda row: (row.period_end - row.period_start, row.closed_at), default=None
    )


def _by_figure(figures: Iterable[AnyFigure]) -> dict[Key, list[AnyFigure]]:
    found = defaultdict(list)
    for figure in figures:
        found[figure.indicator_id, figure.area_id, figure.period].append(figure)
    return {key: sorted(rows, key=lambda row: row.revision) for key, rows in found.items()}


def _reported(closing: ClosedPeriod, revisions: list[AnyFigure]) -> Reported:
    moment = closing.closed_at
    return Reported(
        closing=closing,
        reported=next((row for row in revisions if row.counted_at(moment)), None),
        latest=next((row for row in revisions if row.known_to is None), None),
        later=tuple(row for row in revisions if row.known_from > moment),
    )


def _says(figure: AnyFigure | None) -> tuple | None:
    """What a reader is told of the figure; who sent it in, and where from, is not part of it."""
    if figure is None:
        return None
    counts = (figure.value, figure.numerator, figure.denominator)
    return (figure.state, *counts, figure.is_estimate, figure.reason, is_hidden(figure))
