"""Performance: indicators that miss their target, worsen, are late or have no target."""

from collections.abc import Iterator

from performance.choices import Direction, Status
from performance.models import Indicator
from priorities.models import Theme
from safercornwall.flags.registry import Flag, FlagGroup, Severity, rule
from safercornwall.flags.snapshot import Snapshot


def indicators_with(status: Status, snapshot: Snapshot, severity: Severity) -> Iterator[Flag]:
    """Those that have `status`, with the sentence that explains it, the furthest off their target first."""
    for standing in snapshot.furthest_off_first:
        if standing.status == status:
            themes = snapshot.themes_of(standing.indicator)
            yield Flag(standing.indicator, standing.sentence, severity, themes)


@rule(
    group=FlagGroup.PERFORMANCE,
    title="At risk",
    explains="The target's period still runs and the target is missed by no more than its tolerance, "
    "or is forecast to be missed.",
    order=3,
    shows_on=(Indicator, Theme),
)
def at_risk(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.AT_RISK, snapshot, Severity.MEDIUM)


@rule(
    group=FlagGroup.PERFORMANCE,
    title="Figure overdue",
    explains="The day on which a figure was due has passed without it.",
    order=5,
    shows_on=(Indicator, Theme),
)
def figure_overdue(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.OVERDUE, snapshot, Severity.MEDIUM)


@rule(
    group=FlagGroup.PERFORMANCE,
    title="Missed",
    explains="The target's period is over, its final figure is in, and the target was not met.",
    order=2,
    shows_on=(Indicator, Theme),
)
def missed(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.MISSED, snapshot, Severity.HIGH)


@rule(
    group=FlagGroup.PERFORMANCE,
    title="Off track",
    explains="The target's period still runs and the target is missed by more than its tolerance.",
    order=1,
    shows_on=(Indicator, Theme),
)
def off_track(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.OFF_TRACK, snapshot, Severity.HIGH)


@rule(
    group=FlagGroup.PERFORMANCE,
    title="Met but worsening",
    explains="The target is met, and the figure is worse than the one it is fairly compared with.",
    order=4,
    shows_on=(Indicator, Theme),
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


@rule(
    group=FlagGroup.PERFORMANCE,
    title="No target",
    explains="A live indicator has figures, and no target for their period.",
    order=6,
    shows_on=(Indicator, Theme),
)
def no_target(snapshot: Snapshot) -> Iterator[Flag]:
    for standing in snapshot.standings:
        indicator = standing.indicator
        is_retired = indicator.retired_on is not None and indicator.retired_on <= snapshot.as_at
        if standing.status == Status.NO_TARGET and not is_retired:
            yield Flag(indicator, standing.sentence, Severity.LOW, snapshot.themes_of(indicator))


# An override could otherwise take an indicator off this list without anybody seeing it go.
_WORST_FIRST = (Status.MISSED, Status.OFF_TRACK, Status.AT_RISK)


@rule(
    group=FlagGroup.PERFORMANCE,
    title="Judged better by hand",
    explains="The status worked out from the figures would be flagged, and a person has set another that is not as bad.",
    order=7,
    shows_on=(Indicator, Theme),
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
