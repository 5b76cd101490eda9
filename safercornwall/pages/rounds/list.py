"""The list of rounds: every quarter, with how many of its figures are in."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.rounds.by_group import COUNTED
from performance.rounds.history import RoundHistory
from priorities.clocks import clocks_of
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.rounds.page import reads_rounds, unreached_for

ROUNDS_A_PAGE = 20


@reads_rounds
@require_safe
def round_list(request):
    """Every quarter, the newest first, with how many of its figures are in."""
    plan = current_plan(request)
    clocks = clocks_of(plan)
    history = RoundHistory(plan, clocks)
    page = Paginator(history.quarters, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "as_at": clocks.as_at,
        "page": page,
        "rounds": history.rounds(list(page.object_list)),
        "places": COUNTED,
        "unreached": unreached_for(request),
    }
    return render(request, "rounds/list.html", context)
