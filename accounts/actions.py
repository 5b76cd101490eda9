"""What people change about their own account. Each change leaves its trace, and the person is told by e-mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.administration import changing_people
from accounts.links import LinkDead, close, take
from accounts.models import EmailChange, OneTimeLink, User
from accounts.security_log import Kind, note
from accounts.sessions import end_others
from core.records.versions import EditedSince, edit, refuse_if_touched

CHANGED_PASSWORD = "Changed the password."  # noqa: S105
RESET_PASSWORD = "Chose a new password with a link sent by e-mail."  # noqa: S105

# Tells somebody at an e-mail address that their account was changed. Returns whether the e-mail went.
Tell = Callable[..., bool]
# Sends a link to a new e-mail address. Returns whether the e-mail went.
SendLink = Callable[[EmailChange], bool]


def ask_for_email(
    person: User, *, version: int, email: str, send: SendLink
) -> tuple[EmailChange | None, bool]:
    """Send a link to a new address. The address counts once the link is followed; an earlier link stops working.

    Returns the open change and whether its link went; the change is None where the address is as it was.
    Raises EditedSince where the address was changed since `version`, which the person saw.
    """
    email = User.objects.normalize_email(email)
    with changing_people():
        stored = User.objects.get(pk=person.pk)
        refuse_if_touched(stored, version, ("email",))
        if stored.email == email:
            return None, False
        close(stored.emailchanges.all(), outcome=OneTimeLink.Outcome.REPLACED, by=stored)
        change = EmailChange.objects.create(
            person=stored, sent_to=email, sent_by=stored, version=stored.version
        )
    if send(change):
        return change, True
    forget_email_change(person)
    return change, False


def forget_email_change(person: User) -> bool:
    """Stop the link that was sent to a new address. Returns whether there was one."""
    outcome = OneTimeLink.Outcome.WITHDRAWN
    return close(person.emailchanges.all(), outcome=outcome, by=person) > 0


def confirm_email(change: EmailChange, *, tell: Tell) -> tuple[User, str, bool]:
    """Make the new address count. Returns the person, their old address and whether that was told. Raises LinkDead."""
    with changing_people():
        taken = take(change)
        person = taken.person
        was = person.email
        if not person.is_active:
            raise LinkDead
        try:
            edit(person, version=taken.version, by=person, email=taken.sent_to)
        except EditedSince as conflict:
            raise LinkDead from conflict
        note(Kind.ADDRESS_CHANGED, person=person)
    return person, was, tell(person, "e-mail address", to=was)


def change_password(
    person: User, *, by: User, password: str, tell: Tell, reason: str = CHANGED_PASSWORD
) -> None:
    """Write nothing but the password. That it was changed is kept, by whom and when; what it was is not.

    Every session of theirs ends, and whoever is to stay signed in begins a new one. A new address that was not
    confirmed yet is forgotten: somebody else may have asked for it.
    """
    history: Any = User.history
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        history.bulk_history_create(
            [person], update=True, default_user=by, default_change_reason=reason
        )
        forget_email_change(person)
        note(Kind.PASSWORD_CHANGED, person=by, about=f"{person.get_username()}: {reason}")
        end_others(person, than=None)
    tell(person, "password", to=person.email)
