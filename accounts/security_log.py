"""The security log: kept in the database for administrators, and told line by line in JSON to whatever collects logs.

    note(Kind.ROLE_CHANGED, about="A. Person: Officer, was Analyst")

Who asked, from where and for which page is known from the request that is being answered.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from axes.helpers import get_client_ip_address
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django_guid import get_guid

from accounts.models import SecurityEvent, User
from core.request_ids import path_without_secrets

Kind, Outcome = SecurityEvent.Kind, SecurityEvent.Outcome

lines = logging.getLogger("planner.security")
_request: ContextVar[HttpRequest | None] = ContextVar("request_being_answered", default=None)

# What fails over and over from one address is kept once in so long, or it would fill the log.
SAME_WITHIN = timedelta(minutes=1)
REPEATED = (Kind.SIGN_IN_FAILED, Kind.LOCKED_OUT, Kind.REFUSED)


def note(
    kind: SecurityEvent.Kind,
    *,
    outcome: SecurityEvent.Outcome = Outcome.DONE,
    person: User | None = None,
    about: str = "",
) -> SecurityEvent | None:
    """Keep what happened, in the caller's transaction where there is one. `person` is whoever is signed in if not given.

    Returns None where the same was kept a moment ago, or where the database is kept by another: the line is told then too. In a
    transaction the latter raises OperationalError, as nothing of the transaction can be kept either.
    """
    request = _request.get()
    event = SecurityEvent(
        kind=kind,
        outcome=outcome,
        person=person or _signed_in(request),
        about=about[: SecurityEvent.LONGEST],
        **_where(request),
    )
    lines.info(line_of(event, request_id=get_guid()))
    if kind in REPEATED and _was_just_kept(event):
        return None
    try:
        event.save(force_insert=True)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        lines.exception("The line above could not be kept in the database.")
        return None
    return event


def line_of(event: SecurityEvent, *, request_id: str | None = None) -> str:
    """One line of JSON; with the number of its request as it happens, which is not kept. What people typed is escaped in it: no line can be made to look like two."""
    facts = {
        "at": event.at.isoformat(),
        "event": event.kind,
        "outcome": event.outcome,
        "person": event.person.get_username() if event.person else None,
        "address": event.address,
        "method": event.method,
        "path": event.path,
        "about": event.about,
    }
    if request_id:
        facts["request_id"] = request_id
    return json.dumps(facts, ensure_ascii=True)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """What is noted in here is noted as asked for by this request."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def note_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: says to `note` who asks, and notes each file that is taken away."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with answering(request):
            response = get_response(request)
            sent_as = response.get("Content-Disposition", "")
            if response.status_code == 200 and sent_as.startswith("attachment"):
                note(Kind.DOWNLOADED, about=sent_as.removeprefix("attachment; "))
            return response

    return middleware


def _signed_in(request: HttpRequest | None) -> User | None:
    user: Any = getattr(request, "user", None)
    return User.objects.filter(pk=user.pk).first() if user and user.is_authenticated else None


def _where(request: HttpRequest | None) -> dict[str, Any]:
    if request is None:
        return {}
    return {
        "address": get_client_ip_address(request),
        "method": (request.method or "")[:10],
        "path": path_without_secrets(request)[: SecurityEvent.LONGEST],
    }


def _was_just_kept(event: SecurityEvent) -> bool:
    same = SecurityEvent.objects.filter(
        kind=event.kind,
        person=event.person,
        address=event.address,
        path=event.path,
        at__gt=timezone.now() - SAME_WITHIN,
    )
    return same.exists()
