"""What a signed-in person may do, with the names of their groups, in one query where Django asks three.

Whoever is limited to organisations keeps the rights to change only what an organisation can own (accounts/limits.py says more).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import CharField, Value
from django.db.models.functions import Cast

Rights = list[tuple[str, str | None, str | None]]
# The name that a session keeps, and that says which of several backends knows of roles.
RIGHTS_BACKEND = "accounts.backends.RightsBackend"
HELD = "_rights"
# No group is called so: what a person was given by themselves, and the organisations that they are limited to.
OWN, LIMIT = "", "limited to"
# Of any record, whoever owns it.
FOR_ALL = {("accounts", "comment")}


class RightsBackend(ModelBackend):
    """Django's own, except for how it reads permissions. A superuser has them all, as there."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if _asks_django(user_obj, obj):
            return super().get_user_permissions(user_obj, obj)
        return _permissions(row for row in rights_within_limits(user_obj) if row[0] == OWN)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if _asks_django(user_obj, obj):
            return super().get_group_permissions(user_obj, obj)
        return _permissions(row for row in rights_within_limits(user_obj) if row[0] != OWN)


def rights_of(user: Any) -> Rights:
    """(group or OWN, app label, codename) of each permission of a person; a group without any has one row.

    (LIMIT, None, key) for each organisation that they are limited to.
    """
    if not hasattr(user, HELD):
        kind = "permissions__content_type__app_label"
        by_group = Group.objects.filter(user=user).values_list(
            Cast("name", CharField()), kind, "permissions__codename"
        )
        own = Permission.objects.filter(user=user).values_list(
            Value(OWN, CharField()), "content_type__app_label", "codename"
        )
        limits = user._meta.get_field("limited_to").remote_field.through.objects.filter(user=user)
        limits = limits.values_list(
            Value(LIMIT, CharField()),
            Value(None, CharField()),
            Cast("organisation_id", CharField()),
        )
        every = by_group.order_by().union(own.order_by(), limits.order_by(), all=True)
        setattr(user, HELD, list(every))
    return getattr(user, HELD)


def rights_within_limits(user: Any) -> Rights:
    """Without the rights to change what no organisation owns, for a person who is limited to some."""
    rights = [row for row in rights_of(user) if row[0] != LIMIT]
    return [row for row in rights if _can_be_owned(*row[1:])] if limits_of(user) else rights


def limits_of(user: Any) -> frozenset[int]:
    """The keys of the organisations that a person is limited to; none for somebody who is not limited."""
    if user.is_anonymous:
        return frozenset()
    return frozenset(int(key or 0) for name, _, key in rights_of(user) if name == LIMIT)


def has_by_role(user: Any, permission: str) -> bool:
    """Whether a person's role has a permission, whatever they are limited to: what they read goes by it."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_superuser and user.is_active)
    return permission in _permissions(rights_of(user))


def groups_of(user: Any) -> list[str]:
    """The names of a person's groups, in order."""
    return sorted({name for name, _, _ in rights_of(user) if name not in (OWN, LIMIT)})


def _can_be_owned(app: str | None, codename: str | None) -> bool:
    """Whether a permission is to read, or to change a kind of record that says whose it is."""
    verb, _, name = (codename or "").partition("_")
    if not app or verb == "view" or (app, name) in FOR_ALL:
        return True
    try:
        model = apps.get_model(app, name)
    except LookupError:
        return False
    return hasattr(model, "owned_by") or hasattr(model, "part_of")


def _asks_django(user: Any, obj: Any) -> bool:
    return user.is_anonymous or not user.is_active or user.is_superuser or obj is not None


def _permissions(rights: Any) -> set[str]:
    return {f"{app}.{codename}" for _, app, codename in rights if app}
