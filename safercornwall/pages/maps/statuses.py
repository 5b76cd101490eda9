"""The statuses of an indicator by place: the figure of each place held to the target of the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.text import capfirst

from core.periods import Period
from core.records.fetching import fetch_with_children
from performance.choices import WORST_FIRST
from performance.models import Comparator, Figure, Indicator, Target
from performance.standings.of_places import standings_at, standings_awaited
from performance.standings.readout import figure_words, target_words
from performance.standings.standing import Standing
from places.models import Area
from safercornwall.pages.components.pictures.maps.signs import ClassSign
from safercornwall.pages.components.place_maps.values import PlaceValue, PlaceValues
from safercornwall.pages.components.templatetags.components import look

NO_TARGET = "No target of its own"
BEST_FIRST = tuple(reversed(WORST_FIRST))


@dataclass(frozen=True)
class StatusOfPlace(PlaceValue):
    """A place with how it stands, where it has a target of its own."""

    standing: Standing | None = None

    @property
    def figure(self) -> str:
        return figure_words(self.standing) if self.standing else ""

    @property
    def target(self) -> str:
        """Of the target that has begun, else of the first to come."""
        if self.standing is None:
            return ""
        indicator, target = self.standing.indicator, self.standing.target
        if target is not None:
            return target_words(indicator, target)
        own = [row for row in indicator.targets.all() if row.area_id == indicator.area_id]
        first = min(own, key=lambda row: row.period_start, default=None)
        return f"{target_words(indicator, first)} {first.period.when}" if first else ""


def status_values(
    indicator: Indicator,
    areas: Iterable[Area],
    period: Period,
    as_at: date,
    *,
    known_on: datetime | None,
) -> PlaceValues:
    """How each of `areas` stands in one period. Besides them one query, however many they are."""
    areas = list(areas)
    aimed = Target.objects.filter(indicator=indicator).order_by().values("area")
    figures = Figure.objects.known_on(known_on).filter(area__in=aimed)
    held = _with_targets(indicator, known_on, figures=figures)
    standings = standings_at(held, areas, period, as_at, figures=held.figures.all())
    return _drawn(indicator, f", {period}: status by place", areas, standings)


def awaited_values(
    indicator: Indicator, areas: Iterable[Area], as_at: date, *, known_on: datetime | None
) -> PlaceValues:
    """How each of `areas` stands now, of an indicator of which no place has a figure. Besides them one query."""
    areas = list(areas)
    standings = standings_awaited(_with_targets(indicator, known_on), areas, as_at)
    return _drawn(indicator, ": status by place, no figure yet", areas, standings)


def _with_targets(
    indicator: Indicator, known_on: datetime | None, **more: QuerySet[Figure]
) -> Indicator:
    (held,) = fetch_with_children(
        Indicator.objects.filter(pk=indicator.pk).select_related("area"),
        "targets",
        "breaks",
        comparators=Comparator.objects.known_on(known_on),
        **more,
    )
    return held


def _drawn(
    indicator: Indicator, title: str, areas: Sequence[Area], standings: Mapping[int, Standing]
) -> PlaceValues:
    found = {row.status for row in standings.values()}
    statuses = [status for status in BEST_FIRST if status in found]
    looks = [look(status, "status") for status in statuses]
    values = tuple(
        _value(area, row, statuses.index(row.status))
        if (row := standings.get(area.pk))
        else StatusOfPlace(area, why=NO_TARGET)
        for area in areas
    )
    return PlaceValues(
        key=f"{indicator.slug}-status",
        title=f"{indicator.short_name or indicator.name}{title}",
        measure="Status",
        values=values,
        classes=tuple(str(one.label) for one in looks),
        classed_by="The figure of each place is held to the target of the place.",
        source=indicator.source,
        href=indicator.get_absolute_url(),
        signs=tuple(ClassSign(one.tone, one.shape) for one in looks),
        no_data=NO_TARGET,
    )


def _value(area: Area, row: Standing, number: int) -> StatusOfPlace:
    if row.is_set_aside and row.figure and row.figure.state == "suppressed":
        return StatusOfPlace(area, is_suppressed=True, standing=row)
    held = StatusOfPlace(area, standing=row)
    told = [capfirst(row.label), *(one for one in (held.figure, held.target) if one)]
    return StatusOfPlace(area, words=", ".join(told), place_class=number, standing=row)
