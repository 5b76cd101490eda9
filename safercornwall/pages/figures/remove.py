"""Removing a figure, with a reason and a preview of the effect."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from performance.figures.actions import remove_figure
from performance.figures.keys import FigureKey
from performance.figures.refusals import FigureChanged
from performance.models import Figure
from priorities.clocks import clocks_of
from safercornwall.pages.components.entry_fields import posted_with
from safercornwall.pages.components.figure_selection import FigureSelectForm
from safercornwall.pages.components.indicator_in_view import find_indicator
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.figures.forms import RemoveForm
from safercornwall.pages.figures.outcome import outcome_of
from safercornwall.pages.figures.wording import changed_figure_words, measure_in_words


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_figure", raise_exception=True)
def figure_removal(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    selection = FigureSelectForm(
        request.GET,
        indicator=indicator,
        today=timezone.localdate(),
        any_figure=True,
    )
    if not selection.is_valid():
        raise Http404("There is no such figure.")
    figure_key = selection.figure_key
    latest = figure_key.latest()
    if latest is None:
        return _nothing_to_remove(request, figure_key)
    if request.method != "POST":
        return _page(request, figure_key, latest, RemoveForm(initial={"base": latest.pk}))
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _page(request, figure_key, latest, form)
    try:
        remove_figure(
            figure_key,
            based_on=form.cleaned_data["base"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except FigureChanged as changed:
        return _conflict_page(request, figure_key, changed.latest)
    messages.success(
        request, f"The figure for {figure_key.period}, {figure_key.area.named}, is removed."
    )
    return redirect(figure_key.indicator)


def _conflict_page(
    request: HttpRequest, figure_key: FigureKey, latest: Figure | None
) -> HttpResponse:
    if latest is None:
        return _nothing_to_remove(request, figure_key)
    form = RemoveForm(posted_with(request.POST, base=latest.pk))
    words = changed_figure_words(figure_key, latest)
    form.add_error(
        None,
        f"Somebody has changed this figure since you looked. {words}"
        " Remove it again if it should go all the same.",
    )
    return _page(request, figure_key, latest, form, HTTPStatus.CONFLICT)


def _nothing_to_remove(request: HttpRequest, figure_key: FigureKey) -> HttpResponse:
    messages.info(
        request, f"There is no figure for {figure_key.period}, {figure_key.area.named}, to remove."
    )
    return redirect(figure_key.indicator)


def _page(
    request: HttpRequest, figure_key: FigureKey, latest: Figure, form: RemoveForm, status: int = 200
) -> HttpResponse:
    plan = current_plan(request)
    context: dict[str, Any] = {
        "plan": plan,
        "figure_key": figure_key,
        "indicator": figure_key.indicator,
        "form": form,
        "now": measure_in_words(figure_key, latest),
        "outcome": outcome_of(figure_key, None, clocks_of(plan).as_at),
    }
    return render(request, "figures/remove.html", context, status=status)
