"""Judges each row of a file: which figures it would make, and what is wrong with it.

Called a hundred thousand times, so what was looked up once is kept by the very text of the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from performance.models import StagedRow, UploadKind
from performance.uploads.cells_in_words import problem_in_words
from performance.uploads.files import CellProblem, Value
from performance.uploads.files.cells import cell_name
from performance.uploads.findings import Findings, Wrong
from performance.uploads.in_time import not_over, of_other_length, retired
from performance.uploads.layouts import Layout
from performance.uploads.lookups import Lookups, Place, Subject, Unknown
from performance.uploads.measures import LEFT, Given, is_blank, read_measure
from performance.uploads.values import NotAPeriod, Quarters, read_period
from safercornwall.periods import Period

REJECTED = str(StagedRow.Verdict.REJECTED)
_LONGEST_LABEL = 150
_EXTRAS = ("numerator", "denominator", "state", "comment")
_REPORTED = "reported"

Staged = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is said: in a column of the row, in the heading of one, or by whoever named the columns."""

    column: int | None = None
    text: Value = None
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A column of values, and where their indicator and period are said."""

    value: int
    subject: Source
    period: Source


@dataclass(frozen=True, slots=True)
class When:
    """A period as it is stored, and what is wrong or doubtful about it."""

    period: Period | None
    start: str = ""
    end: str = ""
    wrong: Wrong | None = None
    doubt: Wrong | None = None


class Judge:
    """For one sheet. `judge` gives the values of `staging.COLUMNS`, in text and numbers alone."""

    def __init__(
        self,
        layout: Layout,
        headings: Sequence[Value],
        lookups: Lookups,
        findings: Findings,
        *,
        upload: int,
        kind: str,
        today: date,
    ) -> None:
        self.layout, self.headings, self.lookups, self.findings = (
            layout,
            headings,
            lookups,
            findings,
        )
        self.upload, self.kind, self.today = upload, kind, today
        self.entries = tuple(self._entries())
        columns = layout.columns
        self._area = self._source("area")
        self._label = self._source("label")
        self._index = self._source("index")
        self._has_index = self._index != Source()
        self._extras = tuple(columns.get(role) for role in _EXTRAS)
        self._has_extras = any(column is not None for column in self._extras)
        self._needs_area = kind != UploadKind.COMPARATORS
        self._areas: dict[Any, Place | Unknown] = {}
        self._subjects: dict[Any, Subject | Unknown] = {}
        self._periods: dict[Any, When] = {}
        self._first: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._said: set[tuple[Any, ...]] = set()
        # "Figures!D14" is put together from its two halves.
        self._cells = {
            entry.value: cell_name(findings.sheet, 1, entry.value + 1)[:-1]
            for entry in self.entries
        }

    def _entries(self) -> Iterator[Entry]:
        layout = self.layout
        for column in layout.periods:
            heading = self.headings[column] if column < len(self.headings) else None
            yield Entry(column, self._source("indicator"), Source(text=heading, heading=column))
        for column, slug in layout.subjects:
            yield Entry(column, Source(text=slug, heading=column), self._source("period"))
        if not (layout.periods or layout.subjects) and "value" in layout.columns:
            yield Entry(layout.columns["value"], self._source("indicator"), self._source("period"))

    def _source(self, role: str) -> Source:
        if role in self.layout.columns:
            return Source(column=self.layout.columns[role])
        return Source(text=self.layout.constants.get(role))

    def judge(self, row: int, cells: Sequence[Value]) -> Iterator[Staged]:
        """The figures of a row that are to be staged, the rejected among them."""
        width = len(cells)
        given_extras: tuple[Value, ...] = (None, None, None, None)
        if self._has_extras:
            given_extras = tuple(
                None if column is None or column >= width else cells[column]
                for column in self._extras
            )
        plain_row = not any(value is not None for value in given_extras)
        for entry in self.entries:
            value = cells[entry.value] if entry.value < width else None
            if plain_row and value is None:
                yield self._blank(row, entry, cells)
            else:
                yield self._one(row, entry, cells, value, given_extras, plain_row)

    def _one(
        self,
        row: int,
        entry: Entry,
        cells: Sequence[Value],
        value: Value,
        extras: tuple[Value, ...],
        plain_row: bool,
    ) -> Staged:
        if (value is None or value.__class__ is str) and Given(value, *extras).says_nothing:
            return self._blank(row, entry, cells)
        subject = self._subject(entry, cells)
        if subject.__class__ is Unknown:
            return self._unknown(row, entry, entry.subject, subject, cells)
        area, area_id, label = self._place(subject, cells)
        if area.__class__ is Unknown:
            return self._unknown(row, entry, self._area, area, cells, subject)
        if label.__class__ is Wrong:
            self._report("error", label, row, entry, self._label, cells)
            return self._staged(row, entry, REJECTED, subject.pk)
        when = self._when(entry, subject, cells)
        wrong = when.wrong or self._retired(subject, area, when)
        if wrong is not None:
            where = self._where(wrong.role, entry)
            self._report("error", wrong, row, entry, where, cells)
            return self._staged(row, entry, REJECTED, subject.pk, area_id, label)
        if plain_row and value.__class__ is int and -(10**9) < value < 10**9:
            verdict, number, doubt = "", str(value), when.doubt
            state = _REPORTED if self.kind == UploadKind.FIGURES else ""
            numerator = denominator = None
        else:
            read = read_measure(subject, Given(value, *extras), self.kind)
            verdict, state, doubt = read.verdict, read.state, read.doubt or when.doubt
            number, numerator, denominator = (
                None if one is None else str(one)
                for one in (read.value, read.numerator, read.denominator)
            )
            if read.wrong is not None:
                self._report(
                    "error", read.wrong, row, entry, self._where(read.wrong.role, entry), cells
                )
                verdict = REJECTED
        if verdict != LEFT and not self._is_first(row, entry, subject, area_id, label, when):
            verdict = REJECTED
        if doubt is not None and verdict != REJECTED and (verdict != LEFT or doubt.role == "value"):
            self._report("warning", doubt, row, entry, self._where(doubt.role, entry), cells)
        return (
            self.upload,
            row,
            f"{self._cells[entry.value]}{row}",
            subject.pk,
            area_id,
            label,
            when.start,
            when.end,
            state,
            number,
            numerator,
            denominator,
            "" if extras[3] is None else str(extras[3]),
            verdict,
        )

    # What a row is about.

    def _subject(self, entry: Entry, cells: Sequence[Value]) -> Any:
        raw, index = self._raw(entry.subject, cells), None
        key: Any = raw
        if self._has_index or raw.__class__ is not str:
            # 1 and true are the same key, but not the same name.
            index = self._raw(self._index, cells)
            key = (raw.__class__, raw, index)
        found = self._subjects.get(key)
        if found is None:
            found = self._subjects[key] = _unread(raw, "the name") or self.lookups.subject(
                _text(raw), None if is_blank(index) else index
            )
        return found

    def _place(self, subject: Subject, cells: Sequence[Value]) -> tuple[Any, int | None, Any]:
        """The area, its number, and the label of a comparator."""
        if not self._needs_area:
            return None, None, self._comparator(cells)
        raw = self._raw(self._area, cells)
        if raw is None and self._area.column is None and subject.area is not None:
            return None, subject.area, ""
        key = raw if raw.__class__ is str else (raw.__class__, raw)
        found = self._areas.get(key)
        if found is None:
            found = self._areas[key] = _unread(raw, "the area") or self.lookups.area(_text(raw))
        return found, found.pk if isinstance(found, Place) else None, ""

    def _comparator(self, cells: Sequence[Value]) -> str | Wrong:
        raw = self._raw(self._label, cells)
        label = " ".join(_text(raw).split())
        if isinstance(raw, CellProblem):
            return Wrong("label", "cell_problem", problem_in_words(raw, "the comparator"))
        if not label:
            return Wrong(
                "label", "no_label", "The row does not say what the figure is compared with.",
                "Type the name of the comparator, for example “England”.",
            )  # fmt: skip
        if len(label) > _LONGEST_LABEL:
            message = f"The name of the comparator is longer than {_LONGEST_LABEL} letters."
            return Wrong("label", "long_label", message, "Shorten it.")
        return label

    def _when(self, entry: Entry, subject: Subject, cells: Sequence[Value]) -> When:
        raw = self._raw(entry.period, cells)
        key = (raw.__class__, raw, subject.frequency)
        found = self._periods.get(key)
        if found is None:
            found = self._periods[key] = self._read_period(raw, subject.frequency)
        return found

    def _read_period(self, raw: Value, frequency: str | None) -> When:
        quarters: Quarters | None = self.layout.convention
        read = read_period(raw, frequency, quarters)
        if isinstance(read, NotAPeriod):
            return When(None, wrong=Wrong("period", f"period_{read.fault}", read.message))
        start, end = read.start.isoformat(), read.end.isoformat()
        wrong, doubt = not_over(read, self.today), None
        if wrong is None and self.kind == UploadKind.FIGURES:
            doubt = of_other_length(read, frequency)
        return When(read, start, end, wrong, doubt)

    def _retired(self, subject: Subject, area: Place | None, when: When) -> Wrong | None:
        if subject.retired_on is None and (area is None or area.held_until is None):
            return None
        if when.period is None:
            return None
        return retired(subject, area, when.period)

    # What is said of a row.

    def _is_first(
        self, row: int, entry: Entry, subject: Subject, area: int | None, label: str, when: When
    ) -> bool:
        """Whether no row before it is about the same figure."""
        key = (subject.pk, area, label, when.start, when.end)
        here = (row, entry.value)
        first = self._first.setdefault(key, here)
        if first == here:
            return True
        wrong = Wrong(
            "value",
            "duplicate",
            f"{self.findings.cell(*first)} gives the same figure: {subject.name}, {when.period}.",
            "Keep one of the two.",
        )
        self.findings.add("error", wrong, row, entry.value)
        return False

    def _raw(self, source: Source, cells: Sequence[Value]) -> Value:
        column = source.column
        if column is None:
            return source.text
        return cells[column] if column < len(cells) else None

    def _where(self, role: str, entry: Entry) -> Source:
        if role == "value":
            return Source(column=entry.value)
        if role == "period":
            return entry.period
        if role == "indicator":
            return entry.subject
        if role == "area":
            return self._area
        column = self.layout.columns.get(role)
        return Source(column=entry.value if column is None else column)

    def _report(
        self,
        severity: str,
        wrong: Wrong,
        row: int,
        entry: Entry,
        where: Source,
        cells: Sequence[Value],
    ) -> None:
        """At the cell that says it; once only where a heading, or a choice for the whole file, says it."""
        if where.column is not None:
            self.findings.add(severity, wrong, row, where.column, self._raw(where, cells))
            return
        if (key := (wrong.code, where.heading, where.text)) in self._said:
            return
        self._said.add(key)
        if where.heading is not None:
            self.findings.add(
                severity,
                wrong,
                self.layout.heading_row,
                where.heading,
                self.headings[where.heading],
            )
        else:
            self.findings.add(severity, wrong, row, entry.value, where.text)

    def _unknown(
        self,
        row: int,
        entry: Entry,
        where: Source,
        unknown: Unknown,
        cells: Sequence[Value],
        subject: Subject | None = None,
    ) -> Staged:
        wrong = Wrong("", unknown.code, unknown.message, unknown.remedy)
        self._report("error", wrong, row, entry, where, cells)
        return self._staged(row, entry, REJECTED, subject.pk if subject else None)

    def _blank(self, row: int, entry: Entry, cells: Sequence[Value]) -> Staged:
        """A figure that is left alone, so nothing can be wrong with what it is about."""
        subject = self._subject(entry, cells)
        if isinstance(subject, Unknown):
            return self._staged(row, entry, LEFT)
        area, area_id, label = self._place(subject, cells)
        when = self._when(entry, subject, cells)
        if isinstance(area, Unknown) or isinstance(label, Wrong) or when.period is None:
            return self._staged(row, entry, LEFT, subject.pk)
        made = self._staged(row, entry, LEFT, subject.pk, area_id, label)
        return (*made[:6], when.start, when.end, *made[8:])

    def _staged(
        self,
        row: int,
        entry: Entry,
        verdict: str,
        subject: int | None = None,
        area: int | None = None,
        label: str = "",
    ) -> Staged:
        cell = f"{self._cells[entry.value]}{row}"
        key = (subject, area, label, None, None)
        return (self.upload, row, cell, *key, "", None, None, None, "", verdict)


def _text(raw: Value) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _unread(raw: Value, right: str) -> Unknown | None:
    if isinstance(raw, CellProblem):
        return Unknown("cell_problem", problem_in_words(raw, right), "")
    return None
