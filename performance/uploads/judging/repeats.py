"""Two rows of a file about the same figure."""

from __future__ import annotations

from typing import Any

from performance.uploads.findings import Findings, Wrong
from performance.uploads.judging.sources import Entry
from performance.uploads.judging.whens import When
from performance.uploads.judging.wheres import Where
from performance.uploads.lookups import Subject


class Repeats:
    """Remembers where each figure was given first."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._first: dict[tuple[Any, ...], tuple[int, int]] = {}

    def find(
        self, row: int, entry: Entry, subject: Subject, where: Where, when: When
    ) -> Wrong | None:
        """What is wrong when a row before this one gives the same figure."""
        key = (subject.pk, where.area, where.label, when.start, when.end)
        here = (row, entry.value)
        first = self._first.setdefault(key, here)
        if first is here:
            return None
        return Wrong(
            "value",
            "duplicate",
            f"{self._findings.cell(*first)} gives the same figure: {subject.name}, {when.period}.",
            "Keep one of the two.",
        )
