"""What must be decided, and the dates that the plan turns on."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned
from core.periods import written
from priorities.models.belonging import OfPlan
from priorities.models.gaps import DeliveryGap
from priorities.models.plans import Plan
from priorities.models.themes import Theme


class Decision(Owned, OfPlan):
    """Something that must be decided, by the board or by others, by a date."""

    owned_by = ("owner",)

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
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=15, choices=Kind)
    kind_printed = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.OUTSTANDING)
    due_on = models.DateField(null=True, blank=True)
    due_printed = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    asked = models.TextField(blank=True, help_text="What is asked, in a sentence or two.")
    asked_of = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions_asked",
    )
    options = models.TextField(blank=True)
    outcome = models.TextField(blank=True, help_text="What was decided.")
    papers = models.TextField(blank=True, help_text="What whoever decided had in front of them.")
    owner = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="decisions")
    gaps = models.ManyToManyField(DeliveryGap, blank=True, related_name="decisions")

    class Meta(OfPlan.Meta):
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

    def is_outstanding_on(self, as_at):
        """What was decided later than that day was still to be decided."""
        return self.decided_on is None or self.decided_on > as_at

    def status_words_on(self, as_at):
        """ "Outstanding; taken later, on 1 December 2011", where that is so."""
        if self.decided_on and self.decided_on > as_at:
            return f"{self.Status.OUTSTANDING.label}; taken later, on {written(self.decided_on)}"
        day = f": taken on {written(self.decided_on)}" if self.decided_on else ""
        return f"{self.get_status_display()}{day}"


class KeyDate(OfPlan):
    """A date or deadline that the plan turns on and nobody decides. Printed as the assessment has it.

    `starts_on` and `ends_on` bound the date where it is known: a month is its first and last day.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_dates")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=60)
    date_printed = models.CharField(max_length=100)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    derived = models.TextField(
        blank=True, help_text="What follows from it, worked out and not stated."
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="key_dates")

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="key_date_slug_unique"),
            models.CheckConstraint(
                name="key_date_ends_after_it_starts",
                # A comparison with nothing is no breach: each says that it is there.
                condition=Q(starts_on=None, ends_on=None)
                | Q(
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    ends_on__gte=F("starts_on"),
                ),
                violation_error_message="A date has both bounds or neither, the earlier first.",
            ),
        ]

    def __str__(self):
        return self.title
