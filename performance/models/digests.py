"""Who wants a digest by e-mail when a period is closed, and who got one."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from performance.models.rounds import ClosedPeriod


class DigestSubscription(models.Model):
    """A person who asked for digests, of the periods that are closed after `after_closing` (its number)."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_subscription"
    )
    since = models.DateTimeField(default=timezone.now)
    after_closing = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.person}, since {self.since:%-d %B %Y}"


class SentDigest(models.Model):
    """A digest that was sent, or that somebody is just sending."""

    closing = models.ForeignKey(ClosedPeriod, on_delete=models.CASCADE, related_name="digests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests"
    )
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "person"], name="one_digest_per_closing_and_person"
            )
        ]

    def __str__(self):
        return f"{self.closing}: {self.person}"
