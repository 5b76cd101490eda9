"""Uploads: one file of figures from an analyst, checked, previewed, applied whole or not at all, undone whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.stored_files import fetch
from performance.models.upload_counts import UploadCounts


class UploadKind(models.TextChoices):
    """What the rows of a file are."""

    FIGURES = "figures", "Figures of indicators"
    INDEX_SCORES = "index_scores", "Index scores"
    COMPARATORS = "comparators", "Comparators"


class Upload(models.Model):
    """One file and what became of it. Kept for ever, its file unless erased: it is the evidence for every figure
    that came from it.

    `layout` is a StoredLayout as JSON, and `counts` are UploadCounts as JSON: read them with `StoredLayout.of(upload)`
    and `upload.counted`.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        MAPPING = "mapping", "Columns to be named"
        CHECKED = "checked", "Checked"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"
        REFUSED = "refused", "Refused"
        DISCARDED = "discarded", "Discarded"

    # Its cells are the evidence for figures, also after an undo. Before the apply they are whatever was typed.
    EVIDENCE_STAGES = (Stage.APPLIED, Stage.UNDOING, Stage.UNDONE)

    kind = models.CharField(max_length=12, choices=UploadKind, default=UploadKind.FIGURES)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    file_name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.CharField(max_length=100, blank=True)
    headings = models.JSONField(default=list, blank=True)
    layout = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(blank=True, help_text="Why the file was refused, in plain words.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    warnings_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(
        blank=True, help_text="Why figures that the board has seen are changed."
    )
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="uploads_applied",
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="uploads_undone",
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="applied_upload_says_by_whom_and_when",
                condition=~Q(stage__in=["applied", "undone"])
                | Q(applied_by__isnull=False, applied_at__isnull=False),
                violation_error_message="An applied upload says who applied it and when.",
            ),
            models.CheckConstraint(
                name="undone_upload_says_by_whom_and_when",
                condition=~Q(stage="undone") | Q(undone_by__isnull=False, undone_at__isnull=False),
                violation_error_message="An upload that was taken back says who took it back and when.",
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def counted(self) -> UploadCounts:
        return UploadCounts.from_json(self.counts)

    @property
    def is_evidence(self) -> bool:
        return self.stage in self.EVIDENCE_STAGES


class UploadFile(models.Model):
    """The file itself, byte for byte: in the database, so that it is backed up with what came from it, or, where the
    installation says so, in a bucket (core/stored_files.py) under the name `stored_as`.
    """

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()
    stored_as = models.CharField(max_length=100, blank=True)
    preview = models.JSONField(
        default=list,
        blank=True,
        help_text="The first rows of each sheet, where somebody may have to choose among them.",
    )

    def __str__(self):
        return str(self.upload)

    def whole(self) -> bytes:
        """Wherever it lies. Raises FileNotReached."""
        if not self.stored_as:
            return bytes(self.content)
        return fetch(self.stored_as, size=self.upload.size, digest=self.upload.sha256)


class ColumnMapping(models.Model):
    """How headings like these were read the last time, so that nobody is asked twice.

    One that failed is neither used nor offered until somebody names the columns anew.
    """

    kind = models.CharField(max_length=12, choices=UploadKind)
    signature = models.CharField(max_length=64, help_text="Of the headings, in order.")
    layout = models.JSONField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now=True)
    named_for = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_per_headings")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.signature[:12]}"
