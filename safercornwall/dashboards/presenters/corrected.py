"""Figures that the board was shown otherwise than they are now."""

from __future__ import annotations

from collections.abc import Iterable

from performance.models import ClosedPeriod, Figure
from performance.rounds.reported import reported_and_latest
from performance.standing import Standing


def corrected_since_reported(standings: Iterable[Standing]) -> set[int]:
    """The figures (by number) of `standings` that were corrected after their period was closed.

    Two queries, and none where no figure has been corrected at all.
    """
    revised = [row.figure for row in standings if row.figure and row.figure.revision > 1]
    if not revised:
        return set()
    revisions = Figure.objects.filter(
        indicator__in={row.indicator_id for row in revised},
        area__in={row.area_id for row in revised},
        period_start__in={row.period_start for row in revised},
        period_end__in={row.period_end for row in revised},
    )
    told = reported_and_latest(revisions, ClosedPeriod.objects.filter(reopened_at=None))
    return {one.latest.pk for one in told.values() if one.differs and one.reported and one.latest}
