"""Boundary files that people sent and have not agreed to load yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .areas import Area


class SentBoundaries(models.Model):
    """A boundary file, packed, until whoever sent it has seen what it would do. Each person has one at most."""

    sent_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_boundaries"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    content = models.BinaryField()
    parent = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255, blank=True)
    beside = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "sent boundaries"
        default_permissions = ()

    def __str__(self):
        return f"{self.sent_by}, {self.sent_at:%Y-%m-%d %H:%M}"
