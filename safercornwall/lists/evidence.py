"""The list of a plan's evidence: what it says, theme by theme."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.lists.columns import Link, ListColumn, by_name, exported
from core.lists.filters import Choice, named
from core.records.fetching import fetch_with_children
from priorities.models import Evidence
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import PlanFilters, containing, narrowed


class EvidenceFilters(PlanFilters):
    topic = Choice("All topics", proper=True)
    figures = Choice(
        "With figures or without",
        [("yes", "With figures"), ("no", "Without figures")],
        says="{choice}",
    )
    field_order = ["theme", "topic", "figures", "q"]

    def narrow(self, evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
        chosen = self.chosen
        evidence = narrowed(evidence, chosen, theme="theme__slug", topic="topics__slug")
        if figures := chosen.get("figures"):
            evidence = evidence.filter(figures__isnull=figures == "no").distinct()
        return containing(evidence, chosen, ["text", "source", "period_printed", "ref"])


class EvidenceList(PlanList):
    key = "evidence"
    title = "Evidence"
    noun, nouns = "statement of evidence", "statements of evidence"
    permission = "priorities.view_evidence"
    columns = (
        ListColumn(
            *("ref", "Reference", lambda row: Link(row.ref, row.get_absolute_url())),
            by_name("ref"),
        ),
        ListColumn("text", "What it says", lambda row: row.text),
        ListColumn("theme", "Theme", lambda row: row.theme, by_name("theme__name")),
        ListColumn(
            *("source", "Source", lambda row: row.source, by_name("source")),
            none="Not stated",
        ),
        ListColumn(
            *("period", "Period", lambda row: row.period_printed, by_name("period_printed")),
            none="Not stated",
        ),
        exported("topics", "Topics", lambda row: list(row.topics.all())),
        exported("figures", "Figures", lambda row: list(row.figures.all())),
        exported("note", "Note", lambda row: row.note),
    )

    def filters(self, query: Any) -> EvidenceFilters:
        form = EvidenceFilters(query, themes=self.reader.themes)
        form.offer("topic", named(self.plan.evidence_topics.order_by("name")))
        return form

    def found(self) -> QuerySet[Evidence]:
        evidence = Evidence.objects.filter(theme__in=self.reader.themes)
        return self.form.narrow(evidence).order_by("theme__order", "order")

    def read(self, records: QuerySet[Evidence]) -> list[Evidence]:
        return fetch_with_children(records, "topics", "figures", at_hand=self.reader.themes)
