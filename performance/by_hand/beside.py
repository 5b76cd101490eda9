"""What stands beside the field in which a figure, or commentary, is written: values that went before, and the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from performance.by_hand.asked import Asked
from performance.choices import FigureState, Polarity
from performance.holding import holding
from performance.models import Figure, Indicator, Target
from performance.presenters.readout import State, in_words, limit_at, target_words
from performance.standing import target_for
from performance.withholding import as_seen
from performance.wording import POLARITY_WORDS
from safercornwall.periods import Period, written
from safercornwall.records.prefetch import together

MOST_SHOWN = 5


@dataclass(frozen=True)
class Value:
    """A figure in words, or that there is none. `state` is told where it is not simply reported."""

    period: Period
    words: str = ""
    state: State | None = None
    said: str = ""


class Beside:
    """For one figure. Everything is fetched in one query."""

    def __init__(self, asked: Asked, *, sees_withheld: bool = False) -> None:
        self.asked = asked
        self.period = asked.period
        self._indicator = _with_figures_of(asked, sees_withheld=sees_withheld)

    @cached_property
    def _figures(self) -> Sequence[Figure]:
        return list(self._indicator.figures.all())

    @property
    def current(self) -> Value | None:
        return self._value(self.period)

    @property
    def last(self) -> list[Value]:
        """The last values before it, the newest first, of whatever length."""
        before = [row for row in self._figures if row.period_end < self.period.end]
        return [self._shown(row) for row in before[:MOST_SHOWN]]

    @property
    def last_year(self) -> Value:
        period = self.period.same_last_year()
        return self._value(period) or Value(period)

    @cached_property
    def target(self) -> Target | None:
        own = [row for row in self._indicator.targets.all() if row.area_id == self.asked.area.pk]
        return target_for(self.period, own)

    @property
    def target_words(self) -> str:
        """ "At least 8 closures for 2011/12; at least 2 by 30 June 2011; higher is better"; empty without a target."""
        indicator, target = self._indicator, self.target
        if target is None:
            return ""
        said = [f"{target_words(indicator, target)} for {target.period}"]
        limit = limit_at(indicator, target, self.period)
        if limit and limit.period != target.period:
            share = limit.words(lambda value: in_words(indicator, value))
            said.append(f"{share} by {written(limit.period.end)}")
        return "; ".join([*said, POLARITY_WORDS[Polarity(indicator.polarity)]])

    def _value(self, period: Period) -> Value | None:
        found = next((row for row in self._figures if row.period == period), None)
        return None if found is None else self._shown(found)

    def _shown(self, figure: Figure) -> Value:
        words = "" if figure.value is None else in_words(self._indicator, figure.value)
        state = None if figure.state == FigureState.REPORTED else State(figure.state, figure.reason)
        return Value(figure.period, words, state, figure.comment)


def _with_figures_of(asked: Asked, *, sees_withheld: bool) -> Indicator:
    """The indicator with the figures of the area that is asked for, of every year, newest first."""
    found = together(
        Indicator.objects.filter(pk=asked.indicator.pk),
        *("targets", "comparators"),
        figures=Figure.objects.filter(area=asked.area).order_by("-period_end", "-period_start"),
    )
    one: Indicator = found[0]
    revisions = as_seen(one.figures.all(), sees=sees_withheld)
    return holding(one, [row for row in revisions if row.known_to is None])
