"""What the names in a row mean: its indicator, its area or label, its period and its comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.periods import Period
from performance.cells import messages
from performance.cells.findings import Wrong
from performance.cells.lookups import KnownPlace, Lookups, Subject, UnknownName
from performance.cells.messages import cell_problem
from performance.cells.period_rules import not_over, of_other_length
from performance.cells.values import NotAPeriod, Quarters, read_period
from performance.cells.values.given import is_blank
from performance.models import UploadKind
from performance.uploads.files import CellProblem, Value
from performance.uploads.judging.sources import NOWHERE, Source


def text_of(raw: Value) -> str:
    """The name as a person sees it in the cell: 3, where a spreadsheet keeps 3.0."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def not_a_name(raw: Value, role: str, right: str) -> Wrong | None:
    """What is wrong with a cell that holds no name. `right` says what to type instead: "the area"."""
    if isinstance(raw, CellProblem):
        found = cell_problem(raw, right)
        return Wrong(found.says, found.facts, role=role)
    return None


class Subjects:
    """The indicators, or measures of an index, that a file names."""

    def __init__(self, lookups: Lookups, index: Source) -> None:
        self._lookups, self._index = lookups, index
        self._has_index = index != NOWHERE
        self._found: dict[Any, Subject | Wrong] = {}

    def find(self, source: Source, cells: Sequence[Value]) -> Subject | Wrong:
        raw, index = source.of(cells), None
        key: Any = raw
        if self._has_index or raw.__class__ is not str:
            # 1 and true are the same key, but not the same name.
            index = self._index.of(cells)
            key = (raw.__class__, raw, index)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(raw, index)
        return found

    def _look_up(self, raw: Value, index: Value) -> Subject | Wrong:
        if problem := not_a_name(raw, "indicator", "the name"):
            return problem
        found = self._lookups.subject(text_of(raw), None if is_blank(index) else index)
        if isinstance(found, UnknownName):
            return Wrong(found.says, found.facts, role="indicator")
        return found


_LONGEST_LABEL = 150


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The number of an area and the area as the file names it, or a comparator's label, or what is wrong with either."""

    area: int | None = None
    place: KnownPlace | None = None
    label: str = ""
    wrong: Wrong | None = None

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

    def __init__(self, lookups: Lookups, source: Source) -> None:
        self._lookups, self._source = lookups, source
        self._found: dict[Any, RowPlace] = {}

    def find(self, subject: Subject, cells: Sequence[Value]) -> RowPlace:
        raw = self._source.of(cells)
        if raw is None and self._source.column is None and subject.area is not None:
            return RowPlace(area=subject.area)
        key = raw if raw.__class__ is str else (raw.__class__, raw)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(raw)
        return found

    def _look_up(self, raw: Value) -> RowPlace:
        if problem := not_a_name(raw, "area", "the area"):
            return RowPlace(wrong=problem)
        found = self._lookups.area(text_of(raw))
        if isinstance(found, UnknownName):
            return RowPlace(wrong=Wrong(found.says, found.facts, role="area"))
        return RowPlace(area=found.pk, place=found)


class Labels:
    """The labels of comparators that a file names."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def find(self, subject: Subject, cells: Sequence[Value]) -> RowPlace:
        raw = self._source.of(cells)
        if problem := not_a_name(raw, "label", "the comparator"):
            return RowPlace(wrong=problem)
        label = " ".join(text_of(raw).split())
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


NO_PERIOD = RowPeriod()


class Periods:
    """The periods that a file names, read by the frequency of their indicator."""

    def __init__(self, kind: str, quarters: Quarters | None, today: date) -> None:
        self._kind, self._quarters, self._today = kind, quarters, today
        self._found: dict[Any, RowPeriod] = {}

    def find(self, source: Source, frequency: str | None, cells: Sequence[Value]) -> RowPeriod:
        raw = source.of(cells)
        key = (raw.__class__, raw, frequency)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._read(raw, frequency)
        return found

    def _read(self, raw: Value, frequency: str | None) -> RowPeriod:
        read = read_period(raw, frequency, self._quarters)
        if isinstance(read, NotAPeriod):
            return RowPeriod(wrong=Wrong(read.says, read.facts, role="period"))
        wrong, doubt = not_over(read, self._today), None
        if wrong is None and self._kind == UploadKind.FIGURES:
            doubt = of_other_length(read, frequency)
        return RowPeriod(read, read.start.isoformat(), read.end.isoformat(), wrong, doubt)


# The same as for a comment that is typed.
_LONGEST_COMMENT = 2_000


def read_comment(raw: Value) -> str | Wrong:
    """The comment without space around it and with plain line ends; "" when there is none."""
    if raw is None:
        return ""
    if problem := not_a_name(raw, "comment", "the comment"):
        return problem
    comment = text_of(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(comment) > _LONGEST_COMMENT:
        return Wrong(messages.LONG_COMMENT, {"most": f"{_LONGEST_COMMENT:,}"}, role="comment")
    return comment
