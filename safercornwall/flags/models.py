"""The flags of a plan, as worked out and kept."""

from django.db import models
from django.db.models import TextChoices


class Severity(TextChoices):
    """The severities, worst first."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class FlagsOfPlan(models.Model):
    """All flags of a plan as at a day, which hold while nothing changes that they are worked out from.

    `changes` counts how often anything had changed, `counts` how often each kind of thing, and `rules` names the code
    that raised them.
    """

    plan = models.ForeignKey("priorities.Plan", on_delete=models.CASCADE, related_name="+")
    as_at = models.DateField()
    changes = models.BigIntegerField()
    counts = models.JSONField(default=dict)
    rules = models.CharField(max_length=16)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "flags of plans"
        constraints = [
            models.UniqueConstraint(fields=["plan", "as_at"], name="one_set_of_flags_a_day")
        ]

    def __str__(self):
        return f"{self.plan}, {self.as_at}"


class RaisedFlag(models.Model):
    """One flag of `rule`. Among the rule's own, those of greater `weight` come first, then in the order of their `place`.

    `subject` and `address` are its record's. `about` has the kind and the key of its record, and of each other on whose page it also shows.
    """

    flags = models.ForeignKey(FlagsOfPlan, on_delete=models.CASCADE, related_name="raised")
    rule = models.CharField(max_length=60)
    weight = models.FloatField(default=0)
    place = models.PositiveIntegerField()
    severity = models.CharField(max_length=6, choices=Severity)
    subject = models.TextField()
    address = models.TextField()
    reason = models.TextField()
    about = models.JSONField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["flags", "rule"], name="flags_of_a_rule")]

    def __str__(self):
        return f"{self.rule}: {self.subject}"


class FlaggedRecord(models.Model):
    """A record on whose page a flag shows: by these, the flags of one record are found."""

    flag = models.ForeignKey(RaisedFlag, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=60)
    record = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "record"], name="flags_about_a_record")]

    def __str__(self):
        return f"{self.kind} {self.record}"
