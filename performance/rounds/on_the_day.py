"""What would count as reported, were a round closed as at a moment in the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.periods import written
from performance.figures.withholding import AnyFigure, visible_figures
from performance.rounds.expected import Expected
from performance.rounds.round import Round, indicators_of, revisions_of
from priorities.models import Plan


@dataclass(frozen=True)
class KnownOnTheDay:
    """A figure that is looked for, as it is now, and what was known of it then."""

    expected: Expected
    then: AnyFigure | None

    @property
    def came_later(self) -> bool:
        return self.then is None and self.expected.figure is not None


@dataclass(frozen=True)
class OnTheDay:
    """The figures that a round looks for, as they were known at `moment`."""

    moment: datetime
    known: Sequence[KnownOnTheDay]

    @property
    def number_in(self) -> int:
        return sum(row.then is not None for row in self.known)

    @property
    def is_short(self) -> bool:
        """Whether figures that are in now were not in then, so that they would not count as reported."""
        return any(row.came_later for row in self.known)

    @property
    def words(self) -> str:
        """ "On 7 December 2011 at 14:30, 3 of 12 figures were in"."""
        local = timezone.localtime(self.moment)
        return f"On {written(local.date())} at {local:%H:%M}, {self._how_many}"

    @property
    def _how_many(self) -> str:
        number = len(self.known)
        if number == 1:
            return f"the only figure was {'' if self.number_in else 'not '}in"
        if not number:
            return "no figure was looked for"
        if not self.number_in:
            return f"none of {number} figures was in"
        return f"{self.number_in} of {number} figures {'was' if self.number_in == 1 else 'were'} in"


def on_the_day(
    found: Round, plan: Plan | None, moment: datetime, *, sees_withheld: bool = False
) -> OnTheDay:
    """In one query, beside those of the round of `plan`."""
    revisions = revisions_of(indicators_of(plan), found.period)
    figures = {
        (row.indicator_id, row.period): row
        for row in visible_figures(revisions, sees_withheld=sees_withheld)
        if row.counted_at(moment)
    }
    return OnTheDay(moment, [KnownOnTheDay(row, figures.get(row.key)) for row in found.expected])
