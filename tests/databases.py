"""Two databases for the tests: one as the migrations leave it, and a copy with the plan in it.

On SQLite both are kept in build/tests/ under a hash of what they were made from, so that the next run
starts at once. On PostgreSQL they are made anew each time.
"""

import shutil
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(settings.BASE_DIR)
KEPT = ROOT / "build" / "tests"

# Whatever says what is in a database just made. A change of any of these makes it anew.
MADE_FROM = [
    "requirements/run.txt",
    "fixtures/**/*",
    "*/models/*.py",
    "*/models.py",
    "*/choices.py",
    "*/migrations/*.py",
    "safercornwall/*/models.py",
    "safercornwall/*/migrations/*.py",
    "accounts/roles.py",
    "core/periods.py",
    "core/records/*.py",
    "safercornwall/management/commands/*.py",
]


def is_kept_in_a_file():
    return connection.vendor == "sqlite"


def kept(name):
    """Where the database called `name` is kept, as made from the project's present files."""
    hashed = sha256()
    paths = {path for pattern in MADE_FROM for path in ROOT.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        hashed.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return KEPT / f"{name}-{hashed.hexdigest()[:16]}.sqlite3"


def take(name, target):
    """Copies the kept database called `name` to `target`. False if there is none."""
    try:
        shutil.copy(kept(name), target)
    except FileNotFoundError:
        return False
    return True


def keep(name, source):
    """Keeps `source` for the next run, in place of what older files made. Nobody may be connected to it."""
    path = kept(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob(f"{name}-*.sqlite3"):
        older.unlink(missing_ok=True)
    # Whole or not at all: another process may be looking for it.
    being_written = Path(f"{source}.kept")
    shutil.copy(source, being_written)
    shutil.move(being_written, path)


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
    name = connection.creation.get_test_db_clone_settings("seeded")["NAME"]
    if not (is_kept_in_a_file() and take("seeded", name)):
        connection.creation.clone_test_db("seeded", verbosity=0, autoclobber=True)
        with use_database(name):
            call_command("load_seed", verbosity=0)
        if is_kept_in_a_file():
            keep("seeded", name)
    try:
        yield name
    finally:
        connection.close()
        connection.creation.destroy_test_db(suffix="seeded", verbosity=0)


@contextmanager
def copied(suffix):
    """The name of a copy of the database in use, which is gone afterwards."""
    source, creation = connection.settings_dict["NAME"], connection.creation
    connection.close()
    name = creation.get_test_db_clone_settings(suffix)["NAME"]
    creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    try:
        yield name
    finally:
        with use_database(source):
            let_go(name)
            creation.destroy_test_db(suffix=suffix, verbosity=0)


def let_go(name):
    """Ends what a server still does in a database for processes that were killed."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
                [name],
            )
