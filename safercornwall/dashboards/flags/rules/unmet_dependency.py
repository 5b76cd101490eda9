from collections.abc import Iterator

from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.DELIVERY,
    title="Depends on something unmet",
    explains="The project depends on something, other than a recorded decision, that has not happened.",
    order=3,
)
def unmet_dependency(snapshot: Snapshot) -> Iterator[Flag]:
    for project in snapshot.open_projects:
        for dependency in project.dependencies.all():
            if dependency.met_on is None and dependency.on_decision_id is None:
                reason = f"Depends on something not yet met: {dependency.text.rstrip('.')}."
                yield Flag(project, reason, Severity.MEDIUM, snapshot.themes_of_project(project))
