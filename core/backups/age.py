"""Whether the newest backup is recent enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from core.backups.models import VerifiedBackup


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
