"""What is missing, what threatens, what must be decided: each one record that themes share.

A wording is how one theme puts it: identical in most, different in some, and both are kept.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from safercornwall.records.natural import NaturalModel, NaturalQuerySet
from safercornwall.records.printed import Printed

from .plans import Plan
from .themes import Theme


class Wording(NaturalModel, Printed):
    """A statement as it stands under one theme."""

    ref = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    heading_printed = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.ref}: {self.text[:60]}"


class DeliveryGapQuerySet(NaturalQuerySet):
    def still_open(self):
        return self.filter(status=DeliveryGap.Status.OPEN)


class DeliveryGap(NaturalModel, Printed):
    """What is missing, with the action required. `text` is the wording of the first theme that states it."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        STATEMENT = "statement", "Statement, nothing to close"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="delivery_gaps")
    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    kind = models.CharField(max_length=80, blank=True)
    action_required = models.TextField(blank=True)
    owner = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delivery_gaps",
    )
    owner_printed = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_printed = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    themes = models.ManyToManyField(
        Theme, through="DeliveryGapWording", related_name="delivery_gaps"
    )
    areas = models.ManyToManyField("places.Area", blank=True, related_name="delivery_gaps")

    natural_fields = ("plan__slug", "slug")
    objects = DeliveryGapQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="delivery_gap_slug_unique"),
            models.CheckConstraint(
                name="closed_gap_says_when",
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on=None)),
                violation_error_message="A closed delivery gap says on which day it was closed.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dashboards:gap", args=[self.plan.slug, self.slug])


class DeliveryGapWording(Wording):
    """How a theme states a delivery gap."""

    gap = models.ForeignKey(DeliveryGap, on_delete=models.CASCADE, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="gap_wordings")

    natural_fields = ("theme__plan__slug", "theme__slug", "ref")

    class Meta:
        ordering = ["theme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="gap_wording_ref_unique"),
            models.UniqueConstraint(fields=["gap", "theme"], name="one_gap_wording_per_theme"),
        ]


class Threat(NaturalModel, Printed):
    """An emerging threat or an internal or external influence."""

    class Origin(models.TextChoices):
        INTERNAL = "internal", "Internal (the partnership)"
        PARTNER = "partner", "Change at a partner agency"
        EXTERNAL = "external", "External (national, economic, demographic)"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="threats")
    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin)
    origin_is_judgement = models.BooleanField(default=True)
    risk_to = models.CharField(max_length=300, blank=True)
    mitigation = models.TextField(blank=True)
    status = models.CharField(
        max_length=10, choices=[("open", "Open"), ("closed", "Closed")], default="open"
    )
    themes = models.ManyToManyField(Theme, through="ThreatWording", related_name="threats")

    natural_fields = ("plan__slug", "slug")

    class Meta:
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="threat_slug_unique")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dashboards:threat", args=[self.plan.slug, self.slug])


class ThreatWording(Wording):
    """How a theme states a threat."""

    threat = models.ForeignKey(Threat, on_delete=models.CASCADE, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="threat_wordings")

    natural_fields = ("theme__plan__slug", "theme__slug", "ref")

    class Meta:
        ordering = ["theme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="threat_wording_ref_unique"),
            models.UniqueConstraint(
                fields=["threat", "theme"], name="one_threat_wording_per_theme"
            ),
        ]


class Decision(NaturalModel, Printed):
    """Something that must be decided, by the board or by others, by a date."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board decision"
        PARTNER = "partner", "Partner's decision"
        EXTERNAL = "external", "External decision"
        RECOMMENDATION = "recommendation", "Recommendation to decide on"
        TARGET = "target", "Target to be set"

    class Status(models.TextChoices):
        OUTSTANDING = "outstanding", "Outstanding"
        DECIDED = "decided", "Decided"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="decisions")
    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=15, choices=Kind)
    kind_printed = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.OUTSTANDING)
    due_on = models.DateField(null=True, blank=True)
    due_printed = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    owner = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="decisions")
    gaps = models.ManyToManyField(DeliveryGap, blank=True, related_name="decisions")

    natural_fields = ("plan__slug", "slug")

    class Meta:
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="decision_slug_unique"),
            models.CheckConstraint(
                name="decided_decision_says_when",
                condition=Q(status="decided", decided_on__isnull=False)
                | Q(status="outstanding", decided_on=None),
                violation_error_message="A decision that is taken says on which day.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dashboards:decision", args=[self.plan.slug, self.slug])


class KeyDate(NaturalModel, Printed):
    """A date or deadline that the plan turns on and nobody decides. Printed as the assessment has it.

    `starts_on` and `ends_on` bound the date where it is known: a month is its first and last day.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_dates")
    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=60)
    date_printed = models.CharField(max_length=100)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    derived = models.TextField(
        blank=True, help_text="What follows from it, worked out and not stated."
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="key_dates")

    natural_fields = ("plan__slug", "slug")

    class Meta:
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="key_date_slug_unique"),
            models.CheckConstraint(
                name="key_date_ends_after_it_starts",
                condition=Q(starts_on=None, ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="A date has both bounds or neither, the earlier first.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('priorities:decision_list', args=[self.plan.slug])}#{self.slug}"
