"""What a signed-in person may do, with the names of their groups, in one query where Django asks three."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import CharField, Value
from django.db.models.functions import Cast

Rights = list[tuple[str, str | None, str | None]]
# The name that a session keeps, and that says which of several backends knows of roles.
RIGHTS_BACKEND = "accounts.backends.RightsBackend"
HELD = "_rights"
# No group is called so: what a person was given by themselves.
OWN = ""


class RightsBackend(ModelBackend):
    """Django's own, except for how it reads permissions. A superuser has them all, as there."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if _asks_django(user_obj, obj):
            return super().get_user_permissions(user_obj, obj)
        return _permissions(row for row in rights_of(user_obj) if row[0] == OWN)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if _asks_django(user_obj, obj):
            return super().get_group_permissions(user_obj, obj)
        return _permissions(row for row in rights_of(user_obj) if row[0] != OWN)


def rights_of(user: Any) -> Rights:
    """(group or OWN, app label, codename) of each permission of a person; a group without any has one row."""
    if not hasattr(user, HELD):
        kind = "permissions__content_type__app_label"
        by_group = Group.objects.filter(user=user).values_list(
            Cast("name", CharField()), kind, "permissions__codename"
        )
        own = Permission.objects.filter(user=user).values_list(
            Value(OWN, CharField()), "content_type__app_label", "codename"
        )
        setattr(user, HELD, list(by_group.order_by().union(own.order_by(), all=True)))
    return getattr(user, HELD)


def groups_of(user: Any) -> list[str]:
    """The names of a person's groups, in order."""
    return sorted({name for name, _, _ in rights_of(user) if name != OWN})


def _asks_django(user: Any, obj: Any) -> bool:
    return user.is_anonymous or not user.is_active or user.is_superuser or obj is not None


def _permissions(rights: Any) -> set[str]:
    return {f"{app}.{codename}" for _, app, codename in rights if app}
