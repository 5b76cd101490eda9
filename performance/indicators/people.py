"""The people that an indicator's figures can come from."""

from __future__ import annotations

from django.contrib.auth.models import UserManager
from django.db.models import QuerySet

from accounts.models import User

RECORD = "performance.add_figure"


def who_may_record() -> QuerySet[User]:
    """Those who may sign in and record figures, by name."""
    people: UserManager[User] = User.objects
    # Named, since a person signs in by one backend of several, and only this one knows of roles.
    found = people.with_perm(RECORD, backend="django.contrib.auth.backends.ModelBackend")
    return found.order_by("first_name", "last_name", "username")
