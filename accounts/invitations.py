"""Inviting people: an administrator says who, and a link lets the person choose a password and come in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from accounts.administration import changing_people, limit, set_role
from accounts.links import LinkDead, close, take
from accounts.models import Invitation, OneTimeLink, Organisation, PersonState, User
from accounts.security_log import Kind, note
from core.records.versions import edit

# Sends an invitation. Returns whether the e-mail went.
Send = Callable[[Invitation], bool]
LONGEST_USERNAME = 60


@dataclass(frozen=True)
class Invited:
    """An invitation as it was made; `was_sent` says whether its e-mail went out."""

    invitation: Invitation
    was_sent: bool


class KnownAddress(Exception):
    """`person` has this e-mail address already."""

    def __init__(self, person: User) -> None:
        super().__init__(f"{person} has this e-mail address already.")
        self.person = person


class NotInvited(Exception):
    """The person has come in, or has no open invitation to withdraw."""


def invite(
    *,
    by: User,
    email: str,
    first_name: str,
    last_name: str,
    organisation: Organisation | None,
    role: str,
    send: Send,
    job_title: str = "",
    limited_to: Collection[Organisation] = (),
) -> Invited:
    """Make a person who cannot sign in yet, and send them a link. Raises KnownAddress.

    They are limited to what the organisations `limited_to` own or lead, if any are given.
    """
    email = User.objects.normalize_email(email)
    with changing_people():
        _refuse_known_address(email)
        person: Any = User(
            username=free_username(first_name, last_name, email),
            email=email,
            first_name=first_name,
            last_name=last_name,
            organisation=organisation,
            job_title=job_title,
            is_active=False,
        )
        person.set_unusable_password()
        person._history_user = by
        person.save()
        set_role(person, role, by=by)
        limit(person, limited_to, by=by)
        invitation = Invitation.objects.create(person=person, sent_to=email, sent_by=by)
        _note(person, "invited", by=by)
    return Invited(invitation, send(invitation))


def invite_again(person: User, *, by: User, email: str, send: Send) -> Invited:
    """Send a new link, perhaps to another address. The one before stops working. Raises KnownAddress and NotInvited."""
    email = User.objects.normalize_email(email)
    with changing_people():
        stored = User.objects.get(pk=person.pk)
        if stored.state not in (PersonState.INVITED, PersonState.WITHDRAWN):
            raise NotInvited
        _refuse_known_address(email, of=stored)
        edit(stored, version=stored.version, by=by, email=email)
        close(stored.invitations.all(), outcome=OneTimeLink.Outcome.REPLACED, by=by)
        invitation = Invitation.objects.create(person=stored, sent_to=email, sent_by=by)
        _note(stored, "invited again", by=by)
    return Invited(invitation, send(invitation))


def withdraw(person: User, *, by: User) -> None:
    """The link stops working. Raises NotInvited."""
    with changing_people():
        if not close(person.invitations.all(), outcome=OneTimeLink.Outcome.WITHDRAWN, by=by):
            raise NotInvited
        _note(person, "invitation withdrawn", by=by)


def _note(person: User, what: str, *, by: User) -> None:
    note(Kind.LINK_SENT, person=by, about=f"{person.get_username()}: {what}")


def accept(invitation: Invitation, *, password: str) -> User:
    """The person chooses a password and can sign in from now on. Raises LinkDead."""
    with changing_people():
        person = take(invitation).person
        if person.is_active:
            raise LinkDead
        edit(person, version=person.version, by=person, is_active=True)
        person = User.objects.get(pk=person.pk)
        person.set_password(password)
        person.save(update_fields=["password"])
        note(Kind.PASSWORD_CHANGED, person=person, about="Chosen with an invitation")
    return person


def person_with(email: str, *, other_than: User | None = None) -> User | None:
    """The person who has an address, whatever its capitals."""
    found = User.objects.filter(email__iexact=email).order_by("-is_active", "pk")
    return (found.exclude(pk=other_than.pk) if other_than else found).first()


def free_username(first_name: str, last_name: str, email: str) -> str:
    """What the person signs in as: "kerra.penrose", with a number where somebody has that.

    The e-mail address gives it where the name has no plain letters.
    """
    name = ".".join(part for part in (_plain(first_name), _plain(last_name)) if part)
    base = (name or _plain(email.partition("@")[0]) or "person")[:LONGEST_USERNAME].strip(".-")
    taken = User.objects.filter(username__istartswith=base).values_list("username", flat=True)
    known = {username.casefold() for username in taken}
    return next(username for username in _candidates(base) if username not in known)


def _candidates(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}{number}" for number in count(2))


def _plain(text: str) -> str:
    """In small letters without accents, with "-" for all else."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters.replace("'", "")).strip("-")


def _refuse_known_address(email: str, *, of: User | None = None) -> None:
    if found := person_with(email, other_than=of):
        raise KnownAddress(found)
