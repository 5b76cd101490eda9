"""What a chart of an indicator shows, in sentences for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst

from performance.models import Comparator, Indicator
from performance.standings.missing_periods import gaps_of
from performance.standings.missing_periods import in_words as gaps_in_words
from performance.standings.readout import in_words, limit_by
from performance.standings.series import Series
from safercornwall.pages.indicators.chart.plotting import WITHHELD


def describe(
    indicator: Indicator, series: Sequence[Series], comparators: Sequence[Comparator]
) -> str:
    """The chart in sentences: first and last figure, what they are held to and what is missing."""
    said = [sentence for one in series for sentence in _said_of(indicator, one)]
    said += [
        f"{capfirst(row.label)}: {in_words(indicator, row.value)} {row.period.when}."
        for row in comparators
        if row.value is not None
    ]
    return " ".join(said)


def _said_of(indicator: Indicator, series: Series) -> Iterator[str]:
    yield from _figures_said(indicator, series)
    yield from _target_said(indicator, series)
    figures = [row.figure for _, row in series.points if row and row.figure]
    for state, words in WITHHELD.items():
        labels = [figure.period.label for figure in figures if figure.state == state]
        if labels:
            yield f"{words}: {', '.join(labels)}."
    if series.missing:
        yield f"No figure for {gaps_in_words(gaps_of(series))}."


def _figures_said(indicator: Indicator, series: Series) -> Iterator[str]:
    known = [
        f"{in_words(indicator, row.figure.value)} {period.when}"
        for period, row in series.points
        if row and row.figure and row.figure.value is not None
    ]
    if len(known) == 1:
        yield f"{series.label}: {known[0]}."
    elif known:
        yield f"{series.label}: {len(known)} figures, from {known[0]} to {known[-1]}."


def _target_said(indicator: Indicator, series: Series) -> Iterator[str]:
    """What the last period with a target is held to."""
    for period, row in reversed(series.points):
        limit = limit_by(row) if row else None
        if limit is None or row is None or row.target is None:
            continue
        is_share = indicator.is_cumulative and row.target.period != period
        words = limit.words(lambda value: in_words(indicator, value))
        yield f"Target{' so far' if is_share else ''} {period.when}: {words}."
        return
