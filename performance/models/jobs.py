"""Work on uploads that is done in the background."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from core.jobs.models import LeasedJob

from .uploads import Upload


class Job(LeasedJob):
    """A task of an upload."""

    class Task(models.TextChoices):
        CHECK = "check", "Check"
        APPLY = "apply", "Apply"
        UNDO = "undo", "Take back"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="jobs")
    task = models.CharField(max_length=6, choices=Task)

    class Meta(LeasedJob.Meta):
        abstract = False
        indexes = [models.Index(fields=["state", "leased_until"], name="job_to_take")]
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_live_job_per_upload",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()} {self.upload}"

    def lock_subject(self) -> Upload:
        return Upload.objects.select_for_update(no_key=True).get(pk=self.upload_id)

    def give_up(self, subject: Any) -> None:
        """The upload goes back to the stage before the task."""
        before, during, _ = STAGES[self.task]
        if subject.stage == during:
            Upload.objects.filter(pk=subject.pk).update(stage=before)


class TaskStages(NamedTuple):
    """The stage before a task, the stage while it runs, and the stages it can end in."""

    before: Upload.Stage
    during: Upload.Stage
    ends: tuple[Upload.Stage, ...]


Stage, Task = Upload.Stage, Job.Task

STAGES: dict[str, TaskStages] = {
    Task.CHECK: TaskStages(
        Stage.WAITING, Stage.CHECKING, (Stage.MAPPING, Stage.REFUSED, Stage.CHECKED)
    ),
    Task.APPLY: TaskStages(Stage.CHECKED, Stage.APPLYING, (Stage.APPLIED,)),
    Task.UNDO: TaskStages(Stage.APPLIED, Stage.UNDOING, (Stage.UNDONE,)),
}
