"""Judge the rows of one sheet by the rules, and note what is wrong at the cell that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from performance.cells import messages
from performance.cells.causes import LeftOut
from performance.cells.cell import Wrong
from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups, retired
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import (
    LEFT,
    Given,
    MeasureReading,
    is_blank,
    read_measure,
)
from performance.choices import FigureState
from performance.models import StagedRow, UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.answers import AnsweredNames
from performance.uploads.judging.kinds_of_number import KindsOfNumber
from performance.uploads.judging.known_batches import KnownBatch, StagedValues
from performance.uploads.judging.known_rows import KnownRows, Places
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
from performance.uploads.judging.plain_numbers import (
    Numbers,
    read_plain_numbers,
    scale_of,
)
from performance.uploads.judging.repeats import Repeats
from performance.uploads.judging.row_findings import (
    STRUCK_ROW,
    FigureCell,
    PeriodsOfOtherLength,
    RowFindings,
    rows_of,
    staged_values,
    struck_row,
)
from performance.uploads.judging.sources import NO_EXTRAS, Extras, Sources, with_state
from performance.uploads.layout.layouts import NO_ANSWERS, Answers, Layout

NO_SUBJECT = Subject(pk=0, slug="", name="")
# What is wrong with a value whatever its indicator and its unit are.
OF_ANY_SUBJECT = {
    *("number_text", "number_formula", "number_bound", "number_date", "cell_problem"),
    *(messages.NOT_A_STATE.code, messages.NO_REASON.code),
}


REJECTED = str(StagedRow.Verdict.REJECTED)
OMITTED = str(StagedRow.Verdict.OMITTED)


# A batch with more of them is judged row by row.
_MOST_ODD_ROWS = 8
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
        repeats: Repeats | None = None,
        answers: Answers = NO_ANSWERS,
    ) -> None:
        """`repeats` are those of the other sheets of the file."""
        self._upload, self._kind = upload, kind
        self._sources = sources = Sources(layout, headings, findings.sheet, findings.offset)
        answered = AnsweredNames(answers, lookups, findings) if answers else None
        self._leave_out, self._are_counted = findings.leave_out, bool(layout.count_by)
        self._subject = Subjects(lookups, sources.index, answered).find
        by_label = kind == UploadKind.COMPARATORS
        areas = Areas(lookups, sources.area, sources.area_name, answered)
        self._where = (Labels(sources.label) if by_label else areas).find
        periods = Periods(
            kind, layout.convention, today, month_first=layout.month_first, answered=answered
        )
        self._when = periods.find
        self._of_kinds = KindsOfNumber(findings, layout.heading_row, sources.measures)
        self._of_other_length = PeriodsOfOtherLength()
        self._repeats = repeats or Repeats(findings)
        self._remark = findings.remark
        self._note = RowFindings(findings, sources, layout, headings).add
        places: Places = {}
        self._columns = [
            (entry, KnownRows(entry, sources, places, upload=upload, kind=kind))
            for entry in sources.entries
        ]

    def finish(self, *, is_all: bool) -> None:
        """Say what is said once of all rows."""
        self._of_kinds.finish(is_all=is_all)
        for at, doubt in self._of_other_length.findings():
            self._note("warning", doubt, *at)

    def judge_batch(
        self, numbers: Sequence[int], columns: Sequence[Sequence[Value]]
    ) -> list[StagedValues]:
        """The figures of some rows, given by column: as `judge` gives them row by row, in a third of the time."""
        staged: list[StagedValues] = []
        row = odd = 0
        while row < len(numbers):
            if odd < _MOST_ODD_ROWS and self._columns:
                known = self._known_figures(numbers[row:], [column[row:] for column in columns])
                staged += known
                row += len(known) // len(self._columns)
                if row == len(numbers):
                    break
            staged += self.judge(numbers[row], tuple(column[row] for column in columns))
            row, odd = row + 1, odd + 1
        return staged

    def _known_figures(
        self, numbers: Sequence[int], columns: Sequence[Sequence[Value]]
    ) -> list[StagedValues]:
        """The figures of the first rows, up to one that is not known; none where one of them was given before."""
        extras = self._sources.extras_in(columns, len(numbers))
        batches = [known.begin(columns, len(numbers), extras) for _, known in self._columns]
        rows = min((batch.known if batch else 0 for batch in batches), default=0)
        entered: list[KnownBatch] = []
        for batch in filter(None, batches if rows else ()):
            if not batch.enter(numbers, rows):
                for one in entered:
                    one.leave()
                return []
            entered.append(batch)
        staged = [batch.staged(numbers, rows) for batch in entered]
        if len(staged) == 1:
            return staged[0]
        return [one for of_row in zip(*staged, strict=True) for one in of_row]

    def judge(self, row: int, cells: Sequence[Value]) -> list[StagedValues]:
        """The figures of a row to stage, including those that are rejected or left out."""
        extras = self._sources.extras(cells)
        return [
            known.figure(row, cells, extras)
            or self._by_the_rules(FigureCell(row, entry, cells), extras, known)
            for entry, known in self._columns
        ]

    def _by_the_rules(self, at: FigureCell, extras: Extras, known: KnownRows) -> StagedValues:
        _, entry, cells = at
        if struck_row(cells):
            self._note("warning", Wrong(STRUCK_ROW, role="indicator"), *at)
            return staged_values(self._upload, at, verdict=LEFT)
        value = entry.value_in(cells)
        is_left = _is_left_alone(value, extras)
        subject = self._subject(entry.subject, cells)
        if isinstance(subject, LeftOut):
            return self._left_out(at, is_left, subject)
        if isinstance(subject, Wrong):
            return self._without_subject(at, is_left, subject, extras)
        if self._of_kinds.is_of_other(subject, at):
            return staged_values(self._upload, at, subject, verdict=LEFT)
        if entry.state and value is not None:
            extras = with_state(extras, entry.state)
        value = self._of_kinds.scaled(subject, at, value)
        where = self._where(subject, cells, entry.place)
        when = self._when(entry.period, subject.frequency, cells)
        if when.state and value is not None:
            extras = with_state(extras, when.state)
        if left_out := where.left_out or when.left_out:
            return self._left_out(at, is_left, left_out)
        wrong = when.wrong
        if when.period and not wrong:
            wrong = retired(subject, where.place, when.period)
        if not (wrong or where.wrong):
            known.learn(cells, subject, where, when, self._repeats)
        if is_left:
            return self._left_alone(at, subject, where, when, extras)
        if wrong or where.wrong:
            for one in filter(None, (where.wrong, wrong)):
                self._note("error", one, *at)
            self._note_wrong_value(at, subject, value, extras)
            return staged_values(self._upload, at, subject, where, verdict=REJECTED)
        return self._figure(at, subject, where, when, value, extras)

    def _left_alone(
        self, at: FigureCell, subject: Subject, where: RowPlace, when: RowPeriod, extras: Extras
    ) -> StagedValues:
        if where.wrong:
            return staged_values(self._upload, at, subject, verdict=LEFT)
        self._note_comment(at, extras)
        about = (subject, where, when) if when.period else (subject, NO_PLACE, NO_PERIOD)
        return staged_values(self._upload, at, *about, verdict=LEFT)

    def _without_subject(
        self, at: FigureCell, is_left: bool, wrong: Wrong, extras: Extras
    ) -> StagedValues:
        """A figure of an unknown indicator: all that is wrong with its row besides is noted at once."""
        if is_left:
            return staged_values(self._upload, at, verdict=LEFT)
        _, entry, cells = at
        where = self._where(None, cells, entry.place)
        when = self._when(entry.period, None, cells)
        if left_out := where.left_out or when.left_out:
            return self._left_out(at, is_left, left_out)
        for one in (wrong, where.wrong, when.wrong):
            # How often its figures come would make a period clear.
            if one is not None and one.code != messages.DAY_OF_NO_FREQUENCY.code:
                self._note("error", one, *at)
        self._note_wrong_value(at, NO_SUBJECT, entry.value_in(cells), extras)
        return staged_values(self._upload, at, where=where, verdict=REJECTED)

    def _left_out(self, at: FigureCell, is_left: bool, why: LeftOut) -> StagedValues:
        """As a person has answered of one of its names."""
        if is_left:
            return staged_values(self._upload, at, verdict=LEFT)
        rows = rows_of(at.entry, at.cells, self._are_counted)
        self._leave_out(why, at.row, rows)
        return staged_values(self._upload, at, comment=why.name, verdict=OMITTED)

    def _note_wrong_value(
        self, at: FigureCell, subject: Subject, value: Value, extras: Extras
    ) -> None:
        """What is wrong with the value of a row whose names are wrong already."""
        if read_plain_numbers(scale_of(subject), value, extras, self._kind) is not None:
            return
        wrong = read_measure(subject, Given(value, *extras), self._kind).wrong
        if wrong and (subject is not NO_SUBJECT or wrong.code in OF_ANY_SUBJECT):
            self._note("error", wrong, *at)

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
        if read.state == FigureState.NOT_APPLICABLE and not comment and not any(wrong):
            # There is a comment, and it says nothing: "n/a".
            role = "value" if is_blank(extras[2]) else "state"
            wrong.append(Wrong(messages.NO_REASON, role=role))
        if read.remark:
            self._remark(read.remark, at.row, at.entry.value)
        if read.verdict != LEFT or any(wrong):
            wrong.append(self._repeats.find(at.row, at.entry, subject, where, when))
        for one in filter(None, wrong):
            self._note("error", one, *at)
        verdict, doubt = REJECTED if any(wrong) else read.verdict, read.doubt or when.doubt
        if doubt is not None and verdict != REJECTED and (verdict != LEFT or doubt.role == "value"):
            if doubt is when.doubt:
                self._of_other_length.note(doubt, at)
            else:
                self._note("warning", doubt, *at)
        return staged_values(
            self._upload, at, subject, where, when, state, numbers, comment, verdict=verdict
        )

    def _note_comment(self, at: FigureCell, extras: Extras) -> None:
        """Warn of a comment in a row without any figure."""
        if extras[3] is None or not read_comment(extras[3]):
            return
        if all(is_blank(entry.value_in(at.cells)) for entry, _ in self._columns):
            self._note("warning", Wrong(messages.COMMENT_WITHOUT_FIGURE, role="comment"), *at)


def _is_left_alone(value: Value, extras: Extras) -> bool:
    if value is None and extras == NO_EXTRAS:
        return True
    if value.__class__ is str and value[-1:] == "%":
        return False
    # A number, which nearly all are, is never left alone.
    return (value is None or value.__class__ is str) and Given(value, *extras).is_left_alone


def _in_text(read: MeasureReading) -> Numbers:
    value, numerator, denominator = (
        None if one is None else str(one) for one in (read.value, read.numerator, read.denominator)
    )
    return value, numerator, denominator
