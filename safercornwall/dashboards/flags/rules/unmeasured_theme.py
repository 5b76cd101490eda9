from collections.abc import Iterator

from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.COVERAGE,
    title="Nothing measures it",
    explains="A theme has no indicator, so nobody can tell whether it gets better.",
    order=1,
)
def unmeasured_theme(snapshot: Snapshot) -> Iterator[Flag]:
    for theme in snapshot.themes:
        if not snapshot.standings_by_theme.get(theme.pk):
            yield Flag(theme, f"Nothing measures {theme.name}: it has no indicator.", Severity.HIGH)
