"""The one sentence that explains a status: value, target, limit and polarity, never rounded so that it misleads."""

from dataclasses import dataclass
from decimal import Decimal

from core.periods import Period, written
from performance.choices import FigureState, Polarity
from performance.rules.readings import Reading, Yardstick
from performance.rules.targets import Limit, TargetValue, change_words
from performance.rules.wording import POLARITY_WORDS, Digits, as_a_sentence, short_unit


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


@dataclass(frozen=True)
class Sentence:
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
