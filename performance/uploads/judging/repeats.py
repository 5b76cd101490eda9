"""Two rows of a file about the same figure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from performance.cells.findings import FindingList, Wrong
from performance.cells.lookups import Subject
from performance.uploads.files.limits import MAX_COLUMNS
from performance.uploads.judging.areas import Where
from performance.uploads.judging.periods import When
from performance.uploads.judging.sources import LookupEntry

# Of one subject in one period, where its figure for each area, or by each label, was given first.
Firsts = dict[int | str | None, int]


class Repeats:
    """Remembers where each figure was given first: a number for each cell, as there may be a hundred thousand."""

    def __init__(self, findings: FindingList) -> None:
        self._findings = findings
        self._firsts: dict[tuple[Any, ...], Firsts] = defaultdict(dict)

    def of(self, subject: Subject, when: When) -> Firsts:
        return self._firsts[subject.pk, when.start, when.end]

    def find(
        self, row: int, entry: LookupEntry, subject: Subject, where: Where, when: When
    ) -> Wrong | None:
        """What is wrong when a row before this one gives the same figure."""
        here = cell_number(row, entry)
        first = self.of(subject, when).setdefault(where.key, here)
        if first == here:
            return None
        return Wrong(
            "value",
            "duplicate",
            f"{self._findings.cell(*divmod(first, MAX_COLUMNS))} gives the same figure: {subject.name}, {when.period}.",
            "Keep one of the two.",
        )


def cell_number(row: int, entry: LookupEntry) -> int:
    """No two cells that are read have the same."""
    return row * MAX_COLUMNS + entry.value
