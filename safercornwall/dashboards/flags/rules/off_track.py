from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule


@rule(
    group=Group.PERFORMANCE,
    title="Off track",
    explains="The target's period still runs and the target is missed by more than its tolerance.",
    order=1,
)
def off_track(snapshot):
    for standing in snapshot.furthest_off_first:
        if standing.status == Status.OFF_TRACK:
            yield Flag(
                standing.indicator,
                standing.sentence,
                Severity.HIGH,
                tuple(snapshot.themes_of(standing.indicator)),
            )
