"""The people who sign in, and the roles that they were given."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from accounts.history import HistoryOfPeople
from accounts.models.links import OneTimeLink
from accounts.models.organisations import Organisation
from accounts.roles import ROLES


class PersonState(models.TextChoices):
    """Whether a person can sign in, and if not, why not."""

    ACTIVE = "active", "Active"
    INVITED = "invited", "Invited"
    WITHDRAWN = "withdrawn", "Invitation withdrawn"
    DEACTIVATED = "deactivated", "Deactivated"


class User(AbstractUser):
    """Someone who signs in, or is invited to. What they may do comes from their role, a group made by a migration."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    job_title = models.CharField(max_length=150, blank=True)
    limited_to = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="limited_people",
        help_text="Where any are named, the person changes only what these own or lead.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every edit.")
    sessions_ended = models.PositiveIntegerField(
        default=0, help_text="Goes up to end every session of theirs at once."
    )

    history = HistoryOfPeople()

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def role(self) -> str:
        """The name of their role; empty without one. For many people, prefetch `groups`."""
        return next((group.name for group in self.groups.all() if group.name in ROLES), "")

    @property
    def invitation(self) -> Any:
        """The newest, or None. For many people, prefetch `invitations`."""
        return next(iter(self.invitations.all()), None)

    @property
    def state(self) -> PersonState:
        if self.is_active:
            return PersonState.ACTIVE
        newest = self.invitation
        match newest and newest.outcome:
            case OneTimeLink.Outcome.OPEN:
                return PersonState.INVITED
            case OneTimeLink.Outcome.WITHDRAWN:
                return PersonState.WITHDRAWN
        return PersonState.DEACTIVATED

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares it with the one that a session began with, and ends the session where they differ."""
        begun: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        # Without the number while it is 0, so that the sessions of an older version go on.
        return f"{begun}{self.sessions_ended or ''}"


class RoleChange(models.Model):
    """A role that was given or taken. Either is empty where there was, or is, none."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_changes")
    was = models.CharField(max_length=150, blank=True)
    now = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person}: {self.was or 'no role'} to {self.now or 'no role'}"


class LimitChange(models.Model):
    """Other organisations that a person was limited to, by their names. Either is empty for somebody who was, or is, not limited."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="limit_changes")
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person}: {self.was or 'not limited'} to {self.now or 'not limited'}"
