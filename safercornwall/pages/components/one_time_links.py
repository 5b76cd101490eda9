"""Pages that a one-time link from an e-mail leads to.

The token leaves the address at once: there it would stand in the browser's history and in what it tells other pages.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.backends import RIGHTS_BACKEND
from accounts.models import User


def put_aside(
    request: HttpRequest, name: str, token: str, *, is_ours: bool, page: str
) -> HttpResponse:
    """Keep a token in the session, if it is one of ours, and lead to the page that uses it."""
    request.session.pop(name, None)
    if is_ours:
        request.session[name] = token
    response = redirect(page)
    response["Referrer-Policy"] = "no-referrer"
    return response


def come_in(request: HttpRequest, person: User, name: str) -> None:
    """Sign in a person who just chose a password, and forget the token that the session keeps under `name`."""
    request.session.pop(name, None)
    request.came_by_link = True  # type: ignore[attr-defined]
    login(request, person, backend=RIGHTS_BACKEND)
    welcome = (
        f"Welcome. From now on, sign in as {person.username} with the password that you chose."
    )
    messages.success(request, welcome)


def dead_link(request: HttpRequest, why: str, *, now: str) -> HttpResponse:
    """`why` a link does not work any more, and what to do `now`."""
    context = {"why": why, "now": now}
    return render(request, "dead_link.html", context, status=HTTPStatus.GONE)
