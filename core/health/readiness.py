"""The quick checks: what /readyz asks every few seconds. None opens a connection but to the database and its replicas."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.timesince import timesince

from core.health.checks import DATABASE, HealthFinding, add_check, fail, ok, warn
from core.health.mail import last_email
from core.health.models import SignOfLife
from core.health.signs import SILENT_AFTER, Of
from core.jobs.counts import waiting_and_running

# A job that nobody began for so long.
LONG_WAIT_MINUTES = 10


def add_checks() -> None:
    add_check(DATABASE, database, quick=True, stops_serving=True)
    add_check("migrations", migrations, quick=True, stops_serving=True)
    add_check("workers", workers, quick=True)
    add_check("mail", last_email, quick=True)


def database() -> HealthFinding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return fail(
            "The database does not answer.",
            "Start it, and see that DATABASE_URL names it with the right user and password.",
        )
    return ok(f"{connection.display_name} answers.")


def migrations() -> HealthFinding:
    """One query: which files of migrations there are does not change while a process runs."""
    on_disk = migrations_on_disk()
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = [one for one, replaced in on_disk.items() if not _is_applied(one, replaced, applied)]
    if missing:
        few = ", ".join(f"{app} {name.partition('_')[0]}" for app, name in sorted(missing)[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        return fail(
            f"The database is older than the planner: {few}{more} not applied.",
            "Run: python manage.py migrate",
        )
    if newer := _newer(applied, on_disk):
        app, name = newer[0]
        return warn(
            f"The database is newer than this planner: it has {app} {name}.",
            "Install the version that the database was migrated for, or restore the backup from before it.",
        )
    return ok("Every migration is applied.")


Migration = tuple[str, str]


@cache
def migrations_on_disk() -> dict[Migration, frozenset[Migration]]:
    """Each migration, with those that it replaces."""
    found: dict[Migration, Any] = MigrationLoader(None).disk_migrations
    replaced = {key: frozenset(one.replaces) for key, one in found.items()}
    in_others = {old for olds in replaced.values() for old in olds}
    return {key: olds for key, olds in replaced.items() if key not in in_others}


def _is_applied(one: Migration, replaced: frozenset[Migration], applied: set[Migration]) -> bool:
    return one in applied or (bool(replaced) and replaced <= applied)


def _newer(
    applied: set[Migration], on_disk: dict[Migration, frozenset[Migration]]
) -> list[Migration]:
    known = {*on_disk, *(old for olds in on_disk.values() for old in olds)}
    apps = {app for app, _ in known}
    return sorted(one for one in applied - known if one[0] in apps)


def workers() -> HealthFinding:
    if settings.UPLOADS_WORKER == "thread":
        return ok("A thread of the web server works on uploads and board packs.")
    now = timezone.now()
    queue = waiting_and_running(now)
    seen = SignOfLife.objects.filter(of=Of.WORKER).order_by("-worked_at").first()
    if not queue.held and (seen is None or not seen.worked_since(now - SILENT_AFTER)):
        return warn(
            f"No worker runs{_since(seen, now)}: uploads are not checked and board packs not made.",
            "Start: python manage.py work_on_uploads. Keep it running beside the web server.",
        )
    waits = 0 if queue.oldest is None else (now - queue.oldest).total_seconds() / 60
    if waits > LONG_WAIT_MINUTES:
        return warn(
            f"Work waits for {waits:.0f} minutes. Jobs that have not begun: {queue.waiting}.",
            "Start another worker: python manage.py work_on_uploads",
        )
    return ok("A worker runs.")


def _since(seen: SignOfLife | None, now: datetime) -> str:
    return "" if seen is None else f", the last was seen {ago(seen.worked_at, now)}"


def ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    return f"{timesince(moment, now, depth=1)} ago".replace("\xa0", " ")
