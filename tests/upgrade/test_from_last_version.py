"""A database that somebody has used with an earlier version migrates, and all that was in it still works.

What such a database held is kept beside this module in dumps, one for each version: version_0_1.json.gz is that of
0.1.0, before the folders were laid out anew. It was made at that version, in this order:

    export DATABASE_URL=sqlite:////tmp/installed.sqlite3
    .venv/bin/python -m tests.upgrade.use_everything
    .venv/bin/python -m tests.upgrade.make_dump version_0_1

The first puts something of everything into a new database, through pages and commands; the second dumps any database,
of any version. When a version is released, its dump is made the same way and added to DUMPS. A dump is never changed.
"""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.roles import ROLES, permissions_of
from tests.confirming import ReadingClient
from tests.databases import is_kept_in_a_file, let_go, use_database
from tests.pages.reading_pages import words_of
from tests.upgrade.dumps import checksum, make_as_dumped, read_dump, rows_of

DUMPS = ["version_0_1"]
# The day on which the dumped databases were last used.
THAT_DAY = datetime(2012, 2, 17, 12, tzinfo=UTC)
# A version adds to these when it adds a model.
GROW = ("django_content_type", "auth_permission", "auth_group_permissions")
# An open threat is a signal until somebody assesses it.
NEW_WORDS = {"priorities_threat": {"status": {"open": "signal"}}}
# What kind of number an indicator is took their place, and a reason got another name: their migrations have tests.
REPLACED = {
    **dict.fromkeys(
        ("performance_indicator", "performance_historicalindicator"),
        ("aggregation", "is_cumulative"),
    ),
    "performance_seriesbreak": ("reason",),
}

PASSWORD = "three-choughs-over-zennor"
BOARD, OFFICER, ANALYST, ADMIN = EVERYBODY = ("bryher", "olive", "aled", "ada")
UPLOADS = [f"/uploads/{number}/" for number in range(1, 16)]
ADULTS = "/indicators/asb-adults-no-further-act/"
YOUNG = "/indicators/asb-young-people-no-further-act/"
CLOSURES = "/indicators/premises-closures/"
HISTORY = "/indicators/violence-with-injury/figures/cornwall/2011-04-01/2011-06-30/"

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.xdist_group("upgrade")]


@pytest.fixture(scope="module", params=DUMPS)
def dump(request):
    return read_dump(Path(__file__).with_name(f"{request.param}.json.gz"))


@pytest.fixture(scope="module")
def upgraded_database(dump, django_db_setup, django_db_blocker, tmp_path_factory):
    """The name of a database that was installed with the dumped version, and is migrated to this one."""
    path = tmp_path_factory.mktemp("upgrade") / "test.sqlite3"
    with django_db_blocker.unblock(), empty_database(path) as name:
        with use_database(name):
            make_as_dumped(dump)
            call_command("migrate", verbosity=0)
        yield name


@contextmanager
def empty_database(path):
    """The name of a database with nothing in it, which is gone afterwards. SQLite's is at `path`."""
    if is_kept_in_a_file():
        yield str(path)
        return
    name = connection.creation.get_test_db_clone_settings("upgrade")["NAME"]
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield name
    finally:
        let_go(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted}")


@pytest.fixture(autouse=True)
def upgraded(upgraded_database, django_db_blocker):
    """Puts the test into that database, on that day, before the transaction that is undone after it."""
    with (
        django_db_blocker.unblock(),
        use_database(upgraded_database),
        time_machine.travel(THAT_DAY),
    ):
        yield


def signed_in(username):
    client = ReadingClient()
    person = get_user_model().objects.get(username=username)
    client.force_login(person, backend="accounts.backends.RightsBackend")
    return client


def do(client, address, **said):
    """Posts a form, and has the work done that it asked for."""
    assert client.post(address, said).status_code == 302
    call_command("work_on_uploads", "--once", verbosity=0)


def model(label):
    return apps.get_model(label).objects


# What is in it


def test_it_is_migrated_to_the_end(upgraded_database):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_every_row_is_there_and_says_the_same(dump):
    """But for the words that a migration changed on purpose."""
    tables = {name: table for name, table in dump["tables"].items() if name not in GROW}
    with connection.cursor() as cursor:
        now = {
            name: checksum(rows_of(cursor, name, kept_columns(name, table)))
            for name, table in tables.items()
        }
    assert now == {name: checksum(in_new_words(name, table)) for name, table in tables.items()}


