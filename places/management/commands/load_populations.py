import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from places.populations.actions import record_populations, standing_of
from places.populations.reading import PopulationFileRefused, read_populations

AGAIN = "Loaded again from a file."


class Command(BaseCommand):
    help = (
        "Reads mid-year population estimates of areas from a CSV with a column of codes and one of people, and says how"
        " many areas it would set. Nothing is written without --commit."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The CSV file.")
        parser.add_argument("--year", type=int, required=True, help="The year, such as 2011.")
        parser.add_argument("--source", required=True, help="Who says so, as it is to be printed.")
        parser.add_argument("--commit", action="store_true", help="Write it.")

    def handle(self, *args, **options):
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                rows = enumerate(csv.reader(lines), start=1)
                loading = read_populations(rows, year=options["year"])
        except (PopulationFileRefused, OSError, UnicodeDecodeError, csv.Error) as why:
            raise CommandError(f"Nothing is written. {why}") from None
        areas = len(loading.people)
        self.stdout.write(
            f"{areas:,} areas have an estimate for mid-{options['year']}; {loading.elsewhere:,} rows have a code that no area has."
        )
        if not options["commit"]:
            self.stdout.write("Nothing is written yet. With --commit it is.")
            return
        standing = {key: row.pk for key, row in standing_of(loading.people).items()}
        facts = {"source": options["source"], "based_on": standing, "by": None, "reason": AGAIN}
        record_populations(loading.people, **facts)
        self.stdout.write(self.style.SUCCESS("Written."))
