"""Makes all that search knows anew, from the records."""

from django.core.management.base import BaseCommand

from safercornwall.search.entries import rebuild


class Command(BaseCommand):
    help = (
        "Make the index of the search anew. Needed only after rows were written past the planner."
    )

    def handle(self, *args, **options):
        number = rebuild()
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"{number} records can be found."))
