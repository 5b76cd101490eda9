"""Make the pair of keys that backups are encrypted to and decrypted with."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.backups.envelope import new_key


class Command(BaseCommand):
    help = (
        "Writes a new key that opens backups into FILE, and prints the public key that they are encrypted to. Keep the"
        " file away from the server: without it no backup can be restored."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        secret, public = new_key()
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as why:
            raise CommandError(f"{file} cannot be written: {why.strerror}.") from why
        with os.fdopen(descriptor, "w") as written:
            written.write(f"# public key: {public}\n{secret}\n")
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")
