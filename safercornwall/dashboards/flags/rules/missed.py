from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule


@rule(
    group=Group.PERFORMANCE,
    title="Missed",
    explains="The target's period is over, its final figure is in, and the target was not met.",
    order=2,
)
def missed(snapshot):
    for standing in snapshot.furthest_off_first:
        if standing.status == Status.MISSED:
            yield Flag(
                standing.indicator,
                standing.sentence,
                Severity.HIGH,
                tuple(snapshot.themes_of(standing.indicator)),
            )
