"""All rounds, newest first, with how many figures of each are where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.periods import Period
from performance.models import ClosedPeriod, Figure, Indicator
from performance.rounds.by_group import Tally
from performance.rounds.expected import Key, looked_for, return_status_of
from performance.rounds.lifetimes import Lifetime, lifetimes_of, since_when
from performance.rounds.quarters import key_of, quarters_between
from performance.rounds.round import indicators_of
from priorities.clocks import Clocks
from priorities.models import Plan


@dataclass(frozen=True)
class PastRound:
    """One line of the list of rounds. `closing` is the one that stands."""

    period: Period
    tally: Tally
    closing: ClosedPeriod | None

    @property
    def key(self) -> str:
        """As it stands in addresses."""
        return key_of(self.period)


class RoundHistory:
    """The quarters from the first that has a figure, a target or a closing to the one that runs, or a later one that
    has a figure or a closing. `rounds` counts those of a page.
    """

    def __init__(self, plan: Plan | None, clocks: Clocks) -> None:
        self.clocks = clocks
        self.found = indicators_of(plan)
        self.indicators = list(self.found)
        self.lifetimes = lifetimes_of(self.found, known_on=clocks.known_on)
        closed = ClosedPeriod.objects.filter(reopened_at=None).select_related("closed_by")
        self.closed = {row.period: row for row in closed}
        self.quarters = quarters_between(*_span(self.lifetimes.values(), self.closed, clocks.as_at))

    def rounds(self, quarters: list[Period]) -> list[PastRound]:
        """The rounds of some of the quarters, which follow each other."""
        if not quarters:
            return []
        states = _states(self.found, Period(quarters[-1].start, quarters[0].end), self.clocks)
        since = since_when(self.indicators, self.lifetimes, self.clocks.as_at)
        return [
            PastRound(quarter, self._tally(quarter, states, since), self.closed.get(quarter))
            for quarter in quarters
        ]

    def _tally(
        self, quarter: Period, states: Mapping[Key, str], since: Mapping[int, date]
    ) -> Tally:
        as_at = self.clocks.as_at
        return Tally.of(
            return_status_of(
                states.get((indicator.pk, period)),
                period,
                as_at=as_at,
                lag_days=indicator.reporting_lag_days,
            )
            for indicator, period in looked_for(
                self.indicators, quarter, states, as_at=as_at, since=since
            )
        )


def _span(
    lifetimes: Iterable[Lifetime], closed: Iterable[Period], as_at: date
) -> tuple[date, date]:
    """The first and last day that the list of rounds reaches to; a target yet to begin is no reason to go further."""
    lives = list(lifetimes)
    ends = [period.end for period in closed]
    firsts = [day for life in lives for day in (life.first, life.target) if day is not None]
    lasts = [life.last for life in lives if life.last is not None]
    return min([as_at, *firsts, *ends]), max([as_at, *lasts, *ends])


def _states(indicators: QuerySet[Indicator], window: Period, clocks: Clocks) -> dict[Key, str]:
    """The state of each figure of an indicator's own area that ends in `window`, in one query."""
    found = Figure.objects.known_on(clocks.known_on).of_own_areas(indicators, window)
    rows = found.order_by().values_list("indicator", "period_start", "period_end", "state")
    return {(pk, Period(start, end)): state for pk, start, end, state in rows}
