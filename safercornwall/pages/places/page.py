"""A place with everything that is known of it, grouped by how near it comes to the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.records.fetching import index_by
from places.index_tables import IndexTable, read_tables
from places.models import Area, PlaceIndex
from priorities.models import PriorityAreaReason, ReadingNote
from priorities.notes_by_line import NotesByLine
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot, is_county_wide, places_of
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.places.entries import (
    IndexScores,
    PlaceFigureRow,
    PriorityRow,
    StandingRow,
    relatives_of,
    unplaced_indicators,
)
from safercornwall.pages.places.nearness import Near, NearGroup, by_nearness, nearest
from safercornwall.pages.places.tree import Branch, Folded, folded, grow

PARTS = {
    "flags": "Needs attention",
    "inside": "Places inside",
    "priority_areas": "Priority areas",
    "indices": "Indices",
    "performance": "Performance",
    "projects": "Projects",
    "gaps": "Delivery gaps",
    "themes": "Themes",
}


class PlacePage:
    """What the page of a place says. Everything is grouped by how near it comes to the place."""

    def __init__(self, whole: Snapshot, slug: str, notes: NotesByLine):
        self.notes = notes
        self.relatives = relatives_of(slug, whole)
        self.place = next(area for area in self.relatives if area.slug == slug)
        self.snapshot = whole.about(self.place)

    @cached_property
    def around(self) -> list[Area]:
        """What it lies in, from the top down."""
        found = [
            area for area in self.relatives if area != self.place and area.contains(self.place)
        ]
        return sorted(found, key=lambda area: area.level)

    @cached_property
    def inside(self) -> list[Area]:
        return [area for area in self.relatives if area != self.place and self.place.contains(area)]

    @cached_property
    def tree(self) -> Folded[Branch]:
        return folded(grow(self.inside))

    @property
    def parent(self) -> Area | None:
        return self.around[-1] if self.around else None

    @cached_property
    def priority_areas(self) -> list[NearGroup]:
        """Of `PriorityRow`."""
        rows = [row for row in self.snapshot.priority_areas if nearest(self.place, places_of(row))]
        reasons = defaultdict(list)
        stated = PriorityAreaReason.objects.filter(priority_area__in=[row.pk for row in rows])
        for reason in stated.order_by("order"):
            reasons[reason.priority_area_id].append(reason)
        entries = [
            PriorityRow(row, reasons[row.pk], self.notes.about(row, *reasons[row.pk]))
            for row in rows
        ]
        return self._grouped(entries, lambda entry: places_of(entry.row))

    @property
    def priority_notes(self) -> list[ReadingNote]:
        """The reading notes on any of the priority areas shown, each once."""
        entries = [entry for group in self.priority_areas for entry in group.records]
        noted = {note.pk: note for entry in entries for note in entry.notes}
        return sorted(noted.values(), key=lambda note: note.order)

    @cached_property
    def indices(self) -> list[IndexScores]:
        """The indices in which the place, or one inside or around it, has a row."""
        tables = read_tables(PlaceIndex.objects.all(), known_on=self.snapshot.known_on)
        return [found for table in tables if (found := self._scores(table))]

    @cached_property
    def projects(self) -> list[NearGroup]:
        """The projects that cover it, and those that are county-wide."""
        return by_nearness(self.place, self.snapshot.projects, self._near_project)

    @cached_property
    def gaps(self) -> list[NearGroup]:
        return self._grouped(self.snapshot.gaps, lambda gap: gap.areas.all())

    @cached_property
    def themes(self) -> list[NearGroup]:
        """The themes that name it, or a place inside or around it."""
        naming = defaultdict(list)
        for area in self.relatives:
            for theme in area.themes.all():
                naming[theme.pk].append(area)
        return self._grouped(self.snapshot.themes, lambda theme: naming[theme.pk])

    @cached_property
    def standings(self) -> list[StandingRow]:
        """The indicators whose headline is for this very place."""
        return [
            StandingRow(standing, self.snapshot.as_at)
            for standing in self.snapshot.standings
            if standing.indicator.area_id == self.place.pk
        ]

    @cached_property
    def figures(self) -> list[PlaceFigureRow]:
        """The newest of each indicator; one of after the day of the view only where there is no other."""
        measured = {row.standing.indicator.pk for row in self.standings}
        indicators = index_by(self.snapshot.indicators) | index_by(
            unplaced_indicators(self.place.figures.all())
        )
        as_at = self.snapshot.as_at
        newest: dict[int, PlaceFigureRow] = {}
        for figure in sorted(self.place.figures.all(), key=lambda row: row.period_end > as_at):
            indicator = indicators.get(figure.indicator_id)
            if indicator is not None and indicator.pk not in measured:
                figure.indicator = indicator
                newest.setdefault(indicator.pk, PlaceFigureRow(figure, figure.period_end > as_at))
        return list(newest.values())

    @cached_property
    def _flags(self) -> list[Flag]:
        """Those that any place may show."""
        return raise_flags(self.snapshot, on=Area)

    @cached_property
    def flags(self) -> list[Flag]:
        return [flag for flag in self._flags if flag.is_about(self.place)]

    @cached_property
    def flags_inside(self) -> list[Flag]:
        """Flags about places inside it that are not about itself."""
        inside = set(self.inside)
        return [
            flag
            for flag in self._flags
            if not flag.is_about(self.place) and not inside.isdisjoint((flag.record, *flag.touches))
        ]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        way = [(str(area), area.get_absolute_url()) for area in self.around]
        return [("Places", reverse("places:list")), *way, (str(self.place), "")]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much there is in each part of the page, by its anchor."""
        return {
            "flags": len(self.flags) + len(self.flags_inside),
            "inside": len(self.inside),
            "priority_areas": count(self.priority_areas),
            "indices": len(self.indices),
            "performance": len(self.standings) + len(self.figures),
            "projects": count(self.projects),
            "gaps": count(self.gaps),
            "themes": count(self.themes),
        }

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        return [(words, part.replace("_", "-"), self.counts[part]) for part, words in PARTS.items()]

    def _near_project(self, project) -> Near | None:
        """As `snapshot.covers` has it; what covers the place no nearer may still be county-wide."""
        near = nearest(self.place, project.areas.all(), narrow=True)
        return near or (Near.COUNTY_WIDE if is_county_wide(project) else None)

    def _grouped(self, records: Iterable[Any], areas_of: Callable[[Any], Iterable[Area]]):
        return by_nearness(self.place, records, lambda row: nearest(self.place, areas_of(row)))

    def _scores(self, table: IndexTable) -> IndexScores | None:
        lines = table.lines_of(self.relatives)
        if not lines:
            return None
        own = next((line for line in lines if line.area == self.place), None)
        others = self._grouped(
            [line for line in lines if line is not own], lambda line: [line.area]
        )
        stated = [*own.row.source_lines, *own.row.narrative_lines] if own else []
        return IndexScores(table, own, others, self.notes.on_lines(stated))


def count(groups: Iterable[NearGroup]) -> int:
    return sum(len(group.records) for group in groups)


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    snapshot = read_plan(request)
    page = PlacePage(snapshot, slug, NotesByLine(snapshot.plan))
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, "page": page, "place": page.place}
    return render(request, "places/page.html", context)
