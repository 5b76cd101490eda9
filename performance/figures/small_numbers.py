"""Work out which figures are withheld as small numbers, and mark them. Call it in the transaction of whatever changes figures.

The marks are worked out anew from all revisions of an indicator, so that after an undo they are what they were. A figure
that was small once protects what stood beside it then: its neighbours stay withheld for as long as they are shown with
that day's figures. What an upload wrote that was undone is left out, beyond its own numbers.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.changes.counting import count_change
from core.periods import Period
from performance.choices import FigureState, NumberKind, WhyWithheld
from performance.figures.complete_sets import SetKey
from performance.figures.destinations import DESTINATIONS
from performance.figures.ledger import lock
from performance.models import Figure, Indicator, SmallNumberThreshold, UploadKind
from performance.rules.disclosure import SumOfCells, is_small, withheld_among
from performance.rules.intervals import counts_events
from performance.rules.rollup import scale_of
from performance.rules.sums import (
    CellInSum,
    Standpoint,
    connected_periods,
    sums_of_areas,
    sums_of_periods,
)
from places.models import Area

logger = logging.getLogger(__name__)

# SQLite takes so many ids in one statement.
_BATCH = 500
# The counts behind a figure, one for each layer; None where it is suppressed.
Layers = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class CountedRevision:
    """A revision with the counts behind it. `is_lasting` unless the upload that wrote it was undone."""

    pk: int
    cell: CellInSum
    counts: Layers
    known_from: datetime
    known_to: datetime | None
    is_lasting: bool
    withheld: str
    below: int | None

    def is_small(self, threshold: int) -> bool:
        return any(is_small(count, threshold) for count in self.counts)

    def counted_at(self, moment: datetime) -> bool:
        return self.known_from <= moment and (self.known_to is None or moment < self.known_to)


def withhold_small_numbers(indicators: Iterable[int] | None = None) -> int:
    """Mark all figures of these indicators (of all by default) anew. The number of marks that changed."""
    figures = Figure.objects.all()
    if indicators is not None:
        figures = figures.filter(indicator__in=set(indicators))
    return _mark_each(figures, {})


def withhold_around(keys: Iterable[SetKey]) -> int:
    """Mark anew the figures of these indicators and periods, and of whatever they add up to or are made up of."""
    touched: dict[int, set[Period]] = defaultdict(set)
    for indicator, start, end in keys:
        touched[indicator].add(Period(start, end))
    return _mark_each(Figure.objects.filter(indicator__in=touched), touched)


def _mark_each(figures: QuerySet[Figure], touched: Mapping[int, set[Period]]) -> int:
    threshold = SmallNumberThreshold.current()
    found = Indicator.objects.filter(pk__in=_concerned(figures, threshold)).order_by("pk")
    changed = sum(_mark(one, threshold, touched.get(one.pk)) for one in found)
    if changed:
        count_change(Figure)
    return changed


def withhold_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Receives `post_migrate`: figures of an earlier version are marked, and all are by a rule that changed.

    A database that is not migrated to the end may lack what it reads: the last migration marks them.
    """
    executor = MigrationExecutor(connections[using])
    if using == DEFAULT_DB_ALIAS and not executor.migration_plan(
        executor.loader.graph.leaf_nodes()
    ):
        with transaction.atomic():
            withhold_small_numbers()


def withhold_once_places_moved(update_fields: Iterable[str] | None = None, **_: Any) -> None:
    """Receives `post_save` of places: which figures add up follows from what lies where."""
    if update_fields and "path" in update_fields:
        # What lies inside is moved after its place is saved.
        transaction.on_commit(withhold_small_numbers)


class ThresholdChanged(Exception):
    """Somebody set another threshold than the one that the person saw."""

    def __init__(self, newest: SmallNumberThreshold) -> None:
        super().__init__("Somebody set another threshold since.")
        self.newest = newest


