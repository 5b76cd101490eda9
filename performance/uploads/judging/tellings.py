"""Telling what is wrong with a row, at the cell that says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from performance.cells.findings import FindingList, Wrong
from performance.uploads.files import Value
from performance.uploads.judging.sources import LookupEntry, Sources
from performance.uploads.layout.layouts import Layout


class Telling:
    """Once only where a heading, or a choice for the whole file, says it; once a row where one cell says it of many."""

    def __init__(
        self, findings: FindingList, sources: Sources, layout: Layout, headings: Sequence[Value]
    ) -> None:
        self._findings, self._sources = findings, sources
        self._heading_row, self._headings = layout.heading_row, headings
        self._told: set[tuple[Any, ...]] = set()
        self._row, self._told_of_row = 0, set[tuple[Any, ...]]()

    def tell(
        self, severity: str, wrong: Wrong, row: int, entry: LookupEntry, cells: Sequence[Value]
    ) -> None:
        add = self._findings.add
        where = self._sources.where(wrong.role, entry)
        if where.column is not None:
            if self._is_new(row, where.column, wrong):
                add(severity, wrong, row, where.column, where.of(cells))
            return
        if (key := (wrong.code, where.heading, where.text)) in self._told:
            return
        self._told.add(key)
        if where.heading is not None:
            heading = self._headings[where.heading]
            add(severity, wrong, self._heading_row, where.heading, heading)
        else:
            add(severity, wrong, row, entry.value, where.text)

    def _is_new(self, row: int, column: int, wrong: Wrong) -> bool:
        """A wide row names its indicator and its area once, for all of its figures."""
        if row != self._row:
            self._row, self._told_of_row = row, set()
        key = (column, wrong.code, wrong.message)
        if key in self._told_of_row:
            return False
        self._told_of_row.add(key)
        return True
