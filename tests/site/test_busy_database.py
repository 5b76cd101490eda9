"""A writer that keeps the database costs nobody what they typed, and nobody sees an error of ours."""

import sqlite3

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from performance.models import Upload
from tests.pages.reading_pages import words_of

LONG = "Counted twice in Penzance & Truro, as <the police> said on 3 May."


def locked():
    why = sqlite3.OperationalError("database is locked")
    why.sqlite_errorcode = sqlite3.SQLITE_BUSY
    error = OperationalError("database is locked")
    error.__cause__ = why
    return error


@pytest.fixture
def client(sign_in, analyst, monkeypatch):
    """Every save meets a database that another keeps."""
    client = sign_in(analyst)
    client.raise_request_exception = False
    return client


@pytest.fixture
def kept_by_another(monkeypatch):
    def refuse(*args, **kwargs):
        raise locked()

    monkeypatch.setattr("safercornwall.pages.uploads.steps.actions.undo", refuse)
    monkeypatch.setattr("safercornwall.pages.uploads.new.receive", refuse)


@pytest.fixture
def undo(world, analyst):
    made = Upload.objects.create(
        kind="figures", file_name="figures.csv", size=1, sha256="0", uploaded_by=analyst,
        stage="applied", applied_by=analyst, applied_at=timezone.now(),
    )  # fmt: skip
    return f"{made.get_absolute_url()}undo/"


def test_a_save_that_waited_in_vain_says_busy_and_keeps_what_was_typed(
    client, undo, kept_by_another
):
    answer = client.post(undo, {"reason": LONG})

    assert answer.status_code == 503
    assert answer["Retry-After"] == "20"
    assert "Nothing of your change is saved yet" in words_of(answer)
    assert 'name="reason"' in answer.text
    assert "Penzance &amp; Truro, as &lt;the police&gt;" in answer.text
    assert f'action="{undo}"' in answer.text


def test_a_file_has_to_be_chosen_again(client, world, kept_by_another):
    file = SimpleUploadedFile("figures.csv", b"a,b")
    answer = client.post("/uploads/new/", {"kind": "figures", "file": file})

    assert answer.status_code == 503
    assert "A file or a password has to be given anew" in words_of(answer)


@pytest.mark.django_db
def test_no_password_is_written_into_the_page(monkeypatch):
    def refuse(*args, **kwargs):
        raise locked()

    monkeypatch.setattr("django.contrib.auth.forms.authenticate", refuse)
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/sign-in/", {"username": "aled", "password": "three-choughs"})

    assert answer.status_code == 503
    assert "three-choughs" not in answer.text


def test_another_error_of_the_database_is_an_error_still(client, undo, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("the disk is broken")

    monkeypatch.setattr("safercornwall.pages.uploads.steps.actions.undo", refuse)
    assert client.post(undo, {"reason": LONG}).status_code == 500


def refused_by_sqlite(code):
    why = sqlite3.OperationalError("said by SQLite")
    why.sqlite_errorcode = code
    error = OperationalError("said by SQLite")
    error.__cause__ = why
    return error


SAID = {
    sqlite3.SQLITE_CANTOPEN: ("Its database does not answer", "Your change may not be saved"),
    sqlite3.SQLITE_FULL: ("Its disk is full", "Nothing of your change is saved yet"),
    sqlite3.SQLITE_READONLY: ("takes no changes just now", "Nothing of your change is saved yet"),
}


@pytest.mark.parametrize("code", SAID)
def test_a_database_that_does_nothing_is_told_of_without_it(client, undo, monkeypatch, code):
    """Every statement fails, that of a session and of a navigation too: the page has what was typed all the same."""

    def refuse(*args, **kwargs):
        raise refused_by_sqlite(code)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("django.db.backends.utils.CursorWrapper._execute", refuse)
        sent, read = Client.post(client, undo, {"reason": LONG}), client.get("/")

    for answer in (sent, read):
        assert answer.status_code == 503
        assert answer["Retry-After"] == "20"
        assert SAID[code][0] in words_of(answer)
        assert answer["Cache-Control"] == "private, no-store"
    assert SAID[code][1] in words_of(sent)
    assert "Penzance &amp; Truro, as &lt;the police&gt;" in sent.text
    client.post(undo, {"reason": LONG})
    assert Upload.objects.get().stage == "undoing"


@pytest.mark.parametrize(
    ("code", "status"), [(sqlite3.SQLITE_FULL, 200), (sqlite3.SQLITE_CORRUPT, 500)]
)
def test_a_full_disk_keeps_nobody_from_reading(client, undo, monkeypatch, code, status):
    """Who reads was last seen some time ago, and that they are here now is not kept."""
    session = client.session
    session["visit"] = {**session["visit"], "seen": session["visit"]["seen"] - 120}
    session.save()

    def refuse(*args, **kwargs):
        raise refused_by_sqlite(code)

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", refuse)
    assert client.get("/uploads/").status_code == status


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once")
def test_a_writer_that_really_keeps_the_database_is_told_of(client, undo):
    """With a wait of a moment instead of 20 seconds."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post(undo, {"reason": LONG})
    finally:
        other.rollback()
        other.close()
        connection.close()

    assert answer.status_code == 503
    assert "Penzance &amp; Truro" in answer.text
    assert Upload.objects.get().stage == "applied"
    client.post(undo, {"reason": LONG})
    assert Upload.objects.get().stage == "undoing"
