"""One-time links that people are sent by e-mail: to come in for the first time, or to confirm an address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class OneTimeLink(models.Model):
    """A link that works once, for a while, and only until a newer one is sent or it is withdrawn.

    The row holds no secret: `accounts/links.py` signs it.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        USED = "used", "Used"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REPLACED = "replaced", "Replaced by a newer one"

    LASTS: timedelta

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    sent_to = models.EmailField()
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_open",
                fields=["person"],
                condition=Q(outcome="open"),
                violation_error_message="A person has one open link of a kind.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_closed_with_its_day",
                condition=Q(outcome="open", closed_at=None)
                | (~Q(outcome="open") & Q(closed_at__isnull=False)),
                violation_error_message="A link that is not open says when it was closed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, sent to {self.sent_to}"

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + self.LASTS

    def works(self, at: datetime) -> bool:
        return self.outcome == self.Outcome.OPEN and at < self.expires_at

    @property
    def has_expired(self) -> bool:
        return timezone.now() >= self.expires_at


class Invitation(OneTimeLink):
    """Lets a person choose a password and come in for the first time."""

    LASTS = timedelta(days=7)


class FirstSignIn(OneTimeLink):
    """Lets the first administrator into a planner that nobody can sign in to. It is printed where the server runs."""

    LASTS = timedelta(days=1)


class EmailChange(OneTimeLink):
    """A person's new e-mail address, which counts once the link that was sent to it is followed."""

    LASTS = timedelta(days=1)

    version = models.PositiveIntegerField(help_text="The person's version that it was asked for.")
