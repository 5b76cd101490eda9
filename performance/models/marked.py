"""Copies of files with what is wrong marked in them, made in the background."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.jobs.models import LeasedJob

from .uploads import Upload


class MarkedCopy(LeasedJob):
    """A copy that somebody asked for, of a file as it was checked at `of_check`. Whoever may have the file may have it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="marked_copies")
    of_check = models.DateTimeField(null=True)

    class Meta(LeasedJob.Meta):
        abstract = False
        default_permissions = ()
        ordering = ["-asked_at"]
        verbose_name_plural = "marked copies"
        indexes = [models.Index(fields=["state", "leased_until"], name="copy_to_make")]
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_marked_copy_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"Marked copy of {self.upload}"


class MarkedCopyFile(models.Model):
    """The workbook itself, apart from what is asked of it again and again."""

    copy = models.OneToOneField(MarkedCopy, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()
    name = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
