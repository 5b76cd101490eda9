from collections.abc import Iterator

from performance.choices import Status
from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule
from safercornwall.dashboards.snapshot import Snapshot

# An override could otherwise take an indicator off this list without anybody seeing it go.
_WORST_FIRST = (Status.MISSED, Status.OFF_TRACK, Status.AT_RISK)


@rule(
    group=Group.PERFORMANCE,
    title="Judged better by hand",
    explains="The status worked out from the figures would be flagged, and a person has set another that is not as bad.",
    order=7,
)
def judged_better_by_hand(snapshot: Snapshot) -> Iterator[Flag]:
    for standing in snapshot.standings:
        worked_out = standing.judgement.status
        bad = (
            _WORST_FIRST[: _WORST_FIRST.index(worked_out) + 1] if worked_out in _WORST_FIRST else ()
        )
        if bad and standing.status not in bad:
            indicator = standing.indicator
            yield Flag(indicator, standing.sentence, Severity.MEDIUM, snapshot.themes_of(indicator))
