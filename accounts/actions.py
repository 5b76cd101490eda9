"""What people change about their own account. Each leaves its trace, and the person is told where they are reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import User
from core.records.versions import edit

CHANGED_PASSWORD = "Changed the password."  # noqa: S105

# Tells somebody at an e-mail address that their account was changed: whether it went.
Tell = Callable[..., bool]


def change_email(
    person: User, *, by: User, version: int, email: str, tell: Tell
) -> tuple[bool, bool]:
    """Whether the address is another one now, and whether the old one was told. `version` is the one that was seen.

    Raises EditedMeanwhile where the address was changed since, and saves nothing then.
    """
    email = User.objects.normalize_email(email)
    changes = edit(person, version=version, by=by, email=email)
    if not changes:
        return False, False
    return True, tell(person, "e-mail address", to=changes[0].was)


def change_password(person: User, *, by: User, password: str, tell: Tell) -> None:
    """Write nothing but the password. That it was changed is kept, by whom and when; what it was is not."""
    history: Any = User.history
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        history.bulk_history_create(
            [person], update=True, default_user=by, default_change_reason=CHANGED_PASSWORD
        )
    tell(person, "password", to=person.email)
