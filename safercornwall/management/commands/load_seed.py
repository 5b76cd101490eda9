"""Loads the seeded plan: the fixtures, in the order of their numbers, all or none."""

import json
from collections import defaultdict
from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Organisation, User
from performance.figures.small_numbers import withhold_small_numbers
from places.boundaries.reference import add_reference_boundaries
from priorities.models import Plan

FIXTURES = settings.BASE_DIR / "fixtures"
SEEDED_PLAN = "2012-13"
BOUNDARIES = settings.BASE_DIR / "fixtures" / "boundaries" / "cornwall_lsoa_2011.geojson"
OWN_APPS = ("accounts", "places", "priorities", "performance", "projects")


class Command(BaseCommand):
    help = "Load the seeded plan into a database that holds none. Where it is already, nothing is changed."

    def handle(self, *args, **options):
        say = self.stdout.write if options["verbosity"] else lambda words: None
        if Plan.objects.filter(slug=SEEDED_PLAN).exists():
            # A plan of an earlier version came without them.
            added = add_reference_boundaries(BOUNDARIES)
            also = f", but {added} reference boundaries were added" if added else ""
            say(f"The seeded plan is there already; nothing was changed{also}.")
            return
        if found := records_of_its_own():
            raise CommandError(
                f"This database holds records of its own ({', '.join(found[:4])}), so the seeded plan was "
                "not loaded beside them. Give it a database that holds nothing but its users."
            )
        files = sorted(FIXTURES.glob("*.json"))
        if not files:
            raise CommandError(f"There are no fixtures in {FIXTURES}.")
        loader = Loader()
        with transaction.atomic():
            for number, file in enumerate(files, start=1):
                count = loader.load(file)
                kind = file.stem.partition("_")[2].replace("_", " ")
                say(f"{number:4} of {len(files)}  {kind}: {count}")
            say(f"             reference boundaries: {add_reference_boundaries(BOUNDARIES)}")
            withhold_small_numbers()
        say(self.style.SUCCESS("The seeded plan is loaded."))


def records_of_its_own():
    """The kinds of record that the database holds, people and their history apart."""
    about_people = {User.history.model, *apps.get_app_config("accounts").get_models()}
    people = about_people - {Organisation}
    models = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
    return [
        str(model._meta.verbose_name_plural)
        for model in models
        if model not in people and model.objects.exists()
    ]


def refers_to_its_own_kind(model):
    """An area lies in an area: the one around it must be there first."""
    return any(field.many_to_one and field.related_model is model for field in model._meta.fields)


class Loader:
    """Reads Django fixtures as `loaddata` does, with natural keys only, in some fifty queries for thousands.

    What a file refers to must stand before it: each record loaded is remembered by its natural key.
    """

    def __init__(self):
        self.known = defaultdict(dict)

    def load(self, file):
        records = json.loads(file.read_text(encoding="utf-8"))
        for label, alike in groupby(records, key=lambda record: record["model"]):
            self._create(apps.get_model(label), [record["fields"] for record in alike], file)
        return len(records)

    def _create(self, model, rows, file):
        instances, many = [], defaultdict(list)
        for row in rows:
            values = {}
            for name, value in row.items():
                field = model._meta.get_field(name)
                if field.many_to_many:
                    many[field].append((len(instances), value))
                elif field.is_relation:
                    values[name] = self._find(field.related_model, value, file)
                else:
                    values[name] = field.to_python(value)
            instance = model(**values)
            if refers_to_its_own_kind(model):
                instance.save(force_insert=True)
            instances.append(instance)
            self.known[model][instance.natural_key()] = instance
        model.objects.bulk_create(instance for instance in instances if instance.pk is None)
        for field, links in many.items():
            field.remote_field.through.objects.bulk_create(
                field.remote_field.through(
                    **{
                        field.m2m_field_name(): instances[position],
                        field.m2m_reverse_field_name(): self._find(field.related_model, key, file),
                    }
                )
                for position, keys in links
                for key in keys
            )

    def _find(self, model, key, file):
        try:
            return self.known[model][tuple(key)]
        except KeyError:
            raise CommandError(
                f"{file.name} refers to {model._meta.verbose_name} {key}, which no file before it holds."
            ) from None
