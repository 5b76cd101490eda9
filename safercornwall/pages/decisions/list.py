"""The list of decisions and key dates, with counts that lead to what they count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from core.lists.filters import Choice
from core.lists.tiles import Tile
from core.periods import Period
from core.records.fetching import fetch_with_children
from priorities.clocks import clocks_of
from priorities.models import Decision, KeyDate, Plan, ReadingNote, Theme
from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.known_projects import waiting_for_decisions
from safercornwall.pages.components.plan_filters import PlanFilters, containing, narrowed
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.components.statements import is_past


@dataclass(frozen=True)
class DecisionEntry:
    """A decision with what waits for it."""

    decision: Decision
    as_at: date
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def is_past(self) -> bool:
        return is_past(self.decision, self.as_at)

    @property
    def meta(self) -> str:
        return f"{self.decision.get_status_display()} · {self.decision.get_kind_display()}"

    @property
    def holds_up(self) -> list:
        """The projects that still wait for it, each once."""
        waiting = self.decision.dependent_projects.all()
        return list(dict.fromkeys(row.project for row in waiting if row.met_on is None))


@dataclass(frozen=True)
class DateEntry:
    """A key date."""

    key_date: KeyDate
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def when(self) -> str:
        """As a person would write it: "31 March 2012", "December 2011", "2012/13"; nothing where it is not known."""
        first, last = self.key_date.starts_on, self.key_date.ends_on
        return Period(first, last).label if first and last else ""


def decision_entries(decisions: Iterable[Decision], notes, as_at) -> list[DecisionEntry]:
    """Outstanding before taken; of the outstanding those with the nearest date first, of the taken the last taken."""
    entries = [DecisionEntry(row, as_at, notes.about(row)) for row in decisions]
    return sorted(entries, key=lambda entry: _when_to_show(entry.decision))


def _when_to_show(decision: Decision):
    if decision.status == Decision.Status.DECIDED:
        taken = decision.decided_on or date.min
        return (True, False, -taken.toordinal(), decision.order)
    due = decision.due_on
    return (False, due is None, due.toordinal() if due else 0, decision.order)


def date_entries(dates: Iterable[KeyDate], notes: NotesByLine) -> list[DateEntry]:
    """Those whose day is known by their first day, then the others in their own order."""
    ordered = sorted(
        dates, key=lambda row: (row.starts_on is None, row.starts_on or date.max, row.order)
    )
    return [DateEntry(row, notes.about(row)) for row in ordered]


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


def decision_tiles(plan: Plan, as_at: date) -> list[Tile]:
    outstanding = Q(status=Decision.Status.OUTSTANDING)
    counts = plan.decisions.aggregate(
        outstanding=Count("pk", filter=outstanding),
        board=Count("pk", filter=outstanding & Q(kind=Decision.Kind.BOARD)),
        past=Count("pk", filter=outstanding & Q(due_on__lt=as_at)),
        decided=Count("pk", filter=Q(status=Decision.Status.DECIDED)),
    )
    return [
        Tile("Outstanding", counts["outstanding"], "?status=outstanding"),
        Tile("Outstanding for the board", counts["board"], "?status=outstanding&kind=board"),
        Tile("Past their date", counts["past"], "?due=past"),
        Tile("Taken", counts["decided"], "?status=decided"),
    ]


@permission_required("priorities.view_decision", raise_exception=True)
@require_safe
def decision_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    date_kinds = found.key_dates.order_by("kind").values_list("kind", flat=True).distinct()
    form = DecisionFilters(request.GET, themes=themes_of(found), date_kinds=date_kinds)
    decisions = decisions_of(found, form, as_at)
    dates = fetch_with_children(form.narrow_dates(found.key_dates.all()), themes=found.themes.all())
    notes = NotesByLine(found)
    context = {
        "plan": found,
        "as_at": as_at,
        "tiles": decision_tiles(found, as_at),
        "form": form,
        "decisions": decision_entries(decisions, notes, as_at),
        "dates": date_entries(dates, notes),
        "total": len(decisions) + len(dates),
    }
    return render(request, "decisions/list.html", context)


def decisions_of(plan: Plan, form: DecisionFilters, as_at: date) -> list[Decision]:
    """The decisions that the filters leave, with themes, gaps and the projects that wait for them."""
    rows = form.narrow_decisions(plan.decisions.select_related("owner"), as_at)
    decisions = fetch_with_children(rows, themes=plan.themes.all(), gaps=plan.delivery_gaps.all())
    prefetch_related_objects(decisions, waiting_for_decisions(plan))
    return decisions
