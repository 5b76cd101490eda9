"""The statuses of an indicator by place: the figure of each place held to the target of the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst

from core.periods import Period
from core.records.fetching import fetch_with_children
from performance.choices import WORST_FIRST
from performance.models import Comparator, Figure, Indicator, Target
from performance.standings.of_places import standings_at
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
        target = self.standing.target if self.standing else None
        return target_words(self.standing.indicator, target) if self.standing and target else ""


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
    (held,) = fetch_with_children(
        Indicator.objects.filter(pk=indicator.pk).select_related("area"),
        "targets",
        "breaks",
        figures=Figure.objects.known_on(known_on).filter(area__in=aimed),
        comparators=Comparator.objects.known_on(known_on),
    )
    standings = standings_at(held, areas, period, as_at, figures=held.figures.all())
    found = {row.status for row in standings.values()}
    statuses = [status for status in BEST_FIRST if status in found]
    looks = [look(status, "status") for status in statuses]
    values = tuple(
        _value(area, row, statuses.index(row.status))
        if (row := standings.get(area.pk))
        else StatusOfPlace(area, why=NO_TARGET)
        for area in areas
    )
    name = indicator.short_name or indicator.name
    return PlaceValues(
        key=f"{indicator.slug}-status",
        title=f"{name}, {period}: status by place",
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
