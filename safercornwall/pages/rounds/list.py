"""The list of rounds: every quarter, with how many of its figures are in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.rounds import RoundList
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.rounds.page import unreached_for


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Every quarter, the newest first, with how many of its figures are in."""
    context = list_context(request, RoundList)
    context["unreached"] = unreached_for(request)
    return render(request, "rounds/list.html", context)
