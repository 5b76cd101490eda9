"""The list of population estimates: an area and a year each."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from core.lists.columns import ListColumn, by_name, exported, in_turn, smallest, soonest
from core.lists.filters import Choice, Filters, Words
from places.models import Area, PopulationEstimate
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import containing, narrowed


class PopulationFilters(Filters):
    year = Choice("All years")
    kind = Choice("All kinds", Area.Kind.choices, label="Kind of place")
    q = Words("Name of the place, or source")

    def narrow(self, rows: QuerySet[PopulationEstimate]) -> QuerySet[PopulationEstimate]:
        found = narrowed(rows, self.chosen, year="year", kind="area__kind")
        return containing(found, self.chosen, ["area__name", "source"])


class PopulationList(NounList):
    key = "populations"
    title = "Populations"
    noun, nouns = "population estimate", "population estimates"
    permission = "places.view_populationestimate"
    first_order = "The latest year first"
    size = 50
    columns = (
        ListColumn("area", "Place", lambda row: row.area, by_name("area__name")),
        ListColumn(
            *("kind", "Kind of place", lambda row: Area.Kind(row.area.kind)),
            in_turn("area__kind", Area.Kind),
            orders=("Kind of place, largest first", "Kind of place, smallest first"),
        ),
        ListColumn(
            *("year", "Middle of", lambda row: str(row.year), F("year")),
            orders=soonest("Year"),
        ),
        ListColumn(
            *("people", "People", lambda row: row.people, F("people")),
            orders=smallest("People"),
        ),
        ListColumn("source", "Source", lambda row: row.source, by_name("source")),
        ListColumn("changes", "Changes", lambda row: row.reason_for_change),
        exported("since", "Known since", lambda row: row.known_from),
    )

    def filters(self, query: Any) -> PopulationFilters:
        form = PopulationFilters(query)
        years = PopulationEstimate.objects.latest_revisions().order_by("-year")
        form.offer(
            "year", [(str(y), str(y)) for y in years.values_list("year", flat=True).distinct()]
        )
        return form

    def found(self) -> QuerySet[PopulationEstimate]:
        rows = PopulationEstimate.objects.latest_revisions().filter(area__archived_at=None)
        return self.form.narrow(
            rows.select_related("area").order_by("-year", "area__level", "area__name", "pk")
        )