def kept_columns(name, table):
    return [(column, kind) for column, kind in table["columns"] if column not in gone_from(name)]


def gone_from(name):
    return REPLACED.get(name, ())


def in_new_words(name, table):
    """The rows of a table without its replaced columns, with each word that a migration put in another's place."""
    words = NEW_WORDS.get(name, {})
    columns = [column for column, _ in table["columns"]]
    return [
        [
            words[column].get(value, value) if column in words else value
            for column, value in zip(columns, row, strict=True)
            if column not in gone_from(name)
        ]
        for row in table["rows"]
    ]


@pytest.mark.parametrize("name", GROW)
def test_kinds_of_records_and_grants_keep_their_numbers(dump, name):
    table = dump["tables"][name]
    with connection.cursor() as cursor:
        now = rows_of(cursor, name, table["columns"])
    assert [row for row in table["rows"] if row not in now] == []


def test_the_dump_holds_something_of_everything(dump):
    """A dump with an empty table tells nothing of it. Nobody is given a permission of their own."""
    empty = {name for name, table in dump["tables"].items() if not table["rows"]}
    assert empty == {"accounts_user_user_permissions"}


# Who may do what


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_it_may_in_a_fresh_installation(role):
    granted = Permission.objects.filter(group__name=role)
    named = set(granted.values_list("content_type__app_label", "codename"))
    assert named == set(permissions_of(role))


@pytest.mark.parametrize(
    ("username", "password", "lands_on"),
    [(ANALYST, PASSWORD, "/my-work/"), (BOARD, f"{PASSWORD}-again", "/")],
)
def test_people_sign_in_with_the_passwords_that_they_had(username, password, lands_on):
    client = Client()
    said = {"username": username, "password": password}
    assert client.post("/accounts/sign-in/", said).headers["Location"] == lands_on
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("username", EVERYBODY)
def test_everybody_reads_what_everybody_reads(username):
    client = signed_in(username)
    addresses = ("/", "/flags/", "/indicators/", "/rounds/", "/uploads/", "/places/cornwall/")
    for address in (*addresses, ADULTS, HISTORY, "/uploads/1/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("username", [BOARD, ANALYST])
def test_uploads_are_read_at_whatever_stage_they_are(username):
    client = signed_in(username)
    for address in UPLOADS:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("/uploads/1/file/", {ANALYST, ADMIN}),
        ("/uploads/5/columns/", {ANALYST, ADMIN}),
        ("/uploads/8/erase/", {ADMIN}),
        ("/rounds/2011-12-q2/close/", {ANALYST, ADMIN}),
        (f"{CLOSURES}reporting/", {ANALYST, ADMIN}),
        (f"{CLOSURES}commentary/", {OFFICER, ANALYST, ADMIN}),
    ],
)
def test_the_rest_is_for_whom_it_was_for(address, may):
    codes = {name: signed_in(name).get(address).status_code for name in EVERYBODY}
    assert codes == {name: 200 if name in may else 403 for name in EVERYBODY}


# What its pages say


@pytest.mark.parametrize(
    ("address", "words"),
    [
        # Statuses and directions are worked out anew each time.
        ("/", "1 Off track 4 Missed 2 Overdue 10 No target 6 No figures yet"),
        ("/", "2 On track 1 Achieved"),
        (ADULTS, "Just on track: 81% in Q2 2011/12 against a target of at least 80% for 2011/12"),
        (ADULTS, "Improving: 81% in Q2 2011/12, up 4 percentage points from 77% in Q1 2011/12"),
        (ADULTS, "The summer is still to come."),
        # Its first quarter was removed, and is late though the second is in.
        (CLOSURES, "Overdue: the figure for Q1 2011/12 was due on 20 July 2011 and is not in."),
        ("/indicators/shed-burglary/", "Worsening: 7 crimes in Q2 2011/12, up from 5 crimes"),
        (HISTORY, "515 offences, when Q1 2011/12 was closed on 17 February 2012, 09:54"),
        ("/rounds/", "Q2 2011/12 11 5 1 1 0 3 1 Open"),
        ("/rounds/", "Q1 2011/12 11 8 0 2 0 1 0 17 February 2012"),
        ("/rounds/2011-12-q1/", "As reported: 86% Now: 84%, since 17 February 2012, by Aled Nance"),
        ("/uploads/1/", "4 New 1 Changed 1 Removed 1 Unchanged 1 Blank, left alone 0 Rejected"),
        ("/uploads/", "With errors.csv, upload 4 Figures of indicators Checked, with 3 errors"),
        ("/uploads/8/", "The content of the file was erased by Ada Carlyon on 17 February 2012"),
    ],
)
def test_pages_say_what_they_said(address, words):
    assert words in words_of(signed_in(BOARD).get(address))


