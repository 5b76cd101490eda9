"""Closing a round when the board has met, and opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.periods import Period, written
from performance.figures.withholding import may_see_withheld
from performance.models import Figure, Indicator
from performance.rounds.actions import (
    CannotClose,
    already_closed,
    close_period,
    reopen_period,
    standing_closing,
)
from performance.rounds.by_group import OPEN
from performance.rounds.on_the_day import KnownOnTheDay, OnTheDay, on_the_day
from performance.rounds.round import read_round
from priorities.clocks import clocks_of
from safercornwall.pages.addresses import round_url
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.revisions import value_words
from safercornwall.pages.rounds.forms import CloseForm, ReopenForm
from safercornwall.pages.rounds.page import open_words, quarter_or_404, rows_of

closes = permission_required("performance.add_closedperiod", raise_exception=True)
reopens = permission_required("performance.change_closedperiod", raise_exception=True)
takes_a_form = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class ThenRow:
    """`then` and `now` are values with their units, or states; empty where nothing was in, or is."""

    indicator: Indicator
    period: Period
    then: str
    now: str


def then_rows(found: OnTheDay) -> list[ThenRow]:
    """Those first that came in later, which would not count; figures that never came are left out."""
    known = [row for row in found.known if row.then or row.expected.figure]
    return [_row(row) for row in sorted(known, key=lambda row: not row.came_later)]


def _row(row: KnownOnTheDay) -> ThenRow:
    indicator, now = row.expected.indicator, row.expected.figure
    return ThenRow(
        indicator,
        row.expected.period,
        then=_words(indicator, row.then, now),
        now=_words(indicator, now, row.then),
    )


def _words(indicator: Indicator, figure: Figure | None, other: Figure | None) -> str:
    return value_words(indicator, figure, other) if figure else ""


@closes
@takes_a_form
def round_close(request, key):
    """Says first what closing means and what is not settled."""
    quarter = quarter_or_404(key)
    now = timezone.now()
    if problem := _cannot_close(quarter, now):
        messages.error(request, problem)
        return redirect(round_url(quarter))
    plan = current_plan(request)
    found = read_round(plan, quarter, clocks_of(plan))
    data = request.POST if request.method == "POST" else None
    form = CloseForm(
        data,
        period=quarter,
        missing=open_words(found.tally),
        now=now,
        look=partial(on_the_day, found, plan, sees_withheld=may_see_withheld(request.user)),
    )
    if form.is_valid() and _close(request, quarter, form):
        return redirect(round_url(quarter))
    open_ = [row for row in found.expected if row.place in OPEN]
    context = {
        "plan": plan,
        "as_at": found.clocks.as_at,
        "form": form,
        "key": key,
        "heading": f"Close {quarter}",
        "round": found,
        "then": then_rows(form.then) if form.then and form.then.is_short else [],
        "rows": sorted(rows_of(found, open_), key=lambda row: OPEN.index(row.expected.place)),
    }
    return render(request, "rounds/close.html", context)


def _cannot_close(quarter, now):
    if standing_closing(quarter):
        return already_closed(quarter)
    if not quarter.is_over(timezone.localdate(now)):
        return f"{quarter} is over after {written(quarter.end)}. It can be closed then."
    return ""


def _close(request, quarter, form):
    """Whether it was done; when somebody was quicker, that is said on the round's page, which shows who."""
    try:
        close_period(quarter, by=request.user, at=form.closed_at, note=form.cleaned_data["note"])
    except CannotClose as why:
        messages.error(request, str(why))
        return standing_closing(quarter) is not None
    messages.success(
        request,
        f"{quarter} is closed. {form.then.words}. What was in is as reported; a correction needs a reason.",
    )
    return True


@reopens
@takes_a_form
def round_reopen(request, key):
    quarter = quarter_or_404(key)
    closing = standing_closing(quarter)
    if closing is None:
        messages.error(request, f"{quarter} is not closed.")
        return redirect(round_url(quarter))
    form = ReopenForm(request.POST if request.method == "POST" else None, period=quarter)
    if form.is_valid():
        try:
            reopen_period(closing, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"{quarter} is open again.")
        except CannotClose as why:
            messages.error(request, str(why))
        return redirect(round_url(quarter))
    plan = current_plan(request)
    context = {
        "plan": plan,
        "as_at": clocks_of(plan).as_at,
        "form": form,
        "key": key,
        "heading": f"Open {quarter} again",
        "closing": closing,
    }
    return render(request, "rounds/reopen.html", context)
