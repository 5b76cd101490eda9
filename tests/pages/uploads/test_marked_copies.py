"""A copy with what is wrong marked is asked for by a POST, made in the background, and taken away by who may have the file."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.jobs import queue
from core.periods import Period
from performance.models import MarkedCopy, MarkedCopyFile, Upload, UploadFile
from performance.uploads import actions
from performance.uploads.erasing import ErasureRequest, erase
from performance.uploads.files.refusals import MachineAtFault, refusal
from performance.uploads.stages import enqueue
from performance.workbooks import asking
from tests.pages.reading_pages import words_of

CSV = b"Indicator,Area,Period,Value\nBurglary,Somewhere,Q1 2011/12,a few\n"


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture
def make(world, analyst):
    world.indicator(world.theme(), value=9, period=Period.quarter(2010, 1), name="Burglary")

    def checked(by=analyst):
        made = Upload.objects.create(
            kind="figures", file_name="q1.csv", size=len(CSV), sha256="0", uploaded_by=by
        )
        UploadFile.objects.create(upload=made, content=CSV)
        enqueue(made, "check", by=by)
        queue.work()
        made.refresh_from_db()
        assert made.findings.exists()
        return made

    return checked


@pytest.fixture
def upload(make):
    return make()


def at(upload, page="marked"):
    return reverse(f"uploads:{page}", args=[upload.pk])


def ask(client, upload):
    return client.post(at(upload), follow=True)


def test_it_is_asked_for_made_and_taken_away(client, upload):
    assert "Mark these cells in your workbook" in words_of(client.get(upload.get_absolute_url()))
    page = ask(client, upload)
    assert "The copy waits its turn" in words_of(page)
    assert "data-finished" not in client.get(at(upload, "marked_progress")).content.decode()
    assert client.get(at(upload, "marked_file")).status_code == 404
    assert queue.work() == 1
    assert "data-finished" in client.get(at(upload, "marked_progress")).content.decode()
    assert "Download the marked workbook" in words_of(client.get(at(upload)))
    answer = client.get(at(upload, "marked_file"))
    assert 'filename="q1, marked.xlsx"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert any("a few" in str(cell.value) for sheet in book for row in sheet for cell in row)


def test_looking_makes_nothing(client, upload):
    assert client.get(at(upload))["Location"] == upload.get_absolute_url()
    assert client.get(at(upload, "marked_file")).status_code == 404
    assert not MarkedCopy.objects.exists()


def test_it_is_made_once(client, upload, sign_in, administrator):
    ask(client, upload)
    ask(client, upload)
    queue.work()
    ask(sign_in(administrator), upload)
    assert MarkedCopy.objects.count() == 1


def test_nobody_has_more_than_three_made_at_a_time(client, make):
    for upload in (make(), make(), make(), make()):
        page = ask(client, upload)
    assert MarkedCopy.objects.count() == asking.MOST_UNDER_WAY
    assert "Three copies are being made for you" in words_of(page)


def test_what_was_found_before_is_not_handed_out_after_another_check(client, upload, analyst):
    ask(client, upload)
    queue.work()
    actions.check_again(upload, by=analyst)
    queue.work()
    assert client.get(at(upload, "marked_file")).status_code == 404
    ask(client, upload)
    queue.work()
    assert client.get(at(upload, "marked_file")).status_code == 200
    assert MarkedCopy.objects.count() == 1


def test_a_check_while_it_is_made_is_told(client, upload):
    ask(client, upload)
    Upload.objects.filter(pk=upload.pk).update(checked_at=timezone.now())
    queue.work()
    assert MarkedCopy.objects.get().problem == asking.CHANGED
    assert not MarkedCopyFile.objects.exists()


def refuse(upload):
    raise refusal("unreadable")


def break_down(upload):
    raise MachineAtFault


@pytest.mark.parametrize(
    ("fails", "said"), [(refuse, "could not be marked."), (break_down, asking.NOT_NOW)]
)
def test_what_cannot_be_marked_says_why_and_is_tried_again(
    fails, said, client, upload, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(asking, "marked_copy", fails)
        ask(client, upload)
        queue.work()
    page = words_of(client.get(at(upload)))
    assert "The copy was not made" in page
    assert said in page
    ask(client, upload)
    queue.work()
    assert client.get(at(upload, "marked_file")).status_code == 200


def test_whoever_lost_the_right_gets_none(client, upload, analyst):
    ask(client, upload)
    analyst.groups.clear()
    queue.work()
    assert MarkedCopy.objects.get().problem == asking.GONE


def test_it_goes_with_the_file(client, upload, administrator):
    ask(client, upload)
    queue.work()
    wanted = ErasureRequest("It names a victim", "Removed.csv")
    erase(upload, wanted, expected_stage="checked", by=administrator)
    assert not MarkedCopyFile.objects.exists()


def test_it_is_kept_as_long_as_a_pack(client, upload, settings):
    ask(client, upload)
    queue.work()
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"packs": 2}
    for days, kept in ((1, 1), (3, 0)):
        MarkedCopy.objects.update(asked_at=timezone.now() - timedelta(days=days))
        call_command("purge", verbosity=0)
        assert MarkedCopyFile.objects.count() == kept


def test_a_file_without_findings_has_nothing_to_mark(client, upload):
    upload.findings.all().delete()
    assert "there is nothing to mark" in words_of(ask(client, upload))
    assert not MarkedCopy.objects.exists()
