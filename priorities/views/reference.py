"""What the plan refers to: strategies, short forms, and notes on how the assessment was read."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.current import clocks_of, current_plan
from priorities.filters import AcronymFilters, ReadingNoteFilters
from priorities.lines import RecordsByLine
from priorities.models import Acronym, Plan, Strategy, Theme
from priorities.presenters.reference import acronym_entries, note_groups
from priorities.reach import projects_of
from priorities.reading import NotesByLine
from safercornwall.records.prefetch import together


@permission_required("priorities.view_strategy", raise_exception=True)
@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    plan = current_plan(request)
    projects = projects_of(Strategy, plan)
    strategies = together(Strategy.objects.all(), projects=projects, themes=themes_of(plan))
    for strategy in strategies:
        for theme in strategy.themes.all():
            theme.plan = plan
    notes = NotesByLine(plan) if plan else None
    entries = [(row, notes.about(row) if notes else []) for row in strategies]
    context = {"plan": plan, "as_at": clocks_of(plan).as_at, "entries": entries}
    return render(request, "priorities/strategy_list.html", context)


@permission_required("priorities.view_acronym", raise_exception=True)
@require_safe
def acronym_list(request: HttpRequest) -> HttpResponse:
    plan = current_plan(request)
    form = AcronymFilters(request.GET)
    records = RecordsByLine(plan) if plan else None
    entries = acronym_entries(form.narrow(Acronym.objects.all()), records)
    context = {"plan": plan, "as_at": clocks_of(plan).as_at, "form": form, "entries": entries}
    return render(request, "priorities/acronym_list.html", context)


@permission_required("priorities.view_readingnote", raise_exception=True)
@require_safe
def reading_note_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    form = ReadingNoteFilters(request.GET)
    notes = form.narrow(found.reading_notes.order_by("order"))
    groups = note_groups(notes, RecordsByLine(found))
    context = {
        "plan": found,
        "as_at": clocks_of(found).as_at,
        "form": form,
        "groups": groups,
        "contents": [(group.title, group.kind.value, len(group.entries)) for group in groups],
        "total": sum(len(group.entries) for group in groups),
    }
    return render(request, "priorities/reading_note_list.html", context)


def themes_of(plan: Plan | None):
    """The themes of the plan that the page is about, in its order."""
    return Theme.objects.filter(plan=plan).order_by("order")
