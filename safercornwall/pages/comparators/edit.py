"""Comparators of an indicator are entered and changed here, each change as a revision of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import must_be_theirs
from performance.figures.comparators import (
    ComparatorChanged,
    ComparatorContent,
    ComparatorKey,
    board_has_seen_comparator,
    record_comparator,
)
from performance.figures.refusals import ReasonNeeded
from performance.models import Comparator, Indicator
from safercornwall.pages.comparators.form import WHY, ComparatorForm, NewComparatorForm
from safercornwall.pages.comparators.found import find_comparator, meaning_of
from safercornwall.pages.components.entry_fields import posted_with
from safercornwall.pages.components.indicator_in_view import find_indicator
from safercornwall.pages.components.limits import keeps_limits

THERE_ALREADY = "There is one of this name for this period already: change that"
CHANGED = "Somebody has changed this comparator since you looked: it is “{now}” now. Save again if yours should stand"


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_comparator", raise_exception=True)
def new_comparator(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = find_indicator(request, slug)
    must_be_theirs(request.user, indicator)
    form = NewComparatorForm(_sent(request), indicator=indicator)
    if not form.is_bound or not form.is_valid():
        return _page(request, indicator, form)
    said = form.cleaned_data
    key = ComparatorKey(indicator, said["label"], said["period"])
    if "look" in request.POST:
        return _page(request, indicator, form, means=_meaning(key, form.content))
    try:
        made = record_comparator(key, form.content, based_on=None, by=request.user)
    except ComparatorChanged:
        form.add_error("label", THERE_ALREADY)
        return _page(request, indicator, form)
    return _saved(request, indicator, made)


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.add_comparator", raise_exception=True)
def edit_comparator(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = find_comparator(request, slug, pk)
    must_be_theirs(request.user, row)
    key, indicator = ComparatorKey.of(row), row.indicator
    latest = key.latest()
    if latest is None:
        messages.info(request, f"The comparator “{row.label}” for {row.period} was removed.")
        return redirect(_address(indicator))
    facts = {"indicator": indicator, "needs_reason": board_has_seen_comparator(latest)}
    initial = {**vars(ComparatorContent.of(latest)), "base": latest.pk}
    form = ComparatorForm(_sent(request), initial=initial, **facts)
    if not form.is_bound or not form.is_valid():
        return _page(request, indicator, form, latest)
    if "look" in request.POST:
        return _page(request, indicator, form, latest, means=_meaning(key, form.content))
    try:
        saved = record_comparator(
            key,
            form.content,
            based_on=form.cleaned_data["base"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except ReasonNeeded:
        form.add_error("reason", WHY)
        return _page(request, indicator, form, latest)
    except ComparatorChanged:
        form = ComparatorForm(posted_with(request.POST, base=latest.pk), **facts)
        form.add_error(None, CHANGED.format(now=meaning_of(latest)))
        return _page(request, indicator, form, latest, status=HTTPStatus.CONFLICT)
    return _saved(request, indicator, saved)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _meaning(key: ComparatorKey, content: ComparatorContent) -> str:
    row = Comparator(
        indicator=key.indicator,
        label=key.label,
        period_start=key.period.start,
        period_end=key.period.end,
        **vars(content),
    )
    return meaning_of(row)


def _saved(request: HttpRequest, indicator: Indicator, row: Comparator | None) -> HttpResponse:
    outcome = "is saved" if row else "is as it was: nothing was changed"
    messages.success(request, f"The comparator {outcome}.")
    return redirect(_address(indicator))


def _address(indicator: Indicator) -> str:
    return f"{indicator.get_absolute_url()}#comparators"


def _page(
    request: HttpRequest,
    indicator: Indicator,
    form: ComparatorForm,
    row: Comparator | None = None,
    *,
    means: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"indicator": indicator, "form": form, "comparator": row, "means": means}
    return render(request, "comparators/form.html", context, status=status)
