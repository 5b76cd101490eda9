"""Views for people who are limited to organisations: what changes something is refused unless its view keeps their limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.backends import limits_of

# What people do there is about themselves, or is open to all who read: comments, and papers to take away.
OPEN = {"about", "board", "comments", "drafts", "exports", "signing_in", "your_account"}
# The addresses of django-allauth: second factors, and the sign-in service.
OF_ALLAUTH = ("mfa_", "openid_connect_", "account_")
READING = ("GET", "HEAD", "OPTIONS")


def keeps_limits(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that asks accounts/limits.py about each record it changes."""
    view.keeps_limits = True  # type: ignore[attr-defined]
    return view


class LimitedPeople:
    """Refuses a limited person every change by a view that is not marked, so that a new view lets nothing through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method in READING or getattr(view, "keeps_limits", False) or _is_open(request):
            return
        if request.user.is_authenticated and limits_of(request.user):
            raise PermissionDenied


def _is_open(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name.partition(":")[0] in OPEN or name.startswith(OF_ALLAUTH)
