"""Performance: indicators that miss their target, worsen, are late or have no target."""

from collections.abc import Iterator

from performance.choices import Direction, Status
from performance.models import Indicator
from performance.rules.status import overdue
from performance.standings.standing import Standing
from priorities.models import Theme
from safercornwall.flags.registry import Flag, FlagGroup, RuleGroup, Severity, TrueOfAll
from safercornwall.flags.snapshot import Snapshot

group = RuleGroup(FlagGroup.PERFORMANCE)
# Worst first. An override to a status that is not as bad raises a flag, or nobody might notice it.
_BAD_STATUSES = (Status.MISSED, Status.OFF_TRACK, Status.AT_RISK)


def indicators_with(status: Status, snapshot: Snapshot, severity: Severity) -> Iterator[Flag]:
    """The indicators with `status`, those that miss their target by most first."""
    for standing in snapshot.standings:
        if standing.status == status:
            themes = snapshot.themes_of(standing.indicator)
            missed_by = float(standing.judgement.missed_by)
            yield Flag(standing.indicator, standing.sentence, severity, themes, missed_by)


@group.rule(
    title="Off track",
    explains="The target's period still runs and the target is missed by more than its tolerance.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
)
def off_track(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.OFF_TRACK, snapshot, Severity.HIGH)


@group.rule(
    title="Missed",
    explains="The target's period is over, its final figure is in, and the target was not met.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
)
def missed(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.MISSED, snapshot, Severity.HIGH)


@group.rule(
    title="At risk",
    explains="The target's period still runs and the target is missed by no more than its tolerance, "
    "or is forecast to be missed.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
)
def at_risk(snapshot: Snapshot) -> Iterator[Flag]:
    return indicators_with(Status.AT_RISK, snapshot, Severity.MEDIUM)


@group.rule(
    title="Met but worsening",
    explains="The target is met, and the figure is worse than the one it is fairly compared with.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
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


@group.rule(
    title="Figure overdue",
    explains="The day on which a figure was due has passed without it.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
)
def figure_overdue(snapshot: Snapshot) -> Iterator[Flag]:
    """Those whose newest figure is late, then those where an earlier one is though a later one is in."""
    yield from indicators_with(Status.OVERDUE, snapshot, Severity.MEDIUM)
    for standing in snapshot.standings:
        if standing.overdue and standing.status != Status.OVERDUE:
            lag = standing.indicator.reporting_lag_days or 0
            sentence = overdue(standing.overdue[0], lag).sentence
            themes = snapshot.themes_of(standing.indicator)
            yield Flag(standing.indicator, sentence, Severity.MEDIUM, themes)


@group.rule(
    title="No target",
    explains="A live indicator has figures, and no target for their period.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
    true_of_all=TrueOfAll(
        among=lambda snapshot: [
            row.indicator for row in snapshot.standings if _is_live_with_figures(row, snapshot)
        ],
        words="indicators with figures have no target",
        reason="No target is set for the newest figure of any of them.",
        listing="indicators:list",
    ),
)
def no_target(snapshot: Snapshot) -> Iterator[Flag]:
    for standing in snapshot.standings:
        if standing.status == Status.NO_TARGET and _is_live_with_figures(standing, snapshot):
            indicator = standing.indicator
            yield Flag(indicator, standing.sentence, Severity.LOW, snapshot.themes_of(indicator))


def _is_live_with_figures(standing: Standing, snapshot: Snapshot) -> bool:
    retired_on = standing.indicator.retired_on
    is_live = retired_on is None or retired_on > snapshot.as_at
    return is_live and standing.figure is not None


@group.rule(
    title="Judged better by hand",
    explains="The status by the figures would be flagged, and a person has set a better one by hand.",
    shows_on=(Indicator, Theme),
    reads=("standings",),
    of_each=Indicator,
)
def judged_better_by_hand(snapshot: Snapshot) -> Iterator[Flag]:
    for standing in snapshot.standings:
        by_figures = standing.judgement.status
        bad = (
            _BAD_STATUSES[: _BAD_STATUSES.index(by_figures) + 1]
            if by_figures in _BAD_STATUSES
            else ()
        )
        if bad and standing.status not in bad:
            indicator = standing.indicator
            yield Flag(indicator, standing.sentence, Severity.MEDIUM, snapshot.themes_of(indicator))
