from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule


@rule(
    group=Group.PERFORMANCE,
    title="Figure overdue",
    explains="The day on which a figure was due has passed without it.",
    order=5,
)
def figure_overdue(snapshot):
    for standing in snapshot.standings:
        if standing.status == Status.OVERDUE:
            yield Flag(
                standing.indicator,
                standing.sentence,
                Severity.MEDIUM,
                tuple(snapshot.themes_of(standing.indicator)),
            )
