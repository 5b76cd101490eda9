"""What marks an area out on the list of places: the themes that make it a priority, and its index totals.

Themes lie above this app, so what they say of areas is read through the areas' own relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from places.index_tables import IndexLine, IndexTable
from places.models import Area, PlaceIndex

# An area is a priority as a whole, or as one of the parts of a priority area.
WAYS = ("priority_areas", "priority_area_parts")


@dataclass(frozen=True)
class PriorityMark:
    """A priority area that is, or comprises, the area."""

    theme: str
    rating: str
    url: str


@dataclass(frozen=True)
class IndexMark:
    index: PlaceIndex
    total: Decimal | None
    rank: str
    of: int


def priority_marks() -> dict[int, list[PriorityMark]]:
    """Area id to its marks under the newest current plan, in two queries.

    A priority area that names its parts marks those, and not the town that it is about.
    """
    whole, parts = (_newest(_rows(way)) for way in WAYS)
    named = {row["priority_area"] for row in parts}
    marks = defaultdict(list)
    for row in [row for row in whole if row["priority_area"] not in named] + parts:
        marks[row["pk"]].append(_mark(row))
    return marks


def index_marks(tables: Iterable[IndexTable]) -> dict[int, list[IndexMark]]:
    """Area id to its total in each index."""
    marks = defaultdict(list)
    for table in tables:
        for line in table.lines:
            marks[line.row.area_id].append(_index_mark(table, line))
    return marks


def _index_mark(table: IndexTable, line: IndexLine) -> IndexMark:
    return IndexMark(table.index, line.total, line.rank, line.of)


def _rows(way: str) -> Iterator[dict[str, Any]]:
    """A row for each area and priority area that `way` joins, the newest plan's first."""
    theme = f"{way}__theme"
    columns = {
        "priority_area": f"{way}__pk",
        "ref": f"{way}__ref",
        "rating": f"{way}__rating",
        "theme": f"{theme}__name",
        "theme_slug": f"{theme}__slug",
        "plan": f"{theme}__plan__slug",
    }
    rows = (
        Area.objects.filter(**{f"{theme}__plan__stage": "current"})
        .order_by(
            f"-{theme}__plan__financial_year",
            f"{theme}__plan__partnership__name",
            f"{theme}__order",
            f"{way}__order",
        )
        .values_list("pk", *columns.values())
    )
    for row in rows:
        yield dict(zip(("pk", *columns), row, strict=True))


def _newest(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the plan that comes first."""
    found = list(rows)
    return [row for row in found if row["plan"] == found[0]["plan"]]


def _mark(row: dict[str, Any]) -> PriorityMark:
    theme = reverse("themes:page", args=[row["plan"], row["theme_slug"]])
    return PriorityMark(row["theme"], row["rating"], f"{theme}#{row['ref'].lower()}")
