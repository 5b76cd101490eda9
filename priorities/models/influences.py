"""External influences that cut across all themes."""

from django.db import models

from core.records.editable import live_within
from core.records.natural import NaturalModel
from core.records.printed import Printed
from priorities.models.belonging import OfPlan
from priorities.models.plans import Plan


class ExternalInfluence(OfPlan):
    """A change outside the partnership that brings threats and opportunities."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="external_influences")
    name = models.CharField(max_length=150)

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="external_influence_slug_unique")
        ]

    def __str__(self):
        return self.name


class ExternalInfluencePoint(NaturalModel, Printed):
    """One of its consequences, as printed."""

    influence = models.ForeignKey(
        ExternalInfluence, on_delete=models.CASCADE, related_name="points"
    )
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    themes = models.ManyToManyField("priorities.Theme", blank=True, related_name="influence_points")

    natural_fields = ("influence__plan__slug", "influence__slug", "order")

    objects = live_within("influence")

    class Meta:
        ordering = ["influence", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["influence", "order"], name="influence_point_order_unique"
            )
        ]

    def __str__(self):
        return self.text
