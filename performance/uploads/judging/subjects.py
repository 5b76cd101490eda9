"""Which indicator, or which measure of an index, a row is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from performance.cells.findings import Wrong
from performance.cells.lookups import Lookups, Subject, UnknownName
from performance.cells.values.given import is_blank
from performance.uploads.files import Value
from performance.uploads.judging.names import text_of, unread
from performance.uploads.judging.sources import NOWHERE, Source


class Subjects:
    """Those that a file names."""

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
        if problem := unread(raw, "indicator", "the name"):
            return problem
        found = self._lookups.subject(text_of(raw), None if is_blank(index) else index)
        if isinstance(found, UnknownName):
            return Wrong("indicator", found.code, found.message, found.remedy)
        return found
