"""Restore a backup, bring it to this version, and end every session."""

from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg2 import Error as PostgresqlError

from accounts.models import User
from accounts.security_log import Kind, note
from accounts.sessions import end_those_of
from core.backups.envelope import identities_of
from core.backups.problems import BackupProblem
from core.backups.restoring import restore_backup
from core.changes.triggers import missing_triggers, put_triggers


class Command(BaseCommand):
    help = (
        "Restores a backup into the database, which must be empty, brings it to this version of the planner, and signs"
        " everybody out. The key that opens it comes from --key-file, BACKUP_KEY or BACKUP_KEY_FILE."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Let what is in the database give way. It is backed up beside FILE first.",
        )

    def handle(self, *args, file, key_file, replace, **options):
        try:
            restored = restore_backup(
                file,
                identities_of(self._key(key_file)),
                replace_into=file.absolute().parent if replace else None,
                recipients=settings.BACKUP_RECIPIENTS,
            )
        except BackupProblem as why:
            raise CommandError(why) from why
        except (DatabaseError, PostgresqlError) as why:
            raise CommandError(f"The backup cannot be restored: {why}") from why
        manifest = restored.manifest
        if restored.before:
            self.stdout.write(f"What was there before is in {restored.before}.")
        self.stdout.write(
            f"Restored: {manifest.rows:,} rows of {len(manifest.tables)} tables, as they were at {manifest.made_at} in"
            f" planner {manifest.planner}. Each table was compared."
        )
        self._bring_to_this_version(manifest)
        self._end_sessions(file)

    def _key(self, key_file):
        if key_file is None:
            if not settings.BACKUP_KEY:
                raise CommandError(
                    "Say which key opens it: --key-file, BACKUP_KEY or BACKUP_KEY_FILE."
                )
            return settings.BACKUP_KEY
        try:
            return key_file.read_text()
        except (OSError, ValueError) as why:
            raise CommandError(f"{key_file} cannot be read as a key file.") from why

    def _bring_to_this_version(self, manifest):
        ContentType.objects.clear_cache()
        call_command("migrate", verbosity=0)
        put_triggers()
        if missing := missing_triggers():
            raise CommandError(f"Writes to these tables are not counted: {', '.join(missing)}.")
        new = len(MigrationRecorder(connection).applied_migrations()) - len(manifest.migrations)
        were = "migration was" if new == 1 else "migrations were"
        self.stdout.write(f"Brought to planner {settings.VERSION}: {new} {were} new.")

    def _end_sessions(self, file):
        with transaction.atomic():
            ended = end_those_of(User.objects.all())
            note(
                Kind.SESSIONS_ENDED, about=f"On the server, after {file.name} was restored: {ended}"
            )
        self.stdout.write(f"Sessions ended: {ended}.")
