"""The commands that a scheduler runs each day, and when each last did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from core.health import signs
from core.health.checks import HealthFinding, ok, warn
from core.health.models import SignOfLife
from core.health.readiness import ago
from core.health.signs import Of

# What is left undone without it.
DAILY = {
    "purge": "what is past its time is not removed",
    "send_reminders": "nobody is reminded of figures that are due",
}
# A day, and the time that one may run late.
LATE_AFTER = timedelta(hours=26)


@contextmanager
def noted(command: str) -> Iterator[None]:
    """Keep that a command ran, and whether it failed."""
    try:
        yield
    except Exception as why:
        signs.failed(Of.COMMAND, command, type(why).__name__)
        raise
    signs.worked(Of.COMMAND, command)


def scheduled_commands() -> list[HealthFinding]:
    if not settings.ON_SERVER:
        return [ok("The demo needs no scheduler.")]
    seen = {row.name: row for row in SignOfLife.objects.filter(of=Of.COMMAND)}
    now = timezone.now()
    return [_command(name, without, seen.get(name), now) for name, without in DAILY.items()]


def _command(name: str, without: str, seen: SignOfLife | None, now: datetime) -> HealthFinding:
    mend = f"Let a scheduler run it once a day: python manage.py {name}"
    if seen is None:
        return warn(f"{name} never ran: {without}.", mend)
    if seen.failed_last:
        return warn(
            f"{name} failed {ago(seen.failed_at, now)} ({seen.problem}).",
            f"Run it by hand and read what it says: python manage.py {name}",
        )
    if not seen.worked_since(now - LATE_AFTER):
        return warn(f"{name} last ran {ago(seen.worked_at, now)}: {without}.", mend)
    return ok(f"{name} ran {ago(seen.worked_at, now)}.")
