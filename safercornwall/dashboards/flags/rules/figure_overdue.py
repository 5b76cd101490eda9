from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.by_status import indicators_with
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.PERFORMANCE,
    title="Figure overdue",
    explains="The day on which a figure was due has passed without it.",
    order=5,
)
def figure_overdue(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.OVERDUE, snapshot, Severity.MEDIUM)