def set_threshold(number: int, *, by: User, reason: str, seen: int) -> SmallNumberThreshold:
    """The number below which people are not told how many; all figures are marked by it at once.

    `seen` is the threshold that the person saw, by its id; 0 for the default. Raises ThresholdChanged.
    """
    with transaction.atomic():
        lock(DESTINATIONS[UploadKind.FIGURES])
        newest = SmallNumberThreshold.objects.first()
        if newest is not None and newest.pk != seen:
            raise ThresholdChanged(newest)
        decided = SmallNumberThreshold.objects.create(
            number=number, reason=reason, decided_by=by, decided_at=timezone.now()
        )
        changed = withhold_small_numbers()
    logger.info("%s set the threshold of small numbers to %d: %d marks", by, number, changed)
    return decided


def withholds(indicator: Indicator) -> bool:
    """Whether it counts people, or whatever else is counted one by one, and nobody said why its small numbers are shown."""
    if indicator.small_numbers_shown_because:
        return False
    if indicator.number_kind in (NumberKind.SHARE, NumberKind.RATE):
        return True
    is_number = indicator.number_kind in (NumberKind.COUNTED, NumberKind.LEVEL)
    return is_number and counts_events(indicator.unit)


def _concerned(figures: QuerySet[Figure], threshold: int) -> Any:
    """The indicators of which any of the `figures` is marked, or might be."""
    below = Q()
    for name in ("value", "numerator", "denominator"):
        below |= Q(**{f"{name}__gt": 0, f"{name}__lt": threshold})
    outside = Q(denominator__gt=F("numerator"), denominator__lt=F("numerator") + threshold)
    # A rate over a base gives the count behind it.
    of_rate = Q(numerator=None, denominator__isnull=False)
    may_be = below | outside | of_rate | Q(state=FigureState.SUPPRESSED) | ~Q(withheld="")
    return figures.filter(may_be).order_by().values("indicator")


def _mark(indicator: Indicator, threshold: int, touched: set[Period] | None) -> int:
    """Where only some periods were `touched`, those that no sum leads to from them are left alone."""
    rows = list(_revisions(indicator, touched))
    wanted: Mapping[int, WhyWithheld] = {}
    if withholds(indicator):
        wanted = _wanted(rows, indicator, threshold)
    now, changed = timezone.now(), 0
    gone = [row.pk for row in rows if row.withheld and row.pk not in wanted]
    changed += _write(gone, withheld="", withheld_below=None, withheld_since=None)
    new: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for row in rows:
        why = wanted.get(row.pk)
        if why and (row.withheld, row.below) != (why.value, threshold):
            new[why.value, bool(row.withheld)].append(row.pk)
    for (mark, was_withheld), pks in sorted(new.items()):
        since = {} if was_withheld else {"withheld_since": now}
        changed += _write(pks, withheld=mark, withheld_below=threshold, **since)
    if changed:
        logger.info(
            "%s: which figures are withheld changed for %d of them", indicator.slug, changed
        )
    return changed


def _write(pks: Sequence[int], **facts: Any) -> int:
    for start in range(0, len(pks), _BATCH):
        Figure.objects.filter(pk__in=pks[start : start + _BATCH]).update(**facts)
    return len(pks)


def _revisions(indicator: Indicator, touched: set[Period] | None) -> Iterator[CountedRevision]:
    rows = Figure.objects.filter(indicator=indicator).order_by()
    wanted = None if touched is None else _wanted_periods(indicator, touched, rows)
    if wanted is not None:
        rows = rows.filter(
            period_start__in={one.start for one in wanted},
            period_end__in={one.end for one in wanted},
        )
    names = (
        *("pk", "area", "period_start", "period_end", "state", "value", "numerator"),
        *(
            "denominator",
            "known_from",
            "known_to",
            "upload__undone_at",
            "withheld",
            "withheld_below",
        ),
    )
    periods: dict[tuple[Any, Any], Period] = {}
    for (
        pk,
        area,
        start,
        end,
        state,
        *numbers,
        since,
        to,
        undone,
        withheld,
        below,
    ) in rows.values_list(*names):
        period = periods.get((start, end)) or periods.setdefault((start, end), Period(start, end))
        if wanted is not None and period not in wanted:
            continue
        counts = _counts(indicator, state, *numbers)
        cell = CellInSum(area, period)
        yield CountedRevision(pk, cell, counts, since, to, undone is None, withheld, below)


