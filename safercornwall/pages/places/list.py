"""The list of places: the tree that they nest in, and what marks each out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.lists.filters import Choice, Filters, Words, contains_all
from core.lists.tiles import Tile
from core.records.fetching import fetch_with_children
from places.index_tables import IndexLine, IndexTable, read_tables
from places.models import Area, PlaceIndex
from safercornwall.pages.places.tree import Branch, fold, grow, matching, prune

# What marks areas out, by area id.
Marks = dict[int, list]

# An area is a priority as a whole, or as one of the parts of a priority area.
WAYS = ("priority_areas", "priority_area_parts")


class PlaceFilters(Filters):
    q = Words("Name or code")
    kind = Choice("All kinds", Area.Kind.choices, label="Kind of place")

    def matches(self, area: Area) -> bool:
        """Whether an area, its codes at hand, has the words in its name or codes and is of the kind."""
        codes = (row.code for row in area.codes.all())
        return self.chosen.get("kind") in (None, area.kind) and contains_all(
            self.chosen.get("q", ""), area.name, *codes
        )


def describe(branch: Branch, priorities: Marks, indices: Marks) -> dict[str, Any]:
    """A branch as the template shows it: the area, what marks it out, and the same of those inside."""
    return {
        "area": branch.area,
        "is_match": branch.is_match,
        "code": lsoa_code(branch.area),
        "priorities": priorities.get(branch.area.pk, []),
        "indices": indices.get(branch.area.pk, []),
        "inside": fold(
            [describe(below, priorities, indices) for below in branch.branches],
            lambda below: below["area"],
        ),
    }


def lsoa_code(area: Area) -> str:
    """The newest code of an LSOA, which is how it is told from its neighbours."""
    if area.kind != Area.Kind.LSOA:
        return ""
    codes = [row.code for row in area.codes.all() if row.system.startswith("lsoa")]
    return codes[-1] if codes else ""


def kind_tiles(areas: Iterable[Area]) -> list[Tile]:
    """How many there are of each kind, each leading to the list of them. Wards only where some are loaded."""
    names = {
        Area.Kind.NETWORK_AREA: ("network area", "network areas"),
        Area.Kind.TOWN: ("town", "towns"),
        Area.Kind.WARD: ("ward", "wards"),
        Area.Kind.BEAT: ("police beat", "police beats"),
        Area.Kind.LSOA: ("LSOA", "LSOAs"),
    }
    counts = Counter(area.kind for area in areas)
    address = reverse("places:list")
    return [
        Tile(one if counts[kind] == 1 else many, counts[kind], f"{address}?kind={kind}")
        for kind, (one, many) in names.items()
        if counts[kind] or kind != Area.Kind.WARD
    ]


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


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place_list(request):
    form = PlaceFilters(request.GET)
    areas = fetch_with_children(Area.objects.all(), "codes")
    branches = prune(grow(areas), form.matches)
    marked = {
        "priorities": priority_marks(),
        "indices": index_marks(read_tables(PlaceIndex.objects.all())),
    }
    context = {
        "form": form,
        "tree": [describe(branch, **marked) for branch in branches],
        "count": len(matching(branches)),
        "tiles": kind_tiles(areas),
    }
    return render(request, "places/list.html", context)