def test_each_upload_is_at_its_stage():
    stages = model("performance.Upload").order_by("pk").values_list("stage", flat=True)
    assert list(stages) == [
        "applied", "undone", "discarded", "checked", "mapping", "refused", "checked", "applied",
        "applied", "checked", "applied", "undone", "applied", "applied", "waiting",
    ]  # fmt: skip


def test_an_indicator_that_waits_counts_nowhere_yet():
    assert signed_in(BOARD).get("/indicators/robbery/").status_code == 404
    assert "Robbery" in words_of(signed_in(ANALYST).get("/uploads/10/"))


# What people go on doing


def latest(slug, start):
    figure = model("performance.Figure").filter(indicator__slug=slug, known_to=None)
    return figure.filter(period_start=start).values_list("value", flat=True).first()


def figures_of_the_upload():
    q1, q2 = date(2011, 4, 1), date(2011, 7, 1)
    adults, young, closures = (page.split("/")[2] for page in (ADULTS, YOUNG, CLOSURES))
    return {
        "adults, Q2": latest(adults, q2),
        "young people, Q1": latest(young, q1),
        "closures, Q1": latest(closures, q1),
        "closures, Q2": latest(closures, q2),
    }


def test_an_applied_upload_is_taken_back_whole():
    analyst = signed_in(ANALYST)
    assert figures_of_the_upload() == {
        "adults, Q2": 81, "young people, Q1": 84, "closures, Q1": None, "closures, Q2": 5,
    }  # fmt: skip

    # What a later one corrected would be kept, so that one goes first.
    do(analyst, "/uploads/14/undo/", reason="The court was wrong")
    do(analyst, "/uploads/1/undo/", reason="The police were wrong")

    assert figures_of_the_upload() == {
        "adults, Q2": None, "young people, Q1": 85, "closures, Q1": 4, "closures, Q2": None,
    }  # fmt: skip
    upload = model("performance.Upload").get(pk=1)
    assert (upload.stage, upload.counts["restored"], upload.counts["kept"]) == ("undone", 6, [])


def test_scores_and_comparators_are_taken_back_too():
    admin = signed_in(ADMIN)
    for number in (11, 13):
        do(admin, f"/uploads/{number}/undo/", reason="They were last year's")
    uploads = model("performance.Upload").filter(pk__in=[11, 13])
    assert [one.stage for one in uploads] == ["undone", "undone"]
    assert [one.counts["restored"] for one in uploads] == [2, 2]


def test_a_file_that_waited_is_checked_and_one_that_was_checked_is_applied():
    analyst = signed_in(ANALYST)
    for number in (7, 10):
        do(analyst, f"/uploads/{number}/apply/", reason="They came late")
    stages = model("performance.Upload").filter(pk__in=[7, 10, 15]).order_by("pk")
    assert [one.stage for one in stages] == ["applied", "applied", "checked"]
    assert signed_in(BOARD).get("/indicators/robbery/").status_code == 200


def test_headings_named_before_are_known_again():
    rows = "calendar_quarter,All crime,Shed burglary,bicycle_theft\n2011Q4,80,6,3\n"
    file = SimpleUploadedFile("Recorded again.csv", rows.encode())
    do(signed_in(ANALYST), "/uploads/new/", kind="figures", file=file)
    upload = model("performance.Upload").latest("pk")
    assert (upload.pk, upload.stage, upload.counts["new"]) == (16, "checked", 2)


def test_a_round_is_opened_again():
    do(signed_in(ADMIN), "/rounds/2011-12-q1/reopen/", reason="Figures were missing again")
    assert "This quarter is open." in words_of(signed_in(BOARD).get("/rounds/2011-12-q1/"))
