"""Delivery: projects that are held up, late, or not heard of."""

from collections.abc import Iterator

from core.periods import months_after, written
from priorities.models import Decision, Theme
from projects.models import Project, ProjectStatus
from safercornwall.flags.registry import Flag, FlagGroup, Severity, rule
from safercornwall.flags.snapshot import Snapshot


@rule(
    group=FlagGroup.DELIVERY,
    title="On hold",
    explains="The project is on hold, under one theme or all.",
    order=1,
    shows_on=(Project, Theme),
)
def on_hold(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        listings = project.listings.all()
        held = [row for row in listings if row.status == ProjectStatus.ON_HOLD]
        if project.status != ProjectStatus.ON_HOLD and not held:
            continue
        current = [str(row.theme) for row in listings if row.status == ProjectStatus.CURRENT]
        printed = f": “{held[0].heading_printed}”" if held else ""
        differs = (
            f" It is listed as current under {', '.join(current)}." if held and current else ""
        )
        reason = f"On hold{printed}.{differs}"
        yield Flag(project, reason, Severity.HIGH, snapshot.themes_of_project(project))


@rule(
    group=FlagGroup.DELIVERY,
    title="Awaiting a decision",
    explains="The project waits for a decision that has not been taken.",
    order=2,
    shows_on=(Project, Theme, Decision),
)
def awaiting_decision(snapshot: Snapshot) -> Iterator[Flag]:
    outstanding = {
        row.pk: row for row in snapshot.decisions if row.status == Decision.Status.OUTSTANDING
    }
    for project in snapshot.open_projects:
        for dependency in project.dependencies.all():
            decision = outstanding.get(dependency.on_decision_id or 0)
            if decision is not None and dependency.met_on is None:
                touches = (*snapshot.themes_of_project(project), decision)
                yield Flag(
                    project, f"Waits for a decision: {decision.title}.", Severity.HIGH, touches
                )


@rule(
    group=FlagGroup.DELIVERY,
    title="Depends on something unmet",
    explains="The project depends on something, other than a recorded decision, that has not happened.",
    order=3,
    shows_on=(Project, Theme),
)
def unmet_dependency(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for dependency in project.dependencies.all():
            if dependency.met_on is None and dependency.on_decision_id is None:
                reason = f"Depends on something not yet met: {dependency.text.rstrip('.')}."
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


@rule(
    group=FlagGroup.DELIVERY,
    title="Milestone overdue",
    explains="The day by which a milestone was due has passed, and it is not reached.",
    order=4,
    shows_on=(Project, Theme),
)
def milestone_overdue(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for milestone in project.milestones.all():
            if (
                milestone.reached_on is None
                and milestone.due_on
                and milestone.due_on < snapshot.as_at
            ):
                reason = (
                    f"{milestone.name} was due on {written(milestone.due_on)} and is not reached."
                )
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


@rule(
    group=FlagGroup.DELIVERY,
    title="No update",
    explains="Nothing has been said of a project in delivery for a quarter.",
    order=5,
    shows_on=(Project, Theme),
)
def no_update(snapshot: Snapshot) -> Iterator[Flag]:
    """A plan that has been known for less than a quarter cannot be behind with its updates."""
    known_since = snapshot.plan.known_since.date() if snapshot.plan.known_since else None
    for project in snapshot.open_projects:
        if project.status not in {ProjectStatus.CURRENT, ProjectStatus.AWAITING}:
            continue
        said = max(
            (update.on for update in project.updates.all() if update.on <= snapshot.as_at),
            default=None,
        )
        since = max((day for day in (said, known_since) if day), default=None)
        if since is None or months_after(since, 3) < snapshot.as_at:
            last = (
                f"The last update was on {written(said)}."
                if said
                else "There has been no update yet."
            )
            yield Flag(project, last, Severity.LOW, snapshot.themes_of_project(project))
