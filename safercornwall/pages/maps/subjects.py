"""What can be shown on a map, and what the address chose of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.lists.filters import Choice, Filters
from core.records.fetching import fetch_with_children
from performance.models import Figure, Indicator
from places.index_tables import read_tables
from places.models import Area, IndexComponent, PlaceIndex
from priorities.clocks import readable_plans
from priorities.models import Theme
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.day_in_view import earlier_day
from safercornwall.lists.places import AROUND
from safercornwall.lists.plan_filters import named_places
from safercornwall.pages.components.place_maps.of_index import component_values, total_values
from safercornwall.pages.components.place_maps.of_ratings import rating_values
from safercornwall.pages.components.place_maps.values import PlaceValues
from safercornwall.pages.maps.figures import FiguresByPlace, key_of, targets_of_places
from safercornwall.pages.maps.statuses import awaited_values, status_values

RATINGS, INDEX, INDICATOR = "ratings", "index", "indicator"
STATUS = "status"


class MapChoices(Filters):
    """What the map shows, and of where. More fields come with what is shown."""

    show = Choice("Priority areas of all themes", label="Show")
    near = Choice("All of it", label="Where", proper=True)


@dataclass(frozen=True)
class ShownMeasure:
    """An index, or one of its measures."""

    index: PlaceIndex
    component: IndexComponent | None

    @property
    def words(self) -> str:
        return f"{self.index.name}: {self.component.short_name if self.component else 'total'}"

    @property
    def key(self) -> str:
        return ":".join([INDEX, self.index.slug, *([self.component.key] if self.component else [])])


class MapSubjects:
    """Everything that can be mapped, in groups; `shown` is what is."""

    def __init__(self, snapshot: Snapshot, user: Any, query: Any):
        self.snapshot = snapshot
        self.user = user
        self.query = query
        self.form = MapChoices(query)
        self.form.offer("show", self._offered())
        self.form.offer("near", named_places(self.near))
        self._add_fields()

    @cached_property
    def themes(self) -> list[Theme]:
        """Those with priority areas."""
        named = {row.theme_id for row in self.snapshot.priority_areas}
        return [theme for theme in self.snapshot.themes if theme.pk in named]

    @cached_property
    def indices(self) -> list[PlaceIndex]:
        return fetch_with_children(PlaceIndex.objects.order_by("name"), "components", "bands")

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those with a figure or a target for a place smaller than a county, and for another than their own."""
        smaller = Figure.objects.filter(indicator=OuterRef("pk"), known_to=None).exclude(
            area=OuterRef("area")
        )
        smaller = smaller.filter(area__is_elsewhere=False).exclude(area__kind=Area.Kind.COUNTY)
        known = Indicator.objects.known_under(readable_plans(self.user)).counting()
        aimed = Exists(targets_of_places(indicator=OuterRef("pk")))
        found = known.annotate(has_targets_of_places=aimed)
        return list(found.filter(Exists(smaller) | Q(has_targets_of_places=True)))

    @cached_property
    def near(self) -> list[Area]:
        return list(Area.objects.of_partnership().filter(kind__in=AROUND).order_by("name", "level"))

    @property
    def towns(self) -> list[Area]:
        return [area for area in self.near if area.kind == Area.Kind.TOWN]

    @cached_property
    def place(self) -> Area | None:
        """The place that the map shows from near."""
        slug = self.form.chosen.get("near")
        return next((area for area in self.near if area.slug == slug), None)

    @cached_property
    def measures(self) -> dict[str, ShownMeasure]:
        found = [
            ShownMeasure(index, component)
            for index in self.indices
            for component in (None, *index.components.all())
        ]
        return {measure.key: measure for measure in found}

    @cached_property
    def values(self) -> PlaceValues | None:
        """What the map shows. None for an indicator whose figures and targets are all gone."""
        key = self._shown
        if measure := self.measures.get(key):
            return self._of_measure(measure)
        if figures := self.figures:
            return self._of_figures(figures)
        theme = next((one for one in self.themes if f"{RATINGS}:{one.slug}" == key), None)
        return rating_values(self.snapshot.priority_areas, theme)

    @cached_property
    def figures(self) -> FiguresByPlace | None:
        found = (one for one in self.indicators if f"{INDICATOR}:{one.slug}" == self._shown)
        indicator = next(found, None)
        return FiguresByPlace(indicator, self.snapshot.as_at) if indicator else None

    @property
    def _shown(self) -> str:
        return str(self.query.get("show", ""))

    def _of_figures(self, figures: FiguresByPlace) -> PlaceValues | None:
        indicator, as_at, known_on = figures.indicator, self.snapshot.as_at, self.snapshot.known_on
        period = figures.period(self.form.chosen.get("period", ""))
        if not figures.kinds:
            return None
        kind = figures.kind(self.form.chosen.get("kind", ""), period)
        if period is None:
            return awaited_values(indicator, figures.areas(kind), as_at, known_on=known_on)
        if self.form.chosen.get("by") == STATUS:
            return status_values(indicator, figures.areas(kind), period, as_at, known_on=known_on)
        return figures.values(period, kind)

    def _of_measure(self, measure: ShownMeasure) -> PlaceValues:
        [table] = read_tables(
            PlaceIndex.objects.filter(pk=measure.index.pk),
            known_on=self.snapshot.known_on,
            ended_by=earlier_day(self.snapshot.plan, self.snapshot.as_at),
        )
        lines = table.lines_of(Area.objects.filter(index_rows__index=measure.index.pk))
        if measure.component is None:
            return total_values(table, lines)
        in_bands = bool(table.bands) and self.form.chosen.get("classes") != "fifths"
        return component_values(table, lines, measure.component, in_bands=in_bands)

    def _offered(self) -> Sequence[tuple[str, Any]]:
        ratings = [(f"{RATINGS}:{theme.slug}", theme.name) for theme in self.themes]
        groups: list[tuple[str, Any]] = [("Priority areas for", ratings)] if ratings else []
        for index in self.indices:
            own = [one for one in self.measures.values() if one.index is index]
            groups.append(
                (index.name, [(one.key, one.words) for one in own])
            )  # fmt: skip
        figures = [
            (f"{INDICATOR}:{one.slug}", one.short_name or one.name)
            for one in sorted(
                self.indicators, key=lambda one: (one.short_name or one.name).casefold()
            )
        ]
        return [*groups, *([("Indicators", figures)] if figures else [])]

    def _add_fields(self) -> None:
        measure = self.measures.get(self._shown)
        if measure and measure.component and measure.index.bands.all():
            self.form.fields["classes"] = Choice(
                "The bands of the index", [("fifths", "As many places in each")], label="Classes"
            )
        if self.figures:
            kinds = [(kind, str(Area.Kind(kind).label)) for kind in self.figures.kinds]
            periods = [(key_of(period), period.label) for period in self.figures.periods]
            if periods:
                self.form.fields["period"] = Choice("The latest", periods)
            if periods and self.figures.indicator.has_targets_of_places:
                self.form.fields["by"] = Choice(
                    "The figure", [(STATUS, "Status against its own target")], label="Coloured by"
                )
            if len(kinds) > 1:
                self.form.fields["kind"] = Choice(
                    "The kind with most figures", kinds, label="Kind of place"
                )
