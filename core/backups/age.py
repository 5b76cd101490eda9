"""Whether the newest backup is recent enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from core.backups.models import VerifiedBackup
from core.health.checks import HealthFinding, ok, warn


def newest() -> VerifiedBackup | None:
    return VerifiedBackup.objects.first()


def stale_backup(now: datetime) -> str:
    """What is wrong with the newest verified backup, as a sentence; nothing where it is recent."""
    found = newest()
    if found is None:
        return "No backup was ever made and verified."
    hours = int((now - found.made_at) / timedelta(hours=1))
    if hours < settings.BACKUP_WARN_HOURS:
        return ""
    return f"The newest verified backup is {hours} hours old."


def age_of_backup() -> HealthFinding:
    """A check of `/readyz` and `manage.py doctor`."""
    if not settings.ON_SERVER:
        return ok("The demo needs no backup.")
    if wrong := stale_backup(timezone.now()):
        return warn(
            wrong, "Let a scheduler run, once a night: python manage.py backup FOLDER --keep 30"
        )
    return ok("The newest verified backup is recent.")
