from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.text import capfirst

from core.lists.filters import Choice
from priorities.models import (
    Decision,
    KeyDate,
    Theme,
)
from safercornwall.pages.components.plan_filters import PlanFilters, containing, narrowed


class DecisionFilters(PlanFilters):
    """Decisions and key dates together. A kind belongs to one or the other; only decisions have a status."""

    kind = Choice("All kinds")
    status = Choice("All statuses", Decision.Status.choices)
    due = Choice(
        "Any due date", [("past", "Decisions past their date"), ("none", "Decisions with no date")]
    )
    field_order = ["theme", "kind", "status", "due", "q"]

    def __init__(self, data, *, themes: Iterable[Theme], date_kinds: Iterable[str]):
        super().__init__(data, themes=themes)
        dates = [(f"date:{kind}", capfirst(kind)) for kind in date_kinds]
        self.offer("kind", [("Decisions", Decision.Kind.choices), ("Dates", dates)])

    def narrow_decisions(self, decisions: QuerySet[Decision], as_at: date) -> QuerySet[Decision]:
        chosen = self.chosen
        outstanding = decisions.filter(status=Decision.Status.OUTSTANDING)
        match chosen.get("due"):
            case "past":
                decisions = outstanding.filter(due_on__lt=as_at)
            case "none":
                decisions = outstanding.filter(due_on=None)
        decisions = narrowed(decisions, chosen, theme="themes__slug", kind="kind", status="status")
        return containing(decisions, chosen, ["title", "kind_printed", "due_printed", "outcome"])

    @property
    def is_of_decisions(self) -> bool:
        """Whether a filter is chosen that only decisions can meet."""
        return "status" in self.chosen or "due" in self.chosen

    def narrow_dates(self, dates: QuerySet[KeyDate]) -> QuerySet[KeyDate]:
        chosen = self.chosen
        if self.is_of_decisions:
            return dates.none()
        if "kind" in chosen:
            dates = dates.filter(kind=chosen["kind"].removeprefix("date:"))
            if not chosen["kind"].startswith("date:"):
                return dates.none()
        dates = narrowed(dates, chosen, theme="themes__slug")
        return containing(dates, chosen, ["title", "kind", "date_printed", "derived"])
