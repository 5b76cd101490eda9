from collections.abc import Iterator

from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot
from safercornwall.periods import written


@rule(
    group=Group.DELIVERY,
    title="Milestone overdue",
    explains="The day by which a milestone was due has passed, and it is not reached.",
    order=4,
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
