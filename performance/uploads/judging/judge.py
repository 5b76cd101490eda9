"""Judges the rows of one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.findings import Findings, Wrong
from performance.uploads.in_time import retired
from performance.uploads.judging.comments import read_comment
from performance.uploads.judging.plainly import Numbers, read_plainly
from performance.uploads.judging.repeats import Repeats
from performance.uploads.judging.sources import Entry, Extras, Sources
from performance.uploads.judging.staged import REJECTED, Staged, without_value
from performance.uploads.judging.subjects import Subjects
from performance.uploads.judging.telling import Telling
from performance.uploads.judging.whens import Periods
from performance.uploads.judging.wheres import NOT_SAID, Areas, Labels, Where
from performance.uploads.layouts import Layout
from performance.uploads.lookups import Lookups, Subject
from performance.uploads.measures import LEFT, Given, Measure, read_measure


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
        self._upload, self._kind = upload, kind
        self._sources = sources = Sources(layout, headings, findings.sheet)
        self._subject = Subjects(lookups, sources.index).find
        by_label = kind == UploadKind.COMPARATORS
        self._where = (Labels(sources.label) if by_label else Areas(lookups, sources.area)).find
        self._when = Periods(kind, layout.convention, today).find
        self._repeat = Repeats(findings).find
        self._remark = findings.remark
        self._tell = Telling(findings, sources, layout, headings).tell

    def judge(self, row: int, cells: Sequence[Value]) -> Iterator[Staged]:
        """The figures of a row that are to be staged, the rejected among them."""
        width = len(cells)
        extras = self._sources.extras(cells)
        alone = extras == (None, None, None, None)
        for entry in self._sources.entries:
            value = cells[entry.value] if entry.value < width else None
            if _says_nothing(value, extras, alone):
                yield self._blank(row, entry, cells)
            else:
                yield self._one(row, entry, cells, value, extras)

    def _one(
        self,
        row: int,
        entry: Entry,
        cells: Sequence[Value],
        value: Value,
        extras: Extras,
    ) -> Staged:
        subject = self._subject(entry.subject, cells)
        if isinstance(subject, Wrong):
            return self._rejected(subject, row, entry, cells)
        where = self._where(subject, cells)
        if where.wrong is not None:
            return self._rejected(where.wrong, row, entry, cells, subject)
        when = self._when(entry.period, subject.frequency, cells)
        wrong = when.wrong or (when.period and retired(subject, where.place, when.period))
        if wrong:
            return self._rejected(wrong, row, entry, cells, subject, where)
        plain = read_plainly(subject, value, extras, self._kind)
        if plain is not None:
            (state, numbers), verdict, doubt = plain, "", when.doubt
        else:
            read = read_measure(subject, Given(value, *extras), self._kind)
            verdict, state, doubt = read.verdict, read.state, read.doubt or when.doubt
            numbers = _in_text(read)
            if read.remark:
                self._remark(read.remark, row, entry.value)
            if read.wrong is not None:
                self._tell("error", read.wrong, row, entry, cells)
                verdict = REJECTED
        comment = read_comment(extras[3])
        if isinstance(comment, Wrong):
            self._tell("error", comment, row, entry, cells)
            comment, verdict = "", REJECTED
        if verdict != LEFT and (repeat := self._repeat(row, entry, subject, where, when)):
            self._tell("error", repeat, row, entry, cells)
            verdict = REJECTED
        if doubt is not None and verdict != REJECTED and (verdict != LEFT or doubt.role == "value"):
            self._tell("warning", doubt, row, entry, cells)
        return (
            self._upload,
            row,
            f"{entry.cell}{row}",
            subject.pk,
            where.area,
            where.label,
            when.start,
            when.end,
            state,
            *numbers,
            comment,
            verdict,
        )

    def _rejected(
        self,
        wrong: Wrong,
        row: int,
        entry: Entry,
        cells: Sequence[Value],
        subject: Subject | None = None,
        where: Where = NOT_SAID,
    ) -> Staged:
        self._tell("error", wrong, row, entry, cells)
        return without_value(self._upload, row, entry, REJECTED, subject, where)

    def _blank(self, row: int, entry: Entry, cells: Sequence[Value]) -> Staged:
        """A figure that is left alone, so nothing can be wrong with what it is about."""
        subject = self._subject(entry.subject, cells)
        if isinstance(subject, Wrong):
            return without_value(self._upload, row, entry, LEFT)
        where = self._where(subject, cells)
        when = self._when(entry.period, subject.frequency, cells)
        if where.wrong is not None or when.period is None:
            return without_value(self._upload, row, entry, LEFT, subject)
        return without_value(self._upload, row, entry, LEFT, subject, where, when)


def _says_nothing(value: Value, extras: Extras, alone: bool) -> bool:
    if value is None and alone:
        return True
    # Numbers, which nearly all are, say something.
    return (value is None or value.__class__ is str) and Given(value, *extras).says_nothing


def _in_text(read: Measure) -> Numbers:
    value, numerator, denominator = (
        None if one is None else str(one) for one in (read.value, read.numerator, read.denominator)
    )
    return value, numerator, denominator
