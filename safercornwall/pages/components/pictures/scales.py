"""How values become places on a picture, and round numbers for its axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Steps of an axis that people count in.
ROUND = (1, 2, 2.5, 5, 10)
LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` spread over places from `start` to `end`. Values outside stop at the ends."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def axis_values(values: Iterable[float], *, from_zero: bool = True, about: int = 4) -> list[float]:
    """Round numbers, evenly apart, that reach around `values`: "0, 20, 40, 60" for 3 and 51."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low, low + 1) if low == 0 else (low - abs(low) / 2, high + abs(high) / 2)
    step = _round_step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def axis_words(values: Sequence[float], *, before: str = "", after: str = "") -> list[str]:
    """The numbers of an axis as words, alike in their decimals: "£1.5m", "2,000", "−5%"."""
    most = max((abs(value) for value in values), default=0)
    size, unit = next(((size, unit) for size, unit in LARGE if most >= size), (1.0, ""))
    scaled = [value / size for value in values]
    step = min((abs(b - a) for a, b in pairwise(scaled)), default=1) or 1
    places = next((n for n in range(7) if abs(round(step, n) - step) <= step * 1e-6), 7)
    return [_worded(value, places, before, unit, after) for value in scaled]


def _worded(value: float, places: int, before: str, unit: str, after: str) -> str:
    words = f"{abs(value):,.{places}f}"
    if not words.strip("0."):
        return f"{before}0{after}"
    return f"{'−' if value < 0 else ''}{before}{words}{unit}{after}"


def _round_step(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step))
    return next(factor * size for factor in ROUND if step <= factor * size * (1 + 1e-9))
