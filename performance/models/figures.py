"""Figures and what is said of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.records.dated import InPeriod
from core.records.natural import NaturalModel, NaturalQuerySet
from core.records.printed import Printed
from core.records.revisions import Revision, RevisionQuerySet
from performance.choices import FigureState, Status
from performance.models.closings import Closing
from performance.models.withheld import Withheld


class Measurement(NaturalModel, Printed):
    """An indicator as a performance statement printed it, in words: what was measured, against what, and the
    status it was given. Numbers in it become figures, targets and comparators; words alone stay here.
    """

    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.CASCADE, related_name="measurements"
    )
    statement = models.ForeignKey(
        "priorities.PerformanceStatement", on_delete=models.PROTECT, related_name="measurements"
    )
    order = models.PositiveSmallIntegerField()
    period_printed = models.CharField(max_length=100)
    actual_printed = models.CharField(max_length=200, blank=True)
    target_printed = models.CharField(max_length=200, blank=True)
    comparator_printed = models.CharField(max_length=200, blank=True)
    baseline_printed = models.CharField(max_length=200, blank=True)
    change_printed = models.CharField(max_length=100, blank=True)
    status_printed = models.CharField(max_length=100, blank=True)

    natural_fields = (
        "indicator__slug",
        "statement__theme__plan__slug",
        "statement__theme__slug",
        "statement__ref",
    )

    class Meta:
        ordering = ["indicator", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "statement"], name="one_measurement_per_statement"
            )
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period_printed}"


class FigureQuerySet(RevisionQuerySet, NaturalQuerySet):
    def of_own_areas(self, indicators, window):
        """Those of the own areas of `indicators` (a queryset) whose period ends in `window`."""
        return self.filter(
            indicator__in=indicators.order_by().values("pk"),
            area=F("indicator__area"),
            period_end__range=(window.start, window.end),
        )


class Figure(Withheld, NaturalModel, InPeriod, Closing, Revision):
    """What is known of one indicator, for one area and period. Append-only: corrections add revisions, and
    only erasing an upload writes over anything: comments that came with it, and the name of the sheet before a cell.

    `value`, in the indicator's unit, is there unless the state says why not. A missing figure has no row:
    it is not yet due, or late, which is worked out. `numerator` over `denominator` gives a rate or percentage.
    """

    part_of = "indicator"

    # No index of one of these alone: the key below serves an indicator, and its areas. One of areas would make
    # each new figure dearer the more there are, so what is asked of an area is asked of each indicator.
    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.PROTECT, related_name="figures", db_index=False
    )
    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, related_name="figures", db_index=False
    )
    state = models.CharField(max_length=15, choices=FigureState, default=FigureState.REPORTED)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    is_estimate = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="Why it is not applicable.")
    comment = models.TextField(blank=True, help_text="What was said beside it.")
    source = models.CharField(max_length=300, blank=True)
    measurement = models.ForeignKey(
        Measurement, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    upload = models.ForeignKey(
        "performance.Upload",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="figures",
    )
    cell = models.CharField(max_length=120, blank=True, help_text="Where it stands in the file.")
    added_up_from = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of how many areas it was added up, where nobody gave it."
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="figures",
    )

    natural_fields = ("indicator__slug", "area__slug", "period_start", "period_end", "revision")
    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "area", "period_end", "period_start", "revision"]
        constraints = [
            *InPeriod.Meta.constraints,
            *Revision.Meta.constraints,
            *Closing.Meta.constraints,
            *Withheld.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "area", "period_start", "period_end", "revision"],
                name="figure_revision_unique",
            ),
            models.UniqueConstraint(
                fields=["indicator", "area", "period_start", "period_end"],
                condition=Q(known_to=None),
                name="one_latest_figure",
            ),
            models.CheckConstraint(
                name="figure_has_a_value_or_says_why_not",
                condition=Q(state__in=["reported", "provisional"], value__isnull=False)
                | Q(
                    state__in=["not_applicable", "suppressed"],
                    value=None,
                    numerator=None,
                    denominator=None,
                ),
                violation_error_message=(
                    "A reported or provisional figure has a value; one that is not applicable or suppressed has none."
                ),
            ),
            models.CheckConstraint(
                name="not_applicable_figure_gives_its_reason",
                condition=~Q(state="not_applicable") | ~Q(reason=""),
                violation_error_message="Say why the figure is not applicable.",
            ),
            models.CheckConstraint(
                name="figure_denominator_above_zero",
                condition=Q(denominator=None) | Q(denominator__gt=0),
                violation_error_message="A denominator is more than zero.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.area}, {self.period.label}: {self.value}"

    @property
    def added_up_words(self) -> str:
        return f"added up from {self.added_up_from:,} areas"


class Commentary(NaturalModel, InPeriod, Printed):
    """What a person says of an indicator's period; may override its status, with a reason that is shown."""

    part_of = "indicator"

    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.CASCADE, related_name="commentaries"
    )
    text = models.TextField(blank=True)
    management_actions = models.TextField(blank=True)
    status_override = models.CharField(max_length=12, choices=Status, blank=True)
    override_reason = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commentaries",
    )
    written_at = models.DateTimeField()

    natural_fields = ("indicator__slug", "period_start", "period_end", "written_at")

    class Meta:
        ordering = ["indicator", "-period_end", "-written_at"]
        verbose_name_plural = "commentaries"
        constraints = [
            *InPeriod.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end", "written_at"],
                name="commentary_moment_unique",
            ),
            models.CheckConstraint(
                name="override_gives_its_reason",
                condition=Q(status_override="") | ~Q(override_reason=""),
                violation_error_message="Give the reason for overriding the status.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period.label}: {self.text[:60]}"
