"""Records that are true of a period."""

from django.db import models
from django.db.models import F, Q

from core.periods import Period


class InPeriod(models.Model):
    """True of the days from `period_start` to `period_end`, both included."""

    period_start = models.DateField()
    period_end = models.DateField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_period_in_order",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message="A period ends on or after the day it starts.",
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)
