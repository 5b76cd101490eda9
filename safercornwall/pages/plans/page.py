"""A plan: how the assessment frames it, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.records.fetching import fetch_with_children
from priorities.models import (
    Decision,
    DeliveryGap,
    Plan,
    PlanStatement,
)
from safercornwall.pages.components.notes import Noted, NotesOnce
from safercornwall.pages.components.plan_frame import (
    LEAD_IN,
    by_kind,
    count_of,
    frame,
    influences_lead_in,
    of_plan,
)
from safercornwall.pages.components.plan_in_view import current_plan

HEADING = "section heading"


@dataclass(frozen=True)
class Framing:
    """A statement about the whole plan, with the notes on its reading."""

    statement: PlanStatement
    noted: Noted | None


@dataclass
class Section:
    """Statements under one printed heading; those before the first heading have none."""

    heading: PlanStatement | None
    statements: list[Framing] = field(default_factory=list)


def framing_statements(statements: Iterable[PlanStatement]) -> list[PlanStatement]:
    """All but the lead-in to the influences, in the order in which the assessment prints them."""
    framing = [row for row in statements if row.kind != LEAD_IN]
    return sorted(framing, key=lambda row: (min(row.source_lines, default=10**6), row.order))


def framing_sections(statements: Iterable[PlanStatement], notes: NotesOnce) -> list[Section]:
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
    notes = NotesOnce(found)
    context = {
        **frame(found),
        "lead_in": influences_lead_in(statements),
        "framing": framing_sections(framing_statements(statements), notes),
        "kinds": by_kind(fetch_with_children(of_plan(found), "scope_items", "strategies"), notes),
        "influences": found.external_influences.order_by("order"),
        "counts": counts_of(found),
    }
    return render(request, "plans/page.html", context)


def counts_of(plan: Plan) -> dict[str, int]:
    """What the plan holds, in one query."""
    counts = {
        "gap_count": count_of(Plan, "delivery_gaps", delivery_gaps__status=DeliveryGap.Status.OPEN),
        "threat_count": count_of(Plan, "threats", threats__status="open"),
        "decision_count": count_of(
            Plan, "decisions", decisions__status=Decision.Status.OUTSTANDING
        ),
        "key_date_count": count_of(Plan, "key_dates"),
        "note_count": count_of(Plan, "reading_notes"),
    }
    return Plan.objects.filter(pk=plan.pk).annotate(**counts).values(*counts).get()
