"""The days between which a person looks at what changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RememberedDays(models.Model):
    """The days that a person chose for one plan, of which `plan` is the slug. Without `until`: up to now."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="remembered_days"
    )
    plan = models.CharField(max_length=150)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "remembered days"
        constraints = [
            models.UniqueConstraint(fields=["person", "plan"], name="days_are_remembered_once"),
            models.CheckConstraint(
                name="remembered_days_in_order",
                condition=Q(until=None) | Q(until__gt=F("since")),
                violation_error_message="The second day comes after the first one.",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.plan}"
