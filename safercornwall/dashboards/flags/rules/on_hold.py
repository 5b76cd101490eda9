from collections.abc import Iterator

from projects.models import ProjectStatus
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.DELIVERY,
    title="On hold",
    explains="The project is on hold, under one theme or all.",
    order=1,
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