def _wanted_periods(
    indicator: Indicator, touched: set[Period], rows: QuerySet[Figure]
) -> set[Period]:
    if indicator.number_kind == NumberKind.LEVEL:
        return touched
    known = rows.values_list("period_start", "period_end").distinct()
    return connected_periods(touched, (Period(*days) for days in known))


def _counts(
    indicator: Indicator,
    state: str,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> Layers:
    """Empty where no count is behind it."""
    kind = NumberKind(indicator.number_kind)
    if state == FigureState.SUPPRESSED:
        return (None,) * (3 if kind == NumberKind.SHARE else 1)
    if value is None:
        return ()
    if kind in (NumberKind.COUNTED, NumberKind.LEVEL):
        return (value,)
    if numerator is None and denominator is not None:
        # Whoever has the rate and its base has the count, however the rate was rounded.
        numerator = Decimal(round(value * denominator / scale_of(indicator.unit)))
    if numerator is None:
        return ()
    if kind == NumberKind.SHARE and denominator is not None:
        return numerator, denominator - numerator, denominator
    return (numerator,)


def _wanted(
    rows: Collection[CountedRevision], indicator: Indicator, threshold: int
) -> dict[int, WhyWithheld]:
    """Why each revision is withheld, by its id."""
    found = {row.pk: WhyWithheld.SMALL for row in rows if row.is_small(threshold)}
    lasting: dict[CellInSum, list[CountedRevision]] = defaultdict(list)
    for row in rows:
        if row.is_lasting and row.counts:
            lasting[row.cell].append(row)
    sums = _sums(lasting, indicator)
    for cells, own_sums in _connected(sums):
        revisions = [row for cell in cells for row in lasting[cell]]
        for moment in _moments(revisions, threshold):
            counting = {row.cell: row for row in revisions if row.counted_at(moment)}
            hidden = withheld_among(_layers(counting), own_sums, threshold=threshold)
            for cell, row in counting.items():
                if why := hidden.get(cell):
                    found.setdefault(row.pk, why)
    return found


def _sums(cells: Collection[CellInSum], indicator: Indicator) -> list[SumOfCells]:
    areas = {
        pk: Standpoint(path, kind)
        for pk, path, kind in Area.with_archived.filter(pk__in={cell.area for cell in cells})
        .order_by()
        .values_list("pk", "path", "kind")
    }
    # Figures of a place that was deleted meanwhile are refused by the database at the end.
    sums = list(sums_of_areas([cell for cell in cells if cell.area in areas], areas))
    if indicator.number_kind != NumberKind.LEVEL:
        sums += sums_of_periods(cells)
    return sums


def _connected(sums: Iterable[SumOfCells]) -> Iterator[tuple[list[CellInSum], list[SumOfCells]]]:
    """The sums in groups that share no figure, each with its figures: none tells anything of another group."""
    leads: dict[Any, Any] = {}

    def first_of(cell: Any) -> Any:
        while leads.setdefault(cell, cell) != cell:
            leads[cell] = cell = leads[leads[cell]]
        return cell

    sums = list(sums)
    for one in sums:
        for part in one.parts:
            leads[first_of(part)] = first_of(one.total)
    groups: dict[Any, tuple[list[CellInSum], list[SumOfCells]]] = defaultdict(lambda: ([], []))
    for cell in list(leads):
        groups[first_of(cell)][0].append(cell)
    for one in sums:
        groups[first_of(one.total)][1].append(one)
    return iter(groups.values())


def _moments(revisions: Collection[CountedRevision], threshold: int) -> list[datetime]:
    """The moments from which other figures count, since the first one to protect came."""
    protected = [
        row.known_from for row in revisions if None in row.counts or row.is_small(threshold)
    ]
    if not protected:
        return []
    since = min(protected)
    all_moments = {row.known_from for row in revisions} | {row.known_to for row in revisions}
    return sorted(moment for moment in all_moments if moment is not None and moment >= since)


def _layers(counting: Mapping[CellInSum, CountedRevision]) -> list[dict[Any, Decimal | None]]:
    number = max((len(row.counts) for row in counting.values()), default=0)
    return [
        {cell: row.counts[n] for cell, row in counting.items() if n < len(row.counts)}
        for n in range(number)
    ]
