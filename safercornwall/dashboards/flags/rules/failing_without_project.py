from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.COVERAGE,
    title="Failing, and no active project",
    explains="A theme has a missed or off-track indicator, and no project is being delivered under it.",
    order=2,
)
def failing_without_project(snapshot: Snapshot) -> Iterator[Flag]:
    for theme in snapshot.themes:
        failing = [
            standing.indicator
            for standing in snapshot.standings_by_theme.get(theme.pk, [])
            if standing.status in {Status.MISSED, Status.OFF_TRACK}
        ]
        if failing and not snapshot.active_projects(theme):
            names = "; ".join(str(indicator) for indicator in failing)
            reason = f"No project is being delivered under {theme.name}, which fails on: {names}."
            yield Flag(theme, reason, Severity.HIGH, tuple(failing))
