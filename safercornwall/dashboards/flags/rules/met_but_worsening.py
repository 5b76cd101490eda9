from collections.abc import Iterator

from performance.choices import Direction, Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot


@rule(
    group=Group.PERFORMANCE,
    title="Met but worsening",
    explains="The target is met, and the figure is worse than the one it is fairly compared with.",
    order=4,
)
def met_but_worsening(snapshot: Snapshot) -> Iterator[Flag]:
    for standing in snapshot.standings:
        met = standing.status in {Status.ACHIEVED, Status.ON_TRACK}
        if met and standing.travel.direction == Direction.WORSENING:
            reason = f"{standing.label}, but worsening. {standing.travel.sentence}"
            yield Flag(
                standing.indicator,
                reason,
                Severity.LOW,
                snapshot.themes_of(standing.indicator),
            )
