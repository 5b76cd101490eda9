"""Asking for a digest by e-mail when a period is closed, and stopping it: on the account's page, or by the link in each digest."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from performance.digests.subscriptions import (
    STOP_LINK_LASTS,
    StopLinkExpired,
    is_subscribed,
    person_of,
    subscribe,
    unsubscribe,
)
from safercornwall.pages.components.one_time_links import dead_link

WANTS = "priorities.view_plan"
DEAD = "The address is not whole, or it was not made by this planner."
EXPIRED = f"The link in a digest works for {STOP_LINK_LASTS.days} days, and this one is older."
NOW = "Sign in, and stop digests under “Your account”."


def may_have_digests(person) -> bool:
    """A digest tells of the plan."""
    return bool(person.has_perm(WANTS))


@require_POST
def ask_for_digests(request: HttpRequest) -> HttpResponse:
    if not may_have_digests(request.user):
        messages.error(request, "Your role does not read the plan, so there is no digest of it.")
    else:
        subscribe(request.user)
        messages.success(request, "You get an e-mail when a period is closed, from now on.")
    return redirect("your_account:page")


@require_POST
def stop_digests(request: HttpRequest) -> HttpResponse:
    if unsubscribe(request.user):
        messages.success(request, "You get no more digests.")
    return redirect("your_account:page")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a digest. A mail program posts to it by itself (RFC 8058), without a cookie; one that only looks stops nothing.

    No token of a form is asked for: whoever has the link may do this and nothing else.
    """
    try:
        person = person_of(token)
    except StopLinkExpired:
        return dead_link(request, EXPIRED, now=NOW)
    if person is None:
        return dead_link(request, DEAD, now=NOW)
    if request.method == "POST":
        unsubscribe(person)
    context = {"is_stopped": not is_subscribed(person)}
    response = render(request, "your_account/stop_digest.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
