from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.by_status import indicators_with
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.PERFORMANCE,
    title="Off track",
    explains="The target's period still runs and the target is missed by more than its tolerance.",
    order=1,
)
def off_track(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.OFF_TRACK, snapshot, Severity.HIGH)
