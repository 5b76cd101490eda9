"""Brings the demo's database and static files up to date, and keeps what people put in.

With EMPTY=1 the database is another, and nothing is put into it.
"""

import os
import sys

from console import ROOT, Problem, Stamp, digest, is_empty, say, step, told_plainly

sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "safercornwall.settings.demo"

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection


def collect_static():
    static = [path for folder in ("static", "build/static") for path in (ROOT / folder).rglob("*")]
    sources = [path for path in static if path.is_file()]
    sources += [ROOT / "requirements/run.txt", ROOT / "safercornwall/staticfiles.py"]
    stamp = Stamp(ROOT / "staticfiles" / ".collected", digest(sources))
    if stamp.holds():
        return
    with step("Packing styles and scripts for the browser"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.set()


def migrate():
    if is_migrated():
        return
    with step("Building the database"):
        call_command("migrate", interactive=False, verbosity=0)


def is_migrated():
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def load_seed():
    from priorities.models import Plan
    from safercornwall.management.commands.load_seed import SEEDED_PLAN

    if not Plan.objects.exists():
        with step("Loading the strategic assessment"):
            call_command("load_seed")
    elif Plan.objects.filter(slug=SEEDED_PLAN).exists():
        # A plan of an earlier version has no reference boundaries yet.
        call_command("load_seed", verbosity=0)


def search():
    """Anew each time, in a second: another version may search more than the one that ran here last."""
    call_command("rebuild_search", verbosity=0)


def main():
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Problem(str(error)) from error
    collect_static()
    try:
        migrate()
        if not is_empty():
            call_command("demo_accounts")
            load_seed()
        search()
    except DatabaseError as error:
        raise Problem(
            f"the database could not be used: {error}\n"
            "If DATABASE_URL is set, check that its server runs and knows that user and database."
            " If not, `make reset` starts over with a new one."
        ) from error
    except CommandError as error:
        raise Problem(str(error)) from error
    if connection.vendor == "sqlite":
        say(f"Data: {connection.settings_dict['NAME']}")


if __name__ == "__main__":
    told_plainly(main)
