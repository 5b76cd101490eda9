"""The list of strategies, with the projects and themes that use each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.lists.columns import ListColumn, by_name, exported
from core.records.fetching import fetch_with_children
from priorities.models import Strategy, Theme
from projects.models import Project
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import PlanFilters, containing


class StrategyList(NounList):
    key = "strategies"
    title = "Strategies"
    noun, nouns = "strategy", "strategies"
    permission = "priorities.view_strategy"
    first_order = "Name"
    own_look = "Cards"
    is_whole = True
    columns = (
        ListColumn("name", "Strategy", lambda row: row, by_name("name")),
        ListColumn(
            *("themes", "Themes", lambda row: list(row.themes.all())),
            none="None of this plan",
        ),
        ListColumn(
            *("projects", "Projects", lambda row: list(row.projects.all())),
            none="None linked",
        ),
        exported("note", "Note", lambda row: row.note),
    )

    def filters(self, query: Any) -> PlanFilters:
        return PlanFilters(query, themes=self.reader.themes)

    def found(self) -> QuerySet[Strategy]:
        found = Strategy.objects.order_by("name")
        if slug := self.form.chosen.get("theme"):
            theme = next(theme for theme in self.reader.themes if theme.slug == slug)
            links = Theme.strategies.through.objects.filter(theme=theme)
            found = found.filter(pk__in=links.values("strategy"))
        return containing(found, self.form.chosen, ["name", "note"])

    def read(self, records: QuerySet[Strategy]) -> list[Strategy]:
        plan = self.reader.plan
        return fetch_with_children(
            records,
            projects=Project.objects.known_beside(plan),
            themes=Theme.objects.filter(plan=plan).order_by("order"),
            at_hand=[plan] if plan else [],
        )
