"""How many people live in an area, year by year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.natural import NaturalModel, NaturalQuerySet
from core.records.revisions import Revision, RevisionQuerySet
from places.models.areas import Area


class PopulationQuerySet(RevisionQuerySet, NaturalQuerySet):
    pass


def _person():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        # Nobody asks for what one person recorded.
        db_index=False,
    )


class PopulationEstimate(NaturalModel, Revision):
    """The people who lived in an area at the middle (30 June) of a year, and who says so. Append-only."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="population_estimates")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    recorded_by = _person()
    closed_by = _person()
    reason_for_closing = models.TextField(blank=True, default="", db_default="")

    natural_fields = ("area__slug", "year", "revision")
    objects = PopulationQuerySet.as_manager()

    class Meta:
        ordering = ["area", "year"]
        constraints = [
            *Revision.Meta.constraints,
            models.UniqueConstraint(
                fields=["area", "year", "revision"], name="population_estimate_revision_unique"
            ),
            models.UniqueConstraint(
                fields=["area", "year"],
                condition=Q(known_to=None),
                name="one_population_estimate_a_year",
            ),
            models.CheckConstraint(
                name="population_estimate_above_zero",
                condition=Q(people__gt=0),
                violation_error_message="An estimate of a population is above zero.",
            ),
        ]

    def __str__(self):
        return f"{self.area}, mid-{self.year}: {self.people:,}"
