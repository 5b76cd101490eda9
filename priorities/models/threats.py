"""What threatens: one record that themes share, each in its own wording."""

from django.db import models

from priorities.models.belonging import OfPlan
from priorities.models.plans import Plan
from priorities.models.themes import Theme
from priorities.models.wordings import Wording


class Threat(OfPlan):
    """An emerging threat or an internal or external influence."""

    class Origin(models.TextChoices):
        INTERNAL = "internal", "Internal (the partnership)"
        PARTNER = "partner", "Change at a partner agency"
        EXTERNAL = "external", "External (national, economic, demographic)"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="threats")
    title = models.CharField(max_length=200)
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin)
    origin_is_judgement = models.BooleanField(default=True)
    risk_to = models.CharField(max_length=300, blank=True)
    mitigation = models.TextField(blank=True)
    status = models.CharField(
        max_length=10, choices=[("open", "Open"), ("closed", "Closed")], default="open"
    )
    themes = models.ManyToManyField(Theme, through="ThreatWording", related_name="threats")

    class Meta(OfPlan.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="threat_slug_unique")]

    def __str__(self):
        return self.title


class ThreatWording(Wording):
    """How a theme states a threat."""

    threat = models.ForeignKey(Threat, on_delete=models.CASCADE, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="threat_wordings")

    class Meta(Wording.Meta):
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="threat_wording_ref_unique"),
            models.UniqueConstraint(
                fields=["threat", "theme"], name="one_threat_wording_per_theme"
            ),
        ]
