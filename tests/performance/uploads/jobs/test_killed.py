"""Workers and servers that are killed for real, at every moment of their work, leave nothing lost and nothing by halves."""

import signal
import time
from contextlib import ExitStack
from itertools import count

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.jobs import queue
from performance.models import Job, StagedRow, Upload
from performance.models.jobs import STAGES
from tests.databases import copied, use_database
from tests.performance.uploads.killing import (
    Dying,
    another,
    ask,
    everything,
    fill,
    free_port,
    go_on_to,
    is_stuck,
    keep,
    kill,
    let_the_lease_run_out,
    meaning,
    put_back,
    running,
    stuck_at,
    until,
    what_applying_makes,
    what_counts,
)

State, Task = Job.State, Job.Task
TOWNS, QUARTERS = 200, 100


@pytest.fixture(autouse=True)
def db(django_db_setup, django_db_blocker):
    """No transaction of the test's own, which no other process would see into: each takes a copy."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def dying(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        process = Dying()
        yield process
        process.stop()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Makes a database in which a task has been asked for, and gives its name. Nobody changes it; all take copies."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        names, numbers = {}, count(1)

        def make(task, towns=4, quarters=8):
            if (task, towns) not in names:
                name = names[task, towns] = stack.enter_context(copied(f"made{next(numbers)}"))
                with use_database(name):
                    fill(towns, quarters)
                    go_on_to(task)
            return names[task, towns]

        yield make


@pytest.fixture(params=Task)
def task(request):
    return request.param


def upload():
    return Upload.objects.get()


def job():
    return Job.objects.latest("asked_at")


def take_over():
    """Another worker comes, to no avail while the lease lasts."""
    if job().state == State.RUNNING:
        assert queue.work() == 0
        let_the_lease_run_out()
    queue.work()
    assert (job().state, job().problem) == (State.DONE, "")


@pytest.fixture(scope="module")
def told(made, dying):
    """By task, the statements of a worker that nobody kills, and what they leave."""
    known = {}

    def tell(task):
        if task not in known:
            with another(made(task)):
                moments = dying.work()["seen"]
                assert upload().stage in STAGES[task].ends
                known[task] = moments, meaning()
        return known[task]

    return tell


def commit_of(moments):
    """The moment when all is written, and nothing yet kept."""
    return max(n for n, one in enumerate(moments) if one == "COMMIT")


def is_as_it_was(before, task):
    """A check that has begun says so; nothing else shows."""
    now = everything()
    begun = upload().stage in (STAGES[task].before, STAGES[task].during)
    return begun and {**now, Upload: None} == {**before, Upload: None}


# At every moment


def test_killed_at_any_moment_it_is_taken_over_and_right(task, made, dying, told):
    moments, after = told(task)
    undone = []
    # One that only reads leaves everything as it is for the next.
    writing = [n for n, one in enumerate(moments) if not one.startswith("SELECT")]
    with another(made(task)):
        before, kept = everything(), keep()
        for at in writing:
            put_back(kept)
            assert dying.work(at=at)["signal"] == signal.SIGKILL
            if upload().stage not in STAGES[task].ends:
                assert is_as_it_was(before, task), moments[at]
                undone.append(at)
            take_over()
            assert meaning() == after, moments[at]
    assert undone[-1] == commit_of(moments)


def test_killed_three_times_it_fails_in_plain_words_and_can_be_tried_again(task, made, dying, told):
    moments, after = told(task)
    with another(made(task)):
        before = everything()
        for attempt in (1, 2, 3):
            died = dying.work(at=commit_of(moments))
            assert died["signal"] == signal.SIGKILL
            assert (job().state, job().attempts) == (State.RUNNING, attempt)
            assert is_as_it_was(before, task)
            let_the_lease_run_out()

        assert queue.work() == 0

        assert job().state == State.FAILED
        assert "stopped three times" in job().problem
        assert "Nothing was changed. Try again" in job().problem
        assert upload().stage == STAGES[task].before
        assert is_as_it_was(before, task)

        ask(task)
        assert queue.work() == 1
        assert meaning() == after


# In the very middle of 20,000 rows, from outside


@pytest.fixture
def middle(made):
    """In the database of a large upload that is to be applied, the cell in the middle of what it writes."""
    with another(made(Task.APPLY, TOWNS, QUARTERS)):
        written = StagedRow.objects.filter(verdict__in=["new", "changed"]).order_by("pk")
        yield written.values_list("cell", flat=True)[written.count() // 2]


def killed_at(cell, *command, **more):
    """What was there before, once a process of ours is killed while it writes the figure of the cell."""
    before = everything()
    with stuck_at(cell), running(*command, **more) as process:
        until(is_stuck)
        kill(process)
    return before


def test_a_worker_killed_in_the_very_middle_leaves_the_figures_as_they_were(middle):
    command = ("manage.py", "work_on_uploads")
    before = killed_at(middle, *command)

    assert everything() == before
    assert upload().stage == Upload.Stage.APPLYING
    assert job().leased_until > timezone.now()
    assert job().doing.startswith("Writing 15,000 figures, since ")
    assert queue.work() == 0

    let_the_lease_run_out()
    with running(*command):
        until(lambda: job().state == State.DONE)
    assert (job().attempts, upload().stage) == (2, Upload.Stage.APPLIED)
    assert what_counts() == what_applying_makes(QUARTERS)


def test_a_server_killed_in_the_very_middle_goes_on_when_it_is_started_again(middle, tmp_path):
    """Nobody asks it for a page: the browser is closed."""
    command = (
        "-m", "gunicorn", "--config", "scripts/gunicorn_demo.py",
        "--pid", str(tmp_path / "pid"), "safercornwall.wsgi",
    )  # fmt: skip
    own = {
        "HOST": "127.0.0.1",
        "PORT": free_port(),
        "DJANGO_SETTINGS_MODULE": "tests.performance.uploads.served",
    }
    before = killed_at(middle, *command, **own)
    assert everything() == before

    let_the_lease_run_out()
    with running(*command, **own):
        until(lambda: job().state == State.DONE)
    assert (job().attempts, upload().stage) == (2, Upload.Stage.APPLIED)
    assert what_counts() == what_applying_makes(QUARTERS)


# Two at once


def test_of_two_workers_with_the_same_job_one_applies_it(made, dying, told):
    """The lease of the first runs out just before it commits. The second waits for it, whichever of the two it is."""
    moments, after = told(Task.APPLY)
    with another(made(Task.APPLY)):
        second = Dying()
        dying.begin(at=commit_of(moments), seconds=4, lease=0.5)
        until(lambda: job().leased_until and job().leased_until < timezone.now())
        done = [second.work()["said"], dying.end()["said"]]
        second.stop()
        assert "1 job done.\n" in done
        assert (job().state, job().problem) == (State.DONE, "")
        assert meaning() == after


def test_a_worker_that_cannot_write_for_long_waits_and_goes_on(made, dying):
    with another(made(Task.APPLY)):
        with transaction.atomic():
            if connection.vendor == "postgresql":
                connection.cursor().execute("LOCK TABLE performance_job IN EXCLUSIVE MODE")
            dying.begin(patience=0.1)
            time.sleep(2)
        assert dying.end()["said"] == "1 job done.\n"
        assert (job().state, job().attempts) == (State.DONE, 1)
