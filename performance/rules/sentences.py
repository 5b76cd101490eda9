"""The one sentence that explains a status: value, target, limit and polarity, never rounded so that it misleads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.periods import Period, written
from performance.choices import FigureState, Polarity
from performance.rules.benchmark import BesideBenchmark, beside_benchmark
from performance.rules.estimates import Estimate, decimals_of_estimate
from performance.rules.intervals import Interval
from performance.rules.readings import Reading, Yardstick
from performance.rules.targets import Limit, TargetValue, change_words
from performance.rules.wording import (
    POLARITY_WORDS,
    Digits,
    Number,
    as_a_sentence,
    short_unit,
    show,
)


def compare(
    value: Number,
    yardstick: Yardstick,
    *,
    polarity: Polarity,
    unit: str = "",
    decimals: int | None = None,
    interval: Interval | None = None,
    has_counts: bool = False,
) -> str:
    """How a value stands beside a comparator: "better than the national benchmark of 28%".

    Where its interval holds the comparator, "similar to" it, with the interval.
    """
    others = [yardstick.value]
    digits = Digits.suiting([value, *others], decimals).telling_apart(value, others)
    when = f" {yardstick.period.when}" if yardstick.period else ""
    other = f"the {yardstick.label} of {digits.show(yardstick.value, short_unit(unit))}{when}"
    found = beside_benchmark(
        value, yardstick.value, interval=interval, polarity=polarity, has_counts=has_counts
    )
    words = f"{found.leading} {other}"
    if interval is not None and found == BesideBenchmark.SIMILAR:
        ends = interval_words(interval, [yardstick.value], unit=unit, decimals=decimals)
        words += f" (95% interval {ends})"
    return words


def interval_words(
    interval: Interval,
    beside: Sequence[Number] = (),
    *,
    unit: str = "",
    decimals: int | None = None,
) -> str:
    """ "61% to 68%", each end still on its own side of the values `beside` it."""
    decimals = decimals_of_estimate(interval.high, decimals)
    low, high = (_end_words(end, beside, unit, decimals) for end in interval)
    return f"{low} to {high}"


def _end_words(end: float, beside: Sequence[Number], unit: str, decimals: int) -> str:
    value = Decimal(f"{end:.6f}")
    digits = Digits(decimals, decimals).telling_apart(value, beside)
    return digits.show(value, short_unit(unit))


@dataclass(frozen=True)
class Sentence:
    """Writes the one sentence about a figure that is in, rounding so that it cannot contradict the status."""

    reading: Reading
    value: Fraction
    polarity: Polarity
    unit: str
    decimals: int | None
    interval: Interval | None = None

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
                    interval=self.interval,
                    has_counts=self.reading.denominator is not None,
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
        left_open: str,
        feared: Estimate | None,
    ) -> str:
        digits = self._digits(limit, whole, final=final)

        def number(value: Number) -> str:
            return digits.show(value, short_unit(self.unit))

        held = "" if target.period == self.reading.period else f" for {the(target.period)}"
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
            ends = [bound.limit for bound in whole.bounds]
            said = show(feared.beside(ends), short_unit(self.unit))
            clauses.append(f"met so far, but {said} is forecast")
        clauses.append(POLARITY_WORDS[self.polarity])
        if left_open:
            clauses.append(left_open)
        return "; ".join(clauses) + "."

    def _digits(self, limit: Limit, whole: Limit, *, final: bool) -> Digits:
        limits = [bound.limit for bound in limit.bounds]
        ends = [bound.limit for bound in whole.bounds]
        ambers = [] if final else [bound.amber for bound in limit.bounds]
        digits = Digits.suiting([self.value, *limits, *ends], self.decimals)
        if any(amber.denominator > 1 for amber in ambers):
            digits = digits.at_least(1)
        return digits.telling_apart(self.value, [*limits, *ambers])

    def _figure(self, digits: Digits) -> str:
        provisional = self.reading.state == FigureState.PROVISIONAL
        doubts = ["provisional"] * provisional + ["an estimate"] * self.reading.is_estimate
        aside = f" ({', '.join(doubts)})" if doubts else ""
        return f"{digits.show(self.value, self.unit)} {self.reading.period.when}{aside}"


def ending(
    whole: Period, state: FigureState | None, not_final: str = "", due_on: date | None = None
) -> str:
    """Why a target whose period is over is not settled by a figure: what is known of the final one, and the day on which it
    was due, where that has passed.
    """
    if state is None or state == FigureState.PROVISIONAL:
        due = f", due on {written(due_on)}," if due_on else ""
        why = f": {not_final}" if not_final else ""
        return f"{whole} is over but its final figure{due} is not in{why}"
    known = {
        FigureState.REPORTED: "in",
        FigureState.SUPPRESSED: "suppressed",
        FigureState.NOT_APPLICABLE: "not applicable",
    }
    return f"{whole} is over, and its final figure is {known[state]}"


def set_aside(reading: Reading) -> str:
    """Of a figure that is in and is not judged: which, and why."""
    if reading.state == FigureState.SUPPRESSED:
        return f"Suppressed: small number. The figure for {the(reading.period)} is in, and is not judged."
    why = (
        f"Not applicable: {as_a_sentence(reading.reason)}" if reading.reason else "Not applicable."
    )
    return f"{why} There is no figure for {the(reading.period)} to judge."


def the(period: Period) -> str:
    return f"the {period}" if period.kind == "rolling_year" else str(period)
