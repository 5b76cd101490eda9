"""The list of places, and what marks each out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse

from core.lists.columns import Link, ListColumn, exported, smallest
from core.lists.filters import Choice, Filters, Words, contains_all
from core.records.fetching import fetch_with_children
from places.index_tables import IndexLine, IndexTable, read_tables
from places.models import Area, PlaceIndex
from places.naming import plain_place
from priorities.models import PriorityArea
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import named_places

# What marks areas out, by area id.
Marks = dict[int, list]

# An area is a priority as a whole, or as one of the parts of a priority area.
WAYS = ("priority_areas", "priority_area_parts")
# The kinds that others lie in.
AROUND = (Area.Kind.DISTRICT, Area.Kind.NETWORK_AREA, Area.Kind.TOWN, Area.Kind.PARISH)


class PlaceFilters(Filters):
    q = Words("Name or code")
    kind = Choice("All kinds", Area.Kind.choices, label="Kind of place")
    within = Choice("Anywhere", label="In", proper=True)
    priority = Choice("Priority area or not", label="Priority area for", proper=True)
    rating = Choice("All ratings", PriorityArea.Rating.choices, label="Rated")

    def __init__(self, data: Any, *, areas: Iterable[Area], priorities: Marks):
        super().__init__(data)
        self.priorities = priorities
        around = [area for area in areas if area.kind in AROUND]
        self.path_by_slug = {area.slug: area.path for area in around}
        self.offer("within", named_places(sorted(around, key=lambda area: area.name.casefold())))
        themes = {mark.theme_slug: mark.theme for marks in priorities.values() for mark in marks}
        self.offer("priority", sorted(themes.items(), key=lambda theme: theme[1].casefold()))

    def matches(self, area: Area) -> bool:
        """Whether an area, its codes at hand, is what the filters ask for."""
        chosen = self.chosen
        codes = (row.code for row in area.codes.all())
        path = self.path_by_slug.get(chosen.get("within", ""), "")
        return (
            chosen.get("kind") in (None, area.kind)
            and area.path.startswith(path)
            and self._is_marked(area, chosen.get("priority"), chosen.get("rating"))
            and contains_all(plain_place(chosen.get("q", "")), plain_place(area.name), *codes)
        )

    def _is_marked(self, area: Area, theme: str | None, rating: str | None) -> bool:
        if theme is None and rating is None:
            return True
        return any(
            theme in (None, mark.theme_slug) and rating in (None, mark.rating)
            for mark in self.priorities.get(area.pk, [])
        )


@dataclass(frozen=True)
class PriorityMark:
    """A priority area that is, or comprises, the area."""

    theme: str
    theme_slug: str
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
        Area.objects.filter(
            **{f"{theme}__plan__stage": "current"},
            **{f"{step}__archived_at": None for step in (way, theme, f"{theme}__plan")},
        )
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
    return PriorityMark(
        row["theme"], row["theme_slug"], row["rating"], f"{theme}#{row['ref'].lower()}"
    )


def lsoa_code(area: Area) -> str:
    """The newest code of an LSOA, which is how it is told from its neighbours."""
    if area.kind != Area.Kind.LSOA:
        return ""
    codes = [row.code for row in area.codes.all() if row.system.startswith("lsoa")]
    return codes[-1] if codes else ""


@dataclass(frozen=True)
class PlaceRow:
    area: Area
    parent: Area | None
    priorities: list[PriorityMark] = field(default_factory=list)
    indices: list[IndexMark] = field(default_factory=list)

    @property
    def priority_links(self) -> list[Link]:
        ratings = dict(PriorityArea.Rating.choices)
        return [Link(f"{mark.theme}: {ratings[mark.rating]}", mark.url) for mark in self.priorities]

    @property
    def totals(self) -> list[Link]:
        """Its total in each index that states or gives one, and its rank."""
        return [
            Link(
                f"{mark.index}: {mark.total.normalize():,f}, ranked {mark.rank} of {mark.of}",
                f"{mark.index.get_absolute_url()}#{self.area.slug}",
            )
            for mark in self.indices
            if mark.total is not None
        ]


class PlaceList(NounList):
    key = "places"
    title = "Places"
    noun, nouns = "place", "places"
    permission = "places.view_area"
    first_order = "From the top down"
    own_look = "Tree"
    is_whole = True
    columns = (
        ListColumn(
            *("name", "Place", lambda row: row.area),
            sort_key=lambda row: row.area.name,
        ),
        ListColumn(
            *("kind", "Kind", lambda row: Area.Kind(row.area.kind)),
            sort_key=lambda row: list(Area.Kind).index(Area.Kind(row.area.kind)),
            orders=("Kind, largest first", "Kind, smallest first"),
        ),
        ListColumn(
            *("parent", "In", lambda row: row.parent),
            sort_key=lambda row: row.parent and row.parent.name,
        ),
        exported("code", "Codes", lambda row: [code.code for code in row.area.codes.all()]),
        ListColumn(
            *("population", "Population", lambda row: row.area.population),
            sort_key=lambda row: row.area.population,
            orders=smallest("Population"),
            none="Not stated",
        ),
        ListColumn(
            *("decile", "Deprivation decile", lambda row: row.area.deprivation_decile),
            sort_key=lambda row: row.area.deprivation_decile,
            orders=("Deprivation, most deprived first", "Deprivation, least deprived first"),
            none="Not stated",
        ),
        exported("highest_risk", "Highest risk area", lambda row: row.area.highest_risk),
        ListColumn(
            *("priorities", "Priority area for", lambda row: row.priority_links),
            sort_key=lambda row: -len(row.priorities),
            orders=("Priority areas, most themes first", "Priority areas, fewest themes first"),
            none="No theme",
        ),
        exported("indices", "Indices", lambda row: row.totals),
    )

    @cached_property
    def areas(self) -> list[Area]:
        return fetch_with_children(Area.objects.all(), "codes")

    @cached_property
    def priorities(self) -> Marks:
        return priority_marks()

    @cached_property
    def indices(self) -> Marks:
        return index_marks(read_tables(PlaceIndex.objects.all()))

    def filters(self, query: Any) -> PlaceFilters:
        return PlaceFilters(query, areas=self.areas, priorities=self.priorities)

    def found(self) -> list[PlaceRow]:
        by_id = {area.pk: area for area in self.areas}
        return [
            PlaceRow(
                area,
                by_id.get(area.parent_id),
                self.priorities.get(area.pk, []),
                self.indices.get(area.pk, []),
            )
            for area in self.areas
            if self.form.matches(area)
        ]
