"""Back the whole database up into one encrypted file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from psycopg2 import Error as PostgresqlError

from core.backups.making import make_backup, remove_older
from core.backups.problems import BackupProblem
from performance.models import UploadFile


class Command(BaseCommand):
    help = (
        "Backs the whole database up into a new FILE, or into a new file in a folder, encrypted to the public keys in"
        " BACKUP_RECIPIENTS. The file is read back and compared before it has its name. For a scheduler, once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, metavar="FILE|FOLDER")
        parser.add_argument(
            "--verify-whole",
            action="store_true",
            help="Restore it into a database of its own, and compare the checksum of each table.",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="Then remove all but the N newest of the folder."
        )

    def handle(self, *args, target, verify_whole, keep, **options):
        if keep is not None and (keep < 1 or not target.is_dir()):
            raise CommandError("--keep takes a number from 1, and goes with a folder.")
        try:
            made = make_backup(target, recipients=settings.BACKUP_RECIPIENTS, on_trial=verify_whole)
            gone = remove_older(target, keep) if keep else []
        except BackupProblem as why:
            raise CommandError(why) from why
        except (DatabaseError, PostgresqlError) as why:
            raise CommandError(f"The database cannot be backed up: {why}") from why
        how = (
            "restored on trial, each table compared"
            if made.is_restored
            else "read back, each table counted"
        )
        tables = len(made.manifest.tables)
        self.stdout.write(
            f"{made.path}: {made.manifest.rows:,} rows of {tables} tables, {made.size:,} bytes; {how}."
        )
        for name in gone:
            self.stdout.write(f"Removed: {name}")
        if elsewhere := UploadFile.objects.exclude(stored_as="").count():
            self.stdout.write(
                f"Not in it: {elsewhere:,} uploaded files, which lie in the bucket. Keep versions of that, or bring them into the"
                " database first: move_files --to database"
            )
