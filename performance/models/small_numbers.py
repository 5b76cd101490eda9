"""From which number on people are told how many."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from performance.choices import DEFAULT_THRESHOLD, HIGHEST_THRESHOLD, LOWEST_THRESHOLD


class SmallNumberThreshold(models.Model):
    """The number below which figures are withheld. The newest holds; those before it are its history."""

    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="small_number_thresholds"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="small_number_threshold_in_range",
                condition=Q(number__range=(LOWEST_THRESHOLD, HIGHEST_THRESHOLD)),
                violation_error_message=(
                    f"The threshold is a number from {LOWEST_THRESHOLD} to {HIGHEST_THRESHOLD}."
                ),
            )
        ]

    def __str__(self):
        return f"Below {self.number}"

    @classmethod
    def current(cls) -> int:
        """The number that holds now."""
        newest = cls.objects.values_list("number", flat=True).first()
        return DEFAULT_THRESHOLD if newest is None else newest
