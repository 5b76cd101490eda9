"""Which period a row is about, and whether there can be a figure for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.periods import Period
from performance.cells.findings import Wrong
from performance.cells.in_time import not_over, of_other_length
from performance.cells.values import NotAPeriod, Quarters, read_period
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.sources import Source


@dataclass(frozen=True, slots=True)
class When:
    """A period as it is stored, and what is wrong or doubtful about it."""

    period: Period | None = None
    start: str | None = None
    end: str | None = None
    wrong: Wrong | None = None
    doubt: Wrong | None = None


NOT_SAID = When()


class Periods:
    """Those that a file names, by the frequency of the indicator that they are said of."""

    def __init__(self, kind: str, quarters: Quarters | None, today: date) -> None:
        self._kind, self._quarters, self._today = kind, quarters, today
        self._found: dict[Any, When] = {}

    def find(self, source: Source, frequency: str | None, cells: Sequence[Value]) -> When:
        raw = source.of(cells)
        key = (raw.__class__, raw, frequency)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._read(raw, frequency)
        return found

    def _read(self, raw: Value, frequency: str | None) -> When:
        read = read_period(raw, frequency, self._quarters)
        if isinstance(read, NotAPeriod):
            return When(wrong=Wrong("period", f"period_{read.fault}", read.message))
        wrong, doubt = not_over(read, self._today), None
        if wrong is None and self._kind == UploadKind.FIGURES:
            doubt = of_other_length(read, frequency)
        return When(read, read.start.isoformat(), read.end.isoformat(), wrong, doubt)
