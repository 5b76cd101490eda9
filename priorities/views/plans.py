"""A plan, its themes at a glance, and the influences that cut across them."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.current import clocks_of, current_plan
from priorities.models import Decision, DeliveryGap, ExternalInfluencePoint, Plan, Theme
from priorities.presenters.notes import NotesOnce
from priorities.presenters.plans import (
    Influence,
    by_kind,
    framing_sections,
    framing_statements,
    influences_lead_in,
)
from safercornwall.records.prefetch import together


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
        "kinds": by_kind(together(of_plan(found), "scope_items", "strategies"), notes),
        "influences": found.external_influences.order_by("order"),
        "counts": counts_of(found),
    }
    return render(request, "priorities/plan.html", context)


@permission_required("priorities.view_theme", raise_exception=True)
@require_safe
def theme_list(request, plan):
    found = current_plan(request)
    themes = of_plan(found).annotate(
        indicator_count=count_of(Theme, "indicators", indicators__is_waiting=False),
        project_count=count_of(Theme, "projects"),
        gap_count=count_of(Theme, "delivery_gaps", delivery_gaps__status=DeliveryGap.Status.OPEN),
        threat_count=count_of(Theme, "threats", threats__status="open"),
        decision_count=count_of(Theme, "decisions", decisions__status=Decision.Status.OUTSTANDING),
        area_count=count_of(Theme, "priority_areas"),
    )
    context = {**frame(found), "kinds": by_kind(themes)}
    return render(request, "priorities/theme_list.html", context)


@permission_required("priorities.view_externalinfluence", raise_exception=True)
@require_safe
def influence_list(request, plan):
    found = current_plan(request)
    points = ExternalInfluencePoint.objects.filter(influence__plan=found).order_by("order")
    themes = {theme.pk: theme for theme in of_plan(found)}
    notes = NotesOnce(found)
    points_by_influence: dict[int, list] = {}
    for point in together(points, "themes"):
        points_by_influence.setdefault(point.influence_id, []).append(point)
    context = {
        **frame(found),
        "lead_in": influences_lead_in(found.statements.order_by("order")),
        "influences": [
            Influence(influence, points_by_influence.get(influence.pk, []), themes, notes)
            for influence in found.external_influences.order_by("order")
        ],
    }
    return render(request, "priorities/influence_list.html", context)


def frame(plan: Plan) -> dict[str, object]:
    return {"plan": plan, "as_at": clocks_of(plan).as_at}


def of_plan(plan: Plan):
    """The plan's themes, each knowing its plan, so that its address costs no query."""
    return plan.themes.order_by("order")


def count_of(model, relation: str, **only) -> Coalesce:
    """How many of `relation` a record has: counted apart, so that no count multiplies another."""
    same = model.objects.filter(pk=OuterRef("pk")).order_by()
    number = same.annotate(
        number=Count(relation, filter=Q(**only) if only else None, distinct=True)
    )
    return Coalesce(Subquery(number.values("number")), 0)


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
