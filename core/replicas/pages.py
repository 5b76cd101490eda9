"""Middleware: which pages a replica answers.

It stands last, so that whoever asks, their session and their rights are known from the primary. A page that a replica fails to
give, for whatever reason, is asked of the primary from the beginning: nobody sees that there was a replica.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.http import HttpRequest, HttpResponseBase

from core.cookies import name_of_cookie
from core.replicas.positions import NEVER_REACHED, leave_alone, primary_position, replica_at
from core.replicas.reading import reading_from

logger = logging.getLogger(__name__)

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
WROTE, SALT = "wrote", "core.replicas.wrote"
Answer = Callable[[HttpRequest], HttpResponseBase]


class ReadReplicas:
    def __init__(self, get_response: Answer) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in SAFE:
            _remember(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _may_be_old(request):
            return None
        alias = replica_at(_written_by(request))
        if alias is None:
            return None
        before = dict(vars(request))
        response = _from_replica(alias, lambda: view(request, *args, **kwargs))
        if response is None:
            # Nothing that the replica said is left for the primary's answer.
            vars(request).clear()
            vars(request).update(before)
            vars(getattr(request.user, "_state")).pop("fields_cache", None)  # noqa: B009
        return response


def _may_be_old(request: HttpRequest) -> bool:
    """Not where somebody signs in, or looks after who may: that must be as it is now."""
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None or not match.namespaces:
        return False
    if match.namespaces[0] in settings.READ_FROM_THE_PRIMARY or not request.user.is_authenticated:
        return False
    # From the primary, and kept with the person for the rest of the request.
    request.user.has_perm("")
    return True


def _from_replica(alias: str, answer: Callable[[], Any]) -> HttpResponseBase | None:
    """The page, or None where the primary is to give it: an error, or nothing found, may be the replica's alone."""
    try:
        with reading_from(alias) as only:
            response = answer()
            if callable(getattr(response, "render", None)):
                response = response.render()
    except Error as why:
        logger.info("%s gave no page: %s", alias, why)
        leave_alone(alias)
        return None
    except Exception:
        return None
    if only.refused or response.status_code >= 400:
        return None
    if response.streaming:
        # It would be read after all this, and could not be begun anew.
        response.close()
        return None
    return response


def _remember(response: HttpResponseBase) -> None:
    """How far the log was once this person had written. A replica that is no further is not asked for their pages.

    None is asked that is further behind than the cookie lasts.
    """
    try:
        position = primary_position()
    except Error:
        position = NEVER_REACHED
    response.set_signed_cookie(
        name_of_cookie(WROTE),
        str(position),
        salt=SALT,
        max_age=settings.REPLICA_MOST_SECONDS_BEHIND + 1,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _written_by(request: HttpRequest) -> int:
    """The position after what this browser last wrote, or 0."""
    most = settings.REPLICA_MOST_SECONDS_BEHIND + 1
    name = name_of_cookie(WROTE)
    return int(request.get_signed_cookie(name, default="0", salt=SALT, max_age=most) or 0)
