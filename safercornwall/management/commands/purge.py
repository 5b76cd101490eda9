"""Remove what is past the time that it is kept for."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.health.schedule import noted
from core.retention import purge, rules
from core.stored_files import sweep
from performance.models import UploadFile


class Command(BaseCommand):
    help = (
        "Removes what is kept for a time and is past it: ended sign-ins, drafts of forms, closed links, the security log, board"
        " packs, files that came to nothing. For a scheduler, once a day. The plan and its figures are never touched."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would go, and remove nothing."
        )

    def handle(self, *args, dry_run=False, **options):
        now = timezone.now()
        if dry_run:
            found = [(rule, rule.count(now)) for rule in rules()]
        else:
            with noted("purge"):
                found = purge(now)
                self._sweep(now)
        for rule, number in found:
            self.stdout.write(f"{number:>8}  {rule.what}, after {rule.days} days")
        if dry_run:
            self.stdout.write("Nothing was removed.")

    def _sweep(self, now):
        named = UploadFile.objects.exclude(stored_as="").values_list("stored_as", flat=True)
        if gone := sweep(named, now):
            self.stdout.write(f"{gone:>8}  stored files that no upload has any more")
