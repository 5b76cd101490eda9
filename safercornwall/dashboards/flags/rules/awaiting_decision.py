from collections.abc import Iterator

from priorities.models import Decision
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.DELIVERY,
    title="Awaiting a decision",
    explains="The project waits for a decision that has not been taken.",
    order=2,
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
