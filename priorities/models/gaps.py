"""What is missing: one record that themes share.

A wording is how one theme puts it: identical in most, different in some, and both are kept.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Owned
from core.periods import written
from core.records.editable import live, live_within
from core.records.natural import NaturalQuerySet
from places.models import Area
from priorities.models.belonging import OfPlan
from priorities.models.plans import Plan
from priorities.models.themes import Theme
from priorities.models.wordings import Wording


class DeliveryGapQuerySet(NaturalQuerySet):
    def still_open(self):
        return self.filter(status=DeliveryGap.Status.OPEN)


class DeliveryGap(Owned, OfPlan):
    """What is missing, with the action required. `text` is the wording of the first theme that states it.

    Its size is the people and the money (in pounds) that it affects, and its places. A gap with no area smaller than
    the county is county-wide: it affects all places.
    """

    owned_by = ("owner",)

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
    people_affected = models.PositiveIntegerField(null=True, blank=True)
    money_affected = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    size_source = models.CharField(
        max_length=300, blank=True, help_text="Where the numbers come from."
    )
    themes = models.ManyToManyField(
        Theme, through="DeliveryGapWording", related_name="delivery_gaps"
    )
    areas = models.ManyToManyField("places.Area", blank=True, related_name="delivery_gaps")

    objects = live(DeliveryGapQuerySet)

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="delivery_gap_slug_unique"),
            models.CheckConstraint(
                name="gap_size_names_its_source",
                condition=Q(people_affected=None, money_affected=None) | ~Q(size_source=""),
                violation_error_message="Say where the number of people or the money affected comes from.",
            ),
            models.CheckConstraint(
                name="closed_gap_says_when",
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on=None)),
                violation_error_message="A closed delivery gap says on which day it was closed.",
            ),
        ]

    def __str__(self):
        return self.title

    def is_open_on(self, as_at):
        """What was closed later than that day was still open."""
        if self.status == self.Status.CLOSED:
            return self.closed_on is not None and self.closed_on > as_at
        return self.status == self.Status.OPEN

    def status_words_on(self, as_at):
        """ "Open; closed later, on 1 December 2011", where that is so."""
        if self.closed_on and self.closed_on > as_at:
            return f"{self.Status.OPEN.label}; closed later, on {written(self.closed_on)}"
        day = f", on {written(self.closed_on)}" if self.closed_on else ""
        return f"{self.get_status_display()}{day}"

    @property
    def local_areas(self):
        """Its areas smaller than the county. For many gaps, prefetch `areas`."""
        return [area for area in self.areas.all() if area.kind != Area.Kind.COUNTY]

    @property
    def is_county_wide(self):
        return not self.local_areas

    def is_past_due(self, as_at):
        """Still open on a day later than the one it was due on."""
        return self.is_open_on(as_at) and self.due_on is not None and self.due_on < as_at


class DeliveryGapWording(Wording):
    """How a theme states a delivery gap."""

    gap = models.ForeignKey(DeliveryGap, on_delete=models.CASCADE, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="gap_wordings")

    ref_starts = "GAP"

    objects = live_within("gap", "theme")

    class Meta(Wording.Meta):
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="gap_wording_ref_unique"),
            models.UniqueConstraint(fields=["gap", "theme"], name="one_gap_wording_per_theme"),
        ]
