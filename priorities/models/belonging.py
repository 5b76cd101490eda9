"""What records of a plan, and records under a theme, have in common. Each says itself whose it is, and what that calls it."""

from django.db import models

from core.records.natural import NaturalModel
from core.records.printed import Printed


class OfPlan(NaturalModel, Printed):
    """A record of one `plan`, in the plan's order; its slug is its own there."""

    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()

    natural_fields = ("plan__slug", "slug")

    class Meta:
        abstract = True
        ordering = ["plan", "order"]


class UnderTheme(NaturalModel, Printed):
    """A record that stands under one `theme`, in the theme's order; its reference is its own there."""

    ref = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()

    natural_fields = ("theme__plan__slug", "theme__slug", "ref")

    class Meta:
        abstract = True
        ordering = ["theme", "order"]
