"""Two databases for the tests: one as the migrations leave it, and a copy with the plan in it.

Both are kept under a hash of what they were made from, so that the next run starts at once: on SQLite in
build/tests/, on PostgreSQL beside the databases of the tests, as planner_kept_….
"""

import os
import shutil
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection

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
    "safercornwall/**/models.py",
    "safercornwall/**/migrations/*.py",
    "safercornwall/search/*.py",
    "accounts/roles.py",
    "core/periods.py",
    "core/records/*.py",
    "core/changes/**/*.py",
    "core/backups/models.py",
    "core/backups/migrations/*.py",
    # They say which tables have triggers.
    "safercornwall/flags/keeping.py",
    "safercornwall/pages/components/kept_pages/*.py",
    "safercornwall/management/commands/*.py",
]


def is_kept_in_a_file():
    return connection.vendor == "sqlite"


def kept(name):
    """What the database called `name` is kept as, as made from the project's present files."""
    hashed = sha256()
    paths = {path for pattern in MADE_FROM for path in ROOT.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        hashed.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    digest = hashed.hexdigest()[:16]
    if is_kept_in_a_file():
        return KEPT / f"{name}-{digest}.sqlite3"
    return f"planner_kept_{name}_{digest}"


def take(name, target):
    """Copies the kept database called `name` to `target`. False if there is none."""
    if not is_kept_in_a_file():
        return _take_from_server(kept(name), target)
    try:
        shutil.copy(kept(name), target)
    except FileNotFoundError:
        return False
    return True


def keep(name, source):
    """Keeps `source` for the next run, in place of what older files made. Nobody may be connected to it."""
    if not is_kept_in_a_file():
        _keep_on_server(name, source)
        return
    path = kept(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob(f"{name}-*.sqlite3"):
        older.unlink(missing_ok=True)
    # Whole or not at all: another process may be looking for it.
    being_written = Path(f"{source}.kept")
    shutil.copy(source, being_written)
    shutil.move(being_written, path)


def _take_from_server(kept_as, target):
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        if not _on_server(cursor, kept_as):
            return False
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(target)}")
        try:
            cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(kept_as)}")
        except OperationalError:
            # Another process is making it, or takes it away.
            return False
    return True


def _keep_on_server(name, source):
    """Whole or not at all: it gets its name when it is made."""
    quote, kept_as = connection.ops.quote_name, kept(name)
    being_made = f"{kept_as}_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        for older in _on_server(cursor, f"planner_kept_{name}_%"):
            if len(older) == len(kept_as) and older != kept_as:
                cursor.execute(f"DROP DATABASE IF EXISTS {quote(older)}")
        if _on_server(cursor, kept_as):
            return
        cursor.execute(f"CREATE DATABASE {quote(being_made)} TEMPLATE {quote(source)}")
        try:
            cursor.execute(f"ALTER DATABASE {quote(being_made)} RENAME TO {quote(kept_as)}")
        except ProgrammingError:
            # Another process was quicker.
            cursor.execute(f"DROP DATABASE {quote(being_made)}")


def _on_server(cursor, like):
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
    return [name for (name,) in cursor.fetchall()]


@contextmanager
def use_database(name):
    """Points every connection made from now on, in any thread, to the database called `name`."""
    before = connection.settings_dict["NAME"]
    _connect_to(name)
    try:
        yield
    finally:
        _connect_to(before)


def _connect_to(name):
    connection.close()
    connection.settings_dict["NAME"] = name
    # The same kind of record has another number in another database.
    ContentType.objects.clear_cache()


@contextmanager
def seeded_copy():
    """The name of a copy of the test database with the seeded plan in it."""
    assert "test" in str(connection.settings_dict["NAME"]), "This is no test database."
    # SQLite writes its log back, and PostgreSQL copies, only when nobody is connected.
    connection.close()
    name = connection.creation.get_test_db_clone_settings("seeded")["NAME"]
    if not take("seeded", name):
        connection.creation.clone_test_db("seeded", verbosity=0, autoclobber=True)
        with use_database(name):
            call_command("load_seed", verbosity=0)
        keep("seeded", name)
    try:
        yield name
    finally:
        connection.close()
        let_go(name)
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
    """Ends what is still connected to a database: killed processes, a web server's last request."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
                [name],
            )
