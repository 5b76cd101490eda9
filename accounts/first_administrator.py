"""The first administrator of an empty planner: nobody is there to invite them, so they come in by a link that is printed."""

from __future__ import annotations

from typing import Any

from accounts.administration import changing_people, set_role
from accounts.invitations import free_username
from accounts.links import LinkDead, close, take
from accounts.models import FirstSignIn, OneTimeLink, User
from accounts.roles import ADMINISTRATOR
from core.records.versions import edit

# Until they say who they are.
NOBODY_YET = "first-administrator"


def can_anybody_sign_in() -> bool:
    return User.objects.filter(is_active=True).exists()


def first_link() -> FirstSignIn | None:
    """The link that works now, or a new one; None once somebody can sign in.

    Every process of a server that asks gets the same link.
    """
    with changing_people():
        if can_anybody_sign_in():
            return None
        person = _person_to_come()
        links: Any = FirstSignIn.objects.filter(person=person)
        found = links.filter(outcome=OneTimeLink.Outcome.OPEN).first()
        if found is not None and not found.has_expired:
            return found
        close(links, outcome=OneTimeLink.Outcome.REPLACED, by=person)
        return FirstSignIn.objects.create(person=person, sent_by=person)


def come_in_first(
    link: FirstSignIn, *, first_name: str, last_name: str, email: str, password: str
) -> User:
    """The person says who they are and can sign in from now on, as an administrator. Raises LinkDead."""
    with changing_people():
        if can_anybody_sign_in():
            raise LinkDead
        person = take(link).person
        edit(
            person,
            version=person.version,
            by=person,
            username=free_username(first_name, last_name, email),
            first_name=first_name,
            last_name=last_name,
            email=User.objects.normalize_email(email),
            is_active=True,
        )
        person = User.objects.get(pk=person.pk)
        person.set_password(password)
        person.save(update_fields=["password"])
        set_role(person, ADMINISTRATOR, by=person)
    return person


def _person_to_come() -> User:
    """Cannot sign in, and has no role yet."""
    known = User.objects.filter(username=NOBODY_YET, is_active=False).first()
    if known is not None:
        return known
    person = User(username=NOBODY_YET, is_active=False)
    person.set_unusable_password()
    person.save()
    return person
