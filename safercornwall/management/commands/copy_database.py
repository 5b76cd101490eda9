"""Move a planner from SQLite to PostgreSQL."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from psycopg2 import Error as PostgresqlError

from core.backups.copying import copy_into_postgresql
from core.backups.problems import BackupProblem

SQLITE = "sqlite:///"


class Command(BaseCommand):
    help = (
        "Copies a planner from an SQLite file into the empty PostgreSQL that DATABASE_URL names, and compares each table. The"
        " file stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--from", dest="source", required=True, metavar="sqlite:////path/to/planner.sqlite3"
        )

    def handle(self, *args, source, **options):
        path = Path(source.removeprefix(SQLITE))
        if not source.startswith(SQLITE) or not path.is_file():
            raise CommandError(
                f"--from names no SQLite file. It looks like {SQLITE}/path/to/planner.sqlite3"
            )
        if connection.vendor != "postgresql":
            raise CommandError("DATABASE_URL names no PostgreSQL, into which to copy.")
        try:
            call_command("migrate", verbosity=0)
            sums = copy_into_postgresql(path)
        except BackupProblem as why:
            raise CommandError(why) from why
        except (DatabaseError, PostgresqlError) as why:
            raise CommandError(f"Nothing was copied: {why}") from why
        rows = sum(one.rows for one in sums.values())
        self.stdout.write(f"Copied: {rows:,} rows of {len(sums)} tables, each the same in both.")
