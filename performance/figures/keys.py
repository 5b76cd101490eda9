"""Which figure somebody asks for: of an indicator, for an area and a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import Period, financial_year_of
from performance.choices import STEPS, Frequency, next_period
from performance.models import Figure, Indicator
from performance.models.figures import FigureQuerySet
from performance.standings.standing import Standing
from places.models import Area


@dataclass(frozen=True)
class FigureKey:
    """What tells one figure from all others; there need not be any."""

    indicator: Indicator
    area: Area
    period: Period

    @property
    def is_headline(self) -> bool:
        """Whether the indicator's status rests on it."""
        return self.area.pk == self.indicator.area_id

    def revisions(self) -> FigureQuerySet:
        """All that was ever known of it, the latest first."""
        found: FigureQuerySet = Figure.objects.filter(
            indicator=self.indicator,
            area=self.area,
            period_start=self.period.start,
            period_end=self.period.end,
        ).order_by("-revision")
        return found

    def latest(self) -> Figure | None:
        """What counts, with what is withheld from readers: it is for whoever may change it."""
        latest = self.revisions().latest_revisions().first()
        return latest.in_full() if latest else None


def looked_for(standing: Standing, *, as_at: date, today: date) -> Period:
    """The first period whose figure, or whose final figure, is late; else the next, or the last that is over where that one is not."""
    if standing.overdue:
        return standing.overdue[0]
    frequency = Frequency(standing.indicator.frequency)
    if standing.period is not None and standing.is_late_final:
        return standing.period
    if standing.period is None:
        return last_over(frequency, min(as_at, today))
    following = next_period(frequency, standing.period) if standing.figure else standing.period
    if following.is_over(today):
        return following
    return standing.period if standing.figure else last_over(frequency, today)


def last_over(frequency: Frequency, day: date) -> Period:
    """The last period of its kind that is over on `day`."""
    if frequency == Frequency.YEAR:
        return Period.financial_year(financial_year_of(day) - 1)
    if frequency == Frequency.ROLLING_YEAR:
        return Period.rolling_year(day.year, day.month - 1)
    step = STEPS[frequency]
    return Period.whole_months(day.year, day.month - (day.month - 1) % step - step, step)
