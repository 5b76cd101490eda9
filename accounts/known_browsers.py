"""The browsers in which a person signed in before: a signed cookie says so. One that is new to them is told by e-mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.cookies import name_of_cookie

COOKIE = "known_browser"
KEPT_FOR = timedelta(days=180)
# Of one browser; whoever signed in longest ago goes first.
MOST_PEOPLE = 20


def is_known_to(request: HttpRequest, person: Any) -> bool:
    return person.pk in _people(request)


def note_sign_in(sender: Any, request: HttpRequest, user: Any, **facts: Any) -> None:
    """Receives `user_logged_in`. What is noted on the request is there for the answer."""
    request.signed_in = user  # type: ignore[attr-defined]
    request.is_new_browser = not is_known_to(request, user)  # type: ignore[attr-defined]


def remember_browser(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        person = getattr(request, "signed_in", None)
        if person is not None:
            people = [person.pk, *(pk for pk in _people(request) if pk != person.pk)]
            response.set_signed_cookie(
                name_of_cookie(COOKIE),
                ".".join(map(str, people[:MOST_PEOPLE])),
                salt=COOKIE,
                max_age=int(KEPT_FOR.total_seconds()),
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    return middleware


def _people(request: HttpRequest) -> list[int]:
    kept = request.get_signed_cookie(
        name_of_cookie(COOKIE), default="", salt=COOKIE, max_age=int(KEPT_FOR.total_seconds())
    )
    return [int(pk) for pk in kept.split(".") if pk.isdecimal()]
