"""A layout that is remembered is said to be, can be replaced, and is not used again once it has failed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from performance.models import ColumnMapping, Upload
from performance.uploads.actions import apply, discard, undo
from tests.pages.reading_pages import words_of

ANSWERS = {"column_0": "indicator", "column_1": "period", "column_2": "value"}
SAID = "Read as first.csv of"


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(world.theme(), unit="offences", number_kind="counted", name="Robbery")
    return sign_in(analyst)


@pytest.fixture
def send(client):
    """Sends a file in whose headings say nothing, and gives the upload once it is checked."""

    def sent(value, name="next.csv", indicator="Robbery"):
        content = f"This,When,Much\n{indicator},Q1 2011/12,{value}\n"
        file = SimpleUploadedFile(name, content.encode())
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
        queue.work()
        return Upload.objects.latest("pk")

    return sent


@pytest.fixture
def name(client):
    def named(upload, **answers):
        response = client.post(reverse("uploads:columns", args=[upload.pk]), ANSWERS | answers)
        assert response.status_code == 302, response.context["form"].errors
        queue.work()
        upload.refresh_from_db()
        return upload

    return named


@pytest.fixture
def first(send, name):
    return name(send(5, name="first.csv"))


@pytest.fixture
def work(analyst):
    """Does something to an upload, and gives it as it stands then."""

    def done(act, upload, **facts):
        act(upload, by=analyst, **facts)
        queue.work()
        upload.refresh_from_db()
        return upload

    return done


def words(client, upload):
    return words_of(client.get(upload.get_absolute_url()))


def test_the_next_file_is_read_so_and_says_as_which(client, send, first):
    upload = send(6)

    assert upload.stage == "checked"
    page = client.get(upload.get_absolute_url())
    assert SAID in words_of(page)
    assert f'href="{reverse("uploads:columns", args=[upload.pk])}">Read it otherwise' in (
        page.content.decode()
    )


def test_the_file_whose_columns_were_named_says_nothing_of_it(client, first):
    assert "Read as" not in words(client, first)


def test_it_is_said_again_when_the_file_is_checked_again(client, send, first):
    upload = send(6)
    client.post(reverse("uploads:check", args=[upload.pk]))
    queue.work()

    assert SAID in words(client, upload)


def test_once_it_is_read_otherwise_nothing_is_said(client, send, name, first):
    upload = name(send(6))

    assert "Read as" not in words(client, upload)


def test_a_layout_of_an_earlier_version_says_what_is_known(client, send, first):
    ColumnMapping.objects.update(named_for=None)

    assert "Its columns are read as those of the last file" in words(client, send(6))


def test_a_layout_whose_figures_were_taken_back_is_not_used_again(send, work, first):
    work(apply, first)
    work(undo, first, reason="Columns were mixed up")

    assert send(6).stage == "mapping"


def test_a_layout_whose_faultless_preview_was_discarded_is_not_used_again(send, work, first):
    work(discard, send(6))

    assert send(7).stage == "mapping"


def test_a_layout_that_read_next_to_nothing_is_not_used_again(send, work, first):
    upload = send("much")
    assert upload.counted.rejected == 1
    work(discard, upload)

    assert send(7).stage == "mapping"


def test_a_layout_stays_when_a_file_with_some_errors_is_discarded(client, send, work, first):
    lines = "This,When,Much\nRobbery,Q1 2011/12,much\nRobbery,Q2 2011/12,5\nRobbery,Q3 2011/12,6\n"
    file = SimpleUploadedFile("some.csv", lines.encode())
    client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
    queue.work()
    work(discard, Upload.objects.latest("pk"))

    assert send(7).stage == "checked"


def test_a_layout_that_failed_is_not_offered_on_the_page_of_columns(client, send, work, first):
    work(discard, send(6))
    upload = send(7)

    form = client.get(reverse("uploads:columns", args=[upload.pk])).context["form"]

    assert [column.field.initial for column in form.columns] != list(ANSWERS.values())


def test_a_layout_that_failed_holds_again_once_it_is_named_anew(send, name, work, first):
    work(discard, send(6))
    name(send(7))

    assert send(8).stage == "checked"


def test_what_was_named_since_does_not_fail_with_an_older_file(send, name, work, first):
    older = send(6)
    name(send(7), column_1="value", column_2="period")

    work(discard, older)

    assert ColumnMapping.objects.get().failed_at is None


def test_a_file_keeps_its_reading_when_the_layout_fails_meanwhile(client, send, work, first):
    upload = send(6)
    work(discard, send(7))
    client.post(reverse("uploads:check", args=[upload.pk]))
    queue.work()
    upload.refresh_from_db()

    assert upload.stage == "checked"
