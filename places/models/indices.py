"""Composite indices: several measures made one score, area by area."""

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from core.records.dated import InPeriod
from core.records.editable import Editable
from core.records.natural import NaturalModel, NaturalQuerySet
from core.records.numbering import free_slug
from core.records.printed import Printed
from core.records.revisions import Revision, RevisionQuerySet


class PlaceIndex(Editable, NaturalModel, Printed):
    """A composite index over areas. Its total is the weighted sum of its components' scores."""

    name = models.CharField(max_length=150, unique=True)
    slug = models.SlugField(max_length=150, unique=True)
    source = models.CharField(max_length=300)
    period_printed = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    top_areas = models.TextField(
        blank=True, help_text="The sentence that names the areas that score highest."
    )
    other_points = models.TextField(
        blank=True, help_text="The sentence that leads into other points of note."
    )
    chart_note = models.TextField(blank=True)
    interpretation = models.JSONField(default=list, blank=True)
    key_printed = models.CharField(max_length=200, blank=True)
    total_is_stated = models.BooleanField(
        default=True, help_text="Off where the total is derived by us."
    )

    natural_fields = ("slug",)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "place indices"

    def __str__(self):
        return self.name

    def number(self):
        self.slug = free_slug(self)


class IndexComponent(NaturalModel, Printed):
    """One measure of an index. `whole_area_value` is the actual rate for the whole area, in `unit`."""

    index = models.ForeignKey(PlaceIndex, on_delete=models.CASCADE, related_name="components")
    key = models.SlugField(max_length=50)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    weight = models.DecimalField(max_digits=6, decimal_places=3, default=1)
    unit = models.CharField(max_length=150, blank=True)
    whole_area_value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    whole_area_printed = models.CharField(max_length=30, blank=True)
    certainty = models.CharField(max_length=200, blank=True)

    natural_fields = ("index__slug", "key")

    class Meta:
        ordering = ["index", "order"]
        constraints = [
            models.UniqueConstraint(fields=["index", "key"], name="index_component_key_unique"),
            models.CheckConstraint(
                name="index_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message="A weight is zero or more.",
            ),
        ]

    def __str__(self):
        return self.name

    def number(self):
        self.key = self.key or self._free_key()

    def _free_key(self):
        start = slugify(self.short_name)[:45] or "component"
        taken = set(self.index.components.values_list("key", flat=True))
        return next(
            key for key in [start, *(f"{start}-{n}" for n in range(2, 999))] if key not in taken
        )


class IndexBand(NaturalModel):
    """A band of component scores. Where the source lost its thresholds they are our judgement.

    `at_least` is a score. `top_share` (0 to 1) bands by rank instead: the highest share of each column.
    """

    class Shade(models.TextChoices):
        VERY_HIGH = "very_high", "Very high"
        HIGH = "high", "High"
        ABOVE_AVERAGE = "above_average", "Above average"
        AVERAGE = "average", "Average or below"

    index = models.ForeignKey(PlaceIndex, on_delete=models.CASCADE, related_name="bands")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    shade = models.CharField(max_length=15, choices=Shade)
    at_least = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    top_share = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    is_judgement = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    natural_fields = ("index__slug", "order")

    class Meta:
        ordering = ["index", "order"]
        constraints = [
            models.UniqueConstraint(fields=["index", "order"], name="index_band_order_unique"),
            models.CheckConstraint(
                name="index_band_by_score_or_by_share",
                condition=Q(at_least__isnull=False, top_share=None)
                | Q(at_least=None, top_share__isnull=False, top_share__gt=0, top_share__lte=1),
                violation_error_message="A band starts at a score, or takes a share of the areas; not both.",
            ),
        ]

    def __str__(self):
        return self.label


class IndexRow(NaturalModel, Printed):
    """An area's place in an index as printed: its order, its total, and what is said of it."""

    index = models.ForeignKey(PlaceIndex, on_delete=models.CASCADE, related_name="rows")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="index_rows")
    order = models.PositiveSmallIntegerField()
    area_printed = models.CharField(max_length=200)
    row_printed = models.CharField(max_length=300)
    total_printed = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    narrative = models.TextField(blank=True)
    narrative_lines = models.JSONField(default=list, blank=True)

    natural_fields = ("index__slug", "area__slug")

    class Meta:
        ordering = ["index", "order"]
        constraints = [
            models.UniqueConstraint(fields=["index", "area"], name="one_index_row_per_area")
        ]

    def __str__(self):
        return f"{self.index}: {self.area}"


class IndexScoreQuerySet(RevisionQuerySet, NaturalQuerySet):
    pass


class IndexScore(NaturalModel, InPeriod, Revision):
    """One area's score on one component for a period, in the index's own units. Append-only."""

    component = models.ForeignKey(IndexComponent, on_delete=models.CASCADE, related_name="scores")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="index_scores")
    value = models.DecimalField(max_digits=12, decimal_places=3)

    natural_fields = (
        "component__index__slug",
        "component__key",
        "area__slug",
        "period_start",
        "period_end",
        "revision",
    )
    objects = IndexScoreQuerySet.as_manager()

    class Meta:
        ordering = ["component", "-value"]
        constraints = [
            *InPeriod.Meta.constraints,
            *Revision.Meta.constraints,
            models.UniqueConstraint(
                fields=["component", "area", "period_start", "period_end", "revision"],
                name="index_score_revision_unique",
            ),
            models.UniqueConstraint(
                fields=["component", "area", "period_start", "period_end"],
                condition=Q(known_to=None),
                name="one_latest_index_score",
            ),
        ]

    def __str__(self):
        return f"{self.component}, {self.area}: {self.value}"
