"""Compare the kept standings and flags with what comes of working all of them out again."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from core.changes.triggers import missing_triggers
from priorities.clocks import clocks_of
from priorities.models import Plan
from safercornwall.flags.checking import wrongly_kept


class Command(BaseCommand):
    help = "Checks that kept standings and flags say what the data say. Changes nothing. Fails where one differs."

    def handle(self, *args, **options):
        wrong = [f"Writes to {table} are not counted: run migrate." for table in missing_triggers()]
        plans = list(Plan.objects.order_by("slug"))
        for plan in plans:
            wrong += [f"{plan}: {what}" for what in wrongly_kept(plan, clocks_of(plan))]
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"The kept standings and flags of {len(plans)} plans are right.")
