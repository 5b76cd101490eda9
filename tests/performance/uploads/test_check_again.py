"""A kept file is read anew, when what it is held to has changed."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from core.jobs import queue
from core.periods import Period
from performance.models import Indicator, Job, Upload
from performance.uploads import actions
from performance.uploads.refusals import NotNow
from tests.pages.reading_pages import words_of

Q1 = Period.quarter(2010, 1)
ROWS = b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q1 2010/11,71%\n"
TOWN = ROWS + b"Convictions,Newtown,Q1 2010/11,72%\n"
# A proportion where a percentage is meant is doubted.
DOUBTED = b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q2 2010/11,0.71%\n"


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


@pytest.fixture
def client(sign_in, analyst, indicator):
    return sign_in(analyst)


@pytest.fixture
def send(client):
    def upload(content=ROWS):
        file = SimpleUploadedFile("figures.csv", content)
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


def check(client, upload):
    response = client.post(reverse("uploads:check", args=[upload.pk]), follow=True)
    queue.work()
    upload.refresh_from_db()
    return response


def test_errors_go_when_what_was_missing_is_there(client, send, world):
    upload = send(TOWN)
    assert upload.findings.get().code == "unknown_area"
    assert "Check again" in words_of(client.get(upload.get_absolute_url()))
    first = upload.checked_at
    world.area("Newtown", within=world.county)

    assert "figures.csv is read again" in words_of(check(client, upload))

    assert (upload.stage, upload.findings.count()) == ("checked", 0)
    assert (upload.counts["new"], upload.counts["changed"], upload.counts["error"]) == (1, 1, 0)
    assert upload.rows.count() == 2
    assert upload.checked_at > first


def test_it_is_held_to_what_stands_now(client, send, indicator):
    upload = send()
    assert upload.counts["changed"] == 1
    indicator.figures.update(value=71)
    check(client, upload)
    assert (upload.counts["changed"], upload.counts["unchanged"]) == (0, 1)


def test_an_indicator_that_has_gone_since_is_an_error_at_its_cell(client, send, world):
    other = world.indicator(world.theme(), name="Robbery")
    upload = send(b"Indicator,Area,Period,Value\nRobbery,Somewhere,Q1 2010/11,71%\n")
    Indicator.objects.filter(pk=other.pk).delete()
    check(client, upload)
    assert upload.findings.get().code == "unknown_indicator"


def test_accepted_warnings_are_asked_again(client, send, analyst):
    upload = send(DOUBTED)
    assert upload.counts["warning"] == 1
    actions.accept_warnings(upload, by=analyst)
    assert "Apply all of it" in client.get(upload.get_absolute_url()).content.decode()
    check(client, upload)
    assert (upload.counts["warning"], upload.warnings_accepted_by) == (1, None)
    with pytest.raises(NotNow, match="Read and accept them"):
        actions.apply(upload, by=analyst)


def test_asked_twice_it_is_done_once(client, send):
    upload = send()
    before = upload.jobs.count()
    address = reverse("uploads:check", args=[upload.pk])
    for _ in range(2):
        assert "There is a problem" not in words_of(client.post(address, follow=True))
    assert upload.jobs.count() == before + 1
    assert upload.jobs.filter(state="waiting").get().task == "check"
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "checked"


@pytest.mark.parametrize("at", ["applying", "applied", "undoing", "undone", "refused", "discarded"])
def test_it_is_not_read_again_at_another_stage(client, send, analyst, at):
    upload = send()
    moments = {"applied_by": analyst, "applied_at": upload.checked_at}
    undone = {"undone_by": analyst, "undone_at": upload.checked_at}
    Upload.objects.filter(pk=upload.pk).update(stage=at, **moments, **undone)
    assert "There is a problem" in words_of(check(client, upload))
    assert upload.stage == at


def test_not_while_other_work_is_under_way(client, send, analyst):
    upload = send()
    actions.apply(upload, by=analyst)
    address = reverse("uploads:check", args=[upload.pk])
    assert "There is a problem" in words_of(client.post(address, follow=True))
    assert Job.objects.filter(state="waiting").get().task == "apply"
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "applied"


def test_only_whoever_may_upload_may_ask_for_it(client, send, sign_in, board, officer):
    upload = send()
    for somebody in (board, officer):
        response = sign_in(somebody).post(reverse("uploads:check", args=[upload.pk]))
        assert response.status_code == 403
        page = sign_in(somebody).get(upload.get_absolute_url())
        assert "Check again" not in words_of(page)
    upload.refresh_from_db()
    assert upload.stage == "checked"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_neither_is_refused(send, analyst):
    upload = send()
    before, wrong = upload.jobs.count(), []
    together = threading.Barrier(2)

    def ask():
        try:
            together.wait()
            actions.check_again(Upload.objects.get(pk=upload.pk), by=analyst)
        except Exception as why:
            wrong.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert upload.jobs.count() == before + 1
