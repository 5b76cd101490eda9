"""Two databases for the tests: one as the migrations leave it, and a copy with the plan in it."""

from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def use_database(name):
    """Points every connection made from now on, in any thread, to the database called `name`."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def seeded_copy():
    """The name of a copy of the test database with the seeded plan in it."""
    assert "test" in str(connection.settings_dict["NAME"]), "This is no test database."
    # SQLite writes its log back, and PostgreSQL copies, only when nobody is connected.
    connection.close()
    connection.creation.clone_test_db("seeded", verbosity=0, autoclobber=True)
    name = connection.creation.get_test_db_clone_settings("seeded")["NAME"]
    with use_database(name):
        call_command("load_seed", verbosity=0)
    try:
        yield name
    finally:
        connection.close()
        connection.creation.destroy_test_db(suffix="seeded", verbosity=0)
