from projects.models import ProjectStatus
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule


@rule(
    group=Group.DELIVERY,
    title="On hold",
    explains="The project is on hold, under one theme or all.",
    order=1,
)
def on_hold(snapshot):
    for project in snapshot.open_projects:
        held = [
            listing for listing in project.listings.all() if listing.status == ProjectStatus.ON_HOLD
        ]
        if project.status != ProjectStatus.ON_HOLD and not held:
            continue
        printed = f": “{held[0].heading_printed}”" if held else ""
        elsewhere = [
            listing.theme
            for listing in project.listings.all()
            if listing.status == ProjectStatus.CURRENT
        ]
        differs = (
            f" It is listed as current under {', '.join(map(str, elsewhere))}."
            if held and elsewhere
            else ""
        )
        reason = f"On hold{printed}.{differs}"
        yield Flag(project, reason, Severity.HIGH, tuple(snapshot.themes_of_project(project)))
