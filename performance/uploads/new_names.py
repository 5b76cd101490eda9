"""The names in a file's column of indicators that no indicator has, each with what the file says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice

from performance.cells.causes import INDICATOR, key_of_name
from performance.cells.cell import text_of
from performance.cells.lookups import Lookups, plain
from performance.cells.subjects import Subject
from performance.cells.values.numbers import ReadNumber, read_number
from performance.cells.values.periods import NotAPeriod, read_period
from performance.choices import Frequency
from performance.indicators.guessing import (
    GuessedIndicator,
    frequency_said,
    guess_indicator,
    polarity_said,
)
from performance.models import Upload
from performance.uploads.check import read_upload
from performance.uploads.files import FileRefused, TableFile, Value
from performance.uploads.judging.sources import Sources, ValueColumn
from performance.uploads.layout.counting import figure_rows
from performance.uploads.layout.headings import measure_in, speaks_of_other
from performance.uploads.layout.layouts import Layout, StoredLayout
from performance.uploads.layout.opening import Opened, open_chosen, open_table
from performance.uploads.layout.roles import FACTS

# More would be a form that nobody can fill in.
MOST_NAMES = 120
# More rows than name so few indicators.
_MOST_ROWS = 50_000
_NUMBERS = 6
_KINDS = {"count": "number", "rate": "rate", "percent": "%"}
LONGEST_NAME = 250


@dataclass
class UnknownIndicator:
    """A name of the file, with the first unit, measure and numbers that stand beside it, and the lengths of its periods.

    `polarity`, `said_frequency` and `provider` are what columns marked so say of it, as they say it.
    """

    name: str
    unit: str = ""
    measure: str = ""
    polarity: str = ""
    said_frequency: str = ""
    provider: str = ""
    numbers: list[Decimal] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    called: str = ""
    """What to call it, where an indicator of another kind of number has the name."""

    @property
    def guessed(self) -> GuessedIndicator:
        guessed = guess_indicator(
            self.name, unit=self.unit, measure=self.measure, numbers=self.numbers
        )
        said = polarity_said(self.polarity)
        return replace(guessed, polarity=said) if said else guessed

    @property
    def frequency(self) -> str:
        """As a column says, else the commonest length of its periods, the shorter first; a quarter where none says."""
        if said := frequency_said(self.said_frequency):
            return said
        known = [one for one in Frequency.values if one in self.periods]
        return max(known, key=self.periods.count, default=Frequency.QUARTER.value)

    def provider_among(self, organisations: Iterable[tuple[str, str]]) -> str:
        """The slug of the organisation that a column names, of pairs of slug and name; "" where none is called so."""
        said = plain(self.provider)
        return next((slug for slug, name in organisations if slug and plain(name) == said), "")


def unknown_indicators(upload: Upload) -> list[UnknownIndicator]:
    """In the order of the file, the first MOST_NAMES of them. Empty where no column names the indicators."""
    try:
        with read_upload(upload) as table:
            lookups = Lookups(upload.kind)
            parts = open_chosen(table, upload, lookups) or [open_table(table, upload, lookups)]
            found: dict[str, UnknownIndicator] = {}
            answered = StoredLayout.of(upload).answers.get(INDICATOR, {})
            for opened in parts:
                for one in _unknown_in(table, opened, lookups, answered):
                    found.setdefault(plain(one.name), one)
            return list(found.values())[:MOST_NAMES]
    except FileRefused:
        return []


def _unknown_in(
    table: TableFile, opened: Opened, lookups: Lookups, answered: Mapping[str, str]
) -> list[UnknownIndicator]:
    layout = opened.layout
    if layout is None or "indicator" not in layout.columns:
        return []
    sources = Sources(layout, opened.headings, opened.sheet.name)
    rows = (cells for _, cells in islice(figure_rows(table, opened, layout), _MOST_ROWS))
    places = [layout.columns.get(role) for role in ("indicator", "unit", "measure", *FACTS)]
    found = _gathered(rows, sources.entries, places, lookups, answered)
    unit = _unit_of_incidents(layout, opened.headings)
    return [replace(one, unit=unit) for one in found] if unit else found


def _unit_of_incidents(layout: Layout, headings: Sequence[Value]) -> str:
    """What is counted, by the heading of its types: "crimes" of "Crime type"; "" where nothing is counted."""
    if not layout.count_by:
        return ""
    # Whatever the type is called, it is incidents that are counted.
    words = plain(headings[layout.columns["indicator"]]).split()
    return next((f"{one}s" for one in ("crime", "offence") if one in words), "incidents")


def _gathered(
    rows: Iterator[Sequence[Value]],
    entries: Sequence[ValueColumn],
    places: Sequence[int | None],
    lookups: Lookups,
    answered: Mapping[str, str],
) -> list[UnknownIndicator]:
    found: dict[str, UnknownIndicator] = {}
    known: set[str] = set()
    for cells in rows:
        name, unit, measure, polarity, often, provider = (_text(cells, place) for place in places)
        words = plain(name)
        if not words or words in known or len(name) > LONGEST_NAME:
            continue
        subject = lookups.subject(name)
        if isinstance(subject, Subject):
            said = next((one for one in (measure, unit) if speaks_of_other(one, subject)), "")
            if not said or key_of_name(name) in answered:
                found.pop(words, None)
                known.add(words)
                continue
            called = f"{name} ({_KINDS.get(measure_in(said), said.lower())})"
            facts = (name, unit, measure, polarity, often, provider)
            found.setdefault(words, UnknownIndicator(*facts, called=called))
        elif words not in found:
            if len(found) >= MOST_NAMES:
                known.add(words)
                continue
            found[words] = UnknownIndicator(name, unit, measure, polarity, often, provider)
        _note_numbers(found[words], cells, entries)
    # A row of a total or a note has no figure.
    return [one for one in found.values() if one.numbers]


def _note_numbers(
    one: UnknownIndicator, cells: Sequence[Value], entries: Sequence[ValueColumn]
) -> None:
    for entry in entries:
        if len(one.numbers) >= _NUMBERS:
            return
        read = read_number(entry.value_in(cells), one.unit)
        if isinstance(read, ReadNumber):
            one.numbers.append(read.value)
            one.periods.append(_length(entry.period.of(cells)))


def _length(period: Value) -> str:
    read = read_period(period, None)
    if isinstance(read, NotAPeriod):
        return ""
    months = (read.end.year - read.start.year) * 12 + read.end.month - read.start.month + 1
    if read.kind in Frequency.values:
        return str(read.kind)
    return Frequency.ROLLING_YEAR.value if months >= 10 else ""


def _text(cells: Sequence[Value], place: int | None) -> str:
    held = cells[place] if place is not None and place < len(cells) else None
    return " ".join(text_of(held).split()) if isinstance(held, str | int | float) else ""
