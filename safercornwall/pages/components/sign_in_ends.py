"""When a sign-in ends: said on the page before it does, as what is sent afterwards meets the sign-in page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from accounts.sessions import VISIT

# A page that is drawn so shortly before says so itself; a script says it on a page that is open.
SOON = timedelta(minutes=10)


def ends_at(request: HttpRequest) -> int | None:
    """In seconds since 1970."""
    session = getattr(request, "session", None)
    if session is None or VISIT not in session:
        return None
    return int(session.get_expiry_date().timestamp())


def ends_soon(request: HttpRequest) -> datetime | None:
    """When the sign-in ends, where that is soon whatever its person does meanwhile."""
    if ends_at(request) is None:
        return None
    moment: datetime = request.session.get_expiry_date()
    return moment if moment - timezone.now() < SOON else None
