"""Delivery: projects on hold, waiting, late or without updates."""

from collections.abc import Iterator

from core.periods import written
from priorities.models import Decision, Theme
from projects.models import Project, ProjectStatus
from projects.updates import OWING, last_update_on, update_due_on
from safercornwall.flags.registry import Flag, FlagGroup, RuleGroup, Severity, TrueOfAll
from safercornwall.flags.snapshot import Snapshot

group = RuleGroup(FlagGroup.DELIVERY)


@group.rule(
    title="On hold",
    explains="The project is on hold, under one theme or all.",
    shows_on=(Project, Theme),
    reads=("projects",),
)
def on_hold(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        listings = project.listings.all()
        held = [row for row in listings if row.status == ProjectStatus.ON_HOLD]
        if project.status != ProjectStatus.ON_HOLD and not held:
            continue
        current = [str(row.theme) for row in listings if row.status == ProjectStatus.CURRENT]
        # A listing that was put on hold later stands under another printed heading.
        headings = [row.heading_printed for row in held if "hold" in row.heading_printed.lower()]
        printed = f": “{headings[0]}”" if headings else ""
        differs = (
            f" It is listed as current under {', '.join(current)}." if held and current else ""
        )
        reason = f"On hold{printed}.{differs}"
        yield Flag(project, reason, Severity.HIGH, snapshot.themes_of_project(project))


@group.rule(
    title="Awaiting a decision",
    explains="The project waits for a decision that has not been taken.",
    shows_on=(Project, Theme, Decision),
    reads=("projects", "decisions"),
)
def awaiting_decision(snapshot: Snapshot) -> Iterator[Flag]:
    outstanding = {
        row.pk: row for row in snapshot.decisions if row.is_outstanding_on(snapshot.as_at)
    }
    for project in snapshot.open_projects:
        for dependency in project.dependencies.all():
            decision = outstanding.get(dependency.on_decision_id or 0)
            if decision is not None and not dependency.is_met(snapshot.as_at):
                touches = (*snapshot.themes_of_project(project), decision)
                yield Flag(
                    project, f"Waits for a decision: {decision.title}.", Severity.HIGH, touches
                )


@group.rule(
    title="Depends on something unmet",
    explains="The project depends on something, other than a recorded decision, that has not happened.",
    shows_on=(Project, Theme),
    reads=("projects",),
)
def unmet_dependency(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for dependency in project.dependencies.all():
            if dependency.on_decision_id is None and not dependency.is_met(snapshot.as_at):
                reason = f"Depends on something not yet met: {dependency.text.rstrip('.')}."
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


@group.rule(
    title="Milestone overdue",
    explains="The day by which a milestone was due has passed, and it is not reached.",
    shows_on=(Project, Theme),
    reads=("projects",),
)
def milestone_overdue(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for milestone in project.milestones.all():
            if milestone.due_on and milestone.is_overdue(snapshot.as_at):
                reason = (
                    f"{milestone.name} was due on {written(milestone.due_on)} and is not reached."
                )
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


@group.rule(
    title="No update",
    explains="A project in delivery has had no update for a quarter.",
    shows_on=(Project, Theme),
    reads=("projects",),
    true_of_all=TrueOfAll(
        among=lambda snapshot: [row for row in snapshot.open_projects if row.status in OWING],
        words="projects in delivery have no update",
        reason="None of them has had an update for a quarter.",
        listing="projects:list",
    ),
)
def no_update(snapshot: Snapshot) -> Iterator[Flag]:
    """A plan that is known for less than a quarter is not behind with its updates."""
    known_since = snapshot.plan.known_since_day
    for project in snapshot.open_projects:
        if project.status not in OWING:
            continue
        updated_on = last_update_on(project.updates.all(), snapshot.as_at)
        due_on = update_due_on(updated_on, known_since)
        if due_on is None or due_on < snapshot.as_at:
            last = (
                f"The last update was on {written(updated_on)}."
                if updated_on
                else "There has been no update yet."
            )
            yield Flag(project, last, Severity.LOW, snapshot.themes_of_project(project))
