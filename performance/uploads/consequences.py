"""What an upload would do to the status of indicators, worked out in memory: nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from performance.choices import FigureState
from performance.models import Comparator, Figure, Indicator, StagedRow, Upload, UploadKind
from performance.standing import YEARS_OF_FIGURES, Standing, current_standing, with_figures

Verdict = StagedRow.Verdict
_DEEDS = (Verdict.NEW, Verdict.CHANGED, Verdict.REMOVED)


class Consequence(NamedTuple):
    """An indicator that would change status, and how it would stand."""

    indicator: Indicator
    before: Standing
    after: Standing


def consequences(upload: Upload, as_at: date) -> list[Consequence]:
    """The indicators whose status on `as_at` would change, in their own order. Three queries at most."""
    if upload.kind == UploadKind.INDEX_SCORES:
        return []
    staged: dict[int, list[StagedRow]] = {}
    for row in _headline_rows(upload):
        staged.setdefault(row.subject, []).append(row)
    if not staged:
        return []
    found = []
    for indicator in with_figures(Indicator.objects.filter(pk__in=staged), as_at):
        before = current_standing(indicator, as_at)
        there = as_staged(indicator, staged[indicator.pk], UploadKind(upload.kind), as_at)
        after = current_standing(there, as_at)
        if before.status != after.status:
            found.append(Consequence(indicator, before, after))
    return found


def _headline_rows(upload: Upload) -> QuerySet[StagedRow]:
    """Those that an indicator's headline rests on: figures of its own area, and all comparators."""
    rows = upload.rows.filter(verdict__in=_DEEDS)
    if upload.kind == UploadKind.FIGURES:
        own = Indicator.objects.filter(pk=OuterRef("subject"), area=OuterRef("area"))
        rows = rows.filter(Exists(own))
    return rows


def as_staged(
    indicator: Indicator, rows: Iterable[StagedRow], kind: UploadKind, as_at: date
) -> Indicator:
    """The indicator with what was staged, or not yet, in place of what was fetched."""
    after = copy(indicator)
    if kind == UploadKind.COMPARATORS:
        name, key, make = "comparators", _comparator_key, _comparator
    else:
        name, key, make = "figures", _figure_key, _figure
    standing = {key(one): one for one in getattr(indicator, name).all()}
    # No further back than figures are fetched, or an old one would count for more after than before.
    recent = as_at.replace(year=as_at.year - YEARS_OF_FIGURES, day=1)
    for row in rows:
        made = make(after, row)
        standing.pop(key(made), None)
        if row.verdict != Verdict.REMOVED and (name == "comparators" or row.period_end >= recent):
            standing[key(made)] = made
    queryset = (Comparator if name == "comparators" else Figure).objects.none()
    queryset._result_cache = sorted(standing.values(), key=lambda one: one.period_end, reverse=True)
    queryset._prefetch_done = True
    after._prefetched_objects_cache = {**indicator._prefetched_objects_cache, name: queryset}
    return after


def _figure_key(figure: Figure) -> tuple[Any, ...]:
    return figure.area_id, figure.period_start, figure.period_end


def _comparator_key(comparator: Comparator) -> tuple[Any, ...]:
    return comparator.label, comparator.period_start, comparator.period_end


def _figure(indicator: Indicator, row: StagedRow) -> Figure:
    return Figure(
        indicator=indicator,
        area_id=row.area,
        period_start=row.period_start,
        period_end=row.period_end,
        state=row.state or FigureState.REPORTED,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        reason=row.comment if row.state == FigureState.NOT_APPLICABLE else "",
    )


def _comparator(indicator: Indicator, row: StagedRow) -> Comparator:
    return Comparator(
        indicator=indicator,
        kind=Comparator.Kind.OTHER,
        label=row.label,
        period_start=row.period_start,
        period_end=row.period_end,
        value=row.value,
    )
