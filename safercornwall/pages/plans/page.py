"""A plan: how the assessment frames it, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.records.fetching import fetch_with_children
from priorities.models import (
    Plan,
    PlanStatement,
)
from priorities.open_on import gap_open_on, outstanding_on, threat_open_on
from safercornwall.lists.counts import count_of
from safercornwall.lists.day_in_view import clocks_in_view
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes
from safercornwall.pages.components.plan_frame import (
    LEAD_IN,
    by_kind,
    frame,
    influences_lead_in,
)
from safercornwall.pages.components.plan_in_view import current_plan

HEADING = "section heading"


@dataclass(frozen=True)
class Framing:
    """A statement about the whole plan, with the notes on its reading."""

    statement: PlanStatement
    record_notes: RecordNotes | None


@dataclass
class Section:
    """Statements under one printed heading; those before the first heading have none."""

    heading: PlanStatement | None
    statements: list[Framing] = field(default_factory=list)


def framing_statements(statements: Iterable[PlanStatement]) -> list[PlanStatement]:
    """The statements in printed order, without the lead-in to the influences."""
    framing = [row for row in statements if row.kind != LEAD_IN]
    return sorted(framing, key=lambda row: (min(row.source_lines, default=10**6), row.order))


def framing_sections(statements: Iterable[PlanStatement], notes: NotesShownOnce) -> list[Section]:
    sections: list[Section] = []
    for row in statements:
        if row.kind == HEADING:
            sections.append(Section(row))
            continue
        if not sections:
            sections.append(Section(None))
        sections[-1].statements.append(Framing(row, notes.about(row)))
    return sections


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def plan(request, plan):
    found = current_plan(request)
    statements = list(found.statements.order_by("order"))
    notes = NotesShownOnce(found)
    themes = found.themes.order_by("order")
    context = {
        **frame(request, found),
        "lead_in": influences_lead_in(statements),
        "framing": framing_sections(framing_statements(statements), notes),
        "kinds": by_kind(fetch_with_children(themes, "scope_items", "strategies"), notes),
        "influences": found.external_influences.order_by("order"),
        "counts": counts_of(found, clocks_in_view(request, found).as_at),
    }
    return render(request, "plans/page.html", context)


def counts_of(plan: Plan, as_at: date) -> dict[str, int]:
    """What the plan holds, in one query."""
    counts = {
        "gap_count": count_of(Plan, "delivery_gaps", gap_open_on(as_at, "delivery_gaps__")),
        "threat_count": count_of(Plan, "threats", threat_open_on(as_at, "threats__")),
        "decision_count": count_of(Plan, "decisions", outstanding_on(as_at, "decisions__")),
        "key_date_count": count_of(Plan, "key_dates"),
        "note_count": count_of(Plan, "reading_notes"),
    }
    return Plan.objects.filter(pk=plan.pk).annotate(**counts).values(*counts).get()
