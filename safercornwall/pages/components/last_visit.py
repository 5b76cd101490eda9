"""When a person was here before: the moment of the sign-in before this one, which the session keeps."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

IN_SESSION = "last_visit"


def keep_last_visit(request: HttpRequest, moment: datetime | None) -> None:
    """Keep for this session when the person signed in before; None for the first time."""
    if moment is not None:
        request.session[IN_SESSION] = moment.isoformat()


def last_visit(request: HttpRequest) -> datetime | None:
    return parse_datetime(request.session.get(IN_SESSION, ""))
