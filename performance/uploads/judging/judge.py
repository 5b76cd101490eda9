"""Judge the rows of one sheet by the rules, and note what is wrong at the cell that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from performance.cells.findings import FindingList, Wrong
from performance.cells.lookups import Lookups, Subject
from performance.cells.period_rules import retired
from performance.cells.values.given import Given, MeasureReading
from performance.cells.values.measures import LEFT, read_measure
from performance.models import StagedRow, UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.known_rows import (
    NO_NUMBERS,
    KnownRows,
    Numbers,
    Places,
    Repeats,
    StagedValues,
    read_plain_numbers,
    scale_of,
)
from performance.uploads.judging.names import (
    NO_PERIOD,
    NO_PLACE,
    Areas,
    Labels,
    Periods,
    RowPeriod,
    RowPlace,
    Subjects,
    read_comment,
)
from performance.uploads.judging.sources import NO_EXTRAS, Extras, Sources, ValueColumn
from performance.uploads.layout.layouts import Layout

REJECTED = str(StagedRow.Verdict.REJECTED)


class FigureCell(NamedTuple):
    """The row of a figure, the column of its value and all cells of the row."""

    row: int
    entry: ValueColumn
    cells: Sequence[Value]


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
        at.row,
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


class RowFindings:
    """Adds findings: once a file for a heading or a constant, once a row for a name that several figures share."""

    def __init__(
        self, findings: FindingList, sources: Sources, layout: Layout, headings: Sequence[Value]
    ) -> None:
        self._findings, self._sources = findings, sources
        self._heading_row, self._headings = layout.heading_row, headings
        self._noted: set[tuple[Any, ...]] = set()
        self._row, self._noted_in_row = 0, set[tuple[Any, ...]]()

    def add(
        self, severity: str, wrong: Wrong, row: int, entry: ValueColumn, cells: Sequence[Value]
    ) -> None:
        add = self._findings.add
        where = self._sources.where(wrong.role, entry)
        if where.column is not None:
            if self._is_new(row, where.column, wrong):
                add(severity, wrong, row, where.column, where.of(cells))
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


# A figure in plain numbers has no doubt or remark.
_PLAIN = MeasureReading()


class Judge:
    """Judges the rows of one sheet. `judge` returns the values of `staging.COLUMNS`, as text and numbers."""

    def __init__(
        self,
        layout: Layout,
        headings: Sequence[Value],
        lookups: Lookups,
        findings: FindingList,
        *,
        upload: int,
        kind: str,
        today: date,
    ) -> None:
        self._upload, self._kind = upload, kind
        self._sources = sources = Sources(layout, headings, findings.sheet)
        self._subject = Subjects(lookups, sources.index).find
        by_label = kind == UploadKind.COMPARATORS
        self._where = (Labels(sources.label) if by_label else Areas(lookups, sources.area)).find
        self._when = Periods(kind, layout.convention, today).find
        self._repeats = Repeats(findings)
        self._remark = findings.remark
        self._note = RowFindings(findings, sources, layout, headings).add
        places: Places = {}
        self._columns = [
            (entry, KnownRows(entry, sources, places, upload=upload, kind=kind))
            for entry in sources.entries
        ]

    def judge(self, row: int, cells: Sequence[Value]) -> list[StagedValues]:
        """The figures of a row to stage, including rejected ones."""
        extras = self._sources.extras(cells)
        return [
            known.figure(row, cells, extras)
            or self._by_the_rules(FigureCell(row, entry, cells), extras, known)
            for entry, known in self._columns
        ]

    def _by_the_rules(self, at: FigureCell, extras: Extras, known: KnownRows) -> StagedValues:
        _, entry, cells = at
        value = entry.value_in(cells)
        is_blank = _says_nothing(value, extras)
        subject = self._subject(entry.subject, cells)
        if isinstance(subject, Wrong):
            return self._without_value(at, is_blank, subject)
        where = self._where(subject, cells)
        if where.wrong is not None:
            return self._without_value(at, is_blank, where.wrong, subject)
        when = self._when(entry.period, subject.frequency, cells)
        wrong = when.wrong or (when.period and retired(subject, where.place, when.period))
        if not wrong:
            known.learn(cells, subject, where, when, self._repeats)
        if is_blank:
            about = (subject, where, when) if when.period else (subject, NO_PLACE, NO_PERIOD)
            return staged_values(self._upload, at, *about, verdict=LEFT)
        if wrong:
            return self._without_value(at, is_blank, wrong, subject, where)
        return self._figure(at, subject, where, when, value, extras)

    def _figure(
        self,
        at: FigureCell,
        subject: Subject,
        where: RowPlace,
        when: RowPeriod,
        value: Value,
        extras: Extras,
    ) -> StagedValues:
        """Judge the value and comment of a figure whose names are right."""
        plain = read_plain_numbers(scale_of(subject), value, extras, self._kind)
        read = read_measure(subject, Given(value, *extras), self._kind) if plain is None else _PLAIN
        state, numbers = plain or (read.state, _in_text(read))
        comment, wrong = read_comment(extras[3]), [read.wrong]
        if isinstance(comment, Wrong):
            wrong.append(comment)
            comment = ""
        if read.remark:
            self._remark(read.remark, at.row, at.entry.value)
        if read.verdict != LEFT or any(wrong):
            wrong.append(self._repeats.find(at.row, at.entry, subject, where, when))
        for one in filter(None, wrong):
            self._note("error", one, *at)
        verdict, doubt = REJECTED if any(wrong) else read.verdict, read.doubt or when.doubt
        if doubt is not None and verdict != REJECTED and (verdict != LEFT or doubt.role == "value"):
            self._note("warning", doubt, *at)
        return staged_values(
            self._upload, at, subject, where, when, state, numbers, comment, verdict=verdict
        )

    def _without_value(
        self,
        at: FigureCell,
        is_blank: bool,
        wrong: Wrong,
        subject: Subject | None = None,
        where: RowPlace = NO_PLACE,
    ) -> StagedValues:
        """A figure whose names are wrong: rejected, or left alone when its value is blank."""
        if is_blank:
            return staged_values(self._upload, at, subject, verdict=LEFT)
        self._note("error", wrong, *at)
        return staged_values(self._upload, at, subject, where, verdict=REJECTED)


def _says_nothing(value: Value, extras: Extras) -> bool:
    if value is None and extras == NO_EXTRAS:
        return True
    # Numbers, which nearly all are, say something.
    return (value is None or value.__class__ is str) and Given(value, *extras).says_nothing


def _in_text(read: MeasureReading) -> Numbers:
    value, numerator, denominator = (
        None if one is None else str(one) for one in (read.value, read.numerator, read.denominator)
    )
    return value, numerator, denominator
