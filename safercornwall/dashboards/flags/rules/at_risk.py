from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.by_status import indicators_with
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.PERFORMANCE,
    title="At risk",
    explains="The target's period still runs and the target is missed by no more than its tolerance, "
    "or is forecast to be missed.",
    order=3,
)
def at_risk(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.AT_RISK, snapshot, Severity.MEDIUM)
