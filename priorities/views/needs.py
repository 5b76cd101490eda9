"""Lists of what is missing, what threatens and what must be decided."""

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.current import clocks_of, current_plan, themes_of
from priorities.filters import DecisionFilters, GapFilters, ThreatFilters
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Plan,
    Threat,
    ThreatWording,
)
from priorities.presenters.needs import date_entries, decision_entries, statement_entries
from priorities.presenters.tiles import decision_tiles, gap_tiles, threat_tiles
from priorities.reach import projects_of, waiting_for_decisions
from priorities.reading import NotesByLine
from priorities.wordings import put_themes
from safercornwall.records.prefetch import index_by, together


@permission_required("priorities.view_deliverygap", raise_exception=True)
@require_safe
def gap_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    themes = themes_of(found)
    kinds = found.delivery_gaps.exclude(kind="").order_by("kind").values_list("kind", flat=True)
    form = GapFilters(request.GET, themes=themes, kinds=kinds.distinct())
    gaps = form.narrow(found.delivery_gaps.select_related("owner").order_by("order"), as_at)
    gaps = together(
        gaps,
        wordings=DeliveryGapWording.objects.filter(theme__plan=found),
        projects=projects_of(DeliveryGap, found),
    )
    put_themes(gaps, index_by(themes))
    entries = statement_entries(gaps, NotesByLine(found), as_at)
    tiles = gap_tiles(found, as_at)
    context = {"plan": found, "as_at": as_at, "tiles": tiles, "form": form, "entries": entries}
    return render(request, "priorities/gap_list.html", context)


@permission_required("priorities.view_threat", raise_exception=True)
@require_safe
def threat_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    themes = themes_of(found)
    form = ThreatFilters(request.GET, themes=themes)
    rows = form.narrow(found.threats.order_by("order"))
    threats = together(
        rows,
        wordings=ThreatWording.objects.filter(theme__plan=found),
        projects=projects_of(Threat, found),
    )
    put_themes(threats, index_by(themes))
    entries = statement_entries(threats, NotesByLine(found), as_at)
    tiles = threat_tiles(found)
    context = {"plan": found, "as_at": as_at, "tiles": tiles, "form": form, "entries": entries}
    return render(request, "priorities/threat_list.html", context)


@permission_required("priorities.view_decision", raise_exception=True)
@require_safe
def decision_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    date_kinds = found.key_dates.order_by("kind").values_list("kind", flat=True).distinct()
    form = DecisionFilters(request.GET, themes=themes_of(found), date_kinds=date_kinds)
    decisions = decisions_of(found, form, as_at)
    dates = in_plan(
        together(form.narrow_dates(found.key_dates.all()), themes=found.themes.all()),
        found,
        "themes",
    )
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
    return render(request, "priorities/decision_list.html", context)


def decisions_of(plan: Plan, form: DecisionFilters, as_at: date) -> list[Decision]:
    """The decisions that the filters leave, with themes, gaps and the projects that wait for them."""
    rows = form.narrow_decisions(plan.decisions.select_related("owner"), as_at)
    decisions = in_plan(
        together(rows, themes=plan.themes.all(), gaps=plan.delivery_gaps.all()),
        plan,
        "themes",
        "gaps",
    )
    prefetch_related_objects(decisions, waiting_for_decisions(plan))
    return decisions


def in_plan(records, plan: Plan, *relations: str):
    """The records, the children of each knowing their plan, of which their addresses are made."""
    for record in records:
        for relation in relations:
            for child in getattr(record, relation).all():
                child.plan = plan
    return records
