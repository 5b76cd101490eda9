"""Whether the headings and rows of a file speak of the kind of number that an indicator has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from performance.cells.causes import ONLY_OF_OTHER_KIND
from performance.cells.cell import Message, Wrong, quoted
from performance.cells.findings import FindingList
from performance.cells.subjects import Subject
from performance.cells.values.numbers import ReadNumber, read_number
from performance.uploads.files import Value
from performance.uploads.judging.row_findings import FigureCell
from performance.uploads.layout.headings import scale_in, speaks_of_other


@dataclass(slots=True)
class _RowsOfOtherKind:
    """The rows that speak of another kind of number than an indicator is of, the first of them, and what it says."""

    at: FigureCell
    said: str
    column: int
    rows: int = 0


class KindsOfNumber:
    """Whether the headings and rows of a file speak of the kind of number that figures of an indicator are.

    Each difference is a warning once a file; an error where an indicator has no row of its own kind.
    """

    def __init__(self, findings: FindingList, heading_row: int, measures: Sequence[int]) -> None:
        self._findings, self._heading_row, self._measures = findings, heading_row, measures
        self._noted: set[tuple[Any, ...]] = set()
        self._compared: dict[tuple[str, int], bool] = {}
        self._other: dict[tuple[Subject, str], _RowsOfOtherKind] = {}
        self._of_own = set[int]()

    def is_of_other(self, subject: Subject, at: FigureCell) -> bool:
        """Whether the row is of another kind of number, and so left out. A heading is only doubted."""
        heading = at.entry.heading
        if heading and self._differ(heading, subject):
            self._warn(HEADING_OF_OTHER_KIND, subject, at, heading, at.entry.value)
        for column in self._measures:
            said = at.cells[column] if column < len(at.cells) else None
            if isinstance(said, str) and self._differ(said, subject):
                first = _RowsOfOtherKind(at, said, column)
                self._other.setdefault((subject, said), first).rows += 1
                return True
        if self._measures:
            self._of_own.add(subject.pk)
        return False

    def finish(self, *, is_all: bool) -> None:
        """Say what was of another kind, once all rows are judged; `is_all` unless the file has other sheets."""
        for (subject, said), found in self._other.items():
            source = found.at.entry.subject
            if not is_all or source.column is None or subject.pk in self._of_own:
                self._warn(ROW_OF_OTHER_KIND, subject, found.at, said, found.column)
                continue
            facts = {"said": quoted(said), "name": subject.name, "unit": subject.unit or "numbers"}
            wrong = Wrong(ONLY_OTHER_KIND, facts, role="indicator")
            name = source.of(found.at.cells)
            where = (found.at.row, source.column, name)
            self._findings.add("error", wrong, *where, in_column=True, rows=found.rows)

    def _differ(self, said: str, subject: Subject) -> bool:
        """Looked up once a file for what is said and the indicator."""
        key = (said, subject.pk)
        found = self._compared.get(key)
        if found is None:
            found = self._compared[key] = speaks_of_other(said, subject)
        return found

    def scaled(self, subject: Subject, at: FigureCell, value: Value) -> Value:
        """The value of a column in thousands, in the unit of the indicator."""
        scale = at.entry.scale
        if scale == 1 or scale_in(subject.unit) == scale:
            return value
        read = read_number(value, subject.unit)
        if not isinstance(read, ReadNumber) or read.in_percent:
            return value
        facts = {"heading": quoted(at.entry.heading), "times": f"{scale:,}"}
        self._add(HEADING_SAYS_SCALE, facts, at, at.entry.heading, at.entry.value)
        number = read.value * scale
        return int(number) if number == int(number) else float(number)

    def _warn(
        self, says: Message, subject: Subject, at: FigureCell, said: str, column: int
    ) -> None:
        facts = {"said": quoted(said), "name": subject.name, "unit": subject.unit or "numbers"}
        self._add(says, facts, at, said, column)

    def _add(
        self, says: Message, facts: dict[str, str], at: FigureCell, said: str, column: int
    ) -> None:
        if (says.code, said, facts.get("name")) in self._noted:
            return
        self._noted.add((says.code, said, facts.get("name")))
        row = at.row if says is ROW_OF_OTHER_KIND else self._heading_row
        self._findings.add("warning", Wrong(says, facts, role="value"), row, column, said)


HEADING_OF_OTHER_KIND = Message(
    "heading_of_other_kind",
    "The heading is {said}, and figures of “{name}” are in {unit}.",
    "Accept the warning if these are its figures. If not, name the columns again.",
)


ROW_OF_OTHER_KIND = Message(
    "row_of_other_kind",
    "Rows of {said} are left out: figures of “{name}” are in {unit}.",
    "Accept the warning if that is right. If not, correct the column that says {said}.",
)


ONLY_OTHER_KIND = Message(
    ONLY_OF_OTHER_KIND,
    "All rows of “{name}” are of {said}, and figures of “{name}” are in {unit}.",
    "Make another indicator of them, say which one they are, or leave these rows out.",
)


HEADING_SAYS_SCALE = Message(
    "heading_says_scale",
    "The heading is {heading}, so each number under it is read as {times} times as much.",
    "Accept the warning if that is right. If the numbers are whole already, take the words out of the heading.",
)
