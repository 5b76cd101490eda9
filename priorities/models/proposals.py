"""Delivery gaps that rules propose, and what officers answered."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from priorities.models.gaps import DeliveryGap
from priorities.models.plans import Plan


class ProposalAnswer(models.Model):
    """An officer's answer to a gap that a rule proposed. Append-only.

    `facts` is the sentence by which the rule proposed it: when it says something else, the answer no longer holds.
    """

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DISMISSED = "dismissed", "Dismissed"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="proposal_answers")
    rule = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()
    facts = models.TextField()
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.TextField(blank=True)
    gap = models.ForeignKey(
        DeliveryGap, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="confirmed_proposal_has_its_gap",
                condition=Q(answer="confirmed", gap__isnull=False)
                | Q(answer="dismissed", gap=None),
                violation_error_message="A confirmed proposal becomes a delivery gap.",
            ),
            models.CheckConstraint(
                name="dismissed_proposal_says_why",
                condition=Q(answer="confirmed") | ~Q(reason=""),
                violation_error_message="A dismissed proposal says why.",
            ),
        ]

    def __str__(self):
        return f"{self.get_answer_display()}: {self.facts}"

    @property
    def holds(self):
        """A gap that was confirmed counts while it is open; a dismissal for as long as its facts are the same."""
        return self.gap is None or (
            self.gap.archived_at is None and self.gap.status == DeliveryGap.Status.OPEN
        )
