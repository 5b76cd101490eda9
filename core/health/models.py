"""What was last seen of whatever runs by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class SignOfLife(models.Model):
    """When one thing that runs by itself last worked, and when it last failed. One row for each, written over."""

    class Of(models.TextChoices):
        WORKER = "worker", "A worker"
        MAIL = "mail", "The mail server"
        COMMAND = "command", "A command that a scheduler runs"

    of = models.CharField(max_length=10, choices=Of)
    name = models.CharField(max_length=100)
    worked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "signs of life"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["of", "name"], name="one_sign_of_life_for_each")
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()}: {self.name}"

    @property
    def failed_last(self) -> bool:
        return self.failed_at is not None and (
            self.worked_at is None or self.failed_at > self.worked_at
        )

    def worked_since(self, moment: datetime) -> bool:
        return self.worked_at is not None and self.worked_at >= moment
