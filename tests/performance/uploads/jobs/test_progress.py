"""The page of an upload is truthful about work that nobody hears of any more."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.jobs import leases
from core.jobs.leases import SILENCE, Progress
from performance.models import Job, Upload

HEARD = datetime(2011, 12, 1, 14, 3, 20, tzinfo=UTC)
HELD_UNTIL = HEARD + leases.LEASE


def progress(seconds, attempts=1):
    job = Job(state="running", attempts=attempts, leased_until=HELD_UNTIL)
    return Progress(job, HEARD + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seconds", "is_silent", "is_free"),
    [(0, False, False), (37, False, False), (38, True, False), (60, True, False), (61, True, True)],
)
def test_two_beats_that_did_not_come_are_a_silence(seconds, is_silent, is_free):
    found = progress(seconds)
    assert (found.heard_at, found.is_silent, found.is_free) == (HEARD, is_silent, is_free)


def test_a_silence_is_over_before_the_lease():
    assert 2 * leases.SECONDS_BETWEEN_BEATS < SILENCE.total_seconds() < leases.LEASE.total_seconds()


def test_what_nobody_holds_is_not_silent():
    waiting = Progress(Job(state="waiting"), HEARD)
    assert (waiting.heard_at, waiting.is_silent, waiting.is_free) == (None, False, False)


@pytest.mark.parametrize(("attempts", "following"), [(0, 1), (1, 2), (2, 3), (3, None)])
def test_an_attempt_follows_until_there_have_been_enough(attempts, following):
    assert progress(0, attempts).next_attempt == following


@pytest.fixture
def upload(analyst):
    return Upload.objects.create(
        file_name="Q1.csv", size=1, sha256="0", uploaded_by=analyst, stage="applying"
    )


@pytest.fixture
def job(upload, analyst):
    return Job.objects.create(
        upload=upload, task="apply", asked_by=analyst, state="running", attempts=1,
        worker="killed", leased_until=HELD_UNTIL, doing="Writing 300 figures, since 14:03",
    )  # fmt: skip


@pytest.fixture
def said(client, analyst, upload, sign_in):
    """What the page, and the piece of it that is fetched again, say so many seconds after the worker was heard of."""

    def at(seconds):
        with time_machine.travel(HEARD + timedelta(seconds=seconds), tick=False):
            reader = sign_in(analyst)
            page = reader.get(upload.get_absolute_url()).content.decode()
            piece = reader.get(f"{upload.get_absolute_url()}progress/").content.decode()
        assert " ".join(piece.split()) in " ".join(page.split())
        return piece

    return at


def test_work_that_was_heard_of_goes_on(said, job):
    html = said(20)
    assert "Writing 300 figures, since 14:03." in html
    assert "<progress" in html
    assert "heard of" not in html


def test_work_of_a_killed_worker_is_not_said_to_go_on(said, job):
    html = said(40)
    assert "Nothing has been heard of the work since 14:03:20." in html
    assert "taken up again at 14:04:20 or soon after: attempt 2 of 3." in html
    assert "<progress" not in html
    assert "data-finished" not in html


def test_when_its_lease_has_run_out_it_waits_for_a_worker(said, job):
    assert "taken up again as soon as a worker is free: attempt 2 of 3." in said(75)


def test_after_the_last_attempt_it_is_given_up(said, job):
    Job.objects.update(attempts=3)
    assert (
        "attempt 3 of 3. Unless it reports before then, it is given up at 14:04:20 or soon after."
        in said(40)
    )
    assert "It is about to be given up." in said(75)


def test_what_is_taken_over_says_so_and_nothing_of_what_the_other_did(said, job):
    Job.objects.update(done=200, total=300)
    with time_machine.travel(HEARD + timedelta(seconds=61), tick=False):
        assert leases.claim("other").pk == job.pk

    html = said(62)

    assert "taken up again: attempt 2 of 3." in html
    assert "Just begun." in html
    assert "300" not in html


def test_a_job_that_waits_for_another_attempt_says_so(said, job):
    leases.retry_or_fail(job)
    assert (
        "interrupted, and is taken up again as soon as a worker is free: attempt 2 of 3." in said(5)
    )


def test_each_report_counts_as_heard_of(job):
    now = timezone.now()
    with leases.Heartbeat(job) as heartbeat:
        heartbeat.report(1, 2, "Writing")
    job.refresh_from_db()
    assert Progress(job, timezone.now()).heard_at >= now
