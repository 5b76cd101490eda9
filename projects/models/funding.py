"""Where a project's money comes from, year by year."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from core.periods import financial_year_label
from core.records.natural import NaturalModel
from core.records.printed import Printed

from .projects import Project


class FundingLine(NaturalModel, Printed):
    """Money for a project from one source in one financial year.

    `amount` in pounds; empty where the plan gives none, which is never read as nothing. `financial_year`
    is the year it starts in, empty where not stated. `ends_on` is the last day that the money pays for.
    """

    class State(models.TextChoices):
        SECURED = "secured", "Secured"
        SOUGHT = "sought", "Sought"
        NO_SOURCE = "no_source", "No source"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="funding_lines")
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="funding_lines",
    )
    financial_year = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    state = models.CharField(max_length=10, choices=State)
    ends_on = models.DateField(null=True, blank=True)
    decision_due_on = models.DateField(null=True, blank=True, help_text="When a bid is decided.")

    natural_fields = ("project__slug", "order")

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="funding_line_order_unique"),
            models.CheckConstraint(
                name="funding_amount_not_negative",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message="An amount of funding is zero or more.",
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.get_state_display().lower()}"

    @property
    def year_label(self):
        return (
            financial_year_label(self.financial_year) if self.financial_year else "Year not stated"
        )
