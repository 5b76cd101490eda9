"""What an administrator changes about a person: facts, role, and whether they can sign in. Each leaves its trace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.backends import limits_of
from accounts.links import close
from accounts.models import (
    EmailChange,
    LimitChange,
    OneTimeLink,
    Organisation,
    PersonState,
    RoleChange,
    User,
)
from accounts.roles import ADMINISTRATOR, ROLES
from accounts.security_log import Kind, note
from accounts.sessions import end_all
from core.records.versions import Change, EditedSince, edit


class LastAdministrator(Exception):
    """Without this person nobody could let people in, or give a role back."""


class NeverLimited(Exception):
    """An administrator could take away any limit of theirs."""


class NotDeactivated(Exception):
    """Only somebody who could sign in once can be let in again without an invitation."""


@contextmanager
def changing_people() -> Iterator[None]:
    """One transaction, and one change of people at a time: of two at once, the second sees what the first did."""
    with transaction.atomic():
        list(Group.objects.select_for_update().filter(name=ADMINISTRATOR))
        yield


def change_facts(
    person: User,
    *,
    by: User,
    version: int,
    first_name: str,
    last_name: str,
    organisation: Organisation | None,
    job_title: str,
) -> list[Change]:
    """Write what differs. Raises EditedSince where somebody changed the same facts since `version`."""
    return edit(
        person,
        version=version,
        by=by,
        first_name=first_name,
        last_name=last_name,
        organisation=organisation,
        job_title=job_title,
    )


def change_role(person: User, *, by: User | None, was: str, role: str) -> bool:
    """Give a person `role`, or none where it is empty. `was` is the role that the administrator saw.

    Every session of theirs ends. Returns whether that was a change. Raises EditedSince where they have another by now,
    and LastAdministrator.
    """
    with changing_people():
        stored = User.objects.get(pk=person.pk)
        if stored.role != was:
            raise EditedSince(stored, ())
        if stored.role == role:
            return False
        if role != ADMINISTRATOR:
            _refuse_if_last(stored)
        set_role(stored, role, by=by)
        end_all(stored)
    return True


def set_role(person: User, role: str, *, by: User | None) -> None:
    """Put a person in the group of `role` and of no other role, in the caller's transaction, with its trace."""
    was = person.role
    person.groups.remove(*Group.objects.filter(name__in=ROLES).exclude(name=role))
    if role:
        person.groups.add(Group.objects.get(name=role))
    if was != role:
        RoleChange.objects.create(person=person, was=was, now=role, by=by)
        about = f"{person.get_username()}: {role or 'no role'}, was {was or 'no role'}"
        note(Kind.ROLE_CHANGED, person=by, about=about)
    if role == ADMINISTRATOR:
        limit(person, (), by=by)


def change_limits(
    person: User, *, by: User, was: Collection[int], organisations: Collection[Organisation]
) -> bool:
    """Limit a person to what `organisations` own or lead; with none, not at all. `was` are the keys that the page showed.

    It counts from their next request. Returns whether that was a change. Raises EditedSince where they are limited otherwise by
    now, and NeverLimited for an administrator.
    """
    with changing_people():
        stored = User.objects.get(pk=person.pk)
        if set(limits_of(stored)) != set(was):
            raise EditedSince(stored, ())
        if organisations and stored.role == ADMINISTRATOR:
            raise NeverLimited
        return limit(stored, organisations, by=by)


def limit(person: User, organisations: Collection[Organisation], *, by: User | None) -> bool:
    """Write other limits of a person, in the caller's transaction, with their trace."""
    # Archived ones too: a relation to many leaves them out.
    rows = User.limited_to.through.objects.filter(user=person)
    before = Organisation.with_archived.filter(pk__in=rows.values("organisation"))
    was, now = _named(before), _named(organisations)
    if was == now:
        return False
    rows.delete()
    rows.model.objects.bulk_create(
        rows.model(user=person, organisation=one) for one in organisations
    )
    LimitChange.objects.create(person=person, was=was, now=now, by=by)
    about = f"{person.get_username()}: limited to {now or 'nothing'}, was {was or 'nothing'}"
    note(Kind.PERSON_CHANGED, person=by, about=about)
    return True


def _named(organisations: Iterable[Organisation]) -> str:
    return "; ".join(sorted(one.name for one in organisations))


def deactivate(person: User, *, by: User | None) -> bool:
    """Keep a person out, and end their sessions at once. Returns False where they could not sign in. Raises LastAdministrator."""
    with changing_people():
        stored = User.objects.get(pk=person.pk)
        if not stored.is_active:
            return False
        _refuse_if_last(stored)
        edit(stored, version=stored.version, by=by, is_active=False)
        end_all(stored)
        unconfirmed = EmailChange.objects.filter(person=stored)
        close(unconfirmed, outcome=OneTimeLink.Outcome.WITHDRAWN, by=by)
        note(Kind.PERSON_CHANGED, person=by, about=f"{stored.get_username()}: deactivated")
    return True


def reactivate(person: User, *, by: User) -> bool:
    """Let a person in again with the password that they had. Returns False where they could. Raises NotDeactivated."""
    with changing_people():
        stored = User.objects.get(pk=person.pk)
        if stored.is_active:
            return False
        if stored.state != PersonState.DEACTIVATED:
            raise NotDeactivated
        edit(stored, version=stored.version, by=by, is_active=True)
        note(Kind.PERSON_CHANGED, person=by, about=f"{stored.get_username()}: let in again")
    return True


def is_last_administrator(person: User) -> bool:
    """Whether a person is the only one of that role who can sign in."""
    administrators = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR)
    return list(administrators.values_list("pk", flat=True)[:2]) == [person.pk]


def _refuse_if_last(person: User) -> None:
    if is_last_administrator(person):
        raise LastAdministrator
