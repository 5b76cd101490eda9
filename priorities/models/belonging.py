"""What records of a plan, and records under a theme, have in common. Each says itself whose it is, and what that calls it."""

from django.db import models

from core.records.editable import Editable
from core.records.natural import NaturalModel
from core.records.numbering import free_slug, next_order, next_ref
from core.records.printed import Printed


class OfPlan(Editable, NaturalModel, Printed):
    """A record of one `plan`, in the plan's order; its slug is its own there."""

    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField()

    natural_fields = ("plan__slug", "slug")

    class Meta:
        abstract = True
        ordering = ["plan", "order"]

    def number(self):
        """Give a new record its slug and its place."""
        self.slug = free_slug(self, plan=self.plan)
        self.order = next_order(self, plan=self.plan)


class UnderTheme(NaturalModel, Printed):
    """A record that stands under one `theme`, in the theme's order; its reference is its own there."""

    ref = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()

    natural_fields = ("theme__plan__slug", "theme__slug", "ref")
    # What its references begin with: "EV" in "EV-BUR-07".
    ref_starts = ""

    class Meta:
        abstract = True
        ordering = ["theme", "order"]

    def number(self):
        """Give a new record its reference and its place."""
        prefix = f"{self.ref_starts}-{self.theme.code}"
        # One that comes back from its history may find that another has its reference by now.
        others = type(self)._base_manager.filter(theme=self.theme, ref=self.ref)
        if not self.ref or others.exists():
            self.ref = next_ref(self, prefix, theme=self.theme)
        self.order = self.order or next_order(self, theme=self.theme)
