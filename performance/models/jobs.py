"""Work on uploads that is done in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .uploads import Upload


class Job(models.Model):
    """Work in the background. Whoever works on it holds a lease and renews it; a lease that runs out is taken over."""

    class Task(models.TextChoices):
        CHECK = "check", "Check"
        APPLY = "apply", "Apply"
        UNDO = "undo", "Take back"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="jobs")
    task = models.CharField(max_length=6, choices=Task)
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
        ordering = ["asked_at"]
        indexes = [models.Index(fields=["state", "leased_until"], name="job_to_take")]
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_live_job_per_upload",
            )
        ]

    def __str__(self):
        return f"{self.get_task_display()} {self.upload}"
