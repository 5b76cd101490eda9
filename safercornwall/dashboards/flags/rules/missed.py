from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.by_status import indicators_with
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.PERFORMANCE,
    title="Missed",
    explains="The target's period is over, its final figure is in, and the target was not met.",
    order=2,
)
def missed(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.MISSED, snapshot, Severity.HIGH)
