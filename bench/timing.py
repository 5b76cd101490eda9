"""Times, and what they come to against a limit."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any


class Times:
    """The least of several runs of each thing that is timed: what it costs when nothing else gets in the way."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = defaultdict(list)

    def of(self, name: str, work: Callable[..., Any], *facts: Any) -> Any:
        gc.collect()
        start = perf_counter()
        result = work(*facts)
        self.add(name, perf_counter() - start)
        return result

    def add(self, name: str, seconds: float) -> None:
        self._seconds[name].append(seconds)

    def __getitem__(self, name: str) -> float:
        return min(self._seconds[name])


@dataclass(frozen=True)
class Measure:
    """Ours against another's, in one unit; `limit` is the most, or with `at_least` the least, that the ratio may be.

    Without a limit it is for comparison only. With `absolute`, the limit is for `ours` itself. With `more_is_better`, the
    ratio is ours over theirs, and the limit the least that it may be.
    """

    what: str
    ours: float
    against: str
    theirs: float
    limit: float | None = None
    unit: str = "s"
    at_least: bool = False
    absolute: bool = False
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        if self.absolute:
            return self.ours
        return self.theirs / self.ours if self.at_least else self.ours / self.theirs

    @property
    def is_within(self) -> bool:
        if self.limit is None:
            return True
        is_least = self.at_least or self.more_is_better
        return self.ratio >= self.limit if is_least else self.ratio <= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
