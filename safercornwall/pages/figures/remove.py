"""Removing a figure on purpose, with the reason, after seeing what that would do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from performance.figures.actions import remove_figure
from performance.figures.keys import FigureKey
from performance.figures.refusals import FigureChanged
from performance.models import Figure
from priorities.clocks import clocks_of
from safercornwall.pages.components.entry_fields import sent_with
from safercornwall.pages.components.known_indicator import known_indicator
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.which_figure import WhichForm
from safercornwall.pages.figures.forms import RemoveForm
from safercornwall.pages.figures.outcome import outcome_of
from safercornwall.pages.figures.wording import figure_now, measure_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_figure", raise_exception=True)
def figure_removal(request: HttpRequest, slug: str) -> HttpResponse:
    which = WhichForm(
        request.GET,
        indicator=known_indicator(request, slug),
        today=timezone.localdate(),
        any_figure=True,
    )
    if not which.is_valid():
        raise Http404("There is no such figure.")
    asked = which.asked
    latest = asked.latest()
    if latest is None:
        return _gone(request, asked)
    if request.method != "POST":
        return _page(request, asked, latest, RemoveForm(initial={"base": latest.pk}))
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, latest, form)
    try:
        remove_figure(
            asked,
            based_on=form.cleaned_data["base"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except FigureChanged as changed:
        return _changed_meanwhile(request, asked, changed.latest)
    messages.success(request, f"The figure for {asked.period}, {asked.area.named}, is removed.")
    return redirect(asked.indicator)


def _changed_meanwhile(
    request: HttpRequest, asked: FigureKey, latest: Figure | None
) -> HttpResponse:
    if latest is None:
        return _gone(request, asked)
    form = RemoveForm(sent_with(request.POST, base=latest.pk))
    now = figure_now(asked, latest)
    form.add_error(
        None,
        f"Somebody has changed this figure since you looked. {now}"
        " Remove it again if it should go all the same.",
    )
    return _page(request, asked, latest, form, HTTPStatus.CONFLICT)


def _gone(request: HttpRequest, asked: FigureKey) -> HttpResponse:
    messages.info(request, f"There is no figure for {asked.period}, {asked.area.named}, to remove.")
    return redirect(asked.indicator)


def _page(
    request: HttpRequest, asked: FigureKey, latest: Figure, form: RemoveForm, status: int = 200
) -> HttpResponse:
    plan = current_plan(request)
    context: dict[str, Any] = {
        "plan": plan,
        "asked": asked,
        "indicator": asked.indicator,
        "form": form,
        "now": measure_in_words(asked, latest),
        "outcome": outcome_of(asked, None, clocks_of(plan).as_at),
    }
    return render(request, "figures/remove.html", context, status=status)
