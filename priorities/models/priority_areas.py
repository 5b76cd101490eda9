"""Areas singled out under a theme, and how sure the reading of their tables is."""

from django.db import models

from core.records.editable import Editable, live, live_within
from core.records.natural import NaturalModel
from core.records.printed import Printed, StatedFigure
from priorities.models.belonging import UnderTheme
from priorities.models.themes import Theme


class PriorityArea(Editable, UnderTheme):
    """A row of a theme's table of priority areas.

    `area` is the place it is about; `parts` are the places that it comprises, where it says so (beats).
    `certainty` maps a column (label, rank, trend, hotspots, key_issues, risk_factors, town) to how sure
    its reading is, `reasoning` says why: three tables reached us as pictures that lost their cell order.
    """

    part_of = "theme"

    class Rating(models.TextChoices):
        VERY_HIGH = "very_high", "Very high"
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="priority_areas")
    name = models.CharField(max_length=150)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="priority_areas")
    parts = models.ManyToManyField("places.Area", blank=True, related_name="priority_area_parts")
    rating = models.CharField(max_length=10, choices=Rating)
    rank = models.PositiveSmallIntegerField()
    is_joint = models.BooleanField(default=False)
    rank_printed = models.CharField(max_length=10)
    rank_note = models.TextField(blank=True)
    trend = models.TextField(blank=True)
    hotspots = models.TextField(blank=True)
    key_issues = models.TextField(blank=True)
    certainty = models.JSONField(default=dict, blank=True)
    reasoning = models.TextField(blank=True)

    ref_starts = "AREA"

    objects = live(within=("theme",))

    class Meta(UnderTheme.Meta):
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="priority_area_ref_unique")
        ]

    def __str__(self):
        return f"{self.name} ({self.theme})"

    @property
    def places(self):
        """The areas that it comprises, else its own. For many rows, prefetch `parts`."""
        return list(self.parts.all()) or [self.area]

    def number(self):
        super().number()
        self.clean()

    def clean(self):
        """The rank as tables print it follows the rank: "=4" where it is shared."""
        self.rank_printed = f"={self.rank}" if self.is_joint else str(self.rank)


class PriorityAreaReason(NaturalModel, Printed):
    """Why an area is a priority: one of the "risk factors" of its row, as printed."""

    priority_area = models.ForeignKey(
        PriorityArea, on_delete=models.CASCADE, related_name="reasons"
    )
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    natural_fields = (
        "priority_area__theme__plan__slug",
        "priority_area__theme__slug",
        "priority_area__ref",
        "order",
    )

    objects = live_within("priority_area", "priority_area__theme")

    class Meta:
        ordering = ["priority_area", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["priority_area", "order"], name="priority_area_reason_order_unique"
            )
        ]

    def __str__(self):
        return self.text


class ReasonFigure(NaturalModel, StatedFigure):
    """A figure inside a reason."""

    reason = models.ForeignKey(PriorityAreaReason, on_delete=models.CASCADE, related_name="figures")

    natural_fields = (
        "reason__priority_area__theme__plan__slug",
        "reason__priority_area__theme__slug",
        "reason__priority_area__ref",
        "reason__order",
        "order",
    )

    class Meta:
        verbose_name = "figure in a reason"
        verbose_name_plural = "figures in the reasons"
        ordering = ["reason", "order"]
        constraints = [
            models.UniqueConstraint(fields=["reason", "order"], name="reason_figure_order_unique")
        ]
