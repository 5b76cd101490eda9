"""What an upload would do to the status of indicators, worked out in memory: nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from core.periods import Period
from core.records.fetching import with_children
from performance.choices import FigureState
from performance.models import Comparator, Figure, Indicator, StagedRow, Upload, UploadKind
from performance.standings.standing import (
    YEARS_OF_FIGURES,
    Standing,
    current_standing,
    with_figures,
)

Verdict = StagedRow.Verdict
Record = TypeVar("Record", Figure, Comparator)
_EFFECTS = (Verdict.NEW, Verdict.CHANGED, Verdict.REMOVED)


class StatusImpact(NamedTuple):
    """An indicator that would change status, and how it would stand."""

    indicator: Indicator
    before: Standing
    after: Standing

    @property
    def is_change(self) -> bool:
        return self.before.word != self.after.word


def status_impact(upload: Upload, as_at: date) -> list[StatusImpact]:
    """The indicators whose status on `as_at` would change, in their own order. Three queries at most."""
    return [one for one in standings_after(upload, as_at) if one.is_change]


def standings_after(upload: Upload, as_at: date) -> list[StatusImpact]:
    """Each indicator whose headline the upload would touch, in their own order. Three queries at most."""
    if upload.kind == UploadKind.INDEX_SCORES:
        return []
    staged: dict[int, list[StagedRow]] = {}
    for row in _headline_rows(upload):
        if row.subject is not None:
            staged.setdefault(row.subject, []).append(row)
    if not staged:
        return []
    found = []
    for indicator in with_figures(Indicator.objects.filter(pk__in=staged), as_at):
        before = current_standing(indicator, as_at)
        there = as_staged(indicator, staged[indicator.pk], UploadKind(upload.kind), as_at)
        after = current_standing(there, as_at)
        found.append(StatusImpact(indicator, before, after))
    return found


def _headline_rows(upload: Upload) -> QuerySet[StagedRow]:
    """Those that an indicator's headline rests on: figures of its own area, and all comparators."""
    rows = upload.rows.filter(verdict__in=_EFFECTS)
    if upload.kind == UploadKind.FIGURES:
        own = Indicator.objects.filter(pk=OuterRef("subject"), area=OuterRef("area"))
        rows = rows.filter(Exists(own))
    return rows


def as_staged(
    indicator: Indicator, rows: Iterable[StagedRow], kind: UploadKind, as_at: date
) -> Indicator:
    """The indicator with staged figures or comparators in place of those it has."""
    if kind == UploadKind.COMPARATORS:
        comparators = [(_comparator(indicator, row), _is_kept(row)) for row in rows]
        return with_children(
            indicator,
            "comparators",
            _replaced(indicator.comparators.all(), comparators, _comparator_key),
        )
    # No further back than figures are fetched, or an old one would count for more after than before.
    recent = as_at.replace(year=as_at.year - YEARS_OF_FIGURES, day=1)
    figures = [(_figure(indicator, row), _is_kept(row)) for row in rows]
    return with_children(
        indicator,
        "figures",
        _replaced(
            indicator.figures.all(),
            [(figure, is_kept and figure.period_end >= recent) for figure, is_kept in figures],
            _figure_key,
        ),
    )


def _is_kept(row: StagedRow) -> bool:
    return row.verdict != Verdict.REMOVED


def _replaced(
    there: Iterable[Record],
    staged: Iterable[tuple[Record, bool]],
    key: Callable[[Record], tuple[Any, ...]],
) -> list[Record]:
    """The records with staged ones in their place, newest first, without those that are staged and not kept."""
    standing = {key(one): one for one in there}
    for one, is_kept in staged:
        standing.pop(key(one), None)
        if is_kept:
            standing[key(one)] = one
    return sorted(standing.values(), key=lambda one: one.period_end, reverse=True)


def _figure_key(figure: Figure) -> tuple[Any, ...]:
    return figure.area_id, figure.period_start, figure.period_end


def _comparator_key(comparator: Comparator) -> tuple[Any, ...]:
    return comparator.label, comparator.period_start, comparator.period_end


def _period(row: StagedRow) -> Period:
    if row.period_start is None or row.period_end is None:
        raise ValueError(f"{row.cell} would do something, and is of no period.")
    return Period(row.period_start, row.period_end)


def _figure(indicator: Indicator, row: StagedRow) -> Figure:
    period = _period(row)
    return Figure(
        indicator=indicator,
        area_id=row.area or indicator.area_id,
        period_start=period.start,
        period_end=period.end,
        state=row.state or FigureState.REPORTED,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        reason=row.comment if row.state == FigureState.NOT_APPLICABLE else "",
    )


def _comparator(indicator: Indicator, row: StagedRow) -> Comparator:
    period = _period(row)
    return Comparator(
        indicator=indicator,
        kind=Comparator.Kind.OTHER,
        label=row.label,
        period_start=period.start,
        period_end=period.end,
        value=row.value,
    )
