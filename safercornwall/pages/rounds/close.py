"""Closing a round when the board has met, and opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.periods import Period, written
from performance.figures.destinations import DESTINATIONS
from performance.figures.ledger import lock
from performance.figures.withholding import may_see_withheld
from performance.models import Figure, Indicator, UploadKind
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
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.revisions import value_words
from safercornwall.pages.rounds.forms import CloseForm, ReopenForm
from safercornwall.pages.rounds.page import open_words, quarter_or_404, rows_of

may_close = permission_required("performance.add_closedperiod", raise_exception=True)
may_reopen = permission_required("performance.change_closedperiod", raise_exception=True)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class MeetingRow:
    """A figure at the meeting and now: a value with its unit, a state, or empty without a figure."""

    indicator: Indicator
    period: Period
    at_meeting: str
    now: str


def meeting_rows(found: OnTheDay) -> list[MeetingRow]:
    """The figures that came in after the meeting first. Figures that never came in are left out."""
    known = [row for row in found.known if row.then or row.expected.figure]
    return [_row(row) for row in sorted(known, key=lambda row: not row.came_later)]


def _row(row: KnownOnTheDay) -> MeetingRow:
    indicator, now = row.expected.indicator, row.expected.figure
    return MeetingRow(
        indicator,
        row.expected.period,
        at_meeting=_words(indicator, row.then, now),
        now=_words(indicator, now, row.then),
    )


def _words(indicator: Indicator, figure: Figure | None, other: Figure | None) -> str:
    return value_words(indicator, figure, other) if figure else ""


@may_close
@get_or_post
@fresh_sign_in
def round_close(request, key):
    """The page shows first which figures are not settled."""
    quarter = quarter_or_404(key)
    now = timezone.now()
    if problem := _cannot_close(quarter, now):
        messages.error(request, problem)
        return redirect(round_url(quarter))
    if request.method != "POST":
        return _compared(request, key, quarter, now)
    # What the person confirms is compared with the figures while nobody writes any.
    with transaction.atomic():
        lock(DESTINATIONS[UploadKind.FIGURES])
        return _compared(request, key, quarter, now)


def _compared(request, key, quarter, now):
    plan = current_plan(request)
    found = read_round(plan, quarter, clocks_of(plan))
    data = request.POST if request.method == "POST" else None
    form = CloseForm(
        data,
        period=quarter,
        missing=open_words(found.tally),
        now=now,
        known_at=partial(on_the_day, found, plan, sees_withheld=may_see_withheld(request.user)),
    )
    if form.is_valid() and _close(request, quarter, form):
        return redirect(round_url(quarter))
    open_ = [row for row in found.expected if row.status in OPEN]
    context = {
        "plan": plan,
        "as_at": found.clocks.as_at,
        "form": form,
        "key": key,
        "heading": f"Close {quarter}",
        "round": found,
        "meeting_rows": meeting_rows(form.known) if form.known and form.known.is_short else [],
        "rows": sorted(rows_of(found, open_), key=lambda row: OPEN.index(row.expected.status)),
    }
    return render(request, "rounds/close.html", context)


def _cannot_close(quarter, now):
    if standing_closing(quarter):
        return already_closed(quarter)
    if not quarter.is_over(timezone.localdate(now)):
        return f"{quarter} is over after {written(quarter.end)}. It can be closed then."
    return ""


def _close(request, quarter, form):
    """Whether the quarter is closed now. If somebody else closed it first, the round's page says who."""
    try:
        close_period(quarter, by=request.user, at=form.closed_at, note=form.cleaned_data["note"])
    except CannotClose as why:
        messages.error(request, str(why))
        return standing_closing(quarter) is not None
    messages.success(
        request,
        f"{quarter} is closed. {form.known.words}. What was in is as reported; a correction needs a reason.",
    )
    return True


@may_reopen
@get_or_post
@fresh_sign_in
def round_reopen(request, key):
    quarter = quarter_or_404(key)
    closing = standing_closing(quarter)
    if closing is None:
        messages.error(request, f"{quarter} is not closed.")
        return redirect(round_url(quarter))
    form = ReopenForm(
        request.POST if request.method == "POST" else None, period=quarter, closing=closing
    )
    if form.is_valid() and form.cleaned_data["seen"] != str(closing.pk):
        messages.error(request, f"{quarter} was opened and closed again since you looked.")
        said = {"reason": form.cleaned_data["reason"]}
        form = ReopenForm(period=quarter, closing=closing)
        form.initial |= said
    elif form.is_valid():
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
