"""Rows whose names were all read before, as those of nearly all rows were: judged in a third of the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.values.measures import LEFT
from performance.uploads.files import Value
from performance.uploads.judging.areas import Where
from performance.uploads.judging.comments import read_comment
from performance.uploads.judging.periods import When
from performance.uploads.judging.plain_cells import NO_NUMBERS, read_plainly, scale_of
from performance.uploads.judging.repeats import Firsts, Repeats, cell_number
from performance.uploads.judging.sources import NO_EXTRAS, Extras, LookupEntry, Sources
from performance.uploads.judging.staged import Staged

# Of which two that are the same are the same name. Of others they need not be: 1 is 1.0 and true.
_SAFE = frozenset((str, date, datetime, type(None)))


Places = dict[Value, Where]


class _Named(NamedTuple):
    """What a row is about but for its area, and where each of its figures was given first. Nothing is wrong with it."""

    subject: int
    scale: float | None
    start: str | None
    end: str | None
    firsts: Firsts
    where: Where


class KnownRows:
    """What the names of one column of values were found to mean: only where there was nothing to say about them.

    A row that it does not know, or that holds more than plain numbers, is for the rules. `places` are those of all
    columns of values, as these share the column that names areas.
    """

    def __init__(
        self, entry: LookupEntry, sources: Sources, places: Places, *, upload: int, kind: str
    ) -> None:
        self._upload, self._kind, self._entry = upload, kind, entry
        self._place_column = sources.place(kind).column
        said = {one.column for one in (entry.subject, entry.period, sources.index)} - {None}
        columns = sorted(column for column in said if column is not None)
        # All of these cells in a tuple, or the only one by itself.
        self._names = itemgetter(*columns) if columns else _nothing
        self._width = max([*columns, entry.value, self._place_column or 0]) + 1
        self._named: dict[Any, _Named] = {}
        self._places = places

    def learn(
        self, cells: Sequence[Value], subject: Subject, where: Where, when: When, repeats: Repeats
    ) -> None:
        """Nothing was found wrong with these, for this place and this period."""
        if self._entry.is_made or len(cells) < self._width:
            return
        if (column := self._place_column) is not None:
            said = cells[column]
            if said not in self._places and _is_safe(said) and not where.is_for_a_time:
                self._places[said] = where
        names = self._names(cells)
        if names not in self._named and _is_safe(names) and when.doubt is None:
            firsts = repeats.of(subject, when)
            self._named[names] = _Named(
                subject.pk, scale_of(subject), when.start, when.end, firsts, where
            )

    def figure(self, row: int, cells: Sequence[Value], extras: Extras) -> Staged | None:
        """The figure of a row as it is to be staged, or None where the rules are to be asked."""
        if len(cells) < self._width or (named := self._named.get(self._names(cells))) is None:
            return None
        subject, scale, start, end, firsts, where = named
        column, entry = self._place_column, self._entry
        if column is not None:
            found = self._places.get(cells[column])
            if found is None:
                return None
            where = found
        value = cells[entry.value]
        if value is None and extras == NO_EXTRAS:
            state, numbers, comment, verdict = "", NO_NUMBERS, "", LEFT
        else:
            plain = read_plainly(scale, value, extras, self._kind)
            said = "" if extras[3] is None else read_comment(extras[3])
            if plain is None or isinstance(said, Wrong):
                return None
            (state, numbers), comment, verdict = plain, said, ""
            here = cell_number(row, entry)
            if firsts.setdefault(where.key, here) != here:
                return None
        return (
            self._upload,
            row,
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


def _nothing(cells: Sequence[Value]) -> None:
    """Where the heading, or whoever named the columns, says it all."""


def _is_safe(said: Any) -> bool:
    return all(one.__class__ in _SAFE for one in (said if said.__class__ is tuple else (said,)))
