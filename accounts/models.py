"""Who: the partnership's organisations and the people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from accounts.history import HistoryOfPeople
from core.records.natural import NaturalModel


class Organisation(NaturalModel):
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


class User(AbstractUser):
    """Someone who signs in. What they may do comes from their role, a group made by a migration."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    job_title = models.CharField(max_length=150, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every edit.")

    history = HistoryOfPeople()

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self):
        return self.get_full_name() or self.username
