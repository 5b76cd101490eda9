"""How an indicator stands in a place other than its own: the figures of that place, held to the targets of that place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from core.periods import Period
from core.records.fetching import fetch_with_children, with_children
from performance.models import Comparator, Figure, Indicator, Target
from performance.standings.rows import holding
from performance.standings.standing import Standing, current_standing, standing_in
from places.models import Area


def standings_at(
    indicator: Indicator,
    areas: Collection[Area],
    period: Period,
    as_at: date,
    *,
    known_on: datetime | None = None,
    figures: Iterable[Figure] | None = None,
) -> dict[int, Standing]:
    """By id of those of `areas` that have a target of their own for `period`, how it stands there.

    `indicator` has its targets, breaks and comparators at hand. One query for their `figures`, unless given, and none where no
    such target is set.
    """
    aimed = {row.area_id for row in indicator.targets.all()} & {area.pk for area in areas}
    aimed.discard(indicator.area_id)
    if not aimed or period.end > as_at:
        return {}
    if figures is None:
        figures = Figure.objects.known_on(known_on).filter(indicator=indicator, area__in=aimed)
    of_area: dict[int, list[Figure]] = defaultdict(list)
    for row in figures:
        of_area[row.area_id].append(row)
    found = {
        area.pk: standing_in(_at(indicator, area, of_area[area.pk]), period, as_at)
        for area in areas
        if area.pk in aimed
    }
    return {pk: row for pk, row in found.items() if row.target}


def standings_awaited(
    indicator: Indicator, areas: Iterable[Area], as_at: date
) -> dict[int, Standing]:
    """By id of those of `areas` that have a target of their own, how it stands there now, of an indicator of which no place has
    a figure. `indicator` has its targets, breaks and comparators at hand; no query.
    """
    aimed = {row.area_id for row in indicator.targets.all()} - {indicator.area_id}
    return {
        area.pk: current_standing(_at(indicator, area, []), as_at)
        for area in areas
        if area.pk in aimed
    }


def indicators_aimed_at(
    area: Area, *, among: QuerySet[Indicator] | None = None, known_on: datetime | None = None
) -> dict[int, Indicator]:
    """Those with a target for `area`, by id, as they stand there: its figures are theirs. One query."""
    aimed = Target.objects.filter(area=area).order_by().values("indicator")
    figures: QuerySet[Figure] = Figure.objects.known_on(known_on).filter(area=area)
    found = fetch_with_children(
        (Indicator.objects.all() if among is None else among)
        .filter(pk__in=aimed)
        .exclude(area=area),
        "targets",
        "breaks",
        figures=figures.order_by("-period_end"),
        comparators=Comparator.objects.known_on(known_on),
    )
    return {one.pk: _at(one, area, one.figures.all()) for one in found}


def _at(indicator: Indicator, area: Area, figures: Iterable[Figure]) -> Indicator:
    """A copy that is of `area`. What was written and printed of it was of its own place."""
    held = holding(indicator, figures)
    for relation in ("commentaries", "measurements"):
        held = with_children(held, relation, [])
    held.area = area
    return held
