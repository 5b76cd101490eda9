from collections.abc import Iterator

from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.FUNDING,
    title="Never costed",
    explains="No amount of money is recorded for the project, from any source.",
    order=4,
)
def never_costed(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        if all(line.amount is None for line in project.funding_lines.all()):
            reason = "No cost is recorded, in any year or from any source."
            yield Flag(project, reason, Severity.LOW, snapshot.themes_of_project(project))
