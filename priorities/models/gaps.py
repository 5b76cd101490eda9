"""What is missing: one record that themes share.

A wording is how one theme puts it: identical in most, different in some, and both are kept.
"""

from django.db import models
from django.db.models import Q

from core.records.natural import NaturalQuerySet
from priorities.models.belonging import OfPlan
from priorities.models.plans import Plan
from priorities.models.themes import Theme
from priorities.models.wordings import Wording


class DeliveryGapQuerySet(NaturalQuerySet):
    def still_open(self):
        return self.filter(status=DeliveryGap.Status.OPEN)


class DeliveryGap(OfPlan):
    """What is missing, with the action required. `text` is the wording of the first theme that states it."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        STATEMENT = "statement", "Statement, nothing to close"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="delivery_gaps")
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

    objects = DeliveryGapQuerySet.as_manager()

    class Meta(OfPlan.Meta):
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


class DeliveryGapWording(Wording):
    """How a theme states a delivery gap."""

    gap = models.ForeignKey(DeliveryGap, on_delete=models.CASCADE, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="gap_wordings")

    class Meta(Wording.Meta):
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="gap_wording_ref_unique"),
            models.UniqueConstraint(fields=["gap", "theme"], name="one_gap_wording_per_theme"),
        ]
