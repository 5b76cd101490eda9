"""The status of an indicator: one figure held to one target."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.periods import Period, written
from performance.choices import AbsentState, Aggregation, FigureState, Polarity, Status
from performance.rules.awaited import is_late
from performance.rules.estimates import Estimate
from performance.rules.intervals import Interval, could_be_chance, interval_of
from performance.rules.readings import Reading, Yardstick
from performance.rules.rollup import is_final, reaches_end
from performance.rules.sentences import Sentence, ending, set_aside, the
from performance.rules.targets import Limit, NoLimit, TargetValue, limit_for, whole_limit

# The word for a year to date of which a part is in and another is not.
INCOMPLETE = "Incomplete"
# What is known of a final figure that is not in.
NOT_FINAL = (None, FigureState.PROVISIONAL)


@dataclass(frozen=True)
class Judgement:
    """A status with its grounds. `value`, `limit`, `amber` and `shortfall` are in the indicator's unit.

    `value` is what was held to the target: the figure, or the year to date.
    `limit` and `amber` are the bound missed or nearest; `shortfall` is by how much it is missed, 0 when met.
    All four are exact, and are None when there was nothing to judge, or nothing to judge by. `set_aside` is the state of a figure
    that is in and gives no value to judge: its words stand where there is no figure yet, which would not be true.
    `missing` are the periods without which a year to date that has a figure is none; `withheld` those of them that are
    in, and suppressed. `interval` is the 95% confidence interval of `value`; where it straddles the limit, it could be
    chance on which side of it the value is.
    """

    status: Status
    sentence: str
    just: bool = False
    limit: Fraction | None = None
    amber: Fraction | None = None
    shortfall: Fraction | None = None
    set_aside: FigureState | None = None
    missing: tuple[str, ...] = ()
    value: Fraction | None = None
    withheld: tuple[str, ...] = ()
    interval: Interval | None = None
    could_be_chance: bool = False

    @property
    def label(self) -> str:
        if self.missing or self.withheld:
            return INCOMPLETE
        if self.set_aside is not None:
            return str(self.set_aside.label)
        return _label(self.status, just=self.just)

    @property
    def missed_by(self) -> Fraction:
        """The shortfall as a share of the limit, so that misses in different units can be ranked; 0 when met."""
        if self.limit is None or self.shortfall is None:
            return Fraction(0)
        return self.shortfall / (abs(self.limit) or Fraction(1))


def absent_state(period: Period, as_at: date, lag_days: int | None) -> AbsentState:
    """Whether a figure that is not in is late; on the day it is due it is still in time.

    It is due `lag_days` after its period ends; where those are None no day is set, and it is never late.
    """
    late = is_late(period, as_at=as_at, lag_days=lag_days)
    return AbsentState.LATE if late else AbsentState.NOT_YET_DUE


def overdue(period: Period, lag_days: int) -> Judgement:
    """Of a period whose figure was due `lag_days` after it, and is not in."""
    due = written(period.due_on(lag_days))
    sentence = f"Overdue: the figure for {the(period)} was due on {due} and is not in."
    return Judgement(Status.OVERDUE, sentence)


def judge(
    reading: Reading | None,
    target: TargetValue | None,
    *,
    polarity: Polarity,
    as_at: date,
    aggregation: Aggregation = Aggregation.NONE,
    year_to_date: bool | None = None,
    unit: str = "",
    decimals: int | None = None,
    awaited: Period | None = None,
    lag_days: int | None = 0,
    forecast: Estimate | None = None,
    yardstick: Yardstick | None = None,
    final_state: FigureState | None = None,
    not_final: str = "",
    not_compared: str = "",
    final_lag_days: int | None = None,
) -> Judgement:
    """Hold a figure to the target for its period, as things stand on `as_at`. Values are compared unrounded.

    Where `year_to_date` (by default, where figures are summed) the target's share so far is the limit, and the
    reading is the year to date. `awaited` is the period whose figure is looked for when none is in, due `lag_days`
    after it ends. `forecast` is the value expected at the end of the target's period, held to the whole target.
    `final_state` is what is known of the final figure, where that is another; `not_final` is a clause that says why there
    is none, and `not_compared` one that says why this figure is not held to the target at all. `final_lag_days` after the
    target's period its final figure is due (None: none is waited for); past that day a provisional one is Overdue.
    """
    if reading is not None and not reading.is_in:
        return Judgement(Status.NO_FIGURES, set_aside(reading), set_aside=reading.state)
    if reading is None or reading.exact is None:
        return _absent(awaited or (reading.period if reading else None), as_at, lag_days)
    interval = interval_of(reading, aggregation=aggregation, unit=unit)
    say = Sentence(reading, reading.exact, polarity, unit, decimals, interval)

    def without_target(reason: str) -> Judgement:
        return Judgement(Status.NO_TARGET, say.without_target(reason, yardstick), interval=interval)

    if target is None or not_compared:
        return without_target(not_compared)
    if year_to_date is None:
        year_to_date = aggregation == Aggregation.SUM
    whole = whole_limit(target, polarity=polarity)
    limit = limit_for(target, reading.period, polarity=polarity, year_to_date=year_to_date)
    if isinstance(whole, NoLimit) or isinstance(limit, NoLimit):
        reason = next(none.reason for none in (whole, limit) if isinstance(none, NoLimit))
        return without_target(reason)
    over = target.period.is_over(as_at)
    final = over and is_final(reading, target.period, aggregation)
    # A provisional figure of the whole period is the newest there will be before the final one.
    is_late_final = (
        (over and not final and final_state in NOT_FINAL)
        and reaches_end(reading, target.period, aggregation)
        and is_late(target.period, as_at=as_at, lag_days=final_lag_days)
    )
    due = target.period.due_on(final_lag_days or 0) if is_late_final else None
    left_open = ending(target.period, final_state, not_final, due) if over and not final else ""
    return _held(
        say,
        target,
        whole,
        limit,
        final=final,
        is_late=is_late_final,
        left_open=left_open,
        forecast=None if over else forecast,
    )


def _held(
    say: Sentence,
    target: TargetValue,
    whole: Limit,
    limit: Limit,
    *,
    final: bool,
    is_late: bool,
    left_open: str,
    forecast: Estimate | None,
) -> Judgement:
    """The figure of `say` held to `limit`, which is `whole` or its share so far. Where the final one `is_late` that is the
    status, and the figure stands beside it.
    """
    feared = forecast
    if forecast is None or whole.met(forecast.value) or not limit.met(say.value):
        feared = None
    status = _status(say.value, limit, final=final, feared=feared is not None)
    status = Status.OVERDUE if is_late else status
    bound = limit.nearest(say.value)
    just = status == Status.ON_TRACK and limit.just_met(say.value)
    label = _label(status, just=just)
    return Judgement(
        status=status,
        sentence=say.against(
            target, whole, limit, label, final=final, left_open=left_open, feared=feared
        ),
        just=just,
        limit=bound.limit,
        amber=bound.amber,
        shortfall=max(Fraction(0), -bound.spare(say.value)),
        value=say.value,
        interval=say.interval,
        could_be_chance=not is_late and could_be_chance(say.interval, limit),
    )


def _status(value: Fraction, limit: Limit, *, final: bool, feared: bool) -> Status:
    if final:
        return Status.ACHIEVED if limit.met(value) else Status.MISSED
    if limit.met(value):
        return Status.AT_RISK if feared else Status.ON_TRACK
    return Status.AT_RISK if limit.within_tolerance(value) else Status.OFF_TRACK


def _label(status: Status, *, just: bool) -> str:
    return "Just on track" if just else str(status.label)


def _absent(awaited: Period | None, as_at: date, lag_days: int | None) -> Judgement:
    if awaited is None:
        return Judgement(Status.NO_FIGURES, "No figures yet: nothing is due and nothing is in.")
    figure = f"the figure for {the(awaited)}"
    if lag_days is None:
        return Judgement(
            Status.NO_FIGURES, f"No figures yet: no day is set on which {figure} is due."
        )
    if absent_state(awaited, as_at, lag_days) == AbsentState.LATE:
        return overdue(awaited, lag_days)
    due = written(awaited.due_on(lag_days))
    return Judgement(Status.NO_FIGURES, f"No figures yet: {figure} is due on {due}.")
