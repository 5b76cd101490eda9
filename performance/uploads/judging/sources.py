"""Where each part of a figure is given: in a column, in a heading, or once for the whole file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from performance.models import UploadKind
from performance.uploads.files import Value, cell_name
from performance.uploads.layout.headings import (
    PeriodHeading,
    period_heading,
    scale_in,
    without_marks,
)
from performance.uploads.layout.layouts import Layout
from performance.uploads.layout.years import (
    headings_with_year,
    is_without_year,
    says_months,
    with_year,
)

Extras = tuple[Value, Value, Value, Value]
NO_EXTRAS: Extras = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of a figure is given: in a column of the row, in a heading, or once for the whole file (`text`)."""

    column: int | None = None
    text: Value = None
    heading: int | None = None
    year: int | None = None
    """The column of the year of a quarter or month in `column`; or the year is said once for the file, in `year_text`."""
    year_text: str = ""
    of_months: bool = False

    def of(self, cells: Sequence[Value]) -> Value:
        """What it gives for a row of cells."""
        column = self.column
        if column is None:
            return self.text
        held = cells[column] if column < len(cells) else None
        if self.year is not None:
            year = cells[self.year] if self.year < len(cells) else None
            return with_year(held, year, of_months=self.of_months)
        if self.year_text and is_without_year(held, of_months=self.of_months):
            return with_year(held, self.year_text, of_months=self.of_months)
        return held


NOWHERE = Source()


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values, and where their indicator and period are given. `cell` is "Figures!D" of "Figures!D14".

    Where `is_computed`, values are worked out from two columns, and findings name the numerator's.
    """

    value: int
    cell: str
    subject: Source
    period: Source
    is_computed: bool = False
    heading: str = ""
    scale: Decimal = Decimal(1)
    """1,000 where the heading says thousands."""
    state: str = ""
    """What the heading says of the state of its figures: "p" of "Q2 2011/12 (p)"."""
    offset: int = 0
    """What is added to the rows of its sheet, where the file has several."""
    place: Source | None = None
    """Where its area is given, if not where those of the whole sheet are: in its heading."""

    def value_in(self, cells: Sequence[Value]) -> Value:
        return None if self.is_computed or self.value >= len(cells) else cells[self.value]


def with_state(extras: Extras, state: str) -> Extras:
    """The extras of a row, with the state that its heading or its period gives where it has none itself."""
    if not state or extras[2] is not None:
        return extras
    return (extras[0], extras[1], state, extras[3])


class Sources:
    """The sources of all parts of the figures of one sheet."""

    def __init__(
        self, layout: Layout, headings: Sequence[Value], sheet: str, offset: int = 0
    ) -> None:
        self._layout, self._headings, self._sheet = layout, headings, sheet
        self._offset = offset
        self.area, self.label, self.index = map(self._source, ("area", "label", "index"))
        self.area_name = layout.columns.get("area_name")
        measures = (layout.columns.get(role) for role in ("measure", "unit"))
        self.measures = tuple(place for place in measures if place is not None)
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

    def extras_in(
        self, columns: Sequence[Sequence[Value]], rows: int
    ) -> tuple[Sequence[Value], ...] | None:
        """As `extras`, the columns of a batch of rows; None where no row has any."""
        given = tuple(
            columns[column] if column is not None and column < len(columns) else [None] * rows
            for column in self._extras
        )
        return None if all(column.count(None) == rows for column in given) else given

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
                return entry.place or self.area
            case "label":
                return self.label
        column = None if role == "value" else self._layout.columns.get(role)
        return Source(column=entry.value if column is None else column)

    def _source(self, role: str) -> Source:
        if role in self._layout.columns:
            return Source(column=self._layout.columns[role])
        return Source(text=self._layout.constants.get(role))

    def _period(self) -> Source:
        source, layout = self._source("period"), self._layout
        if source.column is None or not layout.has("year"):
            return source
        heading = self._headings[source.column] if source.column < len(self._headings) else None
        return replace(
            source,
            year=layout.columns.get("year"),
            year_text=layout.constants.get("year", ""),
            of_months=says_months(heading),
        )

    def _entries(self) -> Iterator[ValueColumn]:
        layout = self._layout
        subject, period = self._source("indicator"), self._period()
        for column in layout.periods:
            heading = self._headings[column] if column < len(self._headings) else None
            if year := layout.constants.get("year"):
                (heading,) = headings_with_year([heading], year)
            read = period_heading(heading, layout.convention) or PeriodHeading(heading)
            entry = self._entry(column, subject, Source(text=read.period, heading=column))
            yield replace(entry, state=read.state)
        for column, slug in layout.subjects:
            yield self._entry(column, Source(text=slug, heading=column), period)
        for column in layout.areas:
            heading = self._headings[column] if column < len(self._headings) else None
            entry = self._entry(column, subject, period)
            yield replace(entry, place=Source(text=without_marks(heading), heading=column))
        if not layout.has_figures_across and "value" in layout.columns:
            yield self._entry(layout.columns["value"], subject, period)
        elif layout.computes_values:
            ratio = self._entry(layout.columns["numerator"], subject, period)
            yield replace(ratio, is_computed=True)

    def _entry(self, column: int, subject: Source, period: Source) -> ValueColumn:
        heading = self._headings[column] if column < len(self._headings) else None
        cell = cell_name(self._sheet, 1, column + 1)[:-1]
        text = heading if isinstance(heading, str) else ""
        return ValueColumn(
            *(column, cell, subject, period),
            heading=text,
            scale=scale_in(text),
            offset=self._offset,
        )
