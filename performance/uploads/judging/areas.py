"""Which area a row is about; or, for comparators, with what it compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from performance.cells.findings import Wrong
from performance.cells.lookups import KnownPlace, Lookups, Subject, UnknownName
from performance.uploads.files import Value
from performance.uploads.judging.names import text_of, unread
from performance.uploads.judging.sources import Source

_LONGEST_LABEL = 150


@dataclass(frozen=True, slots=True)
class Where:
    """The number of an area and the area as the file names it, or a comparator's label, or what is wrong with either."""

    area: int | None = None
    place: KnownPlace | None = None
    label: str = ""
    wrong: Wrong | None = None

    @property
    def key(self) -> int | str | None:
        """What tells it from all others of a file."""
        return self.label or self.area

    @property
    def is_for_a_time(self) -> bool:
        """Whether it depends on the period that the area may be called so."""
        return self.place is not None and self.place.held_until is not None


NOT_SAID = Where()


class Areas:
    """Those that a file names. A file that names none at all is about each indicator's own."""

    def __init__(self, lookups: Lookups, source: Source) -> None:
        self._lookups, self._source = lookups, source
        self._found: dict[Any, Where] = {}

    def find(self, subject: Subject, cells: Sequence[Value]) -> Where:
        raw = self._source.of(cells)
        if raw is None and self._source.column is None and subject.area is not None:
            return Where(area=subject.area)
        key = raw if raw.__class__ is str else (raw.__class__, raw)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(raw)
        return found

    def _look_up(self, raw: Value) -> Where:
        if problem := unread(raw, "area", "the area"):
            return Where(wrong=problem)
        found = self._lookups.area(text_of(raw))
        if isinstance(found, UnknownName):
            return Where(wrong=Wrong("area", found.code, found.message, found.remedy))
        return Where(area=found.pk, place=found)


class Labels:
    """Those of comparators."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def find(self, subject: Subject, cells: Sequence[Value]) -> Where:
        raw = self._source.of(cells)
        if problem := unread(raw, "label", "the comparator"):
            return Where(wrong=problem)
        label = " ".join(text_of(raw).split())
        if not label:
            return _NO_LABEL
        if len(label) > _LONGEST_LABEL:
            message = f"The name of the comparator is longer than {_LONGEST_LABEL} letters."
            return Where(wrong=Wrong("label", "long_label", message, "Shorten it."))
        return Where(label=label)


_NO_LABEL = Where(
    wrong=Wrong(
        "label",
        "no_label",
        "The row does not say what the figure is compared with.",
        "Type the name of the comparator, for example “England”.",
    )
)
