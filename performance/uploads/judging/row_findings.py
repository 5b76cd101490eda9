"""The cell of a figure, what is found at it, and how it is staged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from performance.cells.cell import CellProblem, Message, Wrong
from performance.cells.findings import FindingList
from performance.cells.messages import PERIODS_OF_OTHER_LENGTH
from performance.cells.subjects import Subject
from performance.uploads.files import Value
from performance.uploads.judging.known_batches import StagedValues
from performance.uploads.judging.names import NO_PERIOD, NO_PLACE, RowPeriod, RowPlace
from performance.uploads.judging.plain_numbers import NO_NUMBERS, Numbers
from performance.uploads.judging.sources import Sources, ValueColumn
from performance.uploads.layout.layouts import Layout

# The parts of a figure that are names; each is looked up, whatever is wrong with the others.
NAMES = ("indicator", "area", "label", "period")


class FigureCell(NamedTuple):
    """The row of a figure, the column of its value and all cells of the row."""

    row: int
    entry: ValueColumn
    cells: Sequence[Value]


def rows_of(entry: ValueColumn, cells: Sequence[Value], are_counted: bool) -> int:
    """How many rows of the file a row stands for: incidents that were counted into it are its value."""
    value = entry.value_in(cells) if are_counted else 1
    return value if isinstance(value, int) else 1


class RowFindings:
    """Adds findings: once a file for a heading or a constant, once a row for a name that several figures share."""

    def __init__(
        self, findings: FindingList, sources: Sources, layout: Layout, headings: Sequence[Value]
    ) -> None:
        self._findings, self._sources = findings, sources
        self._heading_row, self._headings = layout.heading_row, headings
        self._are_counted = bool(layout.count_by)
        self._noted: set[tuple[Any, ...]] = set()
        self._row, self._noted_in_row = 0, set[tuple[Any, ...]]()

    def add(
        self, severity: str, wrong: Wrong, row: int, entry: ValueColumn, cells: Sequence[Value]
    ) -> None:
        add = self._findings.add
        where = self._sources.where(wrong.role, entry)
        if where.column is not None:
            if self._is_new(row, where.column, wrong):
                found = where.of(cells)
                in_column, rows = wrong.role in NAMES, rows_of(entry, cells, self._are_counted)
                add(severity, wrong, row, where.column, found, in_column=in_column, rows=rows)
            return
        if (key := (wrong.code, where.heading, where.text)) in self._noted:
            return
        self._noted.add(key)
        if where.heading is not None:
            heading = self._headings[where.heading]
            add(severity, wrong, self._heading_row, where.heading, heading)
        else:
            add(severity, wrong, row, entry.value, where.text)

    def _is_new(self, row: int, column: int, wrong: Wrong) -> bool:
        """A wide row names its indicator and its area once, for all of its figures."""
        if row != self._row:
            self._row, self._noted_in_row = row, set()
        key = (column, wrong.code, wrong.message)
        if key in self._noted_in_row:
            return False
        self._noted_in_row.add(key)
        return True


class PeriodsOfOtherLength:
    """The figures whose period is none of those that their indicators have. They are one finding a length, however many."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[FigureCell, Wrong]] = {}
        self._numbers: Counter[str] = Counter()
        self._periods: dict[str, dict[str, None]] = defaultdict(dict)

    def note(self, doubt: Wrong, at: FigureCell) -> None:
        length, period = str(doubt.facts["length"]), str(doubt.facts["period"])
        self._numbers[length] += 1
        self._periods[length][period] = None
        self._first.setdefault(length, (at, doubt))

    def findings(self) -> Iterator[tuple[FigureCell, Wrong]]:
        """One for each length, at the first figure that is so."""
        for length, (at, doubt) in self._first.items():
            number, periods = self._numbers[length], list(self._periods[length])
            if number > 1:
                more = len(periods) - _MOST_PERIODS
                named = ", ".join(periods[:_MOST_PERIODS]) + (
                    f" and {more:,} more" if more > 0 else ""
                )
                facts = {"length": length, "number": f"{number:,}", "periods": named}
                doubt = Wrong(PERIODS_OF_OTHER_LENGTH, facts, role="period")
            yield at, doubt


_MOST_PERIODS = 6
STRUCK_ROW = Message(
    "struck_row",
    "The row is crossed out, so it is left out.",
    "Accept the warning if it does not count. If it does, take the line away and upload the file again.",
)


def struck_row(cells: Sequence[Value]) -> bool:
    """Whether all that a row holds is crossed out."""
    found = False
    for cell in cells:
        if cell is None:
            continue
        if not (isinstance(cell, CellProblem) and cell.kind == "struck_through"):
            return False
        found = True
    return found


def staged_values(
    upload: int,
    at: FigureCell,
    subject: Subject | None = None,
    where: RowPlace = NO_PLACE,
    when: RowPeriod = NO_PERIOD,
    state: str = "",
    numbers: Numbers = NO_NUMBERS,
    comment: str = "",
    *,
    verdict: str,
) -> StagedValues:
    """The values of `staging.COLUMNS`, as far as they are known."""
    return (
        upload,
        at.row + at.entry.offset,
        f"{at.entry.cell}{at.row}",
        subject.pk if subject else None,
        where.area,
        where.label,
        when.start,
        when.end,
        state,
        *numbers,
        comment,
        verdict,
    )
