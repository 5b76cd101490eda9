"""The fast path: rows whose names were all looked up before and whose figures are plain numbers.

Nearly all rows are such, and are judged in a third of the time. The rest go through the rules in `judge`. The tests
hold that both give the same. Both remember where each figure was given first, to find two rows about one figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from performance.cells import messages
from performance.cells.cell import Wrong
from performance.cells.findings import FindingList
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import LEFT, state_of
from performance.cells.values.numbers import in_digits, is_percentage
from performance.choices import FigureState
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.files.limits import MAX_COLUMNS
from performance.uploads.judging.names import RowPeriod, RowPlace, read_comment
from performance.uploads.judging.sources import NO_EXTRAS, Extras, Sources, ValueColumn, with_state

# As plain texts, which are told apart in half the time that members of an enumeration take.
_SCORES, _COMPARATORS = str(UploadKind.INDEX_SCORES), str(UploadKind.COMPARATORS)


_REPORTED = str(FigureState.REPORTED)


_WITH_A_VALUE = (FigureState.REPORTED, FigureState.PROVISIONAL)


# Below this the rounding of the machine's own arithmetic is far finer than any figure.
_SURE_BELOW = 1e6


# Of a value, its numerator and its denominator, in text.
Numbers = tuple[str | None, str | None, str | None]


NO_NUMBERS: Numbers = (None, None, None)


def read_plain_numbers(
    scale: float | None, value: Value, extras: Extras, kind: str
) -> tuple[str, Numbers] | None:
    """The state and the numbers that `read_measure` would read, or None when the rules must read them.

    `scale` is what `scale_of` gives of the subject.
    """
    digits = _digits(value)
    if digits is None or kind == _SCORES:
        return None
    if kind == _COMPARATORS:
        return "", (digits, None, None)
    over, under, state, _ = extras
    state_text = _REPORTED if state is None else _state_with_a_value(state)
    if state_text is None:
        return None
    if over is None and under is None:
        return state_text, (digits, None, None)
    numerator, denominator = _digits(over), _digits(under)
    if numerator is None or denominator is None:
        return None
    if not _agree(scale, value, digits, over, under):
        return None
    return state_text, (digits, numerator, denominator)


def scale_of(subject: Subject) -> float | None:
    scale = subject.scale if subject.parts_scale is None else subject.parts_scale
    return None if scale is None else float(scale)


def _digits(value: Value) -> str | None:
    """Only fractions are cached: a whole number is written as quickly as it is looked up."""
    return _of_fraction(value) if value.__class__ is float else in_digits(value)


_PERCENT = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?%")


@lru_cache(maxsize=1 << 12)
def _number_of_percent(text: str) -> Value:
    """79 of "79%"; what is less than 1% is left to the rules, which doubt it."""
    if not _PERCENT.fullmatch(text):
        return text
    number = float(text[:-1])
    return number if abs(number) >= 1 else text


# Three decimals may be thousands parted by a point, and less than 1 a share: the rules ask.
_IN_DIGITS = re.compile(r"-?[1-9][0-9]{0,8}(?:\.[0-9]{1,2})?|0")


@lru_cache(maxsize=1 << 14)
def _number_of_text(text: str) -> Value:
    """44 of "44", as a .csv has it; what is written otherwise is left to the rules."""
    if not _IN_DIGITS.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


_of_fraction = lru_cache(maxsize=1 << 12)(in_digits)


@lru_cache(maxsize=256, typed=True)
def _state_with_a_value(cell: Value) -> str | None:
    stated = state_of(cell) or FigureState.REPORTED
    return str(stated) if stated in _WITH_A_VALUE else None


def _agree(scale: float | None, value: Any, digits: str, over: Any, under: Any) -> bool:
    """Whether value and ratio surely agree, to less than half of the last of the value's `digits`."""
    if under <= 0:
        return False
    if scale is None:
        return True
    ratio = scale * over / under
    places = len(digits) - digits.find(".") - 1 if "." in digits else 0
    return abs(ratio) < _SURE_BELOW and abs(value - ratio) < 0.49 / 10**places


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


StagedValues = tuple[Any, ...]


