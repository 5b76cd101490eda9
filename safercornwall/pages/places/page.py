"""A place with the records linked to it, grouped by their nearness to the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.records.fetching import index_by
from performance.models import Indicator
from performance.standings.of_places import indicators_aimed_at
from performance.standings.standing import current_standing, standing_in
from places.index_tables import IndexTable, read_tables
from places.models import Area, PlaceIndex
from priorities.models import PriorityAreaReason, ReadingNote
from priorities.notes_by_line import NotesByLine
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.day_in_view import earlier_day
from safercornwall.pages.components.kept_pages.keeping import kept_page
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.places.entries import (
    IndexScores,
    PlaceFigureRow,
    PlaceTargetRow,
    PriorityRow,
    StandingRow,
    relatives_of,
    unplaced_indicators,
)
from safercornwall.pages.places.nearness import Near, NearGroup, by_nearness, nearest
from safercornwall.pages.places.pictures import place_head
from safercornwall.pages.places.tree import Branch, Folded, folded, grow

PARTS = {
    "flags": "Needs attention",
    "priority_areas": "Priority areas",
    "indices": "Indices",
    "performance": "Performance",
    "projects": "Projects",
    "gaps": "Delivery gaps",
    "themes": "Themes that list it, or a place around it",
    "inside": "Places inside",
}


FIGURES = "performance"
# Where the figures of a place stand in what is kept of its page. No text can hold it: all text is escaped.
MARK = SafeString("<!-- figures -->")


class PlacePage:
    """The facts that the page of a place shows, grouped by their nearness to the place."""

    def __init__(self, plan_snapshot: Snapshot, slug: str, notes: NotesByLine | None = None):
        self._notes = notes
        self.relatives = relatives_of(slug, plan_snapshot)
        self.place = next(area for area in self.relatives if area.slug == slug)
        self.snapshot = plan_snapshot.about(self.place)

    @cached_property
    def notes(self) -> NotesByLine:
        return self._notes or NotesByLine(self.snapshot.plan)

    @cached_property
    def around(self) -> list[Area]:
        """The areas around the place, from the top down."""
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
        """The priority areas at, inside or around the place, as `PriorityRow`."""
        rows = [row for row in self.snapshot.priority_areas if nearest(self.place, row.places)]
        reasons = defaultdict(list)
        all_reasons = PriorityAreaReason.objects.filter(priority_area__in=[row.pk for row in rows])
        for reason in all_reasons.order_by("order"):
            reasons[reason.priority_area_id].append(reason)
        entries = [
            PriorityRow(row, reasons[row.pk], self.notes.about(row, *reasons[row.pk]))
            for row in rows
        ]
        return self._grouped(entries, lambda entry: entry.row.places)

    @property
    def priority_notes(self) -> list[ReadingNote]:
        """The reading notes on any of the priority areas shown, each once."""
        entries = [entry for group in self.priority_areas for entry in group.records]
        notes = {note.pk: note for entry in entries for note in entry.notes}
        return sorted(notes.values(), key=lambda note: note.order)

    @cached_property
    def indices(self) -> list[IndexScores]:
        """The indices in which the place, or one inside or around it, has a row."""
        tables = read_tables(
            PlaceIndex.objects.all(),
            known_on=self.snapshot.known_on,
            ended_by=earlier_day(self.snapshot.plan, self.snapshot.as_at),
        )
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
        """The indicators whose own area is the place."""
        return [
            StandingRow(standing, self.snapshot.as_at)
            for standing in self.snapshot.standings
            if standing.indicator.area_id == self.place.pk
        ]

    @cached_property
    def figures(self) -> list[PlaceFigureRow]:
        """The newest figure of each indicator, from after the day of the view only if there is no other."""
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
        return [_held_to_target(row, self._aimed, as_at) for row in newest.values()]

    @cached_property
    def awaited(self) -> list[PlaceTargetRow]:
        """The indicators with a target for the place, and no figure for it yet."""
        with_figures = {row.figure.indicator_id for row in self.figures}
        found = [
            PlaceTargetRow(current_standing(row, self.snapshot.as_at), list(row.targets.all()))
            for row in self._aimed.values()
            if row.pk not in with_figures
        ]
        return [row for row in found if row.target]

    @cached_property
    def _aimed(self) -> dict[int, Indicator]:
        known = Indicator.objects.known_under([self.snapshot.plan])
        return indicators_aimed_at(self.place, among=known, known_on=self.snapshot.known_on)

    @property
    def has_targets(self) -> bool:
        return bool(self.awaited) or any(row.standing for row in self.figures)

    @cached_property
    def _flags(self) -> list[Flag]:
        """The flags that the page of some place may show."""
        return flags_of(self.snapshot, on=Area)

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
        around = [(str(area), area.get_absolute_url()) for area in self.around]
        return [("Places", reverse("places:list")), *around, (str(self.place), "")]

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of entries in each part of the page, by its anchor."""
        return {
            "flags": len(self.flags) + len(self.flags_inside),
            "priority_areas": count(self.priority_areas),
            "indices": len(self.indices),
            "projects": count(self.projects),
            "gaps": count(self.gaps),
            "themes": count(self.themes),
            "inside": len(self.inside),
        }

    @property
    def figure_count(self) -> int:
        return len(self.standings) + len(self.figures) + len(self.awaited)

    @property
    def contents(self) -> list[tuple[str, str, int | str]]:
        """The parts of the page, with the number of entries in each; that of its figures changes by itself."""
        return [
            (words, part.replace("_", "-"), "" if part == FIGURES else self.counts[part])
            for part, words in PARTS.items()
        ]

    def _near_project(self, project) -> Near | None:
        """The nearness of the areas by which it covers the place. A project that does not may be county-wide."""
        covering = [area for area in project.areas.all() if self.place.is_covered_by(area)]
        near = nearest(self.place, covering)
        return near or (Near.COUNTY_WIDE if project.is_county_wide else None)

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
        source_lines = [*own.row.source_lines, *own.row.narrative_lines] if own else []
        return IndexScores(table, own, others, self.notes.on_lines(source_lines))


def count(groups: Iterable[NearGroup]) -> int:
    return sum(len(group.records) for group in groups)


def drawn_head(page: PlacePage) -> str:
    """The first screen of a place as markup."""
    return kept_page(
        f"head of place {page.place.slug}",
        page.snapshot,
        lambda: render_to_string(
            "places/_head.html", {"head": place_head(page.snapshot, page.place, page.relatives)}
        ),
    )


def _held_to_target(
    row: PlaceFigureRow, aimed: dict[int, Indicator], as_at: date
) -> PlaceFigureRow:
    """With how it stands by a target for the place, where `aimed` has one for its period."""
    indicator = aimed.get(row.figure.indicator_id)
    if indicator is None or row.is_after:
        return row
    standing = standing_in(indicator, row.figure.period, as_at)
    return replace(row, standing=standing) if standing.target else row


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    snapshot = read_plan(request)
    page = PlacePage(snapshot, slug)
    content = kept_page(
        f"place {slug}",
        page.snapshot,
        lambda: render_to_string(
            "places/_content.html", {"page": page, "place": page.place, "mark": MARK}, request
        ),
    )
    before, after = map(SafeString, content.split(MARK))
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": page,
        "place": page.place,
        "head": drawn_head(page),
        "before": before,
        "after": after,
    }
    return render(request, "places/page.html", context)
