"""Requests for a new password, kept as long as they are counted."""

from django.db import models
from django.utils import timezone


class ResetRequest(models.Model):
    """Somebody asked for a new password. The address that they typed is kept as a hash alone."""

    address_hash = models.CharField(max_length=64, db_index=True)
    ip_address = models.GenericIPAddressField(null=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Asked at {self.asked_at:%Y-%m-%d %H:%M}"
