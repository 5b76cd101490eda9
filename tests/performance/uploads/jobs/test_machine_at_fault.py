"""A good file is not refused because the machine was at fault: it is tried again, and can be checked later."""

import pytest

from core.jobs import queue
from performance.models import Job, Upload, UploadFile
from performance.uploads import actions, check, stages
from performance.uploads.files.refusals import MachineAtFault
from tests.pages.reading_pages import words_of

CSV = b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q1 2010/11,71\n"


@pytest.fixture
def upload(world, analyst):
    world.indicator(world.theme(), name="Convictions")
    made = Upload.objects.create(
        kind="figures", file_name="figures.csv", size=len(CSV), sha256="0", uploaded_by=analyst
    )
    UploadFile.objects.create(upload=made, content=CSV)
    stages.enqueue(made, "check", by=analyst)
    return made


@pytest.fixture
def failing(monkeypatch):
    """The reading process is ended as often as the test says."""
    really, left = check.read_table, [0]

    def read(*args):
        if left[0]:
            left[0] -= 1
            raise MachineAtFault("The process that reads uploads was ended (SIGTERM).")
        return really(*args)

    monkeypatch.setattr(check, "read_table", read)
    return left


def test_one_end_by_a_restart_is_made_good_by_the_next_attempt(upload, failing):
    failing[0] = 1
    queue.work()
    upload.refresh_from_db()

    assert upload.stage == "checked"
    assert upload.refusal == ""
    assert Job.objects.get().attempts == 2


def test_a_disk_that_stays_full_leaves_it_to_be_checked_later(upload, failing, sign_in, analyst):
    failing[0] = 3
    queue.work()
    upload.refresh_from_db()
    words = words_of(sign_in(analyst).get(upload.get_absolute_url()))

    assert upload.stage == "waiting"
    assert Job.objects.get().state == "failed"
    assert "Check the file again" in words

    actions.check_again(upload, by=analyst)
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "checked"
