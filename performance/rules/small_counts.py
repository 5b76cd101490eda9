"""Two small counts compared: whether the change is more than chance makes of counts so small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from core.periods import written
from performance.choices import Polarity
from performance.rules.direction import BreakInSeries
from performance.rules.readings import Reading
from performance.rules.signal import Variation
from performance.rules.wording import MINUS, show

# Beyond it chance alone leads about once in 370 times, as beyond the limits of a control chart.
SIGNAL = 3


@dataclass(frozen=True)
class CountChange:
    """`score` counts standard deviations, None where nothing can be compared; `sentence` says what it means, and
    `brief` in a few words (empty where nothing can be compared).
    """

    score: float | None
    variation: Variation
    sentence: str
    brief: str = ""


def score_of(now: float, before: float) -> float:
    """2(√now − √before), which chance alone spreads like a normal deviate (Wheeler 2016, "Tables and graphs for monitoring
    temporal crime trends", International Journal of Police Science & Management 18(3)).
    """
    return 2 * (sqrt(now) - sqrt(before))


def compare_counts(
    reading: Reading | None,
    earlier: Iterable[Reading],
    *,
    polarity: Polarity,
    breaks: Sequence[BreakInSeries] = (),
    unit: str = "",
) -> CountChange | None:
    """The count beside that of the same period last year, else of the period before; never across a break.

    None where there is no count to compare, or only such as a break parts from it and none can be said of.
    """
    if reading is None or reading.known is None or reading.known < 0:
        return None
    by_period = {one.period: one for one in earlier if one.known is not None and one.known >= 0}
    wanted = (reading.period.same_last_year(), reading.period.previous())
    found = [by_period[period] for period in wanted if period in by_period]
    fair = [
        one for one in found if not any(cut.parts(one.period, reading.period) for cut in breaks)
    ]
    if not fair:
        crossed = [c for c in breaks if found and c.parts(found[0].period, reading.period)]
        return _across(crossed[0]) if crossed else None
    before = fair[0]
    if before.known is None:
        return None
    score = score_of(float(reading.known), float(before.known))
    variation = _variation(score, polarity)
    return CountChange(
        score,
        variation,
        _sentence(reading, before, score, variation, unit),
        _brief(before, variation),
    )


def _across(cut: BreakInSeries) -> CountChange:
    said = f"Not compared: the series breaks on {written(cut.on)}."
    return CountChange(None, Variation.TOO_FEW, said)


def _variation(score: float, polarity: Polarity) -> Variation:
    if abs(score) < SIGNAL:
        return Variation.COMMON
    if polarity == Polarity.NEITHER:
        return Variation.HIGH if score > 0 else Variation.LOW
    is_better = (score > 0) == (polarity == Polarity.HIGHER)
    return Variation.IMPROVEMENT if is_better else Variation.CONCERN


def _sentence(
    reading: Reading, before: Reading, score: float, variation: Variation, unit: str
) -> str:
    counts = (
        f"from {show(before.known or Decimal(0))} {before.period.when} to "
        f"{show(reading.known or Decimal(0), unit)} {reading.period.when}"
    )
    if variation == Variation.COMMON:
        return f"{variation}: {counts} is within chance for counts of this size ({_signed(score)}, a signal from ±{SIGNAL})."
    return f"{variation}: {counts} is more than chance for counts of this size ({_signed(score)}, a signal from ±{SIGNAL})."


def _brief(before: Reading, variation: Variation) -> str:
    change = f"the change from {before.period.label} is"
    if variation == Variation.COMMON:
        return f"{change} within chance"
    return f"{change} more than chance ({variation.lower()})"


def _signed(score: float) -> str:
    size = f"{abs(score):.1f}"
    return size if size == "0.0" else f"{'+' if score > 0 else MINUS}{size}"
