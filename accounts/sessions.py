"""Sessions: how long one lasts, where it is open, and how it is ended. It is Django's SESSION_ENGINE too.

Django drops a session whose `expire_date` is past, or whose row is gone, so ending one deletes its row.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as StoreInDatabase
from django.db import DatabaseError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from core.database_trouble import Trouble, trouble_of

logger = logging.getLogger(__name__)

# What a session's data says of itself: seconds since 1970, and where it is open.
VISIT = "visit"
# A session is written anew for having been seen this long after it was last, at the earliest.
SEEN_EVERY = timedelta(minutes=1)
LONGEST_BROWSER = 300


class SessionStore(StoreInDatabase):
    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import OpenSession

        return OpenSession

    def save(self, must_create: bool = False) -> None:
        """A disk that is full, or takes no changes, keeps nobody from reading: what a session says of its visit waits."""
        try:
            super().save(must_create)
        except DatabaseError as why:
            if must_create or trouble_of(why) not in (Trouble.FULL, Trouble.READ_ONLY):
                raise
            logger.error("A session is not written: %s", why)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        visit = data.get(VISIT)
        if visit and SESSION_KEY in data:
            row.person_id = data[SESSION_KEY]
            row.begun_at, row.seen_at = _moment(visit["begun"]), _moment(visit["seen"])
            row.browser, row.address = visit["browser"], visit["address"]
        return row


def begin(sender: Any, request: HttpRequest, user: Any, **facts: Any) -> None:
    """Receives `user_logged_in`: the time of this session, and of the proof of who this is, counts from now."""
    from accounts.models import OpenSession

    OpenSession.objects.filter(expire_date__lt=timezone.now()).delete()
    now = _now()
    request.session[VISIT] = {
        "begun": now,
        "proved": now,
        "by_service": getattr(request, "came_by_service", False),
        "browser": request.headers.get("User-Agent", "")[:LONGEST_BROWSER].replace("\x00", ""),
    }
    _seen(request)


def touch(request: HttpRequest) -> None:
    """Let the idle time count from now, where somebody is signed in and was last seen some time ago."""
    visit = request.session.get(VISIT)
    if visit and _now() - visit["seen"] >= SEEN_EVERY.total_seconds():
        _seen(request)


def prove(request: HttpRequest) -> None:
    """The person has just shown again who they are. The session gets a new key, as at a sign-in."""
    request.session[VISIT] = {**request.session[VISIT], "proved": _now()}
    request.session.cycle_key()


def is_proved(request: HttpRequest) -> bool:
    """Whether the person showed who they are a few minutes ago at most."""
    proved = request.session.get(VISIT, {}).get("proved", 0)
    return _now() - proved < settings.SIGN_IN_IS_FRESH_FOR.total_seconds()


def _seen(request: HttpRequest) -> None:
    visit = {
        **request.session[VISIT],
        "seen": _now(),
        "address": get_client_ip_address(request),
    }
    request.session[VISIT] = visit
    begun, seen = _moment(visit["begun"]), _moment(visit["seen"])
    ends = min(seen + settings.SESSION_IDLE_TIME, begun + longest_of(visit))
    request.session.set_expiry(ends)


def longest_of(visit: dict[str, Any]) -> timedelta:
    if visit.get("by_service"):
        return settings.SESSION_LONGEST_TIME_BY_SERVICE
    return settings.SESSION_LONGEST_TIME


def sessions_of(person: Any) -> list[Any]:
    """Those that are open, the one seen last first."""
    return list(person.open_sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at"))


def public_number(key: str) -> str:
    """What a page calls a session: whoever has its key is taken for its person."""
    return salted_hmac("accounts.sessions", key, algorithm="sha256").hexdigest()[:32]


def end_one(person: Any, number: str) -> bool:
    """Returns whether the person had such a session open."""
    for row in sessions_of(person):
        if constant_time_compare(public_number(row.session_key), number):
            row.delete()
            return True
    return False


def end_others(person: Any, *, than: str | None) -> int:
    """End every session of a person but the one with the key `than`. Returns how many were open."""
    others = [row.session_key for row in sessions_of(person) if row.session_key != than]
    person.open_sessions.exclude(session_key=than).delete()
    return len(others)


def end_all(person: Any) -> None:
    """Also a session that is being written at this moment."""
    type(person).objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    person.open_sessions.all().delete()


def end_those_of(people: QuerySet[Any]) -> int:
    """End every session of these people. Returns how many were open."""
    from accounts.models import OpenSession

    theirs = OpenSession.objects.filter(person__in=people)
    open_ones = theirs.filter(expire_date__gt=timezone.now()).count()
    people.update(sessions_ended=F("sessions_ended") + 1)
    theirs.delete()
    return open_ones


def _now() -> int:
    return int(timezone.now().timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
