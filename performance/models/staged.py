"""What was found in the file of an upload: values to be looked at before they are applied, and what is wrong with them."""

from django.db import models

from performance.choices import FigureState

from .uploads import Upload


class Finding(models.Model):
    """What is wrong, doubtful or not read at one cell or in the file: what it is, and what would be right."""

    class Severity(models.TextChoices):
        ERROR = "error", "Error"
        WARNING = "warning", "Warning"
        NOTE = "note", "Note"

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
    Of one that is left out, as a person has answered, `comment` is the name that was answered.
    A row 0 stands in no file: its figure is `added_up_from` so many areas.
    """

    class Verdict(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        LEFT = "left", "Blank, left alone"
        REMOVED = "removed", "Removed"
        REJECTED = "rejected", "Rejected"
        OMITTED = "omitted", "Left out, as was answered"

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
    added_up_from = models.PositiveIntegerField(null=True)

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
