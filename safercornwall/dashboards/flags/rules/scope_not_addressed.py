from collections.abc import Iterator

from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.COVERAGE,
    title="Scope item not addressed",
    explains="The plan says that it must specifically address something, and no active project does.",
    order=3,
)
def scope_not_addressed(snapshot: Snapshot) -> Iterator[Flag]:
    addressed = {
        link.scope_item_id
        for project in snapshot.active_projects_anywhere
        for link in project.scope_links.all()
    }
    for theme in snapshot.themes:
        for item in theme.scope_items.all():
            if item.pk not in addressed:
                reason = f"No active project is linked to this scope item of {theme.name}."
                yield Flag(item, reason, Severity.MEDIUM, (theme,))
