"""Loads the seeded plan: the fixtures, in the order of their numbers, all or none."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from priorities.models import Plan

FIXTURES = settings.BASE_DIR / "fixtures"
SEEDED_PLAN = "2012-13"
OWN_APPS = ("accounts", "places", "priorities", "performance", "projects")


class Command(BaseCommand):
    help = "Load the seeded plan into an empty database. A database that has it already is left as it is."

    def handle(self, *args, **options):
        if Plan.objects.filter(slug=SEEDED_PLAN).exists():
            self.say("The seeded plan is there already; nothing was changed.", options)
            return
        # Records are matched by name: loading beside other people's could overwrite theirs.
        if found := [model._meta.verbose_name_plural for model in seeded_models() if model.objects.exists()]:
            raise CommandError(
                f"This database holds records of its own ({', '.join(map(str, found[:4]))}), so the seeded plan "
                "was not loaded. Give it a database that is empty but for its users."
            )
        files = sorted(FIXTURES.glob("*.json"))
        if not files:
            raise CommandError(f"No fixtures were found in {FIXTURES}.")
        with transaction.atomic():
            for number, file in enumerate(files, start=1):
                kind = file.stem.partition("_")[2].replace("_", " ")
                self.say(f"  {number:2} of {len(files)}  {kind}", options)
                call_command("loaddata", file, verbosity=0)
        self.say(self.style.SUCCESS("The seeded plan is loaded."), options)

    def say(self, words, options):
        if options["verbosity"]:
            self.stdout.write(words)


def seeded_models():
    """Every kind of record that the fixtures hold: all of our own but people."""
    user = settings.AUTH_USER_MODEL.lower()
    return [
        model
        for app in OWN_APPS
        for model in apps.get_app_config(app).get_models()
        if model._meta.label_lower != user
    ]
