"""Uploads: one file of figures from an analyst, checked, previewed, applied whole or not at all, undone whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from performance.choices import FigureState


class UploadKind(models.TextChoices):
    """What the rows of a file are."""

    FIGURES = "figures", "Figures of indicators"
    INDEX_SCORES = "index_scores", "Index scores"
    COMPARATORS = "comparators", "Comparators"


class Upload(models.Model):
    """One file and what became of it. Kept for ever: it is the evidence for every figure that came from it.

    `layout` says how its columns are read: {"shape": "long" or "wide", "columns": {role: heading or number}, …}.
    `counts` are of rows by verdict, and of findings by severity.
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

    def get_absolute_url(self):
        return reverse("performance:upload", args=[self.pk])


class UploadFile(models.Model):
    """The file itself, byte for byte, in the database so that it is backed up with what came from it."""

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self):
        return str(self.upload)


class Finding(models.Model):
    """What is wrong, or doubtful, at one cell: what it is, and what would be right."""

    class Severity(models.TextChoices):
        ERROR = "error", "Error"
        WARNING = "warning", "Warning"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveIntegerField()
    severity = models.CharField(max_length=7, choices=Severity)
    code = models.SlugField(max_length=50)
    cell = models.CharField(max_length=120, blank=True, help_text="As Excel names it: Figures!D14.")
    row = models.PositiveIntegerField(null=True, blank=True)
    column = models.PositiveIntegerField(null=True, blank=True)
    found = models.CharField(max_length=200, blank=True, help_text="What the cell holds.")
    message = models.TextField()
    remedy = models.TextField(blank=True)

    class Meta:
        ordering = ["upload", "order"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "order"], name="finding_order_unique")
        ]

    def __str__(self):
        return f"{self.cell}: {self.message}"


class StagedRow(models.Model):
    """One value of a file, read and judged, beside the tables that it would change.

    `subject` is the number of an indicator or an index component, by the kind of the upload; `area` that of an area
    (nothing for a comparator, which has a `label`). `base` is the latest revision that it was compared with.
    """

    class Verdict(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        LEFT = "left", "Blank, left alone"
        REMOVED = "removed", "Removed"
        REJECTED = "rejected", "Rejected"

    # The index below begins with it.
    upload = models.ForeignKey(
        Upload,
        on_delete=models.CASCADE,
        related_name="rows",
        db_constraint=False,
        db_index=False,
    )
    row = models.PositiveIntegerField()
    cell = models.CharField(max_length=120)
    subject = models.BigIntegerField(null=True)
    area = models.BigIntegerField(null=True)
    label = models.CharField(max_length=150, blank=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    state = models.CharField(max_length=15, choices=FigureState, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    comment = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    base = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["upload", "row", "id"]
        indexes = [
            models.Index(fields=["upload", "verdict", "row"], name="staged_by_verdict"),
        ]

    def __str__(self):
        return self.cell


class UploadedScore(models.Model):
    """Where an index score came from. Scores belong to places, which know nothing of uploads."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="scores")
    score = models.OneToOneField(
        "places.IndexScore", on_delete=models.CASCADE, related_name="uploaded"
    )
    cell = models.CharField(max_length=120)

    def __str__(self):
        return f"{self.score} from {self.upload}, {self.cell}"


class ColumnMapping(models.Model):
    """How headings like these were read the last time, so that nobody is asked twice."""

    kind = models.CharField(max_length=12, choices=UploadKind)
    signature = models.CharField(max_length=64, help_text="Of the headings, in order.")
    layout = models.JSONField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_per_headings")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.signature[:12]}"


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
