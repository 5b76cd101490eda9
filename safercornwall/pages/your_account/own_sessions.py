"""Where somebody is signed in: the list on the page of their account, and ending one session or all others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.security_log import Kind, note
from accounts.sessions import (
    VISIT,
    end_one,
    end_others,
    longest_of,
    public_number,
    sessions_of,
)
from safercornwall.pages.components.browsers import browser_in_words
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in_for_a_button
from safercornwall.pages.components.sign_in_ends import ends_at


@dataclass(frozen=True)
class SessionLine:
    number: str
    browser: str
    address: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def session_lines(request: HttpRequest) -> list[SessionLine]:
    """This session first, then the others, the one seen last first."""
    this, now = request.session.session_key, timezone.now()
    lines = [
        SessionLine(
            number=public_number(row.session_key),
            browser=browser_in_words(row.browser),
            address=row.address or "Not known",
            begun_at=row.begun_at,
            # This request is written down once it is answered.
            seen_at=now if row.session_key == this else row.seen_at,
            is_this=row.session_key == this,
        )
        for row in sessions_of(request.user)
    ]
    return sorted(lines, key=lambda line: not line.is_this)


def longest_in_words(request: HttpRequest) -> str:
    hours = round(longest_of(request.session.get(VISIT, {})).total_seconds() / 3600)
    return "an hour" if hours == 1 else f"{hours} hours"


@require_POST
@fresh_sign_in_for_a_button
def end_session(request: HttpRequest) -> HttpResponse:
    if end_one(request.user, request.POST.get("session", "")):
        note(Kind.SESSIONS_ENDED, about="One of their own")
        messages.success(request, "That session is ended.")
    else:
        messages.error(request, "That session has ended already.")
    return redirect("your_account:page")


@require_POST
@fresh_sign_in_for_a_button
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = end_others(request.user, than=request.session.session_key)
    if count:
        note(Kind.SESSIONS_ENDED, about=f"All others of their own: {count}")
        said = "The other session is ended." if count == 1 else f"{count} other sessions are ended."
    else:
        said = "You are signed in nowhere else."
    messages.success(request, said)
    return redirect("your_account:page")


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """A script asks for more time. Any request gives it, and this one says until when."""
    return JsonResponse({"ends_at": ends_at(request)})
