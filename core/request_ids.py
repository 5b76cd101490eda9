"""The number of each request: in every line of the log, in the answer's X-Request-ID and on the page of an error of ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django_guid import get_guid

HEADER = "HTTP_X_REQUEST_ID"
WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# What people read out. Two requests of one day hardly ever share it.
SHORT = 8


def only_from_the_proxy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, before that of django-guid: takes away a number that no proxy of ours gave, or that is none."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.META.get(HEADER, "")
        if not settings.BEHIND_PROXY or not WELL_FORMED.fullmatch(given):
            request.META.pop(HEADER, None)
        return get_response(request)

    return middleware


def short_id() -> str:
    """The beginning of this request's number; empty outside one."""
    return (get_guid() or "")[:SHORT]


def path_without_secrets(request: HttpRequest) -> str:
    """The path, without the token of a link that was sent to somebody, and without what stands behind it."""
    match = request.resolver_match
    token = match.kwargs.get("token") if match else None
    return request.path.replace(token, "…") if token else request.path
