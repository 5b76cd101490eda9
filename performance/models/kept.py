"""How indicators stand, as worked out and kept."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from performance.choices import Direction, Status


class KeptStanding(models.Model):
    """An indicator's standing as at a day, by the latest figures. It holds while nothing of the indicator changes.

    `changes` counts how often its facts had changed, and `rules` names the code that judged. `status` is the one shown;
    `facts` is the rest of the standing.
    """

    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.CASCADE, related_name="kept_standings"
    )
    as_at = models.DateField()
    changes = models.BigIntegerField()
    rules = models.CharField(max_length=16)
    status = models.CharField(max_length=10, choices=Status)
    direction = models.CharField(max_length=10, choices=Direction)
    facts = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["indicator", "as_at"], name="one_kept_standing_a_day")
        ]

    def __str__(self):
        return f"{self.indicator}, {self.as_at}: {self.status}"
