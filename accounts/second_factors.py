"""Second factors: a passkey, or an app that shows codes. Who must have one, and what is kept of changes.

django-allauth keeps the factors themselves, and asks for them at the sign-in.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.security_log import Kind, note
from accounts.sessions import end_all

# Recovery codes stand in for one of these, and are none themselves.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# In the session of somebody who must have one and has none yet.
NEEDED = "needs_second_factor"
# What is kept of a change, beside who made it and when.
ADDED_APP, REMOVED_APP = "App for codes added", "App for codes removed"
ADDED_PASSKEY, REMOVED_PASSKEY = "Passkey added", "Passkey removed"
NEW_CODES, FORGOTTEN = "New recovery codes made", "Second factors taken away"
CHANGES = (ADDED_APP, REMOVED_APP, ADDED_PASSKEY, REMOVED_PASSKEY, NEW_CODES, FORGOTTEN)


def must_have_one(person: User) -> bool:
    return bool(settings.SECOND_FACTOR_FOR) and person.role in settings.SECOND_FACTOR_FOR


def factors_of(person: User) -> list[Authenticator]:
    """The oldest first."""
    found = Authenticator.objects.filter(user_id=person.pk, type__in=KINDS)
    return list(found.order_by("created_at", "pk"))


def note_need(sender: Any, request: HttpRequest, user: Any, **facts: Any) -> None:
    """Receives `user_logged_in`. A sign-in service asks for second factors itself."""
    if getattr(request, "came_by_service", False):
        return
    if must_have_one(user) and not factors_of(user):
        request.session[NEEDED] = True


def is_needed(request: HttpRequest) -> bool:
    """Whether the person has to add one before they see anything else."""
    if NEEDED not in request.session:
        return False
    if factors_of(request.user):  # type: ignore[arg-type]
        del request.session[NEEDED]
        return False
    return True


def is_last_needed(factor: Authenticator) -> bool:
    """Whether its person must have a second factor, and would have none without it."""
    person = User.objects.get(pk=factor.user_id)
    return must_have_one(person) and [row.pk for row in factors_of(person)] == [factor.pk]


def keep_trace(person: User, reason: str, *, by: User | None) -> None:
    """That something was changed is kept, by whom and when; never a secret."""
    history: Any = User.history
    history.bulk_history_create(
        [person], update=True, default_user=by, default_change_reason=reason
    )
    note(Kind.SECOND_FACTOR, person=by, about=f"{person.get_username()}: {reason}")


def forget_second_factors(person: User, *, by: User | None) -> bool:
    """For somebody who lost theirs. Every session of theirs ends. Returns whether they had any."""
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user_id=person.pk).delete()
        if removed:
            keep_trace(person, FORGOTTEN, by=by)
            end_all(person)
    return bool(removed)
