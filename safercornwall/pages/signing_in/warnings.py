"""E-mails to a person about their sign-in: wrong tries on their name, and a browser that is new to them.

They go out once the answer has gone to the browser: how long they take would tell which names there are.
"""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from axes.signals import user_locked_out
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.partnership import planner_name
from safercornwall.pages.components.browsers import browser_in_words
from safercornwall.pages.components.letters import absolute, letter, one_line, send

NEW_BROWSER = "A sign-in from a new browser to the {planner}"
WRONG_TRIES = "Wrong tries to sign in as you to the {planner}"


class WarnPeople:
    """Middleware."""

    def __init__(self, get_response):
        self.get_response = get_response
        user_locked_out.connect(_note_wrong_tries, dispatch_uid="signing_in.wrong_tries")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if letters := [*_about_new_browser(request), *_about_wrong_tries(request)]:
            _send_afterwards(response, letters)
        return response


def _note_wrong_tries(sender: Any, request: HttpRequest, username: str, **facts: Any) -> None:
    request.wrong_tries_as = username  # type: ignore[attr-defined]


def _about_new_browser(request: HttpRequest) -> list[EmailMessage]:
    """Nobody is told of the first sign-in of all, by a link that was sent to them."""
    if not getattr(request, "is_new_browser", False) or getattr(request, "came_by_link", False):
        return []
    return _letter(request, request.signed_in, NEW_BROWSER, "new_browser.txt")  # type: ignore[attr-defined]


def _about_wrong_tries(request: HttpRequest) -> list[EmailMessage]:
    """Once in the time that a name stays locked, however many follow."""
    name = getattr(request, "wrong_tries_as", None)
    person = name and User.objects.filter(username=name, is_active=True).first()
    if not person:
        return []
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    if not cache.add(f"wrong-tries-told:{person.pk}", True, timeout=wait):
        return []
    return _letter(request, person, WRONG_TRIES, "wrong_tries.txt")


def _letter(request: HttpRequest, person: User, subject: str, template: str) -> list[EmailMessage]:
    if not person.email.strip():
        return []
    context = {
        "name": one_line(person),
        "username": person.username,
        "at": timezone.localtime(),
        "address": get_client_ip_address(request) or "not known",
        "browser": browser_in_words(request.headers.get("User-Agent", "")),
        "account": absolute(reverse("your_account:page")),
    }
    subject = subject.format(planner=planner_name())
    return [letter(subject, template, context, to=person.email)]


def _send_afterwards(response: HttpResponse, letters: list[EmailMessage]) -> None:
    close = response.close

    def close_and_send() -> None:
        close()
        while letters:
            send(letters.pop())

    response.close = close_and_send  # type: ignore[method-assign]
