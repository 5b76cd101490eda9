from collections.abc import Iterator

from projects.models import ProjectStatus
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot
from safercornwall.periods import months_after, written


@rule(
    group=Group.DELIVERY,
    title="No update",
    explains="Nothing has been said of a project in delivery for a quarter.",
    order=5,
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
