"""The Partnership Plan for a financial year, built on a strategic assessment."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.periods import financial_year_label
from core.records.editable import Editable, live
from core.records.natural import NaturalModel, NaturalQuerySet
from core.records.numbering import free_slug, next_ref
from core.records.printed import Printed


class PlanQuerySet(NaturalQuerySet):
    def readable(self, beside=None):
        """Drafts are for the people who write them; nobody else learns that they exist.

        `beside` is the plan that is being read already, a draft or not.
        """
        return self.filter(~Q(stage=Plan.Stage.DRAFT) | Q(pk=beside and beside.pk))

    def newest_first(self):
        return self.order_by("-financial_year", "partnership__name")


class ThemedQuerySet(NaturalQuerySet):
    """Records that belong to a plan by their `themes` alone."""

    def known_under(self, plans=None):
        """What a theme of `plans` has (of all but drafts, unless given), and what no theme has yet."""
        links = self.model.themes.through.objects
        plans = Plan.objects.readable() if plans is None else plans
        own = self.model._meta.model_name
        known = links.filter(theme__plan__in=plans).values(own)
        return self.filter(Q(pk__in=known) | ~Q(pk__in=links.values(own)))

    def known_beside(self, plan):
        """The records that readers of `plan` may see: all but those that only drafts other than `plan` have."""
        return self.known_under(Plan.objects.readable(beside=plan))


class Plan(Editable, NaturalModel):
    """One partnership's plan for one financial year.

    `reporting_date` is the date that the plan describes: every date rule counts from it, never
    from the clock. What changed is told since `board_met_on`. `financial_year` is the year it starts in: 2012 for 2012/13.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft"
        CURRENT = "current", "Current"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="plans"
    )
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    financial_year = models.PositiveSmallIntegerField()
    assessment_title = models.CharField(max_length=200, blank=True)
    assessment_dated = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    reporting_date = models.DateField(null=True, blank=True)
    board_met_on = models.DateField(null=True, blank=True)
    known_since = models.DateTimeField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    note = models.TextField(blank=True)

    natural_fields = ("slug",)
    objects = live(PlanQuerySet)

    class Meta:
        ordering = ["-financial_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "financial_year"], name="one_plan_per_partnership_year"
            ),
            models.CheckConstraint(
                name="plan_year_is_four_digits",
                condition=Q(financial_year__range=(1998, 2100)),
                violation_error_message="A plan's financial year is given by the year it starts in, from 1998.",
            ),
        ]

    def __str__(self):
        return self.title

    def number(self):
        """Plans are known by their year: "2012-13"."""
        self.slug = self.year_label.replace("/", "-")
        if Plan.with_archived.filter(slug=self.slug).exists():
            self.slug = free_slug(self)

    @property
    def year_label(self):
        return financial_year_label(self.financial_year)

    @property
    def known_since_day(self):
        """The day, in local time, since which its records are known; None where nobody says."""
        return timezone.localdate(self.known_since) if self.known_since else None


class PlanStatement(NaturalModel, Printed):
    """A sentence or heading that frames the plan as a whole, as printed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="statements")
    ref = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=100)
    text = models.TextField()

    natural_fields = ("plan__slug", "ref")

    class Meta:
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="plan_statement_ref_unique")
        ]

    def __str__(self):
        return self.text[:80]

    def number(self):
        self.ref = self.ref or next_ref(self, "FR", plan=self.plan)
