"""What people asked to take away, and the templates that it is written in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.jobs.models import LeasedJob


class PackTemplate(models.Model):
    """A partnership's own Word document, whose styles, headers and footers its board packs have. The newest counts until it is withdrawn."""

    partnership = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="pack_templates"
    )
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(withdrawn_at=None),
                name="one_pack_template_in_use",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class BoardPack(LeasedJob):
    """A pack that somebody asked for, of a plan as at a day. It is theirs alone: others ask for their own."""

    plan = models.ForeignKey("priorities.Plan", on_delete=models.CASCADE, related_name="+")
    as_at = models.DateField()
    template = models.ForeignKey(
        PackTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(LeasedJob.Meta):
        abstract = False
        default_permissions = ()
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "leased_until"], name="pack_to_make")]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "plan", "as_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_pack_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"Board pack of {self.plan}"


class BoardPackFile(models.Model):
    """The document itself, apart from what is asked of it again and again."""

    pack = models.OneToOneField(BoardPack, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()
    name = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
