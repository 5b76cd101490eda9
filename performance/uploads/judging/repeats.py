"""Where each figure of a file is given first, to find two rows about one figure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from performance.cells import messages
from performance.cells.cell import Wrong
from performance.cells.findings import FindingList
from performance.cells.subjects import Subject
from performance.uploads.files.limits import MAX_COLUMNS
from performance.uploads.judging.names import RowPeriod, RowPlace
from performance.uploads.judging.sources import ValueColumn

# Of one subject in one period, where its figure for each area, or by each label, was given first.
Firsts = dict[int | str | None, int]


class Repeats:
    """Where each figure was given first. A number stands for each cell, as there may be a hundred thousand."""

    def __init__(self, findings: FindingList) -> None:
        self._findings = findings
        self._firsts: dict[tuple[Any, ...], Firsts] = defaultdict(dict)

    def of(self, subject: Subject, when: RowPeriod) -> Firsts:
        return self._firsts[subject.pk, when.start, when.end]

    def find(
        self, row: int, entry: ValueColumn, subject: Subject, where: RowPlace, when: RowPeriod
    ) -> Wrong | None:
        """What is wrong when a row before this one gives the same figure."""
        here = cell_number(row, entry)
        first = self.of(subject, when).setdefault(where.key, here)
        if first == here:
            return None
        cell = self._findings.cell(*divmod(first, MAX_COLUMNS))
        facts = {"cell": cell, "name": subject.name, "period": str(when.period)}
        return Wrong(messages.DUPLICATE, facts, role="value")


def cell_number(row: int, entry: ValueColumn) -> int:
    """A number that only this cell has."""
    return (row + entry.offset) * MAX_COLUMNS + entry.value
