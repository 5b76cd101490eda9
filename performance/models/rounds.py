"""The quarter's round: what is expected, when a period is closed, who was reminded."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.dated import InPeriod


class ClosedPeriodQuerySet(models.QuerySet):
    def standing_around(self, end):
        """Those that a figure whose period ends on `end`, a day or an expression, is of. Not those opened again."""
        return self.filter(reopened_at=None, period_start__lte=end, period_end__gte=end)


class ClosedPeriod(InPeriod):
    """A period whose figures the board has met about: they are "as reported" at `closed_at`.

    A figure is of the period when it ends in it. A later correction needs a reason; both values can be shown.
    """

    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopen_reason = models.TextField(blank=True)

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end"]
        constraints = [
            *InPeriod.Meta.constraints,
            models.UniqueConstraint(
                fields=["period_start", "period_end"],
                condition=Q(reopened_at=None),
                name="period_closed_once",
            ),
            models.CheckConstraint(
                name="reopened_period_gives_its_reason",
                condition=Q(reopened_at=None)
                | (Q(reopened_by__isnull=False) & ~Q(reopen_reason="")),
                violation_error_message="Say why the period is opened again.",
            ),
        ]

    def __str__(self):
        return f"{self.period.label}, closed"


class Reminder(InPeriod):
    """A reminder that was sent for a figure, or for what `about` names. `days` is from the due date: -14 is two weeks before."""

    indicator = models.ForeignKey(
        "performance.Indicator",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    about = models.CharField(max_length=150, blank=True)
    days = models.SmallIntegerField()
    sent_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders"
    )
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            *InPeriod.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end", "days", "sent_to"],
                name="one_reminder_per_step_and_person",
            ),
            models.UniqueConstraint(
                fields=["about", "period_start", "period_end", "days", "sent_to"],
                condition=~Q(about=""),
                name="one_reminder_about_it_per_step_and_person",
            ),
            models.CheckConstraint(
                name="reminder_is_about_a_figure_or_another",
                condition=Q(indicator__isnull=False, about="") | (Q(indicator=None) & ~Q(about="")),
                violation_error_message="A reminder is about a figure, or about something else.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator or self.about}, {self.period.label}: {self.days} days"

    @property
    def key(self):
        """What it is about: an indicator's number, or other words."""
        return self.indicator_id or self.about
