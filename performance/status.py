"""The status of an indicator: one figure held to one target, and the sentence that explains it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from performance.choices import AbsentState, Aggregation, FigureState, Polarity, Status
from performance.targets import DEFAULT_TOLERANCE_PERCENT as DEFAULT_TOLERANCE_PERCENT
from performance.targets import Limit, NoLimit, TargetValue, change_words, limit_for, whole_limit
from performance.wording import POLARITY_WORDS, Digits, short_unit
from safercornwall.periods import Period, written

IN = (FigureState.REPORTED, FigureState.PROVISIONAL)


@dataclass(frozen=True)
class Reading:
    """One figure, in its indicator's own unit. `value` is None when it is not applicable or suppressed.

    `numerator` and `denominator` are what a percentage or rate was made from; `reason` is why one is not applicable.
    """

    period: Period
    value: Decimal | None
    state: FigureState = FigureState.REPORTED
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    is_estimate: bool = False

    @property
    def known(self) -> Decimal | None:
        """The value where it is reported or provisional and so may be judged and shown, otherwise None."""
        return self.value if self.state in IN else None


@dataclass(frozen=True)
class Yardstick:
    """The same measure elsewhere, in the indicator's unit: `label` is "national benchmark", say."""

    label: str
    value: Decimal
    period: Period | None = None


@dataclass(frozen=True)
class Judgement:
    """A status with its grounds. `limit`, `amber` and `shortfall` are in the indicator's unit.

    `limit` and `amber` are the bound missed or nearest; `shortfall` is by how much it is missed, 0 when met.
    All three are None when there was nothing to judge, or nothing to judge by.
    """

    status: Status
    sentence: str
    just: bool = False
    limit: Decimal | None = None
    amber: Decimal | None = None
    shortfall: Decimal | None = None

    @property
    def label(self) -> str:
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
    if reading is not None and reading.state not in IN:
        return Judgement(Status.NO_FIGURES, _set_aside(reading))
    if reading is None or reading.value is None:
        return _absent(awaited or (reading.period if reading else None), as_at, lag_days)
    say = _Sentence(reading, reading.value, polarity, unit, decimals)
    if target is None:
        return Judgement(Status.NO_TARGET, say.without_target("", yardstick))
    if year_to_date is None:
        year_to_date = aggregation == Aggregation.SUM
    whole = whole_limit(target, polarity=polarity)
    limit = limit_for(target, reading.period, polarity=polarity, year_to_date=year_to_date)
    if isinstance(whole, NoLimit) or isinstance(limit, NoLimit):
        reason = next(none.reason for none in (whole, limit) if isinstance(none, NoLimit))
        return Judgement(Status.NO_TARGET, say.without_target(reason, yardstick))

    over = target.period.is_over(as_at)
    final = over and _is_final(reading, target.period, aggregation)
    feared = forecast
    if over or forecast is None or whole.met(forecast) or not limit.met(reading.value):
        feared = None
    status = _status(reading.value, limit, final=final, feared=feared is not None)
    bound = limit.nearest(reading.value)
    spare = bound.spare(reading.value)
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


def compare(
    value: Decimal,
    yardstick: Yardstick,
    *,
    polarity: Polarity,
    unit: str = "",
    decimals: int | None = None,
) -> str:
    """How a value stands beside a comparator: "better than the national benchmark of 28%"."""
    others = [yardstick.value]
    digits = Digits.suiting([value, *others], decimals).telling_apart(value, others)
    when = f" {yardstick.period.when}" if yardstick.period else ""
    other = f"the {yardstick.label} of {digits.show(yardstick.value, short_unit(unit))}{when}"
    if value == yardstick.value:
        return f"the same as {other}"
    if polarity == Polarity.NEITHER:
        return f"{'above' if value > yardstick.value else 'below'} {other}"
    better = (value < yardstick.value) == (polarity == Polarity.LOWER)
    return f"{'better' if better else 'worse'} than {other}"


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


