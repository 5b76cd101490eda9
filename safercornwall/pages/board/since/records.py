"""The records of a plan that came, ended or were changed, and those whose day passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.documents.history import SHAPES, ChangedRecord, changed_between
from core.documents.merging import Difference, differences
from performance.models import Target
from priorities.models import Decision, DeliveryGap, Threat
from projects.models import Project, ProjectStatus
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.record_kinds import KIND_BY_MODEL
from safercornwall.pages.board.since.interval import TimeBetween
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.pages.components.editing.wording import ChangeInWords, ChangeWords

KINDS = {
    DeliveryGap: "Delivery gap",
    Threat: "Threat",
    Decision: "Decision",
    Project: "Project",
    Target: "Target",
}
# With these a record has come to its end.
ENDED = {
    DeliveryGap: {DeliveryGap.Status.CLOSED},
    Threat: {Threat.Status.PROMOTED, Threat.Status.CLOSED},
    Decision: {Decision.Status.DECIDED},
    Project: {ProjectStatus.CLOSED},
}
# What a board asks about. Of a target, everything.
TOLD = {
    *("title", "name", "status", "due_on", "due_printed", "starts_on", "ends_on", "review_on"),
    *("owner", "owner_person", "lead_organisation", "likelihood", "impact"),
    *("decided_on", "outcome", "action_required", "forecast_end_on"),
}


@dataclass(frozen=True)
class RecordChange:
    """What happened to one record: the fields that a board asks about, and what was said of it."""

    kind: str
    record: Any
    name: str
    changes: list[ChangeInWords]
    owner: str
    reason: str
    by: str
    at: Any


@dataclass(frozen=True)
class DayPassed:
    """A record whose day came and went while it was not done."""

    kind: str
    record: Any
    name: str
    due_on: date
    owner: str


@dataclass(frozen=True)
class RecordsSince:
    new: list[RecordChange]
    ended: list[RecordChange]
    changed: list[RecordChange]
    overdue: list[DayPassed]


def records_since(snapshot: Snapshot, interval: TimeBetween) -> RecordsSince:
    found = changed_between(KINDS, interval.after, interval.until)
    known = _records(snapshot, found)
    changes = {KINDS[model]: list(_changes(model, found, known)) for model in KINDS}
    told = [pair for pairs in changes.values() for pair in pairs]
    return RecordsSince(
        new=[change for one, change in told if one.is_new],
        ended=[change for one, change in told if _has_ended(one)],
        changed=[
            change
            for one, change in told
            if not one.is_new and not _has_ended(one) and change.changes
        ],
        overdue=sorted(_overdue(snapshot, interval), key=lambda one: one.due_on),
    )


def _records(snapshot: Snapshot, found: Iterable[ChangedRecord]) -> dict[tuple[Any, int], Any]:
    """Those that belong to the plan and are not archived."""
    plan_rows = {
        DeliveryGap: snapshot.gaps,
        Threat: snapshot.threats,
        Decision: snapshot.decisions,
        Project: snapshot.projects,
    }
    known = {(model, row.pk): row for model, rows in plan_rows.items() for row in rows}
    targets = [one.key for one in found if one.model is Target]
    if targets:
        indicators = [indicator.pk for indicator in snapshot.indicators]
        rows = Target.objects.filter(pk__in=targets, indicator__in=indicators)
        known |= {(Target, row.pk): row for row in rows.select_related("indicator", "area")}
    return known


def _changes(
    model: Any, found: Iterable[ChangedRecord], known: dict[tuple[Any, int], Any]
) -> Iterator[tuple[ChangedRecord, RecordChange]]:
    rows = [one for one in found if one.model is model and (model, one.key) in known]
    differ = [_told(one) for one in rows]
    words = ChangeWords(
        SHAPES[model], [one for each in differ for one in each], forms=EDITORS[model].words
    )
    for one, each in zip(rows, differ, strict=True):
        record = known[model, one.key]
        yield (
            one,
            RecordChange(
                kind=KINDS[model],
                record=record,
                name=_name(record),
                changes=words.changes(each),
                owner=_owner(record),
                reason=one.now.reason,
                by=str(one.now.by or ""),
                at=one.now.at,
            ),
        )


def _told(one: ChangedRecord) -> list[Difference]:
    if one.was is None:
        return []
    found = differences(one.was.contents, one.now.contents)
    return [each for each in found if one.model is Target or each.field in TOLD]


def _has_ended(one: ChangedRecord) -> bool:
    ends = ENDED.get(one.model, set())
    was = one.was.contents.values["status"] if one.was and ends else None
    return bool(ends) and one.now.contents.values["status"] in ends and was not in ends


def _name(record: Any) -> str:
    if isinstance(record, Target):
        return f"{record.indicator}, {record.period.label}"
    return str(record)


def _owner(record: Any) -> str:
    """Who answers for it: "" where nobody does, or where its kind has no owner."""
    kind = KIND_BY_MODEL.get(type(record))
    return str((kind and getattr(record, kind.organisation)) or "")


def _overdue(snapshot: Snapshot, interval: TimeBetween) -> Iterator[DayPassed]:
    for kind, record, due_on in _waiting(snapshot):
        if due_on and due_on <= snapshot.as_at and interval.has(due_on):
            yield DayPassed(kind, record, _name(record), due_on, _owner(record))


def _waiting(snapshot: Snapshot) -> Iterator[tuple[str, Any, date | None]]:
    for gap in snapshot.gaps:
        if gap.status == DeliveryGap.Status.OPEN:
            yield "Delivery gap", gap, gap.due_on
    for decision in snapshot.decisions:
        if decision.status == Decision.Status.OUTSTANDING:
            decide_by = snapshot.days_to_decide[decision.pk]
            yield "Decision", decision, decide_by and decide_by.day
    for project in snapshot.open_projects:
        for milestone in project.milestones.all():
            if milestone.is_overdue(snapshot.as_at):
                yield "Milestone", milestone, milestone.due_on
