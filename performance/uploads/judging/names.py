"""What a name in a file means: an indicator, area, label, period or comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.periods import Period
from performance.cells import messages
from performance.cells.area_codes import area_code_kind, kind_in_words, may_be_code_of
from performance.cells.causes import LeftOut, shown_name
from performance.cells.cell import Wrong, cell_problem, name_text, quoted
from performance.cells.doubts.table import of_other_length
from performance.cells.lookups import KnownPlace, Lookups, UnknownName, not_over, plain
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import is_blank
from performance.cells.values.periods import NotAPeriod, Quarters, day_first, read_period
from performance.models import UploadKind
from performance.uploads.files import CellProblem, Value
from performance.uploads.judging.answers import AnsweredNames
from performance.uploads.judging.sources import NOWHERE, Source
from performance.uploads.layout.headings import period_heading


def not_a_name(raw: Value, role: str, right: str) -> Wrong | None:
    """What is wrong with a cell that holds no name. `right` says what to type instead: "the area"."""
    if isinstance(raw, CellProblem):
        found = cell_problem(raw, right)
        return Wrong(found.says, found.facts, role=role)
    return None


class Subjects:
    """The indicators, or measures of an index, that a file names."""

    def __init__(
        self, lookups: Lookups, index: Source, answered: AnsweredNames | None = None
    ) -> None:
        self._lookups, self._index, self._answered = lookups, index, answered
        self._has_index = index != NOWHERE
        self._found: dict[Any, Subject | Wrong | LeftOut] = {}

    def find(self, source: Source, cells: Sequence[Value]) -> Subject | Wrong | LeftOut:
        raw, index = source.of(cells), None
        key: Any = raw
        if self._has_index or raw.__class__ is not str:
            # 1 and true are the same key, but not the same name.
            index = self._index.of(cells)
            key = (raw.__class__, raw, index)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(
                raw, index, in_column=source.column is not None
            )
        return found

    def _look_up(self, raw: Value, index: Value, *, in_column: bool) -> Subject | Wrong | LeftOut:
        if problem := not_a_name(raw, "indicator", "the name"):
            return problem
        found = self._lookups.subject(name_text(raw), None if is_blank(index) else index)
        is_known = not isinstance(found, UnknownName)
        answer = None
        if self._answered and in_column:
            answer = self._answered.subject(shown_name(raw), is_known=is_known)
        if not isinstance(found, UnknownName):
            return answer or found
        return answer or Wrong(found.says, found.facts, role="indicator")


_LONGEST_LABEL = 150


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The number of an area and the area as the file names it, or a comparator's label, or what is wrong with either."""

    area: int | None = None
    place: KnownPlace | None = None
    label: str = ""
    wrong: Wrong | None = None
    left_out: LeftOut | None = None

    @property
    def key(self) -> int | str | None:
        """Different for each area or label of a file."""
        return self.label or self.area

    @property
    def is_for_a_time(self) -> bool:
        """Whether the area had this name or code for a time only."""
        return self.place is not None and self.place.held_until is not None


NO_PLACE = RowPlace()


class Areas:
    """The areas that a file names. Without a column of areas, each figure is for its indicator's own area."""

    def __init__(
        self,
        lookups: Lookups,
        source: Source,
        name: int | None = None,
        answered: AnsweredNames | None = None,
    ) -> None:
        self._lookups, self._source, self._name = lookups, source, name
        self._answered = answered if source.column is not None else None
        self._found: dict[Any, RowPlace] = {}

    def find(
        self, subject: Subject | None, cells: Sequence[Value], own: Source | None = None
    ) -> RowPlace:
        """`subject` is None where it is not known. `own` is where the column of values itself gives its area."""
        if own is not None:
            return self._of(own.text)
        raw = self._source.of(cells)
        if raw is None and self._source.column is None:
            if subject is None:
                return NO_PLACE
            if subject.area is not None:
                return RowPlace(area=subject.area)
        if self._name is not None and self._name < len(cells):
            return self._of_code_and_name(raw, cells[self._name])
        return self._of(raw)

    def _of(self, raw: Value) -> RowPlace:
        key = raw if raw.__class__ is str else (raw.__class__, raw)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(raw)
        return found

    def _of_code_and_name(self, code: Value, name: Value) -> RowPlace:
        """The code decides; without one, the name does."""
        if is_blank(code):
            return self._of(name)
        found = self._of(code)
        if not isinstance(name, str):
            return found
        if found.place is None:
            return self._of_unknown_code(code, name, found)
        if self._lookups.contradicts(name, found.place):
            facts = {"place": found.place.name, "name": quoted(name)}
            return RowPlace(wrong=Wrong(messages.CODE_AND_NAME_DIFFER, facts, role="area"))
        return found

    def _of_unknown_code(self, code: Value, name: str, found: RowPlace) -> RowPlace:
        """A code that nothing has beside the name of one of our areas is no area of others: it is asked about by itself."""
        kind = area_code_kind(name_text(code))
        if kind is None:
            return found
        key = (code, name)
        if key not in self._found:
            place = self._lookups.area(name)
            if isinstance(place, KnownPlace) and may_be_code_of(kind, place.kind):
                facts = {
                    "text": quoted(code),
                    "kind": kind_in_words(kind),
                    "place": place.name,
                }
                found = self._answer(code, Wrong(messages.UNKNOWN_CODE_OF_OURS, facts, role="area"))
            self._found[key] = found
        return self._found[key]

    def _look_up(self, raw: Value) -> RowPlace:
        if problem := not_a_name(raw, "area", "the area"):
            return RowPlace(wrong=problem)
        found = self._lookups.area(name_text(raw))
        if not isinstance(found, UnknownName):
            return RowPlace(area=found.pk, place=found)
        return self._answer(raw, Wrong(found.says, found.facts, role="area"))

    def _answer(self, raw: Value, wrong: Wrong) -> RowPlace:
        """The place that a person has said is meant by a name that nothing has."""
        answer = self._answered.area(shown_name(raw), wrong.code) if self._answered else None
        if isinstance(answer, LeftOut):
            return RowPlace(left_out=answer)
        return RowPlace(area=answer.pk, place=answer) if answer else RowPlace(wrong=wrong)


