"""One person, and who may look after people."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User

looks_after_people = permission_required("accounts.change_user", raise_exception=True)


def find(pk: int) -> User:
    people = User.objects.select_related("organisation")
    return get_object_or_404(people.prefetch_related("groups", "invitations"), pk=pk)


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in, as a record rather than as something that stands for one."""
    return User.objects.get(pk=request.user.pk)
