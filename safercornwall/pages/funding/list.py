"""The list of funding lines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.funding_lines import FundingLineList
from safercornwall.pages.components.list_page import list_context


@require_safe
def funding_list(request: HttpRequest) -> HttpResponse:
    return render(request, "funding/list.html", list_context(request, FundingLineList))
