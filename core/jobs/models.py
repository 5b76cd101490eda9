"""What every kind of job keeps of itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class LeasedJob(models.Model):
    """Work in the background. Whoever works on it holds a lease and renews it; a lease that runs out is taken over.

    A kind of job that has no lease of its own to give back needs neither `lock_subject` nor `give_up`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    # It waits or runs. A running one comes back if its worker is killed.
    UNDER_WAY = (State.WAITING, State.RUNNING)

    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    done = models.PositiveIntegerField(default=0, help_text="Steps done, of `total`.")
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["asked_at"]

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    def lock_subject(self) -> Any:
        """Lock what the job is about, so that no two workers wait for each other. Always before the job itself."""
        return None

    def give_up(self, subject: Any) -> None:
        """Put `subject` back to what it was before the job, which failed."""
