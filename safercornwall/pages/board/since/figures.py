"""The figures that came in, and those that were corrected: what each said, and what it says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from core.periods import Period
from performance.figures.withholding import AnyFigure, Key, key_of, visible_figures
from performance.models import Figure, Indicator
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.board.since.interval import TimeBetween
from safercornwall.pages.components.revisions import value_words

MOST_CORRECTIONS = 50


@dataclass(frozen=True)
class CorrectedFigure:
    """A figure whose number is another than at the first day. Withheld numbers are not told."""

    indicator: Indicator
    figure: AnyFigure
    was: str
    now: str
    reason: str


@dataclass(frozen=True)
class FiguresSince:
    """`new`: periods with the number of figures that came in for each, the latest first."""

    new: list[tuple[str, int]]
    corrected: list[CorrectedFigure]
    more: int

    @property
    def number(self) -> int:
        """Of both kinds."""
        return sum(number for _, number in self.new) + len(self.corrected) + self.more


def figures_since(snapshot: Snapshot, interval: TimeBetween) -> FiguresSince:
    indicators = [indicator.pk for indicator in snapshot.indicators]
    came = Figure.objects.filter(
        indicator__in=indicators, known_from__gt=interval.after, known_from__lte=interval.until
    )
    new = came.filter(revision=1).values_list("period_start", "period_end").order_by("-period_end")
    corrections = _corrections(came, interval)
    return FiguresSince(
        new=[
            (Period(start, end).label, number)
            for start, end, number in new.annotate(number=Count("pk"))
        ],
        corrected=corrections[:MOST_CORRECTIONS],
        more=max(len(corrections) - MOST_CORRECTIONS, 0),
    )


def _corrections(came: QuerySet[Figure], interval: TimeBetween) -> list[CorrectedFigure]:
    """Of the indicators' own areas, the latest period first."""
    later = came.filter(revision__gt=1, area=F("indicator__area"))
    keys = {key_of(row) for row in later}
    if not keys:
        return []
    revisions = Figure.objects.filter(
        indicator__in={key[0] for key in keys},
        area=F("indicator__area"),
        period_end__in={key[3] for key in keys},
    ).select_related("indicator")
    by_key: dict[Key, list[Figure]] = defaultdict(list)
    for row in revisions.order_by("-period_end", "indicator", "revision"):
        if key_of(row) in keys:
            by_key[key_of(row)].append(row)
    found = [_correction(rows, interval) for rows in by_key.values()]
    return [one for one in found if one.was != one.now]


def _correction(revisions: list[Figure], interval: TimeBetween) -> CorrectedFigure:
    """A figure that came and was corrected since the first day is told from what it said first."""
    rows = visible_figures(revisions, sees_withheld=False)
    was = next((row for row in rows if row.counted_at(interval.after)), rows[0])
    until = [row for row in rows if row.known_from <= interval.until]
    now, indicator = until[-1], revisions[0].indicator
    return CorrectedFigure(
        indicator=indicator,
        figure=now,
        was=value_words(indicator, was, now),
        now=value_words(indicator, now, was),
        reason=now.reason_for_change,
    )
