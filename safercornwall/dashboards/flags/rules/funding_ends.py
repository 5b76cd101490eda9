from collections.abc import Iterator
from datetime import timedelta

from projects.funding import last_secured_day, last_tender_start
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot
from safercornwall.periods import months_after, written


@rule(
    group=Group.FUNDING,
    title="Funding ends",
    explains="Funding ends within the time that a tender takes, and nothing is secured after it.",
    order=1,
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
