"""A delivery gap, a threat, a decision: each with all that it touches."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.reading import NotesByLine
from safercornwall.dashboards.flags.catalogue import raise_flags
from safercornwall.dashboards.presenters.needs import decision_page, gap_page, threat_page
from safercornwall.dashboards.reading import read_plan


@permission_required("priorities.view_deliverygap", raise_exception=True)
@require_safe
def gap(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, slug, gap_page, "dashboards/gap.html")


@permission_required("priorities.view_threat", raise_exception=True)
@require_safe
def threat(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, slug, threat_page, "dashboards/threat.html")


@permission_required("priorities.view_decision", raise_exception=True)
@require_safe
def decision(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, slug, decision_page, "dashboards/decision.html")


def show(request: HttpRequest, slug: str, present, template: str) -> HttpResponse:
    snapshot = read_plan(request)
    page = present(snapshot, slug, NotesByLine(snapshot.plan), raise_flags(snapshot))
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, "page": page}
    return render(request, template, context)
