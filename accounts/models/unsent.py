"""What somebody typed into a form that met a sign-in: kept for a day, and shown again in the same form."""

import uuid

from django.conf import settings
from django.db import models


class UnsentForm(models.Model):
    """The controls of a form that was sent and not taken. Nothing is saved from it: its author sends the form again.

    `author` is empty where nobody can tell whose it was: then it belongs to whoever of this browser signs in first.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="unsent_forms",
    )
    address = models.CharField(max_length=300)
    """Where the form was sent to."""
    page = models.CharField(max_length=1_000)
    """Where the form stands."""
    fields = models.JSONField()
    files = models.JSONField(default=list)
    """The names of files that were chosen: they are not kept."""
    kept_at = models.DateTimeField()

    def __str__(self):
        return f"{self.author or 'Somebody'}: {self.address}"
