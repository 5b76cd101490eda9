"""The figures of a batch of rows whose names are all known, read column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

from performance.cells.values.figure_cells import LEFT
from performance.uploads.files import Value
from performance.uploads.files.limits import MAX_COLUMNS
from performance.uploads.judging.names import read_comment
from performance.uploads.judging.plain_numbers import (
    COMPARATORS,
    NO_NUMBERS,
    agree,
    digits_in,
    numbers_in,
    state_with_a_value,
)
from performance.uploads.judging.repeats import Firsts
from performance.uploads.judging.sources import ValueColumn

StagedValues = tuple[Any, ...]


class Placed(NamedTuple):
    """Of a RowPlace, what is staged and what tells it from others."""

    area: int | None
    label: str
    key: int | str | None


class Named(NamedTuple):
    """What a row is about apart from its area, and where each such figure was given first. Nothing is wrong with it."""

    subject: int
    scale: float | None
    in_percent: bool
    start: str | None
    end: str | None
    firsts: Firsts
    placed: Placed


# State, value, numerator, denominator, comment and verdict, as they are staged.
Measured = tuple[str, str | None, str | None, str | None, str, str]


BLANK: Measured = ("", *NO_NUMBERS, "", LEFT)


# The numerators, denominators, states and comments of some rows.
ExtraColumns = tuple[Sequence[Value], ...]


@dataclass(slots=True)
class KnownBatch:
    """The figures of one column of values in the first rows of a batch, `known` of them. `measures` are the columns of
    their Measured; those of `blanks` say nothing.
    """

    upload: int
    entry: ValueColumn
    named: list[Named]
    placed: list[Placed]
    known: int
    measures: list[list[Any]] = field(default_factory=list)
    blanks: set[int] = field(default_factory=set)
    _entered: tuple[Any, ...] = ()

    def measure(
        self, values: Sequence[Value], extras: ExtraColumns | None, kind: str
    ) -> Iterable[int]:
        """Read the plain numbers of all rows at once. Returns the rows that have to be looked at by themselves."""
        rows = len(values)
        digits: list[Any] = digits_in(values)
        nothing, blank = [None] * rows, [""] * rows
        usual = "" if kind == COMPARATORS else state_with_a_value(self.entry.state or None)
        self.measures = [[usual] * rows, digits, nothing, nothing[:], blank, blank[:]]
        doubtful = _places_without(digits) if usual is not None else set(range(rows))
        if extras is None:
            return doubtful
        overs, unders, states, comments = (column[:rows] for column in extras)
        overs, unders, values = numbers_in(overs), numbers_in(unders), numbers_in(values)
        if comments.count(None) < rows:
            self.measures[4] = ["" if one is None else read_comment(one) for one in comments]
            doubtful |= {n for n, one in enumerate(self.measures[4]) if one.__class__ is not str}
        if kind == COMPARATORS:
            return doubtful
        if states.count(None) < rows:
            read = [usual if one is None else state_with_a_value(one) for one in states]
            self.measures[0] = read
            doubtful |= _places_without(read)
        if overs.count(None) < rows or unders.count(None) < rows:
            over_digits, under_digits = digits_in(overs), digits_in(unders)
            self.measures[2:4] = over_digits, under_digits
            all_parts = zip(overs, unders, over_digits, under_digits, strict=True)
            doubtful |= {
                n
                for n, (over, under, *parts) in enumerate(all_parts)
                if (over is not None or under is not None)
                and (
                    None in parts
                    or digits[n] is None
                    or not agree(self.named[n].scale, values[n], digits[n], over, under)
                )
            }
        return doubtful

    def put(self, row: int, read: Measured) -> None:
        """What was read of a row by itself."""
        for column, part in zip(self.measures, read, strict=True):
            column[row] = part
        if read is BLANK:
            self.blanks.add(row)

    def enter(self, numbers: Sequence[int], known: int) -> bool:
        """Note where the first `known` figures were given. False, and nothing noted, where one was given before."""
        offset, value = self.entry.offset, self.entry.value
        heres = [(row + offset) * MAX_COLUMNS + value for row in numbers[:known]]
        given: Iterable[Any] = zip(self.named, self.placed, heres, strict=False)
        if self.blanks:
            given = (one for n, one in enumerate(given) if n not in self.blanks)
        entered = [(named.firsts, placed.key, here) for named, placed, here in given]
        if not entered:
            return True
        self._entered = firsts, keys, places = tuple(zip(*entered, strict=True))
        if tuple(map(dict.setdefault, firsts, keys, places)) == places:
            return True
        self.leave()
        return False

    def leave(self) -> None:
        """Forget what was noted: a cell's number is its own."""
        for firsts, key, here in zip(*self._entered, strict=True):
            if firsts.get(key) == here:
                del firsts[key]

    def staged(self, numbers: Sequence[int], known: int) -> list[StagedValues]:
        """The first `known` figures, ready to be staged."""
        numbers, entry = numbers[:known], self.entry
        subjects, _, _, starts, ends, _, _ = zip(*self.named[:known], strict=True)
        areas, labels, _ = zip(*self.placed[:known], strict=True)
        rows = [row + entry.offset for row in numbers] if entry.offset else numbers
        cells = [f"{entry.cell}{row}" for row in numbers]
        names = (repeat(self.upload), rows, cells, subjects, areas, labels, starts, ends)
        # The columns of measures may be longer.
        return list(zip(*names, *self.measures, strict=False))


def _places_without(found: Sequence[Any]) -> set[int]:
    return {n for n, one in enumerate(found) if one is None} if None in found else set()
