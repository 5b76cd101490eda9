"""The list of strategies, with the projects and themes that use each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.notes_by_line import NotesByLine
from safercornwall.lists.strategies import StrategyList
from safercornwall.pages.components.list_page import list_context


@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    context = list_context(request, StrategyList)
    notes = NotesByLine(context["plan"]) if context["plan"] else None
    context["entries"] = [
        (row, notes.about(row) if notes else []) for row in context["page"].object_list
    ]
    return render(request, "strategies/list.html", context)
