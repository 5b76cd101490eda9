"""The columns of an index's table, and the one that it is sorted by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from places.index_tables import IndexLine, IndexTable

PRINTED, AREA, TOTAL = "printed", "area", "total"


@dataclass(frozen=True)
class Heading:
    """A column of the table. `sorted` is how aria-sort puts it, empty for a column that one may sort by."""

    key: str
    label: str
    is_number: bool
    sorted: str

    @property
    def arrow(self) -> str:
        return "▲" if self.sorted == "ascending" else "▼"


class Ordering:
    """The column that the table is sorted by: one of an allowed list, else the printed order."""

    def __init__(self, table: IndexTable, asked: str):
        self.table = table
        self.columns = {
            PRINTED: "Printed order",
            AREA: "Area",
            TOTAL: "Total" if table.index.total_is_stated else "Total (worked out)",
            **{component.key: component.short_name for component in table.components},
        }
        self.is_unknown = bool(asked) and asked not in self.columns
        self.asked = asked
        self.by = asked if asked in self.columns else PRINTED

    @property
    def headings(self) -> list[Heading]:
        return [
            Heading(key, label, key != AREA, self._direction if key == self.by else "")
            for key, label in self.columns.items()
        ]

    @property
    def caption(self) -> str:
        """What the scores are, of which period, and how they are sorted."""
        periods = ", ".join(period.label for period in self.table.periods)
        held = f"Scores for {periods}" if periods else "Scores"
        if self.by == PRINTED:
            return f"{held}, in printed order"
        order = "A to Z" if self.by == AREA else "the highest first"
        return f"{held}, by {self.columns[self.by].lower()}, {order}"

    def sort(self, lines: Iterable[IndexLine]) -> list[IndexLine]:
        """Areas by name, scores the highest first and missing ones last; equals stay in printed order."""
        if self.by == PRINTED:
            return list(lines)
        if self.by == AREA:
            return sorted(lines, key=lambda line: line.row.area_printed.casefold())
        return sorted(lines, key=self._highest_first)

    @property
    def _direction(self) -> str:
        return "ascending" if self.by in (PRINTED, AREA) else "descending"

    def _highest_first(self, line: IndexLine) -> tuple[bool, Any]:
        value = line.total if self.by == TOTAL else line.value_of(self.by)
        return value is None, -(value or 0)
