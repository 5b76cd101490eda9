"""The people who have a permission."""

from django.contrib.auth.models import UserManager
from django.db.models import QuerySet

from accounts.backends import RIGHTS_BACKEND
from accounts.models import User


def people_with_permission(permission: str) -> QuerySet[User]:
    """Those of them who may sign in, by name."""
    people: UserManager[User] = User.objects
    found = people.with_perm(permission, backend=RIGHTS_BACKEND)
    return found.order_by("first_name", "last_name", "username")
