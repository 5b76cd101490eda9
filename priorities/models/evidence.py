"""What the evidence says, and performance as the assessment printed it."""

from django.db import models

from core.records.editable import Editable, live
from core.records.natural import NaturalModel
from core.records.printed import StatedFigure
from priorities.models.belonging import UnderTheme
from priorities.models.plans import Plan
from priorities.models.themes import Theme


class EvidenceTopic(NaturalModel):
    """A subject on which several themes give evidence, so that they can be read together."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="evidence_topics")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150)

    natural_fields = ("plan__slug", "slug")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="evidence_topic_slug_unique")
        ]

    def __str__(self):
        return self.name


class Evidence(Editable, UnderTheme):
    """A statement of what the evidence says, word for word."""

    part_of = "theme"

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="evidence")
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    period_printed = models.CharField(max_length=200, blank=True)
    topics = models.ManyToManyField(EvidenceTopic, blank=True, related_name="evidence")

    ref_starts = "EV"

    objects = live(within=("theme",))

    class Meta(UnderTheme.Meta):
        verbose_name_plural = "evidence"
        constraints = [models.UniqueConstraint(fields=["theme", "ref"], name="evidence_ref_unique")]

    def __str__(self):
        return f"{self.ref}: {self.text[:60]}"


class EvidenceFigure(NaturalModel, StatedFigure):
    """A figure inside an evidence statement."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="figures")

    natural_fields = (
        "evidence__theme__plan__slug",
        "evidence__theme__slug",
        "evidence__ref",
        "order",
    )

    class Meta:
        ordering = ["evidence", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "order"], name="evidence_figure_order_unique"
            )
        ]


class PerformanceStatement(Editable, UnderTheme):
    """A line of a theme's performance column as printed, under its printed heading."""

    part_of = "theme"

    class Kind(models.TextChoices):
        ACHIEVED = "achieved", "Achieved"
        FAILED = "failed", "Failed"
        RUNNING = "running", "Year in progress"
        NEW_TARGET = "new_target", "New target"
        RISK = "risk", "Risk"

    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, related_name="performance_statements"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    group_printed = models.CharField(max_length=100)
    period_printed = models.CharField(max_length=150, blank=True)
    text = models.TextField()

    ref_starts = "PS"

    objects = live(within=("theme",))

    class Meta(UnderTheme.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "ref"], name="performance_statement_ref_unique"
            )
        ]

    def __str__(self):
        return f"{self.ref}: {self.text[:60]}"
