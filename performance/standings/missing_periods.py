"""Periods between the first figure of a series and its last for which there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from core.periods import Period
from performance.standings.series import Series

# So many missing periods in a row are named one by one; more are said in one line.
MOST_NAMED = 3


NOUNS = {"month": "months", "quarter": "quarters", "year": "years"}


@dataclass(frozen=True)
class MissingPeriods:
    """One missing period, or a run of them, oldest first."""

    periods: tuple[Period, ...]

    @property
    def last(self) -> Period:
        return self.periods[-1]

    @property
    def label(self) -> str:
        """ "Q1 2014/15", or of a run "Q4 2014/15 to Q3 2015/16"."""
        if len(self.periods) == 1:
            return self.last.label
        return f"{self.periods[0].label} to {self.last.label}"

    @property
    def count(self) -> str:
        """ "4 quarters"."""
        return f"{len(self.periods)} {NOUNS.get(self.last.kind, 'periods')}"


def gaps_of(
    series: Series, *, cut: date | None = None, apart: Collection[Period] = ()
) -> list[MissingPeriods]:
    """The missing periods of `series`, oldest first. A run is cut at the day `cut`.

    Those `apart` are left out, and part a run: they have a line of their own.
    """
    missing = set(series.missing).difference(apart)
    runs = groupby(
        series.periods, key=lambda period: (period in missing, bool(cut and period.end > cut))
    )
    return [gap for (is_missing, _), run in runs if is_missing for gap in folded(tuple(run))]


def folded(periods: Sequence[Period]) -> Iterator[MissingPeriods]:
    """Neighbouring periods, one by one where they are few."""
    if len(periods) > MOST_NAMED:
        yield MissingPeriods(tuple(periods))
    else:
        yield from (MissingPeriods((period,)) for period in periods)


def in_words(gaps: Iterable[MissingPeriods]) -> str:
    """ "Q1 2010/11, Q4 2014/15 to Q3 2015/16 (4 quarters)"."""
    return ", ".join(
        gap.label if len(gap.periods) == 1 else f"{gap.label} ({gap.count})" for gap in gaps
    )
