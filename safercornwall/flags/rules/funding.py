"""Funding: money that ends, is missing or is not yet decided."""

from collections.abc import Iterator
from datetime import timedelta

from core.periods import months_after, written
from priorities.models import Theme
from projects.funding import last_secured_day, last_tender_start
from projects.models import FundingLine, Project
from safercornwall.flags.registry import Flag, FlagGroup, Severity, rule
from safercornwall.flags.snapshot import Snapshot


@rule(
    group=FlagGroup.FUNDING,
    title="Funding ends",
    explains="Funding ends within the time that a tender takes, and nothing is secured after it.",
    order=1,
    shows_on=(Project, Theme),
)
def funding_ends(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        ends_on = last_secured_day(project.funding_lines.all())
        months = project.procurement_lead_months
        if ends_on is None or ends_on > months_after(snapshot.as_at, months):
            continue
        start_by = last_tender_start(ends_on, months)
        too_late = start_by < snapshot.as_at
        verb = "ended" if ends_on < snapshot.as_at else "ends"
        reason = (
            f"Funding {verb} on {written(ends_on)} and nothing is secured after it. A tender takes {months} months: "
            f"the last date to start one, to be in place by {written(ends_on + timedelta(1))}, "
            f"{'was' if too_late else 'is'} {written(start_by)}."
        )
        severity = Severity.HIGH if too_late else Severity.MEDIUM
        yield Flag(project, reason, severity, snapshot.themes_of_project(project))


@rule(
    group=FlagGroup.FUNDING,
    title="Shortfall",
    explains="Part or all of what the project needs has no source.",
    order=2,
    shows_on=(Project, Theme),
)
def funding_shortfall(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        lines = [
            line
            for line in project.funding_lines.all()
            if line.state == FundingLine.State.NO_SOURCE
        ]
        if not lines:
            continue
        amounts = [line.amount for line in lines if line.amount is not None]
        how_much = (
            f"£{sum(amounts):,.0f}"
            if len(amounts) == len(lines)
            else "An amount that is not stated"
        )
        reason = f"{how_much} has no source: {'; '.join(line.source for line in lines)}."
        yield Flag(project, reason, Severity.HIGH, snapshot.themes_of_project(project))


@rule(
    group=FlagGroup.FUNDING,
    title="Bid not yet decided",
    explains="Funding has been sought, and the answer is not known.",
    order=3,
    shows_on=(Project, Theme),
)
def bid_undecided(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for line in project.funding_lines.all():
            if line.state == FundingLine.State.SOUGHT:
                due = (
                    f"; a decision is due on {written(line.decision_due_on)}"
                    if line.decision_due_on
                    else ""
                )
                reason = f"Funding is sought from {line.source} and not yet decided{due}."
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))


@rule(
    group=FlagGroup.FUNDING,
    title="Never costed",
    explains="No amount of money is recorded for the project, from any source.",
    order=4,
    shows_on=(Project, Theme),
)
def never_costed(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        if all(line.amount is None for line in project.funding_lines.all()):
            reason = "No cost is recorded, in any year or from any source."
            yield Flag(project, reason, Severity.LOW, snapshot.themes_of_project(project))
