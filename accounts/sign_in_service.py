"""People who come in through the partnership's own sign-in service: it says who they are, and its groups give the role.

Whoever is in no group of ours any more is deactivated when they try to come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from accounts.administration import (
    LastAdministrator,
    change_role,
    changing_people,
    deactivate,
    set_role,
)
from accounts.invitations import free_username, person_with
from accounts.links import close
from accounts.models import OneTimeLink, PersonState, User
from accounts.roles import ADMINISTRATOR, ANALYST, BOARD_MEMBER, OFFICER
from accounts.security_log import Kind, note
from core.records.versions import edit

# Of several groups the one with the most rights counts.
BY_RIGHTS = (ADMINISTRATOR, ANALYST, OFFICER, BOARD_MEMBER)
NO_GROUP = "You are in no group that may use the planner. Ask an administrator of the planner."
CLOSED = "This account is closed. Ask an administrator of the planner to open it."
NO_ADDRESS = "The sign-in service says no e-mail address of yours that it has confirmed."
TAKEN = "Somebody else comes in with your e-mail address. Ask an administrator of the planner."


@dataclass(frozen=True)
class SaidOfPerson:
    """What the service says. `email` is empty where it does not vouch for it."""

    email: str
    first_name: str
    last_name: str
    groups: frozenset[str]


class NotLetIn(Exception):
    """The reason, in a sentence for the person."""


def said_by(claims: Mapping[str, Any], *, groups_claim: str) -> SaidOfPerson:
    groups = claims.get(groups_claim)
    names = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    vouched = claims.get("email_verified") is not False
    return SaidOfPerson(
        email=str(claims.get("email") or "").strip() if vouched else "",
        first_name=str(claims.get("given_name") or "")[:150],
        last_name=str(claims.get("family_name") or claims.get("name") or "")[:150],
        groups=frozenset(str(name) for name in names),
    )


def role_of(groups: Iterable[str], roles: Mapping[str, str]) -> str:
    """The role that groups give by `roles`, {group: role}; empty where none does."""
    given = {roles[group] for group in groups if group in roles}
    return next((role for role in BY_RIGHTS if role in given), "")


def admit(known: User | None, said: SaidOfPerson, *, roles: Mapping[str, str]) -> User:
    """The person, made or changed as the service says. `known` came in through it before. Raises NotLetIn."""
    role = role_of(said.groups, roles)
    if not role:
        if known is not None:
            _leave(known)
        raise NotLetIn(NO_GROUP)
    if known is None and not said.email:
        raise NotLetIn(NO_ADDRESS)
    person = known or person_with(said.email)
    if person is None:
        return _make(said, role)
    if not person.is_active:
        if person.state != PersonState.INVITED:
            raise NotLetIn(CLOSED)
        _accept(person)
    # There is always an administrator: the service's word counts once there is another.
    with suppress(LastAdministrator):
        change_role(person, by=None, was=person.role, role=role)
    return User.objects.get(pk=person.pk)


def _leave(person: User) -> None:
    try:
        deactivate(person, by=None)
    except LastAdministrator:
        note(Kind.REFUSED, person=person, about="The last administrator is in no group any more")


def _make(said: SaidOfPerson, role: str) -> User:
    with changing_people():
        person = User(
            username=free_username(said.first_name, said.last_name, said.email),
            email=User.objects.normalize_email(said.email),
            first_name=said.first_name,
            last_name=said.last_name,
        )
        person.set_unusable_password()
        person.save()
        set_role(person, role, by=None)
        note(Kind.PERSON_CHANGED, person=person, about=f"{person.username}: made by the service")
    return person


def _accept(person: User) -> None:
    """Whoever was invited, and comes in through the service instead."""
    with changing_people():
        close(person.invitations.all(), outcome=OneTimeLink.Outcome.USED, by=person)
        edit(person, version=person.version, by=person, is_active=True)
