"""The fast path: rows whose names were all looked up before and whose figures are plain numbers.

Nearly all rows are such, and are judged in a tenth of the time, column by column where all rows of a batch are. The rest go
through the rules in `judge`. The tests hold that all ways give the same. All remember where each figure was given first,
to find two rows about one figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import repeat
from operator import itemgetter
from typing import Any

from performance.cells.cell import Wrong
from performance.cells.subjects import Subject
from performance.cells.values.numbers import is_percentage
from performance.uploads.files import Value
from performance.uploads.judging.known_batches import (
    BLANK,
    ExtraColumns,
    KnownBatch,
    Measured,
    Named,
    Placed,
    StagedValues,
)
from performance.uploads.judging.names import RowPeriod, RowPlace, read_comment
from performance.uploads.judging.plain_numbers import (
    COMPARATORS,
    number_of_percent,
    number_of_text,
    read_plain_numbers,
    scale_of,
)
from performance.uploads.judging.repeats import Repeats, cell_number
from performance.uploads.judging.sources import NO_EXTRAS, Extras, Sources, ValueColumn, with_state

# Equal values of these types are the same name. Of other types they may not be: 1 equals 1.0 and true.
_SAFE = frozenset((str, date, datetime, type(None)))


Places = dict[Any, Placed]


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
        self._area_name = sources.area_name if kind != COMPARATORS else None
        named = {one.column for one in (entry.subject, entry.period, sources.index)}
        named.add(entry.period.year)
        named |= {*sources.measures}
        self._name_columns = sorted(column for column in named if column is not None)
        # All of these cells in a tuple, or the only one by itself.
        self._names = itemgetter(*self._name_columns) if self._name_columns else _no_names
        places_at = (self._place_column or 0, self._area_name or 0)
        self._width = max([*self._name_columns, entry.value, *places_at]) + 1
        self._named: dict[Any, Named] = {}
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
        placed = Placed(where.area, where.label, where.key)
        if (column := self._place_column) is not None:
            name = self._place_name(cells, column)
            if name not in self._places and _is_safe(name) and not where.is_for_a_time:
                self._places[name] = placed
        names = self._names(cells)
        if names not in self._named and _is_safe(names) and when.doubt is None and not when.state:
            firsts = repeats.of(subject, when)
            self._named[names] = Named(
                subject=subject.pk,
                scale=scale_of(subject),
                in_percent=is_percentage(subject.unit),
                start=when.start,
                end=when.end,
                firsts=firsts,
                placed=placed,
            )

    def _place_name(self, cells: Sequence[Value], column: int) -> Any:
        """What names the place: a code is held to the name beside it."""
        named = self._area_name
        return cells[column] if named is None else (cells[column], cells[named])

    def figure(self, row: int, cells: Sequence[Value], extras: Extras) -> StagedValues | None:
        """The figure of a row, ready to be staged. None when the rules must judge it."""
        if len(cells) < self._width or (named := self._named.get(self._names(cells))) is None:
            return None
        column, entry, placed = self._place_column, self._entry, named.placed
        if column is not None:
            found = self._places.get(self._place_name(cells, column))
            if found is None:
                return None
            placed = found
        measured = self._measured(named, cells[entry.value], extras)
        if measured is None:
            return None
        if measured is not BLANK:
            here = cell_number(row, entry)
            if named.firsts.setdefault(placed.key, here) != here:
                return None
        return (
            self._upload,
            row + entry.offset,
            f"{entry.cell}{row}",
            named.subject,
            placed.area,
            placed.label,
            named.start,
            named.end,
            *measured,
        )

    def _measured(self, named: Named, value: Value, extras: Extras) -> Measured | None:
        """What is known of a figure; None when the rules must read it."""
        if self._entry.state and value is not None:
            extras = with_state(extras, self._entry.state)
        if value is None and extras == NO_EXTRAS:
            return BLANK
        number = value
        if value.__class__ is str:
            number = number_of_text(value)
            if number is value and named.in_percent:
                number = number_of_percent(value)
        plain = read_plain_numbers(named.scale, number, extras, self._kind)
        comment = "" if extras[3] is None else read_comment(extras[3])
        if plain is None or isinstance(comment, Wrong):
            return None
        return (plain[0], *plain[1], comment, "")

    def begin(
        self, columns: Sequence[Sequence[Value]], rows: int, extras: ExtraColumns | None
    ) -> KnownBatch | None:
        """The figures of the first rows of a batch, as many as are known. `extras` is None where no row has any."""
        if len(columns) < self._width:
            return None
        names: Any = [columns[column] for column in self._name_columns] or [repeat(None, rows)]
        keys = names[0] if len(names) == 1 else zip(*names, strict=True)
        named: list[Any] = list(map(self._named.get, keys))
        known = _first_without(named)
        placed: list[Any]
        if self._place_column is None:
            placed = [one.placed for one in named[:known]]
        else:
            names = columns[self._place_column]
            if self._area_name is not None:
                names = zip(names, columns[self._area_name], strict=True)
            placed = list(map(self._places.get, names))
            known = min(known, _first_without(placed))
        values = columns[self._entry.value][:known]
        batch = KnownBatch(self._upload, self._entry, named, placed, known)
        doubtful = batch.measure(values, extras, self._kind)
        for row in sorted(doubtful):
            of_row: Any = [column[row] for column in extras] if extras else NO_EXTRAS
            read = self._measured(named[row], values[row], tuple(of_row))
            if read is None:
                batch.known = row
                break
            batch.put(row, read)
        return batch


def _first_without(found: list[Any]) -> int:
    """How many come before the first that is not there."""
    return found.index(None) if None in found else len(found)


def _no_names(cells: Sequence[Value]) -> None:
    """For a sheet whose heading or layout gives all the names."""


def _is_safe(name: Any) -> bool:
    return all(one.__class__ in _SAFE for one in (name if name.__class__ is tuple else (name,)))