# Equal values of these types are the same name. Of other types they may not be: 1 equals 1.0 and true.
_SAFE = frozenset((str, date, datetime, type(None)))


Places = dict[Any, RowPlace]


class _Named(NamedTuple):
    """What a row is about apart from its area, and where each such figure was given first. Nothing is wrong with it."""

    subject: int
    scale: float | None
    in_percent: bool
    start: str | None
    end: str | None
    firsts: Firsts
    where: RowPlace


class KnownRows:
    """What the names beside one column of values mean, for names that raised no finding.

    The rules judge a row with other names, or with more than plain numbers. `places` belong to all columns of values,
    because these share the column that names areas.
    """

    def __init__(
        self, entry: ValueColumn, sources: Sources, places: Places, *, upload: int, kind: str
    ) -> None:
        self._upload, self._kind, self._entry = upload, kind, entry
        self._place_column = sources.place(kind).column
        self._area_name = sources.area_name if kind != _COMPARATORS else None
        named = {one.column for one in (entry.subject, entry.period, sources.index)}
        named.add(entry.period.year)
        named |= {*sources.measures}
        columns = sorted(column for column in named if column is not None)
        # All of these cells in a tuple, or the only one by itself.
        self._names = itemgetter(*columns) if columns else _no_names
        last = max([*columns, entry.value, self._place_column or 0, self._area_name or 0])
        self._width = last + 1
        self._named: dict[Any, _Named] = {}
        self._places = places

    def learn(
        self,
        cells: Sequence[Value],
        subject: Subject,
        where: RowPlace,
        when: RowPeriod,
        repeats: Repeats,
    ) -> None:
        """Remember names that are right, for this place and this period."""
        if self._entry.is_computed or len(cells) < self._width or self._entry.scale != 1:
            return
        if (column := self._place_column) is not None:
            name = self._place_name(cells, column)
            if name not in self._places and _is_safe(name) and not where.is_for_a_time:
                self._places[name] = where
        names = self._names(cells)
        if names not in self._named and _is_safe(names) and when.doubt is None and not when.state:
            firsts = repeats.of(subject, when)
            self._named[names] = _Named(
                subject=subject.pk,
                scale=scale_of(subject),
                in_percent=is_percentage(subject.unit),
                start=when.start,
                end=when.end,
                firsts=firsts,
                where=where,
            )

    def _place_name(self, cells: Sequence[Value], column: int) -> Any:
        """What names the place: a code is held to the name beside it."""
        named = self._area_name
        return cells[column] if named is None else (cells[column], cells[named])

    def figure(self, row: int, cells: Sequence[Value], extras: Extras) -> StagedValues | None:
        """The figure of a row, ready to be staged. None when the rules must judge it."""
        if len(cells) < self._width or (named := self._named.get(self._names(cells))) is None:
            return None
        subject, scale, in_percent, start, end, firsts, where = named
        column, entry = self._place_column, self._entry
        if column is not None:
            found = self._places.get(self._place_name(cells, column))
            if found is None:
                return None
            where = found
        value = cells[entry.value]
        extras = with_state(extras, entry.state) if entry.state and value is not None else extras
        if value is None and extras == NO_EXTRAS:
            state, numbers, comment, verdict = "", NO_NUMBERS, "", LEFT
        else:
            number = value
            if value.__class__ is str:
                number = _number_of_text(value)
                if number is value and in_percent:
                    number = _number_of_percent(value)
            plain = read_plain_numbers(scale, number, extras, self._kind)
            comment_read = "" if extras[3] is None else read_comment(extras[3])
            if plain is None or isinstance(comment_read, Wrong):
                return None
            (state, numbers), comment, verdict = plain, comment_read, ""
            here = cell_number(row, entry)
            if firsts.setdefault(where.key, here) != here:
                return None
        return (
            self._upload,
            row + entry.offset,
            f"{entry.cell}{row}",
            subject,
            where.area,
            where.label,
            start,
            end,
            state,
            *numbers,
            comment,
            verdict,
        )


def _no_names(cells: Sequence[Value]) -> None:
    """For a sheet whose heading or layout gives all the names."""


def _is_safe(name: Any) -> bool:
    return all(one.__class__ in _SAFE for one in (name if name.__class__ is tuple else (name,)))
