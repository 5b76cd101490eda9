"""The lines of an indicator's tables of figures: a period with its figure, or periods without any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from performance.choices import AbsentState
from performance.models import Figure, Indicator
from performance.rounds.changes import moment_of
from performance.rounds.reported import Reported
from performance.rules.status import absent_state
from performance.standings.missing_periods import MissingPeriods
from performance.standings.readout import (
    PrintedReadout,
    StateReadout,
    comparator_words,
    counts_words,
    figure_words,
    printed_of,
    state_of,
    target_words,
)
from performance.standings.standing import Standing
from priorities.models import PerformanceStatement
from safercornwall.pages.components.provenance import Provenance, provenance_of
from safercornwall.pages.components.revisions import value_words


@dataclass(frozen=True)
class Correction:
    """A figure of a closed period that says something else by now; either value is empty where none was in."""

    reported: str
    latest: str
    on: date | None
    reason: str


def correction_of(indicator: Indicator, told: Reported | None) -> Correction | None:
    if told is None or not told.differs:
        return None
    last = told.last
    return Correction(
        reported=value_words(indicator, told.reported, told.latest) if told.reported else "",
        latest=value_words(indicator, told.latest, told.reported) if told.latest else "",
        on=timezone.localtime(moment_of(last)).date() if last else None,
        reason=_reason(last) if last else "",
    )


def _reason(last: Figure) -> str:
    """Why the figure came to say what it says, or was removed, `last` being its last revision."""
    reason: str = last.reason_for_closing if last.known_to else last.reason_for_change
    return reason


@dataclass(frozen=True)
class FigureRow:
    """One period: what was found, what it was held to, how it stands. `statement` is where it was read.

    `told` is what the board was shown of it, where its period is closed.
    """

    standing: Standing
    as_at: date
    statement: PerformanceStatement | None = None
    told: Reported | None = None

    @property
    def figure(self) -> Figure | None:
        return self.standing.figure

    @property
    def label(self) -> str:
        return self.standing.period.label if self.standing.period else ""

    @property
    def words(self) -> str:
        return figure_words(self.standing)

    @property
    def counts(self) -> str:
        return counts_words(self.standing)

    @property
    def state(self) -> StateReadout | None:
        return state_of(self.standing, self.as_at)

    @property
    def target(self) -> str:
        target = self.standing.target
        return target_words(self.standing.indicator, target) if target else ""

    @property
    def printed(self) -> PrintedReadout | None:
        return printed_of(self.standing)

    @property
    def comparators(self) -> list[str]:
        return [comparator_words(self.standing.indicator, row) for row in self.standing.comparators]

    @property
    def correction(self) -> Correction | None:
        return correction_of(self.standing.indicator, self.told)

    @property
    def provenance(self) -> Provenance | None:
        return provenance_of(self.figure) if self.figure else None

    @property
    def history(self) -> str:
        """The address of the figure's revisions; a figure of another area has its own."""
        indicator, figure = self.standing.indicator, self.figure or (self.told and self.told.latest)
        return history_address(indicator, figure) if figure else ""


@dataclass(frozen=True)
class GapRow:
    """A missing period, or several in a row; late where its own due date has passed."""

    gap: MissingPeriods
    indicator: Indicator
    as_at: date
    told: Reported | None = None

    @property
    def label(self) -> str:
        return self.gap.label

    @property
    def words(self) -> str:
        many = len(self.gap.periods) > 1
        return f"No figures ({self.gap.count})" if many else "No figure"

    @property
    def state(self) -> StateReadout | None:
        """Late or not yet due; None where nobody waits for it, and for several."""
        period, lag = self.gap.last, self.indicator.reporting_lag_days
        begins, ends = self.indicator.live_from, self.indicator.retired_on
        unasked = (begins and period.end < begins) or (ends and period.start >= ends)
        if lag is None or unasked or len(self.gap.periods) > 1 or period.end > self.as_at:
            return None
        return StateReadout(
            AbsentState(absent_state(period, self.as_at, lag)).value, due_on=period.due_on(lag)
        )

    @property
    def correction(self) -> Correction | None:
        return correction_of(self.indicator, self.told)

    @property
    def history(self) -> str:
        figure = self.told and (self.told.latest or self.told.reported)
        return history_address(self.indicator, figure) if figure else ""


def history_address(indicator: Indicator, figure: Figure) -> str:
    """Of a figure of the indicator's own area."""
    days = (figure.period_start, figure.period_end)
    return reverse("figures:history", args=[indicator.slug, indicator.area.slug, *days])
