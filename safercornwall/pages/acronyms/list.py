"""The list of acronyms, each with where the assessment uses it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.models import Acronym
from safercornwall.lists.acronyms import AcronymList
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.components.records_by_line import RecordLines, RecordsByLine


@dataclass(frozen=True)
class AcronymEntry:
    acronym: Acronym
    records: list[RecordLines]


@require_safe
def acronym_list(request: HttpRequest) -> HttpResponse:
    context = list_context(request, AcronymList)
    records = RecordsByLine(context["plan"]) if context["plan"] else None
    context["entries"] = [
        AcronymEntry(row, records.from_lines(row.source_lines) if records else [])
        for row in context["page"].object_list
    ]
    return render(request, "acronyms/list.html", context)
