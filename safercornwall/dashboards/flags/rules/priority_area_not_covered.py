from collections.abc import Iterator

from priorities.models import PriorityArea
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot, covers, is_county_wide, places_of

RATED = (PriorityArea.Rating.HIGH, PriorityArea.Rating.VERY_HIGH)


@rule(
    group=Group.COVERAGE,
    title="Priority area not covered",
    explains="An area rated high or very high has no active project of its theme, or only county-wide ones.",
    order=4,
)
def priority_area_not_covered(snapshot: Snapshot) -> Iterator[Flag]:
    for row in snapshot.priority_areas:
        if row.rating not in RATED:
            continue
        active = snapshot.active_projects(row.theme)
        places = places_of(row)
        if any(covers(project, places) for project in active):
            continue
        county_wide = [project for project in active if is_county_wide(project)]
        rated = f"Rated {row.get_rating_display().lower()} for {row.theme.name}"
        if county_wide:
            names = "; ".join(str(project) for project in county_wide)
            reason = f"{rated}, and covered only by county-wide projects: {names}."
        else:
            reason = f"{rated}, and no active project of that theme covers it."
        severity = Severity.MEDIUM if county_wide else Severity.HIGH
        yield Flag(row, reason, severity, (row.theme, row.area, *row.parts.all()))