def _set_aside(reading: Reading) -> str:
    if reading.state == FigureState.SUPPRESSED:
        why = "is suppressed (small number), so it is not judged"
    else:
        why = f"is not applicable{f' ({reading.reason})' if reading.reason else ''}"
    return f"No figures yet: the figure for {_the(reading.period)} {why}."


def _absent(awaited: Period | None, as_at: date, lag_days: int | None) -> Judgement:
    if awaited is None:
        return Judgement(Status.NO_FIGURES, "No figures yet: nothing is due and nothing is in.")
    figure = f"the figure for {_the(awaited)}"
    if lag_days is None:
        return Judgement(
            Status.NO_FIGURES, f"No figures yet: no day is set on which {figure} is due."
        )
    due = written(awaited.due_on(lag_days))
    if absent_state(awaited, as_at, lag_days) == AbsentState.LATE:
        return Judgement(Status.OVERDUE, f"Overdue: {figure} was due on {due} and is not in.")
    return Judgement(Status.NO_FIGURES, f"No figures yet: {figure} is due on {due}.")


@dataclass(frozen=True)
class _Sentence:
    """Writes the one sentence about a figure that is in, rounding so that it cannot contradict the status."""

    reading: Reading
    value: Decimal
    polarity: Polarity
    unit: str
    decimals: int | None

    def without_target(self, reason: str, yardstick: Yardstick | None) -> str:
        others = [yardstick.value] if yardstick else []
        digits = Digits.suiting([self.value, *others], self.decimals).telling_apart(
            self.value, others
        )
        clauses = [f"No target: {self._figure(digits)}", reason]
        if yardstick:
            clauses.append(
                compare(
                    self.value,
                    yardstick,
                    polarity=self.polarity,
                    unit=self.unit,
                    decimals=self.decimals,
                )
            )
        return (
            "; ".join(clause for clause in (*clauses, POLARITY_WORDS[self.polarity]) if clause)
            + "."
        )

    def against(
        self,
        target: TargetValue,
        whole: Limit,
        limit: Limit,
        label: str,
        *,
        final: bool,
        over: bool,
        feared: Decimal | None,
    ) -> str:
        digits = self._digits(limit, whole, final=final, feared=feared)

        def number(value: Decimal) -> str:
            return digits.show(value, short_unit(self.unit))

        held = "" if target.period == self.reading.period else f" for {_the(target.period)}"
        basis = change_words(target, number)
        clauses = [
            f"{label}: {self._figure(digits)} against a target of {whole.words(number)}{held}"
        ]
        clauses[0] += f" ({basis})" if basis else ""
        if limit.period != whole.period:
            clauses[0] += f", {limit.words(number)} by {written(limit.period.end)}"
        if not final:
            clauses[0] += f" ({limit.amber_words(number)})"
        if feared is not None:
            clauses.append(f"met so far, but {number(feared)} is forecast")
        clauses.append(POLARITY_WORDS[self.polarity])
        if over and not final:
            clauses.append(f"{target.period} is over but its final figure is not in")
        return "; ".join(clauses) + "."

    def _digits(self, limit: Limit, whole: Limit, *, final: bool, feared: Decimal | None) -> Digits:
        limits = [bound.limit for bound in limit.bounds]
        ends = [bound.limit for bound in whole.bounds]
        ambers = [] if final else [bound.amber for bound in limit.bounds]
        digits = Digits.suiting([self.value, *limits, *ends], self.decimals)
        if any(amber != amber.to_integral_value() for amber in ambers):
            digits = digits.at_least(1)
        digits = digits.telling_apart(self.value, [*limits, *ambers])
        return digits if feared is None else digits.telling_apart(feared, ends)

    def _figure(self, digits: Digits) -> str:
        provisional = self.reading.state == FigureState.PROVISIONAL
        doubts = ["provisional"] * provisional + ["an estimate"] * self.reading.is_estimate
        aside = f" ({', '.join(doubts)})" if doubts else ""
        return f"{digits.show(self.value, self.unit)} {self.reading.period.when}{aside}"


def _the(period: Period) -> str:
    return f"the {period}" if period.kind == "rolling_year" else str(period)
