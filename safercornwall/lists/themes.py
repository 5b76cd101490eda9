"""The list of themes, with the number of records under each."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from core.lists.columns import ListColumn, by_name, exported, in_turn, smallest
from core.lists.filters import Choice, Filters, Words
from priorities.models import Theme
from priorities.open_on import gap_open_on, outstanding_on, threat_open_on
from safercornwall.lists.counts import count_of
from safercornwall.lists.flagged import flag_choice, flagged
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import containing, narrowed

# Counts join, and so go round the managers that leave archived records out.


class ThemeFilters(Filters):
    kind = Choice("All kinds", Theme.Kind.choices)
    flag = flag_choice(Theme)
    q = Words()

    def narrow(self, themes: QuerySet[Theme]) -> QuerySet[Theme]:
        themes = narrowed(themes, self.chosen, kind="kind")
        return containing(themes, self.chosen, ["name", "plan_statement", "heading_printed"])


def _count(key: str, heading: str) -> ListColumn:
    name = f"{key}_count"
    return ListColumn(
        key, heading, lambda row: getattr(row, name), F(name), orders=smallest(heading)
    )


class ThemeList(PlanList):
    key = "themes"
    title = "Themes"
    noun, nouns = "theme", "themes"
    permission = "priorities.view_theme"
    first_order = "As the assessment has them"
    own_look = "Cards by kind"
    is_whole = True
    columns = (
        ListColumn("name", "Theme", lambda row: row, by_name("name")),
        ListColumn(
            *("kind", "Kind", lambda row: Theme.Kind(row.kind)),
            in_turn("kind", Theme.Kind),
            orders=("Kind, priorities first", "Kind, priorities last"),
        ),
        exported("number", "Priority number", lambda row: row.priority_number),
        exported("risk", "Risk level as printed", lambda row: row.risk_level_printed),
        exported("statement", "What the plan says", lambda row: row.plan_statement),
        _count("indicator", "Indicators"),
        _count("project", "Projects"),
        _count("gap", "Open delivery gaps"),
        _count("threat", "Open threats"),
        _count("decision", "Outstanding decisions"),
        _count("area", "Priority areas"),
    )

    def filters(self, query: Any) -> ThemeFilters:
        return ThemeFilters(query)

    def found(self) -> QuerySet[Theme]:
        themes = self.form.narrow(self.plan.themes.order_by("order"))
        if flag := self.form.chosen.get("flag"):
            themes = themes.filter(pk__in=flagged(self.reader, Theme, flag))
        as_at = self.reader.as_at
        return themes.annotate(
            indicator_count=count_of(Theme, "indicators", indicators__is_waiting=False),
            project_count=count_of(Theme, "projects"),
            gap_count=count_of(Theme, "delivery_gaps", gap_open_on(as_at, "delivery_gaps__")),
            threat_count=count_of(Theme, "threats", threat_open_on(as_at, "threats__")),
            decision_count=count_of(Theme, "decisions", outstanding_on(as_at, "decisions__")),
            area_count=count_of(Theme, "priority_areas"),
        )
