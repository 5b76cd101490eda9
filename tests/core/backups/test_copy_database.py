"""A planner moves from SQLite to PostgreSQL by one command, and each table is the same in both."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import FormDraft, User
from core.backups.engines import engine_of
from core.backups.table_sums import differing, sums_of
from core.changes.counting import total
from core.changes.triggers import missing_triggers
from priorities.models import Theme
from tests.core.backups.conftest import ODD
from tests.databases import copied, use_database

pytestmark = [
    pytest.mark.xdist_group("backups"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="It copies into PostgreSQL"),
]


@contextmanager
def sqlite_at(path):
    """The alias of an SQLite file with the tables of this version and no row: migrations would take half a minute."""
    connections.databases["moving"] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {},
    }
    moving = connections["moving"]
    try:
        with moving.schema_editor() as editor:
            for model in apps.get_models():
                editor.create_model(model)
        MigrationRecorder(moving).ensure_schema()
        call_command("createcachetable", "planner_cache", database="moving", verbosity=0)
        yield "moving"
    finally:
        moving.close()
        del connections.databases["moving"]
        del connections["moving"]


def fill(alias):
    """The rows of the database in use."""
    connections[alias].disable_constraint_checking()
    for model in apps.get_models(include_auto_created=True):
        model._base_manager.using(alias).bulk_create(model._base_manager.all())
    MigrationRecorder.Migration.objects.using(alias).bulk_create(
        MigrationRecorder.Migration.objects.using("default").all()
    )


@pytest.fixture
def source(planner, tmp_path):
    """The address of an SQLite planner that says what the database in use says."""
    path = tmp_path / "planner.sqlite3"
    with sqlite_at(path) as alias:
        fill(alias)
    return f"sqlite:///{path}"


@pytest.fixture
def target(source, django_db_setup):
    """Puts the test into a database that migrations have made and nothing else has written."""
    with copied_from_migrated("target") as name, use_database(name):
        yield


@contextmanager
def copied_from_migrated(suffix):
    """From the database of the tests itself, into which nothing is committed."""
    here = connection.settings_dict["NAME"]
    with use_database(here.removesuffix("_drill")), copied(suffix) as name:
        yield name


def sums_now():
    connection.close()
    with engine_of(connection).present() as tables:
        return sums_of(tables)


def test_every_table_is_the_same_in_both_and_goes_on(source, planner, target, capsys):
    call_command("copy_database", "--from", source)
    assert "each the same in both" in capsys.readouterr().out
    assert FormDraft.objects.get().fields["a"] == ODD
    assert User.objects.get().check_password("three-choughs-over-zennor")
    # Numbers go on after those that were copied, and every write counts.
    assert missing_triggers() == []
    counted, numbers = total(), set(Theme.objects.values_list("pk", flat=True))
    assert planner.theme("Made here").pk not in numbers
    assert total() > counted


def test_what_is_copied_is_what_was_there(source, planner, target):
    call_command("copy_database", "--from", source)
    copied_sums = sums_now()
    with use_database(connection.settings_dict["NAME"].replace("target", "drill")):
        assert differing(copied_sums, sums_now()) == []


def test_a_target_that_is_not_empty_is_refused(source, planner):
    before = sums_now()
    with pytest.raises(CommandError, match="is not empty"):
        call_command("copy_database", "--from", source)
    assert sums_now() == before


@pytest.mark.parametrize(
    "source", ["postgres://here/planner", "sqlite:////nowhere/planner.sqlite3"]
)
def test_a_source_that_is_no_file_is_said_in_words(db, source):
    with pytest.raises(CommandError, match="names no SQLite file"):
        call_command("copy_database", "--from", source)
