"""The status of an indicator: one figure held to one target."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period, written
from performance.choices import AbsentState, Aggregation, FigureState, Polarity, Status
from performance.rules.readings import Reading, Yardstick
from performance.rules.sentences import Sentence, set_aside, the
from performance.rules.targets import Limit, NoLimit, TargetValue, limit_for, whole_limit


@dataclass(frozen=True)
class Judgement:
    """A status with its grounds. `limit`, `amber` and `shortfall` are in the indicator's unit.

    `limit` and `amber` are the bound missed or nearest; `shortfall` is by how much it is missed, 0 when met.
    All three are None when there was nothing to judge, or nothing to judge by. `set_aside` is the state of a figure
    that is in and gives no value to judge: its words stand where there is no figure yet, which would not be true.
    """

    status: Status
    sentence: str
    just: bool = False
    limit: Decimal | None = None
    amber: Decimal | None = None
    shortfall: Decimal | None = None
    set_aside: FigureState | None = None

    @property
    def label(self) -> str:
        if self.set_aside is not None:
            return str(self.set_aside.label)
        return _label(self.status, just=self.just)

    @property
    def missed_by(self) -> Decimal:
        """The shortfall as a share of the limit, so that misses in different units can be ranked; 0 when met."""
        if self.limit is None or self.shortfall is None:
            return Decimal(0)
        return self.shortfall / (abs(self.limit) or Decimal(1))


def absent_state(period: Period, as_at: date, lag_days: int | None) -> AbsentState:
    """Whether a figure that is not in is late; on the day it is due it is still in time.

    It is due `lag_days` after its period ends; where those are None no day is set, and it is never late.
    """
    late = lag_days is not None and as_at > period.due_on(lag_days)
    return AbsentState.LATE if late else AbsentState.NOT_YET_DUE


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
    forecast: Decimal | None = None,
    yardstick: Yardstick | None = None,
) -> Judgement:
    """Hold a figure to the target for its period, as things stand on `as_at`. Values are compared unrounded.

    Where `year_to_date` (by default, where figures are summed) the target's share so far is the limit, and the
    reading is the year to date. `awaited` is the period whose figure is looked for when none is in, due `lag_days`
    after it ends. `forecast` is the value expected at the end of the target's period, held to the whole target.
    """
    if reading is not None and not reading.is_in:
        return Judgement(Status.NO_FIGURES, set_aside(reading), set_aside=reading.state)
    if reading is None or reading.value is None:
        return _absent(awaited or (reading.period if reading else None), as_at, lag_days)
    say = Sentence(reading, reading.value, polarity, unit, decimals)
    if target is None:
        return Judgement(Status.NO_TARGET, say.without_target("", yardstick))
    if year_to_date is None:
        year_to_date = aggregation == Aggregation.SUM
    whole = whole_limit(target, polarity=polarity)
    limit = limit_for(target, reading.period, polarity=polarity, year_to_date=year_to_date)
    if isinstance(whole, NoLimit) or isinstance(limit, NoLimit):
        reason = next(none.reason for none in (whole, limit) if isinstance(none, NoLimit))
        return Judgement(Status.NO_TARGET, say.without_target(reason, yardstick))
    final = target.period.is_over(as_at) and _is_final(reading, target.period, aggregation)
    return _held(say, target, whole, limit, as_at=as_at, final=final, forecast=forecast)


def _held(
    say: Sentence,
    target: TargetValue,
    whole: Limit,
    limit: Limit,
    *,
    as_at: date,
    final: bool,
    forecast: Decimal | None,
) -> Judgement:
    """The figure of `say` held to `limit`, which is `whole` or its share so far."""
    over = target.period.is_over(as_at)
    feared = forecast
    if over or forecast is None or whole.met(forecast) or not limit.met(say.value):
        feared = None
    status = _status(say.value, limit, final=final, feared=feared is not None)
    bound = limit.nearest(say.value)
    spare = bound.spare(say.value)
    just = status == Status.ON_TRACK and spare < bound.tolerance
    label = _label(status, just=just)
    return Judgement(
        status=status,
        sentence=say.against(target, whole, limit, label, final=final, over=over, feared=feared),
        just=just,
        limit=bound.limit,
        amber=bound.amber,
        shortfall=max(Decimal(0), -spare),
    )


def _status(value: Decimal, limit: Limit, *, final: bool, feared: bool) -> Status:
    if final:
        return Status.ACHIEVED if limit.met(value) else Status.MISSED
    if limit.met(value):
        return Status.AT_RISK if feared else Status.ON_TRACK
    return Status.AT_RISK if limit.within_tolerance(value) else Status.OFF_TRACK


def _is_final(reading: Reading, whole: Period, aggregation: Aggregation) -> bool:
    """A confirmed figure for the whole of the target's period, or at its end for a level or a rolling year."""
    if reading.state != FigureState.REPORTED:
        return False
    at_its_end = aggregation == Aggregation.LATEST or reading.period.kind == "rolling_year"
    return reading.period.contains(whole) or (at_its_end and reading.period.end == whole.end)


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
    due = written(awaited.due_on(lag_days))
    if absent_state(awaited, as_at, lag_days) == AbsentState.LATE:
        return Judgement(Status.OVERDUE, f"Overdue: {figure} was due on {due} and is not in.")
    return Judgement(Status.NO_FIGURES, f"No figures yet: {figure} is due on {due}.")