class Labels:
    """The labels of comparators that a file names."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def find(
        self, subject: Subject | None, cells: Sequence[Value], own: Source | None = None
    ) -> RowPlace:
        raw = self._source.of(cells)
        if problem := not_a_name(raw, "label", "the comparator"):
            return RowPlace(wrong=problem)
        label = " ".join(name_text(raw).split())
        if not label:
            return _NO_LABEL
        if len(label) > _LONGEST_LABEL:
            most = {"most": str(_LONGEST_LABEL)}
            return RowPlace(wrong=Wrong(messages.LONG_LABEL, most, role="label"))
        return RowPlace(label=label)


_NO_LABEL = RowPlace(wrong=Wrong(messages.NO_LABEL, role="label"))


@dataclass(frozen=True, slots=True)
class RowPeriod:
    """A period as it is stored, and what is wrong or doubtful about it."""

    period: Period | None = None
    start: str | None = None
    end: str | None = None
    wrong: Wrong | None = None
    doubt: Wrong | None = None
    state: str = ""
    """What the cell says of the state of the figure: "p" of "Q2 2011/12 (p)"."""
    left_out: LeftOut | None = None


NO_PERIOD = RowPeriod()


class Periods:
    """The periods that a file names, read by the frequency of their indicator."""

    def __init__(
        self,
        kind: str,
        quarters: Quarters | None,
        today: date,
        *,
        month_first: bool = False,
        answered: AnsweredNames | None = None,
    ) -> None:
        self._answered = answered
        self._kind, self._quarters, self._today = kind, quarters, today
        self._month_first = month_first
        self._found: dict[Any, RowPeriod] = {}

    def find(self, source: Source, frequency: str | None, cells: Sequence[Value]) -> RowPeriod:
        raw = source.of(cells)
        key = (raw.__class__, raw, frequency)
        found = self._found.get(key)
        if found is None:
            found = self._read(raw, frequency)
            if found.wrong is not None and self._answered and source.column is not None:
                found = self._answer(raw, frequency, found)
            self._found[key] = found
        return found

    def _answer(self, raw: Value, frequency: str | None, found: RowPeriod) -> RowPeriod:
        """The period that a person has said is meant by one that nobody can read."""
        answer = self._answered.period(shown_name(raw)) if self._answered else None
        if isinstance(answer, LeftOut):
            return RowPeriod(left_out=answer)
        return self._of(answer, frequency) if answer else found

    def _read(self, raw: Value, frequency: str | None) -> RowPeriod:
        raw, state = day_first(raw) if self._month_first else raw, ""
        read = read_period(raw, frequency, self._quarters)
        if isinstance(read, NotAPeriod) and (said := period_heading(raw, self._quarters)):
            read, state = read_period(said.period, frequency, self._quarters), said.state
        if isinstance(read, NotAPeriod):
            return RowPeriod(wrong=Wrong(read.says, read.facts, role="period"))
        return self._of(read, frequency, state)

    def _of(self, read: Period, frequency: str | None, state: str = "") -> RowPeriod:
        wrong, doubt = not_over(read, self._today), None
        if wrong is None and self._kind == UploadKind.FIGURES:
            doubt = of_other_length(read, frequency)
        return RowPeriod(read, read.start.isoformat(), read.end.isoformat(), wrong, doubt, state)


# The same as for a comment that is typed.
_LONGEST_COMMENT = 2_000
# What people write where there is nothing to say.
_NOTHING_SAID = ("", "no notes", "no note", "no comments", "no comment", "none", "nil", "n a", "na")
_LONGEST_NOTHING = 15


def read_comment(raw: Value) -> str | Wrong:
    """The comment without space around it and with plain line ends; "" when there is none."""
    if raw is None:
        return ""
    if problem := not_a_name(raw, "comment", "the comment"):
        return problem
    comment = name_text(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(comment) < _LONGEST_NOTHING and plain(comment) in _NOTHING_SAID:
        return ""
    if len(comment) > _LONGEST_COMMENT:
        return Wrong(messages.LONG_COMMENT, {"most": f"{_LONGEST_COMMENT:,}"}, role="comment")
    return comment
