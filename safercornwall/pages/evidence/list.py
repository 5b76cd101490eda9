"""The list of evidence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.evidence import EvidenceList
from safercornwall.pages.components.list_page import list_context


@require_safe
def evidence_list(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "evidence/list.html", list_context(request, EvidenceList))
