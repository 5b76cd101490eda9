"""Append-only records: a correction adds a revision and closes the one before; a removal closes the last."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class RevisionQuerySet(models.QuerySet):
    def latest_revisions(self):
        return self.filter(known_to=None)

    def known_on(self, moment):
        """The revisions that counted at `moment` (an aware datetime); None asks for the latest."""
        if moment is None:
            return self.latest_revisions()
        return self.filter(known_from__lte=moment).filter(Q(known_to=None) | Q(known_to__gt=moment))


class Revision(models.Model):
    """One version of what is known. Never edited: closed by `known_to` when the next one opens, or none counts any more."""

    revision = models.PositiveIntegerField(default=1)
    known_from = models.DateTimeField(default=timezone.now)
    known_to = models.DateTimeField(null=True, blank=True)
    reason_for_change = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_closes_after_it_opens",
                condition=Q(known_to=None) | Q(known_to__gt=F("known_from")),
                violation_error_message="A revision closes after it opens.",
            ),
        ]

    def counted_at(self, moment):
        """Whether it is one of those that `known_on` finds at `moment` (an aware datetime; None asks for the latest)."""
        if moment is None:
            return self.known_to is None
        return self.known_from <= moment and (self.known_to is None or self.known_to > moment)
