"""Themes: everything that has its own spread in the assessment."""

import re

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from accounts.models import Owned
from core.records.editable import live_within
from core.records.natural import NaturalModel
from core.records.printed import Printed
from priorities.models.belonging import OfPlan
from priorities.models.plans import Plan
from priorities.models.reference import PeopleGroup, Strategy


class Theme(Owned, OfPlan):
    """A priority, risk factor or focus of a plan."""

    owned_by = ("owner",)

    class Kind(models.TextChoices):
        PRIORITY = "priority", "Priority"
        HIGH_RISK = "high_risk", "High-risk issue"
        PEOPLE = "people_focus", "Focus on people"
        PLACE = "place_focus", "Focus on place"
        OTHER_RISK = "other_risk_factor", "Other risk factor"
        AGENDA = "on_agenda", "On the agenda"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=150)
    intro_name = models.CharField(
        max_length=150, blank=True, help_text="Its name in the list of themes, if other."
    )
    heading_printed = models.CharField(max_length=150, blank=True)
    priority_number = models.PositiveSmallIntegerField(null=True, blank=True)
    risk_level_printed = models.CharField(max_length=200, blank=True)
    risk_level_note = models.TextField(blank=True)
    plan_statement = models.TextField()
    area_criteria_printed = models.TextField(
        blank=True, help_text="How its priority areas were chosen."
    )
    area_criteria = models.JSONField(default=list, blank=True)
    area_criteria_note = models.TextField(blank=True)
    area_columns_printed = models.JSONField(default=list, blank=True)
    strategies = models.ManyToManyField(Strategy, blank=True, related_name="themes")
    people_groups = models.ManyToManyField(PeopleGroup, blank=True, related_name="themes")
    areas = models.ManyToManyField("places.Area", blank=True, related_name="themes")
    indices = models.ManyToManyField("places.PlaceIndex", blank=True, related_name="themes")
    owner = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="themes_owned",
    )
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="continued_by"
    )

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="theme_slug_unique_in_plan"),
            models.UniqueConstraint(fields=["plan", "code"], name="theme_code_unique_in_plan"),
            models.CheckConstraint(
                name="only_priorities_are_numbered",
                condition=Q(kind="priority") | Q(priority_number=None),
                violation_error_message="Only a priority has a priority number.",
            ),
        ]

    def __str__(self):
        return self.name

    def number(self):
        """Its slug and its place, and a short code from its name where nobody gave one."""
        super().number()
        self.code = self.code or self._free_code()

    def _free_code(self):
        # It stands in addresses, so it has plain letters only.
        letters = re.sub(r"[^a-z]", "", slugify(self.name)).upper() or "THEME"
        taken = set(Theme.with_archived.filter(plan=self.plan).values_list("code", flat=True))
        tries = [letters[:3], *(f"{letters[:3]}{n}" for n in range(2, len(taken) + 3))]
        return next(code for code in tries if code not in taken)


class ScopeItem(NaturalModel, Printed):
    """What the plan must specifically address under a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="scope_items")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    natural_fields = ("theme__plan__slug", "theme__slug", "order")

    objects = live_within("theme")

    class Meta:
        ordering = ["theme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "order"], name="scope_item_order_unique")
        ]

    def __str__(self):
        return self.text
