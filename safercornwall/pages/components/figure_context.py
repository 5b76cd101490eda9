"""The target and the earlier values, shown beside the form for a figure or for commentary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.periods import Period, written
from core.records.fetching import fetch_with_children
from performance.choices import FigureState, Polarity
from performance.figures.keys import FigureKey
from performance.figures.withholding import visible_figures
from performance.models import Figure, Indicator, Target
from performance.rules.wording import POLARITY_WORDS
from performance.standings.readout import StateReadout, in_words, limit_at, target_words
from performance.standings.rows import holding
from performance.standings.standing import target_for

MAX_SHOWN = 5


@dataclass(frozen=True)
class ContextValue:
    """A figure in words; `words` is empty without one. `state` is set unless it is a plain reported figure."""

    period: Period
    words: str = ""
    state: StateReadout | None = None
    comment: str = ""


class FigureContext:
    """The context of one figure, fetched in one query."""

    def __init__(self, figure_key: FigureKey, *, sees_withheld: bool = False) -> None:
        self.figure_key = figure_key
        self.period = figure_key.period
        self._indicator = _with_figures_of(figure_key, sees_withheld=sees_withheld)

    @cached_property
    def _figures(self) -> Sequence[Figure]:
        return list(self._indicator.figures.all())

    @property
    def current(self) -> ContextValue | None:
        return self._value(self.period)

    @property
    def last(self) -> list[ContextValue]:
        """The last values before the period, newest first. Their periods may have any length."""
        earlier = [row for row in self._figures if row.period_end < self.period.end]
        return [self._shown(row) for row in earlier[:MAX_SHOWN]]

    @property
    def last_year(self) -> ContextValue:
        period = self.period.same_last_year()
        return self._value(period) or ContextValue(period)

    @cached_property
    def target(self) -> Target | None:
        own = [
            row for row in self._indicator.targets.all() if row.area_id == self.figure_key.area.pk
        ]
        return target_for(self.period, own)

    @property
    def target_words(self) -> str:
        """ "At least 8 closures for 2011/12; at least 2 by 30 June 2011; higher is better". Empty without a target."""
        indicator, target = self._indicator, self.target
        if target is None:
            return ""
        parts = [f"{target_words(indicator, target)} for {target.period}"]
        limit = limit_at(indicator, target, self.period)
        if limit and limit.period != target.period:
            share = limit.words(lambda value: in_words(indicator, value))
            parts.append(f"{share} by {written(limit.period.end)}")
        return "; ".join([*parts, POLARITY_WORDS[Polarity(indicator.polarity)]])

    def _value(self, period: Period) -> ContextValue | None:
        found = next((row for row in self._figures if row.period == period), None)
        return None if found is None else self._shown(found)

    def _shown(self, figure: Figure) -> ContextValue:
        words = "" if figure.value is None else in_words(self._indicator, figure.value)
        state = (
            None
            if figure.state == FigureState.REPORTED
            else StateReadout(figure.state, figure.reason)
        )
        return ContextValue(figure.period, words, state, figure.comment)


def _with_figures_of(figure_key: FigureKey, *, sees_withheld: bool) -> Indicator:
    """The indicator with all figures of the area, newest first."""
    found = fetch_with_children(
        Indicator.objects.filter(pk=figure_key.indicator.pk),
        *("targets", "comparators"),
        figures=Figure.objects.filter(area=figure_key.area).order_by(
            "-period_end", "-period_start"
        ),
    )
    one: Indicator = found[0]
    revisions = visible_figures(one.figures.all(), sees_withheld=sees_withheld)
    return holding(one, [row for row in revisions if row.known_to is None])
