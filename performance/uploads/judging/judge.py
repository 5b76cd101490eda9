"""Judges the rows of one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from performance.cells.findings import FindingList, Wrong
from performance.cells.in_time import retired
from performance.cells.lookups import Lookups, Subject
from performance.cells.values.given import Given, MeasureReading
from performance.cells.values.measures import LEFT, read_measure
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.areas import NOT_SAID, Areas, Labels, Where
from performance.uploads.judging.comments import read_comment
from performance.uploads.judging.known_rows import KnownRows, Places
from performance.uploads.judging.periods import NOT_SAID as NEVER
from performance.uploads.judging.periods import Periods, When
from performance.uploads.judging.plain_cells import Numbers, read_plainly, scale_of
from performance.uploads.judging.repeats import Repeats
from performance.uploads.judging.sources import NO_EXTRAS, Extras, Sources
from performance.uploads.judging.staged import REJECTED, At, Staged, staged
from performance.uploads.judging.subjects import Subjects
from performance.uploads.judging.tellings import Telling
from performance.uploads.layout.layouts import Layout

# What there is to say besides of a figure in plain numbers.
_PLAIN = MeasureReading()


class Judge:
    """For one sheet. `judge` gives the values of `staging.COLUMNS`, in text and numbers alone."""

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
        self._tell = Telling(findings, sources, layout, headings).tell
        places: Places = {}
        self._columns = [
            (entry, KnownRows(entry, sources, places, upload=upload, kind=kind))
            for entry in sources.entries
        ]

    def judge(self, row: int, cells: Sequence[Value]) -> list[Staged]:
        """The figures of a row that are to be staged, the rejected among them."""
        extras = self._sources.extras(cells)
        return [
            known.figure(row, cells, extras)
            or self._by_the_rules(At(row, entry, cells), extras, known)
            for entry, known in self._columns
        ]

    def _by_the_rules(self, at: At, extras: Extras, known: KnownRows) -> Staged:
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
            about = (subject, where, when) if when.period else (subject, NOT_SAID, NEVER)
            return staged(self._upload, at, *about, verdict=LEFT)
        if wrong:
            return self._without_value(at, is_blank, wrong, subject, where)
        return self._figure(at, subject, where, when, value, extras)

    def _figure(
        self, at: At, subject: Subject, where: Where, when: When, value: Value, extras: Extras
    ) -> Staged:
        """What is said of a figure, where nothing is wrong with what it is about."""
        plain = read_plainly(scale_of(subject), value, extras, self._kind)
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
            self._tell("error", one, *at)
        verdict, doubt = REJECTED if any(wrong) else read.verdict, read.doubt or when.doubt
        if doubt is not None and verdict != REJECTED and (verdict != LEFT or doubt.role == "value"):
            self._tell("warning", doubt, *at)
        return staged(
            self._upload, at, subject, where, when, state, numbers, comment, verdict=verdict
        )

    def _without_value(
        self,
        at: At,
        is_blank: bool,
        wrong: Wrong,
        subject: Subject | None = None,
        where: Where = NOT_SAID,
    ) -> Staged:
        """A figure that is left alone, so that nothing can be wrong with what it is about; or else one that is rejected."""
        if is_blank:
            return staged(self._upload, at, subject, verdict=LEFT)
        self._tell("error", wrong, *at)
        return staged(self._upload, at, subject, where, verdict=REJECTED)


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
