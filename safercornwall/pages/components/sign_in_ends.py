"""When a sign-in ends: said on the page before it does, as what is sent afterwards meets the sign-in page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

# The end in seconds since 1970, as the session has it.
ENDS_AT = "ends_at"
# A page that is drawn so shortly before says so itself; a script says it on a page that is open.
SOON = timedelta(minutes=30)


def ends_at(request: HttpRequest) -> int | None:
    """In seconds since 1970; None for a session of an earlier version of the planner."""
    session = getattr(request, "session", None)
    end = session.get(ENDS_AT) if session is not None else None
    return end if isinstance(end, int) else None


def ends_soon(request: HttpRequest) -> datetime | None:
    """When the sign-in ends, where that is soon."""
    end = ends_at(request)
    if end is None:
        return None
    moment = datetime.fromtimestamp(end, tz=UTC)
    return moment if moment - timezone.now() < SOON else None
