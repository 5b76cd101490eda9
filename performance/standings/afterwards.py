"""Figures of periods that end after the day a view describes: shown, set apart, and never judged."""

from __future__ import annotations

from datetime import date

from core.periods import in_order, written
from performance.choices import Direction, Status
from performance.models import Indicator
from performance.rules.direction import Travel
from performance.rules.status import Judgement
from performance.standings.standing import Standing, target_for


def afterwards(indicator: Indicator, as_at: date) -> list[Standing]:
    """A standing for each figure of the indicator's own area whose period ends after `as_at`, newest first.

    On that day nobody could know them, so that no status is worked out and no figure is compared.
    """
    figures = {
        row.period: row
        for row in indicator.figures.all()
        if row.period_end > as_at and row.area_id == indicator.area_id
    }
    targets = [row for row in indicator.targets.all() if row.area_id == indicator.area_id]
    comparators = indicator.comparators.all()
    why = f"Not judged: it ends after {written(as_at)}, the date of this view."
    return [
        Standing(
            indicator=indicator,
            period=period,
            figure=figures[period],
            target=target_for(period, targets),
            judgement=Judgement(Status.NO_FIGURES, why),
            travel=Travel(Direction.UNKNOWN, why),
            comparators=tuple(row for row in comparators if row.period == period),
        )
        for period in reversed(in_order(figures))
    ]
