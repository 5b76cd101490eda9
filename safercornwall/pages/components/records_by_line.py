"""Finds the records that come from a line of the assessment."""

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
class RecordLink:
    """The name and address of a record. The name makes sense alone."""

    name: str
    url: str


@dataclass
class RecordLines:
    """A record with its lines, or the lines of no record."""

    record: RecordLink | None
    lines: list[int] = field(default_factory=list)


class RecordsByLine:
    """The records of a plan by line of the assessment. It takes five queries, whatever the plan holds."""

    def __init__(self, plan: Plan):
        self._records: dict[int, dict[RecordLink, None]] = defaultdict(dict)
        for lines, record in _lines_and_records(plan):
            for line in lines:
                self._records[line][record] = None

    def on(self, line: int) -> list[RecordLink]:
        return list(self._records.get(line, ()))

    def from_lines(self, lines: Iterable[int]) -> list[RecordLines]:
        """Each record on any of `lines` once, in the order of its first line. Lines of no record come last."""
        found: dict[RecordLink | None, RecordLines] = {}
        for line in lines:
            records: list[RecordLink | None] = [*self.on(line)]
            for record in records or [None]:
                found.setdefault(record, RecordLines(record)).lines.append(line)
        without_record = found.pop(None, None)
        return [*found.values(), *([without_record] if without_record else [])]


def _lines_and_records(plan: Plan) -> Iterator[tuple[list[int], RecordLink]]:
    plan = fetch_with_children(
        Plan.objects.filter(pk=plan.pk),
        "statements", "delivery_gaps", "threats", "decisions", "key_dates",
    )[0]  # fmt: skip
    for row in plan.statements.all():
        yield row.source_lines, RecordLink("The plan as a whole", plan.get_absolute_url())
    for row in plan.decisions.all():
        yield row.source_lines, RecordLink(f"Decision: {row}", row.get_absolute_url())
    for row in plan.key_dates.all():
        yield row.source_lines, RecordLink(f"Key date: {row}", row.get_absolute_url())
    themes = _themes_of(plan)
    yield from _under_themes(plan, themes)
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


def _under_themes(plan: Plan, themes: list[Theme]) -> Iterator[tuple[list[int], RecordLink]]:
    gaps, threats = index_by(plan.delivery_gaps.all()), index_by(plan.threats.all())
    for theme in themes:
        yield theme.source_lines, RecordLink(f"Theme: {theme}", theme.get_absolute_url())
        yield from _in_columns(theme)
        for wording in theme.gap_wordings.all():
            yield wording.source_lines, _shared("Delivery gap", gaps[wording.gap_id])
        for wording in theme.threat_wordings.all():
            yield wording.source_lines, _shared("Threat", threats[wording.threat_id])
        projects = index_by(theme.projects.all())
        for listing in theme.project_listings.all():
            project = projects[listing.project_id]
            yield (
                listing.source_lines,
                RecordLink(f"Project: {project}", project.get_absolute_url()),
            )


def _in_columns(theme: Theme) -> Iterator[tuple[list[int], RecordLink]]:
    for item in theme.scope_items.all():
        yield (
            item.source_lines,
            RecordLink(f"Scope item {item.order}, {theme}", item.get_absolute_url()),
        )
    for row in theme.evidence.all():
        yield row.source_lines, RecordLink(f"Evidence {row.ref}, {theme}", row.get_absolute_url())
    for line in theme.performance_statements.all():
        yield (
            line.source_lines,
            RecordLink(f"Performance {line.ref}, {theme}", line.get_absolute_url()),
        )


def _shared(what: str, statement: DeliveryGap | Threat) -> RecordLink:
    return RecordLink(f"{what}: {statement}", statement.get_absolute_url())


def _in_priority_areas(plan: Plan, themes: list[Theme]) -> Iterator[tuple[list[int], RecordLink]]:
    rows = PriorityArea.objects.filter(theme__plan=plan)
    for row in fetch_with_children(rows, "reasons", at_hand=themes):
        record = RecordLink(f"Priority area: {row}", row.get_absolute_url())
        yield row.source_lines, record
        for reason in row.reasons.all():
            yield reason.source_lines, record


def _external(plan: Plan) -> Iterator[tuple[list[int], RecordLink]]:
    for influence in fetch_with_children(plan.external_influences.all(), "points"):
        record = RecordLink(f"External influence: {influence}", influence.get_absolute_url())
        yield influence.source_lines, record
        for point in influence.points.all():
            yield point.source_lines, record


def _in_indices() -> Iterator[tuple[list[int], RecordLink]]:
    for index in fetch_with_children(PlaceIndex.objects.all(), "components", "rows"):
        record = RecordLink(f"Index: {index}", index.get_absolute_url())
        yield index.source_lines, record
        for component in index.components.all():
            yield component.source_lines, record
        for row in index.rows.all():
            yield [*row.source_lines, *row.narrative_lines], record
