"""Where a project's money comes from, year by year."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.periods import financial_year_label, financial_year_of
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
    bid_on = models.DateField(null=True, blank=True, help_text="When a bid went in, or goes in.")
    decision_due_on = models.DateField(null=True, blank=True, help_text="When a bid is decided.")
    is_match = models.BooleanField("match funding", default=False)

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
            models.CheckConstraint(
                name="bid_is_decided_after_it_goes_in",
                condition=Q(bid_on=None)
                | Q(decision_due_on=None)
                | Q(decision_due_on__gte=F("bid_on")),
                violation_error_message="A bid is decided on or after the day it goes in.",
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.get_state_display().lower()}"

    @property
    def year_label(self):
        return (
            financial_year_label(self.financial_year) if self.financial_year else "Year not stated"
        )


class ProjectSpend(NaturalModel):
    """What a project has spent in one financial year, from all its sources, up to a day. `amount` in pounds."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="spending")
    financial_year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    up_to = models.DateField()

    natural_fields = ("project__slug", "financial_year")

    class Meta:
        ordering = ["project", "financial_year"]
        verbose_name = "spend to date"
        verbose_name_plural = "spending"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "financial_year"],
                name="one_spend_per_year",
                violation_error_message="The spend of this financial year is given twice.",
            ),
            models.CheckConstraint(
                name="spend_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="An amount spent is zero or more.",
            ),
        ]

    def __str__(self):
        return f"{financial_year_label(self.financial_year)}: £{self.amount:,.2f}"

    def clean(self):
        if (
            self.up_to
            and self.financial_year
            and financial_year_of(self.up_to) != self.financial_year
        ):
            label = financial_year_label(self.financial_year)
            raise ValidationError({"up_to": f"Spent up to must be a day in {label}"})
