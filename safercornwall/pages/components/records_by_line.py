"""From a line of the assessment to the records that stand on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.records.fetching import fetch_with_children, index_by
from places.models import PlaceIndex
from priorities.models import (
    DeliveryGap,
    DeliveryGapWording,
    Plan,
    PriorityArea,
    Theme,
    Threat,
    ThreatWording,
)


@dataclass(frozen=True)
class LinePlace:
    """A record that a line belongs to: what it is, in words that make sense alone, and its address."""

    name: str
    url: str


@dataclass
class Found:
    """A place with the lines that led to it; without a place, lines on which nothing stands."""

    place: LinePlace | None
    lines: list[int] = field(default_factory=list)


class RecordsByLine:
    """The records of a plan by the lines that they stand on: five queries, whatever the plan holds."""

    def __init__(self, plan: Plan):
        self._places: dict[int, dict[LinePlace, None]] = defaultdict(dict)
        for lines, place in _standing_places(plan):
            for line in lines:
                self._places[line][place] = None

    def on(self, line: int) -> list[LinePlace]:
        return list(self._places.get(line, ()))

    def of(self, lines: Iterable[int]) -> list[Found]:
        """Each place on any of `lines` once, in the order of its first line; lines of no record come last."""
        found: dict[LinePlace | None, Found] = {}
        for line in lines:
            places: list[LinePlace | None] = [*self.on(line)]
            for place in places or [None]:
                found.setdefault(place, Found(place)).lines.append(line)
        nowhere = found.pop(None, None)
        return [*found.values(), *([nowhere] if nowhere else [])]


def _standing_places(plan: Plan) -> Iterator[tuple[list[int], LinePlace]]:
    whole = fetch_with_children(
        Plan.objects.filter(pk=plan.pk),
        "statements", "delivery_gaps", "threats", "decisions", "key_dates",
    )[0]  # fmt: skip
    for row in whole.statements.all():
        yield row.source_lines, LinePlace("The plan as a whole", plan.get_absolute_url())
    for row in whole.decisions.all():
        yield row.source_lines, LinePlace(f"Decision: {row}", row.get_absolute_url())
    for row in whole.key_dates.all():
        yield row.source_lines, LinePlace(f"Key date: {row}", row.get_absolute_url())
    themes = _themes_of(whole)
    yield from _under_themes(whole, themes)
    yield from _in_priority_areas(plan, themes)
    yield from _external(plan)
    yield from _in_indices()


def _themes_of(plan: Plan) -> list[Theme]:
    return fetch_with_children(
        plan.themes.all(),
        "scope_items", "evidence", "performance_statements", "project_listings", "projects",
        gap_wordings=DeliveryGapWording.objects.filter(gap__plan=plan),
        threat_wordings=ThreatWording.objects.filter(threat__plan=plan),
    )  # fmt: skip


def _under_themes(plan: Plan, themes: list[Theme]) -> Iterator[tuple[list[int], LinePlace]]:
    gaps, threats = index_by(plan.delivery_gaps.all()), index_by(plan.threats.all())
    for theme in themes:
        yield theme.source_lines, LinePlace(f"Theme: {theme}", theme.get_absolute_url())
        yield from _in_columns(theme)
        for wording in theme.gap_wordings.all():
            yield wording.source_lines, _shared("Delivery gap", gaps[wording.gap_id])
        for wording in theme.threat_wordings.all():
            yield wording.source_lines, _shared("Threat", threats[wording.threat_id])
        projects = index_by(theme.projects.all())
        for listing in theme.project_listings.all():
            project = projects[listing.project_id]
            yield listing.source_lines, LinePlace(f"Project: {project}", project.get_absolute_url())


def _in_columns(theme: Theme) -> Iterator[tuple[list[int], LinePlace]]:
    for item in theme.scope_items.all():
        yield (
            item.source_lines,
            LinePlace(f"Scope item {item.order}, {theme}", item.get_absolute_url()),
        )
    for row in theme.evidence.all():
        yield row.source_lines, LinePlace(f"Evidence {row.ref}, {theme}", row.get_absolute_url())
    for line in theme.performance_statements.all():
        yield (
            line.source_lines,
            LinePlace(f"Performance {line.ref}, {theme}", line.get_absolute_url()),
        )


def _shared(what: str, statement: DeliveryGap | Threat) -> LinePlace:
    return LinePlace(f"{what}: {statement}", statement.get_absolute_url())


def _in_priority_areas(plan: Plan, themes: list[Theme]) -> Iterator[tuple[list[int], LinePlace]]:
    rows = PriorityArea.objects.filter(theme__plan=plan)
    for row in fetch_with_children(rows, "reasons", at_hand=themes):
        place = LinePlace(f"Priority area: {row}", row.get_absolute_url())
        yield row.source_lines, place
        for reason in row.reasons.all():
            yield reason.source_lines, place


def _external(plan: Plan) -> Iterator[tuple[list[int], LinePlace]]:
    for influence in fetch_with_children(plan.external_influences.all(), "points"):
        place = LinePlace(f"External influence: {influence}", influence.get_absolute_url())
        yield influence.source_lines, place
        for point in influence.points.all():
            yield point.source_lines, place


def _in_indices() -> Iterator[tuple[list[int], LinePlace]]:
    for index in fetch_with_children(PlaceIndex.objects.all(), "components", "rows"):
        place = LinePlace(f"Index: {index}", index.get_absolute_url())
        yield index.source_lines, place
        for component in index.components.all():
            yield component.source_lines, place
        for row in index.rows.all():
            yield [*row.source_lines, *row.narrative_lines], place
