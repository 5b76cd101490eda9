"""What threatens: one record that themes share, each in its own wording."""

from django.db import models
from django.db.models import Q

from accounts.models import Owned
from core.documents.status_then import StatusThen
from core.periods import written
from core.records.editable import live, live_within
from core.records.natural import NaturalQuerySet
from priorities.models.belonging import OfPlan
from priorities.models.plans import Plan
from priorities.models.themes import Theme
from priorities.models.wordings import Wording


class ThreatQuerySet(NaturalQuerySet):
    def still_open(self):
        return self.filter(status__in=Threat.OPEN)


class Threat(Owned, OfPlan):
    """An emerging threat or an internal or external influence.

    It begins as a signal, is assessed and mitigated; it ends when it is promoted to what replaces it, or closed.
    `likelihood` and `impact` run from 1, the least, to 5.
    """

    owned_by = ("owner",)

    class Status(models.TextChoices):
        SIGNAL = "signal", "Signal"
        ASSESSED = "assessed", "Being assessed"
        MITIGATED = "mitigated", "Mitigated"
        PROMOTED = "promoted", "Promoted"
        CLOSED = "closed", "Closed"

    OPEN = (Status.SIGNAL, Status.ASSESSED, Status.MITIGATED)

    class Likelihood(models.IntegerChoices):
        RARE = 1, "1: rare"
        UNLIKELY = 2, "2: unlikely"
        POSSIBLE = 3, "3: possible"
        LIKELY = 4, "4: likely"
        ALMOST_CERTAIN = 5, "5: almost certain"

    class Impact(models.IntegerChoices):
        MINIMAL = 1, "1: minimal"
        MINOR = 2, "2: minor"
        MODERATE = 3, "3: moderate"
        MAJOR = 4, "4: major"
        SEVERE = 5, "5: severe"

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
    status = models.CharField(max_length=10, choices=Status, default=Status.SIGNAL)
    owner = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="threats",
    )
    review_on = models.DateField(null=True, blank=True)
    likelihood = models.PositiveSmallIntegerField(choices=Likelihood, null=True, blank=True)
    impact = models.PositiveSmallIntegerField(choices=Impact, null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    became_theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="was_threats"
    )
    became_gap = models.ForeignKey(
        "priorities.DeliveryGap",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="was_threats",
    )
    became_decision = models.ForeignKey(
        "priorities.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="was_threats",
    )
    themes = models.ManyToManyField(Theme, through="ThreatWording", related_name="threats")

    # On an earlier day: see `threats_then`. Its status is then that of the day, and it `ended_as` another.
    then: StatusThen | None = None
    ended_as = ""

    objects = live(ThreatQuerySet)

    class Meta(OfPlan.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="threat_slug_unique"),
            models.CheckConstraint(
                name="promoted_threat_says_to_what",
                condition=~Q(status="promoted")
                | Q(became_theme__isnull=False)
                | Q(became_gap__isnull=False)
                | Q(became_decision__isnull=False),
                violation_error_message="A promoted threat says what it became.",
            ),
            models.CheckConstraint(
                name="closed_threat_says_why",
                condition=~Q(status="closed") | ~Q(ended_because=""),
                violation_error_message="A closed threat says why it was closed.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.status in self.OPEN

    def is_open_on(self, as_at):
        """What ended later than that day was still open."""
        return self.is_open or (self.ended_on is not None and self.ended_on > as_at)

    def status_words_on(self, as_at):
        """ "Open; closed later, on 1 December 2011", where that is so."""
        state, then = self.get_status_display(), self.then
        if self.ended_on and self.ended_on > as_at:
            was = state if then and then.is_known else "Open"
            return f"{was}; {(self.ended_as or state).lower()} later, on {written(self.ended_on)}"
        if self.ended_on:
            return f"{state}, on {written(self.ended_on)}"
        return f"{state}. {then.note}" if then and then.note else state

    def is_past_review(self, as_at):
        """Still open on a day later than the one it was to be looked at again."""
        return self.is_open_on(as_at) and self.review_on is not None and self.review_on < as_at

    @property
    def became(self):
        """What it was promoted to, or None."""
        return self.became_theme or self.became_gap or self.became_decision

    @property
    def score(self):
        """Likelihood times impact, 1 to 25; None where either is not known."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None

    @property
    def score_words(self):
        return f"{self.score} of 25" if self.score else ""


class ThreatWording(Wording):
    """How a theme states a threat."""

    threat = models.ForeignKey(Threat, on_delete=models.CASCADE, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="threat_wordings")

    ref_starts = "THR"

    objects = live_within("threat", "theme")

    class Meta(Wording.Meta):
        constraints = [
            models.UniqueConstraint(fields=["theme", "ref"], name="threat_wording_ref_unique"),
            models.UniqueConstraint(
                fields=["threat", "theme"], name="one_threat_wording_per_theme"
            ),
        ]
