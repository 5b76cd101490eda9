"""The list of priority areas: places singled out under the themes of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from core.lists.columns import Link, ListColumn, by_name, exported, in_turn
from core.lists.filters import Choice
from core.records.fetching import fetch_with_children
from places.models import Area
from priorities.models import PriorityArea
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import (
    PlanFilters,
    containing,
    named_places,
    narrowed,
)


class PriorityAreaFilters(PlanFilters):
    rating = Choice("All ratings", PriorityArea.Rating.choices)
    area = Choice("All places", label="Where", proper=True)
    field_order = ["theme", "rating", "area", "q"]

    def __init__(self, data: Any, *, areas: Iterable[Area], **offered: Any):
        super().__init__(data, **offered)
        self.area_by_slug = {area.slug: area for area in areas}
        self.offer("area", named_places(self.area_by_slug.values()))

    def narrow(self, rows: QuerySet[PriorityArea]) -> QuerySet[PriorityArea]:
        chosen = self.chosen
        rows = narrowed(rows, chosen, theme="theme__slug", rating="rating")
        if "area" in chosen:
            near = Area.objects.covering(self.area_by_slug[chosen["area"]]).order_by()
            parts = PriorityArea.parts.through.objects.filter(area__in=near)
            rows = rows.filter(Q(area__in=near) | Q(pk__in=parts.values("priorityarea")))
        return containing(rows, chosen, ["name", "trend", "hotspots", "key_issues"])


class PriorityAreaList(PlanList):
    key = "priority-areas"
    title = "Priority areas"
    noun, nouns = "priority area", "priority areas"
    permission = "priorities.view_priorityarea"
    columns = (
        ListColumn(
            *("name", "Priority area", lambda row: Link(row.name, row.get_absolute_url())),
            by_name("name"),
        ),
        ListColumn("theme", "Theme", lambda row: row.theme, by_name("theme__name")),
        ListColumn(
            *("rating", "Rating", lambda row: PriorityArea.Rating(row.rating)),
            in_turn("rating", PriorityArea.Rating),
            orders=("Rating, very high first", "Rating, low first"),
            look="rating",
        ),
        ListColumn(
            *("rank", "Rank", lambda row: row.rank_printed, F("rank")),
            orders=("Rank, first to last", "Rank, last to first"),
        ),
        ListColumn("trend", "Trend", lambda row: row.trend, none="Not stated"),
        ListColumn("hotspots", "Hotspots", lambda row: row.hotspots, none="Not stated"),
        ListColumn(
            *("area", "Place"),
            lambda row: Link(row.area.named, row.area.get_absolute_url()),
            by_name("area__name"),
        ),
        exported("parts", "Places it comprises", lambda row: [a.named for a in row.parts.all()]),
        exported("issues", "Key issues", lambda row: row.key_issues),
        exported("reasons", "Reasons", lambda row: list(row.reasons.all())),
        exported("note", "Note", lambda row: row.note),
    )

    def filters(self, query: Any) -> PriorityAreaFilters:
        areas = Area.objects.filter(
            priority_areas__in=PriorityArea.objects.filter(theme__plan=self.plan)
        )
        offered = areas.distinct().order_by("name")
        return PriorityAreaFilters(query, themes=self.reader.themes, areas=offered)

    def found(self) -> QuerySet[PriorityArea]:
        rows = PriorityArea.objects.filter(theme__in=self.reader.themes).select_related("area")
        return self.form.narrow(rows).order_by("theme__order", "order")

    def read(self, records: QuerySet[PriorityArea]) -> list[PriorityArea]:
        return fetch_with_children(records, "parts", "reasons", at_hand=self.reader.themes)
