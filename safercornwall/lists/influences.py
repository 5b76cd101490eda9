"""The list of external influences: a row for each of their consequences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.lists.columns import Link, ListColumn, by_name, exported
from core.records.fetching import fetch_with_children
from priorities.models import ExternalInfluencePoint, Theme
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import PlanFilters, containing, narrowed


@dataclass(frozen=True)
class ConsequenceRow:
    """A consequence of an influence, with the themes of the plan that it touches."""

    point: ExternalInfluencePoint
    themes: list[Theme]

    @property
    def influence(self) -> Link:
        influence = self.point.influence
        return Link(influence.name, influence.get_absolute_url())


class InfluenceList(PlanList):
    key = "external-influences"
    title = "External influences"
    noun, nouns = "consequence of an influence", "consequences of influences"
    permission = "priorities.view_externalinfluence"
    own_look = "Full statements"
    is_whole = True
    columns = (
        ListColumn(
            *("influence", "Influence", lambda row: row.influence),
            by_name("influence__name"),
        ),
        ListColumn("text", "What it brings", lambda row: row.point.text),
        ListColumn("themes", "Themes it touches", lambda row: row.themes, none="None"),
        exported("note", "Note", lambda row: row.point.note),
    )

    def filters(self, query: Any) -> PlanFilters:
        return PlanFilters(query, themes=self.reader.themes)

    def found(self) -> QuerySet[ExternalInfluencePoint]:
        influences = self.plan.external_influences.order_by().values("pk")
        points = ExternalInfluencePoint.objects.filter(influence__in=influences)
        points = narrowed(points, self.form.chosen, theme="themes__slug")
        points = containing(points, self.form.chosen, ["text", "influence__name"])
        return points.select_related("influence").order_by("influence__order", "order")

    def read(self, records: QuerySet[ExternalInfluencePoint]) -> list[ConsequenceRow]:
        themes = {theme.pk: theme for theme in self.reader.themes}
        rows = []
        for point in fetch_with_children(records, "themes"):
            point.influence.plan = self.plan
            touched = [themes[theme.pk] for theme in point.themes.all() if theme.pk in themes]
            rows.append(ConsequenceRow(point, touched))
        return rows
