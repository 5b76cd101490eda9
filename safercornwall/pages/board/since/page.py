"""What changed since the board last met, or between two days that the reader chooses and need not choose again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safercornwall.pages.board.since.figures import figures_since
from safercornwall.pages.board.since.interval import DaysForm, TimeBetween, usual_interval
from safercornwall.pages.board.since.records import records_since
from safercornwall.pages.board.since.remembered import forget_days, remember_days, remembered_days
from safercornwall.pages.board.since.statuses import status_changes
from safercornwall.pages.components.plan_in_view import plan_as_it_stands


def asked_for(
    query: QueryDict, usual: TimeBetween, remembered: TimeBetween | None
) -> dict[str, Any]:
    """The days of the address, which are shown whatever was chosen before; else those chosen; else the usual ones."""
    if "since" in query or "until" in query:
        return {"since": usual.start} | query.dict()
    shown = remembered or usual
    return {"since": shown.start, "until": shown.end}


@permission_required("priorities.view_plan", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def since(request: HttpRequest) -> HttpResponse:
    snapshot = plan_as_it_stands(request)
    plan = snapshot.plan
    if request.method == "POST" and "back" in request.POST:
        forget_days(request.user, plan)
        return redirect("board:since")
    usual = usual_interval(plan)
    remembered = remembered_days(request.user, plan)
    form = DaysForm(request.POST or asked_for(request.GET, usual, remembered))
    if request.method == "POST" and request.POST and form.is_valid():
        remember_days(request.user, plan, form.interval)
        return redirect("board:since")
    context = {
        "plan": plan,
        "as_at": snapshot.as_at,
        "form": form,
        "usual": usual,
        "remembered": remembered,
    }
    if form.is_valid():
        interval = form.interval
        context |= {
            "interval": interval,
            "begins_as_usual": interval.start == usual.start,
            "statuses": status_changes(snapshot, interval),
            "records": records_since(snapshot, interval),
            "figures": figures_since(snapshot, interval),
        }
    return render(request, "board/since.html", context)
