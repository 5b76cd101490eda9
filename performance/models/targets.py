"""What an indicator should reach, and what it is compared with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core.records.dated import InPeriod
from core.records.editable import Editable
from core.records.natural import NaturalModel, NaturalQuerySet
from core.records.printed import Printed
from core.records.revisions import Revision, RevisionQuerySet
from performance.choices import Profile, TargetForm
from performance.models.closings import Closing
from performance.models.target_fields import problems_of


class ComparatorQuerySet(RevisionQuerySet, NaturalQuerySet):
    pass


class Comparator(NaturalModel, InPeriod, Closing, Revision, Printed):
    """The same measure elsewhere, in the indicator's own unit; words in `value_printed` where no number is stated."""

    part_of = "indicator"

    class Kind(models.TextChoices):
        NATIONAL = "national", "National"
        REGIONAL = "regional", "Regional"
        SIMILAR = "similar", "Most similar family"
        PREDICTED = "predicted", "Predicted rate"
        OTHER = "other", "Other"

    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.CASCADE, related_name="comparators"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=150)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    value_printed = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    upload = models.ForeignKey(
        "performance.Upload",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="comparators",
    )
    cell = models.CharField(max_length=120, blank=True, help_text="Where it stands in the file.")
    # No index: nobody asks for what one person recorded.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    natural_fields = ("indicator__slug", "label", "period_start", "period_end", "revision")
    objects = ComparatorQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-period_end", "label"]
        constraints = [
            *InPeriod.Meta.constraints,
            *Revision.Meta.constraints,
            *Closing.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "label", "period_start", "period_end", "revision"],
                name="comparator_revision_unique",
            ),
            models.UniqueConstraint(
                fields=["indicator", "label", "period_start", "period_end"],
                condition=Q(known_to=None),
                name="one_latest_comparator",
            ),
            models.CheckConstraint(
                name="comparator_has_value_or_words",
                condition=Q(value__isnull=False) | ~Q(value_printed=""),
                violation_error_message="Give the comparator's value, or its words.",
            ),
        ]

    def __str__(self):
        return self.label


class Target(Editable, NaturalModel, InPeriod, Printed):
    """What an indicator should reach in a period, for an area.

    `value` is the limit of an at-most or at-least target and the lower end of a range, in the indicator's
    unit; `upper_value` the upper end. A change is `change_percent` (-6 is a fall of 6%) against the baseline:
    the figure of a baseline period, `baseline_value` where it is known otherwise, or a comparator. A target
    without its numbers is still to be confirmed. `profile_values` are the quarters' shares, in the unit. An archived
    one judges nothing, and leaves its period free for another.
    """

    part_of = "indicator"

    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.CASCADE, related_name="targets"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="targets")
    form = models.CharField(max_length=10, choices=TargetForm)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    upper_value = models.DecimalField(
        "upper end", max_digits=18, decimal_places=6, null=True, blank=True
    )
    change_percent = models.DecimalField(
        "change in percent", max_digits=7, decimal_places=3, null=True, blank=True
    )
    baseline_start = models.DateField(null=True, blank=True)
    baseline_end = models.DateField(null=True, blank=True)
    baseline_value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    baseline_label = models.CharField(
        max_length=150,
        blank=True,
        help_text="The comparator that a change is against, by its label.",
    )
    profile = models.CharField(max_length=10, choices=Profile, default=Profile.EVEN)
    profile_values = models.JSONField("shares of the quarters", default=list, blank=True)
    tolerance_percent = models.DecimalField(
        "tolerance in percent", max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_confirmed = models.BooleanField("confirmed", default=True)
    printed = models.CharField(max_length=300, blank=True)

    natural_fields = ("indicator__slug", "area__slug", "period_start", "period_end")

    class Meta:
        ordering = ["indicator", "-period_end"]
        constraints = [
            *InPeriod.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "area", "period_start", "period_end"],
                condition=Q(archived_at=None),
                name="one_target_per_area_and_period",
                violation_error_message="There is a target for this place and period already.",
            ),
            models.CheckConstraint(
                name="target_has_the_numbers_of_its_form",
                condition=Q(is_confirmed=False)
                | Q(
                    form__in=["at_most", "at_least"],
                    value__isnull=False,
                    upper_value=None,
                    change_percent=None,
                )
                | Q(
                    form="range",
                    value__isnull=False,
                    upper_value__gte=F("value"),
                    change_percent=None,
                )
                | Q(form="change", change_percent__isnull=False, value=None, upper_value=None),
                violation_error_message=(
                    "Give a limit for an at-most or at-least target, both ends of a range, "
                    "or the percentage of a change."
                ),
            ),
            models.CheckConstraint(
                name="target_tolerance_not_negative",
                condition=Q(tolerance_percent=None) | Q(tolerance_percent__gte=0),
                violation_error_message="A tolerance is zero or more percent of the target.",
            ),
            models.CheckConstraint(
                name="target_baseline_in_order",
                condition=Q(baseline_start=None, baseline_end=None)
                | Q(baseline_end__gte=F("baseline_start")),
                violation_error_message="A baseline period has a first and a last day, in that order.",
            ),
        ]

    def __str__(self):
        if not self.is_confirmed:
            return f"A target for {self.period}, to be confirmed"
        return f"{self.asks} {self.period.when}"

    @property
    def asks(self) -> str:
        """What a confirmed one asks for: "At most 8", without the unit."""
        if self.form == TargetForm.RANGE:
            return f"Between {_number(self.value)} and {_number(self.upper_value)}"
        if self.form == TargetForm.CHANGE:
            return f"Change of {_number(self.change_percent)}%"
        return f"{TargetForm(self.form).label} {_number(self.value)}"

    def clean(self) -> None:
        """Only the numbers of its form, each in its field. Raises ValidationError."""
        if found := problems_of(self):
            raise ValidationError(found)


def _number(value: Any) -> str:
    text = f"{Decimal(value):,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "\u2212")
