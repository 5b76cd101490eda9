"""A figure beside the same measure elsewhere: better, similar or worse."""

from __future__ import annotations

from enum import StrEnum

from performance.choices import Polarity
from performance.rules.intervals import Interval
from performance.rules.wording import Number


class BesideBenchmark(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    HIGHER = "above"
    LOWER = "below"
    SIMILAR = "similar"
    SAME = "the same"

    @property
    def leading(self) -> str:
        """The words that lead to the benchmark: "better than", "similar to", "above"."""
        joins = {
            **dict.fromkeys((BesideBenchmark.BETTER, BesideBenchmark.WORSE), " than"),
            BesideBenchmark.SIMILAR: " to",
            BesideBenchmark.SAME: " as",
        }
        return f"{self}{joins.get(self, '')}"


def beside_benchmark(
    value: Number,
    benchmark: Number,
    *,
    interval: Interval | None,
    polarity: Polarity,
    has_counts: bool = False,
) -> BesideBenchmark:
    """As Fingertips compares (OHID Fingertips, "Comparing areas against a benchmark"): similar where the 95% interval holds the benchmark.

    Without an interval the two are compared as they are; where the figure `has_counts` that make no interval, only as above
    or below, as better might be chance. All in the indicator's unit.
    """
    if interval is not None and interval.holds(benchmark):
        return BesideBenchmark.SIMILAR
    if value == benchmark:
        return BesideBenchmark.SAME
    is_above = value > benchmark
    if polarity == Polarity.NEITHER or (interval is None and has_counts):
        return BesideBenchmark.HIGHER if is_above else BesideBenchmark.LOWER
    is_better = is_above == (polarity == Polarity.HIGHER)
    return BesideBenchmark.BETTER if is_better else BesideBenchmark.WORSE
