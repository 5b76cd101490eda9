"""Which column, heading or constant gives each part of a figure, by the layout of the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from performance.models import UploadKind
from performance.uploads.files import Value, cell_name
from performance.uploads.layout.layouts import Layout


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of a figure is given: in a column of the row, in a heading, or once for the whole file (`text`)."""

    column: int | None = None
    text: Value = None
    heading: int | None = None

    def of(self, cells: Sequence[Value]) -> Value:
        """What it gives for a row of cells."""
        column = self.column
        if column is None:
            return self.text
        return cells[column] if column < len(cells) else None


NOWHERE = Source()
Extras = tuple[Value, Value, Value, Value]
NO_EXTRAS: Extras = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values, and where their indicator and period are given. `cell` is "Figures!D" of "Figures!D14".

    Where `is_made`, values are worked out from two columns, and findings name the numerator's.
    """

    value: int
    cell: str
    subject: Source
    period: Source
    is_made: bool = False

    def value_in(self, cells: Sequence[Value]) -> Value:
        return None if self.is_made or self.value >= len(cells) else cells[self.value]


class Sources:
    """The sources of all parts of the figures of one sheet."""

    def __init__(self, layout: Layout, headings: Sequence[Value], sheet: str) -> None:
        self._layout, self._headings, self._sheet = layout, headings, sheet
        self.area, self.label, self.index = map(self._source, ("area", "label", "index"))
        self.entries = tuple(self._entries())
        extras = ("numerator", "denominator", "state", "comment")
        self._extras = [layout.columns.get(role) for role in extras]
        self._has_extras = any(column is not None for column in self._extras)

    def extras(self, cells: Sequence[Value]) -> Extras:
        """The numerator, denominator, state and comment of a row."""
        if not self._has_extras:
            return NO_EXTRAS
        width = len(cells)
        numerator, denominator, state, comment = self._extras
        # Each by itself: to go through them in a loop takes twice as long.
        return (
            cells[numerator] if numerator is not None and numerator < width else None,
            cells[denominator] if denominator is not None and denominator < width else None,
            cells[state] if state is not None and state < width else None,
            cells[comment] if comment is not None and comment < width else None,
        )

    def place(self, kind: str) -> Source:
        """The source of the area, or of a comparator's label."""
        return self.label if kind == UploadKind.COMPARATORS else self.area

    def where(self, role: str, entry: ValueColumn) -> Source:
        """The source of the part that is wrong."""
        match role:
            case "indicator":
                return entry.subject
            case "period":
                return entry.period
            case "area":
                return self.area
            case "label":
                return self.label
        column = None if role == "value" else self._layout.columns.get(role)
        return Source(column=entry.value if column is None else column)

    def _source(self, role: str) -> Source:
        if role in self._layout.columns:
            return Source(column=self._layout.columns[role])
        return Source(text=self._layout.constants.get(role))

    def _entries(self) -> Iterator[ValueColumn]:
        layout = self._layout
        subject, period = self._source("indicator"), self._source("period")
        for column in layout.periods:
            heading = self._headings[column] if column < len(self._headings) else None
            yield self._entry(column, subject, Source(text=heading, heading=column))
        for column, slug in layout.subjects:
            yield self._entry(column, Source(text=slug, heading=column), period)
        if not (layout.periods or layout.subjects) and "value" in layout.columns:
            yield self._entry(layout.columns["value"], subject, period)
        elif layout.makes_values:
            ratio = self._entry(layout.columns["numerator"], subject, period)
            yield replace(ratio, is_made=True)

    def _entry(self, column: int, subject: Source, period: Source) -> ValueColumn:
        return ValueColumn(column, cell_name(self._sheet, 1, column + 1)[:-1], subject, period)
