from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.PERFORMANCE,
    title="No target",
    explains="A live indicator has figures, and no target for their period.",
    order=6,
)
def no_target(snapshot: Snapshot) -> Iterator[Flag]:
    for standing in snapshot.standings:
        indicator = standing.indicator
        is_retired = indicator.retired_on is not None and indicator.retired_on <= snapshot.as_at
        if standing.status == Status.NO_TARGET and not is_retired:
            yield Flag(indicator, standing.sentence, Severity.LOW, snapshot.themes_of(indicator))
