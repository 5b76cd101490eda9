"""How the database is set up, and whether its clock is the planner's."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from core.changes.triggers import missing_triggers
from core.health.checks import HealthFinding, fail, ok, warn

MIGRATE = "Run: python manage.py migrate"
# Seconds. Leases last a minute, codes of second factors half of one.
CLOCKS_DIFFER, CLOCKS_MISLEAD = 2, 30


def database_set_up() -> list[HealthFinding]:
    found = [*(_of_postgresql() if connection.vendor == "postgresql" else _of_sqlite())]
    if lacking := missing_triggers():
        found.append(
            fail(
                f"Writes to {len(lacking)} tables are not counted ({', '.join(lacking[:3])}), so that old standings and flags"
                " may be shown.",
                MIGRATE,
            )
        )
    return found


def _of_postgresql() -> list[HealthFinding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('server_encoding'), current_setting('TimeZone'),"
            " pg_database_size(current_database()), pg_is_in_recovery()"
        )
        number, encoding, zone, size, is_replica = cursor.fetchone()
    found = [ok(f"PostgreSQL {number}, {size / 1024 / 1024:,.0f} MB of data.")]
    if encoding != "UTF8":
        found.append(
            fail(
                f"The database holds its text as {encoding}: names with letters from elsewhere cannot be saved.",
                "Make one with: createdb --encoding=UTF8 --template=template0, and move the data into it.",
            )
        )
    if zone != "UTC":
        found.append(
            warn(
                f"The connection keeps time as {zone}, not UTC.",
                "Take the setting TimeZone away from the database's user or from DATABASE_URL.",
            )
        )
    if is_replica:
        found.append(
            fail(
                "The database is a replica: nothing can be saved.",
                "Let DATABASE_URL name the primary server.",
            )
        )
    return found


def _of_sqlite() -> list[HealthFinding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        (number,) = cursor.fetchone()
        cursor.execute("PRAGMA quick_check(1)")
        (state,) = cursor.fetchone()
    if state != "ok":
        return [fail(f"The file of the database is damaged: {state}", "Restore the last backup.")]
    return [ok(f"SQLite {number}, and its file is whole.")]


def clock() -> HealthFinding:
    """The database's clock against this machine's, to half the time that the question takes."""
    if connection.vendor != "postgresql":
        return ok("The database keeps this machine's time.")
    asked = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    return compared(theirs, asked + (timezone.now() - asked) / 2)


def compared(theirs: datetime, ours: datetime) -> HealthFinding:
    apart = (theirs - ours).total_seconds()
    which = "ahead of" if apart > 0 else "behind"
    says = f"The clock of the database is {abs(apart):.0f} seconds {which} this machine's."
    mend = "Let both machines take the time from the same source (NTP): timedatectl set-ntp true"
    if abs(apart) >= CLOCKS_MISLEAD:
        return fail(says, mend)
    if abs(apart) >= CLOCKS_DIFFER:
        return warn(says, mend)
    return ok("The clocks of the database and of this machine agree.")
