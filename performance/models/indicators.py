"""Indicators: what is measured again and again."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Confirmed
from core.records.editable import Editable
from core.records.natural import NaturalModel
from core.records.printed import Printed
from performance.choices import Aggregation, Frequency, NumberKind, Polarity
from priorities.models.plans import ThemedQuerySet


class IndicatorQuerySet(ThemedQuerySet):
    def counting(self):
        """All but those that wait for a figure of the upload that they were made for."""
        return self.filter(is_waiting=False)

    def known_under(self, plans=None, *, waiting=False):
        """As of all records with themes. Those that wait are left out, unless asked for by whoever names or opens one."""
        known = super().known_under(plans)
        return known if waiting else known.counting()


class Indicator(Confirmed, NaturalModel, Printed):
    """Something measured again and again, and how its figures are to be read.

    `unit` is printed after a value ("%", "closures", "per 100,000 population"). `number_kind` decides
    how figures are summed: those of a count add up to a year's target, and are compared year to date with its profile.
    `reporting_lag_days` after a period's end its figure is due. `tolerance_percent` is of the target.
    `area` is the area that its headline figures are for. `made_for` is the upload that it came with, if any; while it
    `is_waiting`, none of its figures has been applied and it counts nowhere: on no board, in no round, in no list.
    Its small numbers are withheld unless somebody said why they are shown: `small_numbers_shown_because`.
    """

    owned_by = ("provider", "lead_organisation")

    slug = models.SlugField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=120, blank=True)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=100)
    unit_printed = models.CharField(max_length=200, blank=True)
    decimal_places = models.PositiveSmallIntegerField(null=True, blank=True)
    polarity = models.CharField(max_length=10, choices=Polarity)
    polarity_is_judgement = models.BooleanField(default=True)
    frequency = models.CharField(max_length=15, choices=Frequency)
    number_kind = models.CharField("kind of number", max_length=10, choices=NumberKind)
    reporting_lag_days = models.PositiveSmallIntegerField(null=True, blank=True)
    tolerance_percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, related_name="headline_indicators"
    )
    provider = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators_provided",
    )
    lead_organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators_led",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators_owned",
        help_text="Who sends its figures in.",
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators_stood_in",
        help_text="Who is asked when the owner does not answer.",
    )
    source = models.CharField(max_length=300, blank=True)
    themes = models.ManyToManyField("priorities.Theme", related_name="indicators")
    live_from = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every edit.")
    made_for = models.ForeignKey(
        "performance.Upload",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators_made",
    )
    is_waiting = models.BooleanField(default=False)
    small_numbers_shown_because = models.CharField(
        "why small numbers are shown", max_length=300, blank=True
    )

    # What comes and goes with an upload is in the upload's own record.
    history = HistoricalRecords(
        excluded_fields=["made_for", "is_waiting"],
        history_change_reason_field=models.TextField(null=True),
    )
    natural_fields = ("slug",)
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="indicator_tolerance_not_negative",
                condition=Q(tolerance_percent=None) | Q(tolerance_percent__gte=0),
                violation_error_message="A tolerance is zero or more percent of the target.",
            ),
            models.CheckConstraint(
                name="waiting_indicator_was_made_for_an_upload",
                condition=Q(is_waiting=False) | Q(made_for__isnull=False),
                violation_error_message="Only an indicator that was made for an upload waits for its figures.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def aggregation(self) -> Aggregation:
        return NumberKind(self.number_kind).aggregation

    @property
    def is_counted(self) -> bool:
        """Whether the figures of a year add up to its target."""
        return bool(self.number_kind == NumberKind.COUNTED)


class SeriesBreak(Editable, NaturalModel):
    """A new counting rule, boundary or source: nothing is compared across its day. An archived one parts nothing."""

    part_of = "indicator"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="breaks")
    starts_on = models.DateField("first day", help_text="The first day counted in the new way.")
    what_changed = models.TextField()

    natural_fields = ("indicator__slug", "starts_on")

    class Meta:
        verbose_name = "break in the series"
        verbose_name_plural = "breaks in the series"
        ordering = ["indicator", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "starts_on"],
                condition=Q(archived_at=None),
                name="one_break_per_day",
                violation_error_message="The series breaks on this day already.",
            )
        ]

    def __str__(self):
        return f"Break on {self.starts_on:%-d %B %Y}"
