"""Remove what is past the time that it is kept for."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.health.schedule import noted
from core.retention import purge, rules


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
        for rule, number in found:
            self.stdout.write(f"{number:>8}  {rule.what}, after {rule.days} days")
        if dry_run:
            self.stdout.write("Nothing was removed.")
