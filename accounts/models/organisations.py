"""The partnership's organisations."""

from django.db import models

from core.records.editable import Editable
from core.records.natural import NaturalModel
from core.records.numbering import free_slug


class Organisation(Editable, NaturalModel):
    """A body, team, post or scheme that the plan names. Never a private person."""

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", "Partnership or board"
        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        PROBATION = "probation", "Probation and justice"
        FIRE = "fire", "Fire and rescue"
        HEALTH = "health", "Health"
        GOVERNMENT = "government", "Government and national bodies"
        VOLUNTARY = "voluntary", "Voluntary and community sector"
        HOUSING = "housing", "Housing association"
        CONTRACTOR = "contractor", "Contractor"
        TEAM = "team", "Team, service or scheme"
        POST = "post", "Post"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    description = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    natural_fields = ("slug",)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def number(self):
        self.slug = free_slug(self)
