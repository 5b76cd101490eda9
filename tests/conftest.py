"""The cast, and the two databases that they work in.

A test that asks for `db`, or for somebody of the cast, starts with an empty planner. One that asks
for `seeded_db` too starts with the seeded plan; what it changes is undone after it all the same.
"""

import gc

import hypothesis
import pytest
from django.db import connection

from accounts.models import User
from accounts.people import give_role
from core.changes.triggers import drop_triggers
from places.actions import place_area
from places.models import Area
from tests.confirming import ReadingClient
from tests.databases import copied, is_kept_in_a_file, keep, seeded_copy, take, use_database
from tests.migrating import migrate
from tests.world import World

PASSWORD = "three-choughs-over-zennor"

# A busy machine is slow: no example is held to a time.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_collection_finish():
    """What is loaded by now stays. To look through all of it for garbage again and again takes an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A file for SQLite, as when it runs: one in memory can be neither copied nor shared."""
    if is_kept_in_a_file():
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)
        # Nobody minds losing these on a power cut.
        connection.settings_dict["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        )
    else:
        connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_blocker):
    """Whether the migrated database of an earlier run serves for this one."""
    with django_db_blocker.unblock():
        return take("migrated", connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.close()
            keep("migrated", connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        # Django asks SQLite once, and the first test that counts queries would count that too.
        assert connection.features.supports_json_field
    yield
    if django_db_keepdb and not is_kept_in_a_file():
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


@pytest.fixture(scope="session")
def seeded_database(django_db_setup, django_db_blocker):
    """The name of a database that holds the seeded plan: loaded once in each process that needs it."""
    with django_db_blocker.unblock(), seeded_copy() as name:
        yield name


@pytest.fixture
def seeded_db(seeded_database, django_db_blocker):
    """Puts the test into the seeded plan."""
    with django_db_blocker.unblock(), use_database(seeded_database):
        yield


def pytest_collection_modifyitems(items):
    """The groups that one process runs are the longest, and begin first. The seeded plan comes before the transaction of
    the test that is undone at its end.
    """
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "seeded_db" in names:
            names.remove("seeded_db")
            names[:0] = ["seeded_db", "db"]


@pytest.fixture(scope="module")
def database_of_before(request, django_db_setup, django_db_blocker):
    """The name of an empty database as the migrations BEFORE of the module leave it."""
    with django_db_blocker.unblock(), copied("before") as name:
        with use_database(name):
            # As `migrate` has it.
            drop_triggers()
            migrate(request.module.BEFORE)
        yield name


@pytest.fixture
def gone_back(database_of_before, transactional_db):
    """Puts the test into a copy of the planner as it was before a migration: tests/migrating.py says how."""
    with use_database(database_of_before), copied("test") as name, use_database(name):
        yield


@pytest.fixture
def person(db):
    """Makes somebody with one of the roles officer, analyst, board and admin, or with none."""

    def make(username, role=None):
        user = User.objects.create_user(
            username, f"{username}@example.org", PASSWORD, first_name=username.title()
        )
        if role:
            give_role(user, role)
        return user

    return make


@pytest.fixture
def officer(person):
    return person("olive", "officer")


@pytest.fixture
def analyst(person):
    return person("aled", "analyst")


@pytest.fixture
def board(person):
    return person("bryher", "board")


@pytest.fixture
def administrator(person):
    return person("ada", "admin")


@pytest.fixture
def stranger(person):
    """Somebody who can sign in and has no role."""
    return person("silas")


@pytest.fixture
def password():
    """The one that everybody in the cast has."""
    return PASSWORD


@pytest.fixture
def sign_in():
    """Gives a client in which the person is signed in."""

    def signed_in(user):
        client = ReadingClient()
        client.force_login(user, backend="accounts.backends.RightsBackend")
        return client

    return signed_in


@pytest.fixture
def world(db):
    """An empty partnership, with a plan and a county, to build in."""
    return World()


@pytest.fixture
def put(db):
    """Puts a new place into another."""

    def make(name, kind, parent=None, **facts):
        slug = facts.pop("slug", name.lower().replace(" ", "-"))
        return place_area(Area(name=name, slug=slug, kind=kind, **facts), parent, by=None)

    return make


@pytest.fixture
def corner(put):
    """Cornwall, the network area around Newquay, the town and an LSOA of it."""
    cornwall = put("Cornwall", "county")
    network = put("Newquay and around", "network_area", cornwall)
    newquay = put("Newquay", "town", network, population=20000, population_source="Census 2011")
    gannel = put("Gannel", "lsoa", newquay, deprivation_decile=2, deprivation_source="IMD 2010")
    return {"cornwall": cornwall, "network": network, "newquay": newquay, "gannel": gannel}
