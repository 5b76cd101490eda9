"""The table of an indicator's figures, a row for each period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from performance.models import Figure
from performance.presenters.readout import (
    Printed,
    State,
    comparator_words,
    counts_words,
    figure_words,
    printed_of,
    state_of,
    target_words,
)
from performance.standing import Standing
from priorities.models import PerformanceStatement


@dataclass(frozen=True)
class FigureRow:
    """One period: what was found, what it was held to, how it stands. `statement` is where it was read."""

    standing: Standing
    as_at: date
    statement: PerformanceStatement | None = None

    @property
    def figure(self) -> Figure | None:
        return self.standing.figure

    @property
    def words(self) -> str:
        return figure_words(self.standing)

    @property
    def counts(self) -> str:
        return counts_words(self.standing)

    @property
    def state(self) -> State | None:
        return state_of(self.standing, self.as_at)

    @property
    def target(self) -> str:
        target = self.standing.target
        return target_words(self.standing.indicator, target) if target else ""

    @property
    def printed(self) -> Printed | None:
        return printed_of(self.standing)

    @property
    def comparators(self) -> list[str]:
        return [comparator_words(self.standing.indicator, row) for row in self.standing.comparators]
