from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule


@rule(
    group=Group.PERFORMANCE,
    title="At risk",
    explains="The target's period still runs and the target is missed by no more than its tolerance, "
    "or is forecast to be missed.",
    order=3,
)
def at_risk(snapshot):
    for standing in snapshot.standings:
        if standing.status == Status.AT_RISK:
            yield Flag(
                standing.indicator,
                standing.sentence,
                Severity.MEDIUM,
                tuple(snapshot.themes_of(standing.indicator)),
            )
