"""Work in the background is done once, is taken over when a worker is killed, and never leaves an upload stuck."""

import importlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from core.jobs import leases, queue
from core.jobs.leases import claim
from core.periods import Period
from performance.models import Figure, Job, Upload, UploadFile
from performance.models.jobs import STAGES
from performance.uploads.jobs import tasks
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.refusals import CannotApply, NotNow
from performance.uploads.stages import enqueue
from safercornwall import wsgi
from tests.world import World

Q1 = Period.quarter(2010, 1)
NOON = datetime(2011, 12, 1, 12, tzinfo=UTC)
State, Task = Job.State, Job.Task
CSV = b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q1 2010/11,71%\n"


@pytest.fixture
def indicator(db):
    world = World()
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


@pytest.fixture
def analyst(person):
    """Without a role, which no worker asks for."""
    return person("aled")


@pytest.fixture
def make(indicator, analyst):
    """An upload of one row at a stage."""

    def upload(at="checked"):
        made = Upload.objects.create(
            file_name="Q1.csv", size=len(CSV), sha256="0", uploaded_by=analyst, stage=at,
            applied_by=analyst, applied_at=NOON, undone_by=analyst, undone_at=NOON,
        )  # fmt: skip
        UploadFile.objects.create(upload=made, content=CSV)
        stage([
            (
                made.pk, 2, "Q1!D2", indicator.pk, indicator.area_id, "", Q1.start, Q1.end,
                "reported", Decimal(71), None, None, "", "",
            )
        ])  # fmt: skip
        compare(made)
        return made

    return upload


@pytest.fixture
def asked(make, analyst):
    def job(task=Task.APPLY):
        return enqueue(make(STAGES[task][0]), task, by=analyst)

    return job


@pytest.fixture
def instead(monkeypatch):
    """Puts something in the place of a task's work."""

    def put(task, work):
        monkeypatch.setitem(tasks.WORK, task, work)

    return put


def run_out(job):
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def stage_of(job):
    return Upload.objects.get(pk=job.upload_id).stage


def latest():
    return Figure.objects.latest_revisions().get().value


# Asking


@pytest.mark.parametrize(
    ("task", "during"), [("check", "waiting"), ("apply", "applying"), ("undo", "undoing")]
)
def test_asking_moves_the_upload_on(asked, task, during):
    job = asked(Task(task))
    assert stage_of(job) == job.upload.stage == during
    assert (job.state, job.attempts) == (State.WAITING, 0)


def test_two_people_ask_and_one_is_told_that_it_is_under_way(make, analyst):
    upload = make()
    same = Upload.objects.get(pk=upload.pk)
    enqueue(upload, Task.APPLY, by=analyst)
    with pytest.raises(NotNow):
        enqueue(same, Task.APPLY, by=analyst)
    assert Job.objects.count() == 1


def test_a_check_is_asked_for_once(make, analyst):
    upload = make("waiting")
    enqueue(upload, Task.CHECK, by=analyst)
    with pytest.raises(NotNow):
        enqueue(upload, Task.CHECK, by=analyst)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("at", sorted(set(Upload.Stage.values) - {"applied"}))
def test_a_task_starts_from_its_own_stage_only(make, analyst, at):
    upload = make(at)
    with pytest.raises(NotNow):
        enqueue(upload, Task.UNDO, by=analyst)
    upload.refresh_from_db()
    assert upload.stage == at


@pytest.fixture
def started(monkeypatch, settings):
    """How often the thread was started, where there is one."""
    settings.UPLOADS_WORKER = "thread"
    times = []
    monkeypatch.setattr(queue._background, "start", lambda: times.append(True))
    monkeypatch.setattr(queue, "_serving", threading.Event())
    return times


def test_the_thread_starts_when_what_was_asked_for_is_in_the_database(
    make, analyst, started, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(make(), Task.APPLY, by=analyst)
        assert not started
    assert started


def test_no_thread_starts_where_a_command_does_the_work(started, settings):
    settings.UPLOADS_WORKER = "command"
    queue.start_thread()
    queue.resume()
    assert not started


def test_the_thread_starts_with_the_first_request_and_not_before(started, sign_in, board):
    importlib.reload(wsgi)
    assert not started

    for _ in range(2):
        wsgi.application(RequestFactory().get("/").environ, lambda *args: None).close()

    assert len(started) == 1


# Working


def test_each_task_ends_in_its_stage(asked):
    ends = [asked(task) for task in Task]
    assert queue.work() == 3
    assert [stage_of(job) for job in ends] == ["checked", "applied", "undone"]
    for job in Job.objects.all():
        assert (job.state, job.problem) == (State.DONE, "")
        assert job.finished_at
        assert job.done == job.total


def test_jobs_are_taken_in_turn_and_by_one_worker_each(asked):
    first, second = asked(), asked()
    assert claim("a").pk == first.pk
    assert claim("b").pk == second.pk
    assert claim("c") is None


def test_a_report_keeps_the_progress_and_renews_the_lease(asked, instead):
    job = asked()
    seen = []

    def work(job, report):
        run_out(job)
        report(3, 10, "Writing")
        job.refresh_from_db()
        seen.append((job.done, job.total, job.doing, job.leased_until > timezone.now()))
        leases.finish(job)

    instead(Task.APPLY, work)
    queue.work()
    assert seen == [(3, 10, "Writing", True)]
    job.refresh_from_db()
    assert (job.done, job.total) == (10, 10)


@time_machine.travel("2011-12-01 14:03Z", tick=False)
def test_work_of_which_nobody_can_tell_how_far_it_is_says_since_when(asked):
    job = asked()
    with leases.Heartbeat(claim("me")) as heartbeat:
        heartbeat.report(0, 0, "Writing 1 figure")
    job.refresh_from_db()
    assert (job.total, job.doing) == (0, "Writing 1 figure, since 14:03")


@pytest.mark.parametrize(
    ("task", "kind", "doing"),
    [("apply", "figures", "Writing 1 figure"), ("undo", "index_scores", "Taking back 1 score")],
)
def test_it_says_what_is_written_and_how_much(asked, monkeypatch, task, kind, doing):
    job = asked(Task(task))
    Upload.objects.update(kind=kind, counts={"new": 1, "unchanged": 3})
    monkeypatch.setattr(tasks, "_in_one_transaction", lambda job, do: None)
    said = []
    tasks.WORK[task](job, lambda *progress: said.append(progress))
    assert said == [(0, 0, doing)]


def test_a_killed_workers_job_is_taken_over_when_its_lease_has_run_out(asked):
    job = asked()
    claim("killed")
    assert queue.work() == 0
    assert leases.any_unfinished()

    run_out(job)
    assert queue.work() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert latest() == 71


def test_a_worker_that_lost_its_lease_stops_and_leaves_the_job_to_the_other(asked, instead):
    job = asked()
    others = []

    def work(job, report):
        run_out(job)
        others.append(claim("other"))
        report(1, 2, "Too late")
        raise AssertionError("it should have stopped")

    instead(Task.APPLY, work)
    queue.run(claim("slow"))
    job.refresh_from_db()
    assert (job.state, job.worker, job.done) == (State.RUNNING, "other", 0)


def test_a_worker_killed_between_the_check_and_saying_so_leaves_nothing_to_do(asked, monkeypatch):
    job = asked(Task.CHECK)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "finish", lambda job: None)
        queue.run(claim("killed"))
    assert (stage_of(job), Job.objects.get().state) == ("checked", State.RUNNING)
    checked_at = Upload.objects.get().checked_at
    run_out(job)

    queue.work()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert Upload.objects.get().checked_at == checked_at


@pytest.mark.parametrize("task", [Task.APPLY, Task.UNDO])
def test_what_a_worker_did_that_lost_its_job_is_as_if_it_had_not(asked, task, monkeypatch):
    """Between its first look and its last, somebody else took the job."""
    job = asked(task)
    before = list(Figure.objects.values_list())
    real = tasks.finish

    def too_late(job):
        run_out(job)
        claim("other")
        real(job)

    monkeypatch.setattr(tasks, "finish", too_late)
    queue.run(claim("slow"))

    assert list(Figure.objects.values_list()) == before
    assert stage_of(job) == STAGES[task].during
    # The take-over was in the transaction that was undone; on its own it stands.
    assert Job.objects.get().worker == "slow"


def test_a_worker_whose_job_is_another_s_does_not_begin(asked, caplog):
    job = asked()
    slow = claim("slow")
    run_out(job)
    claim("other")

    queue.run(slow)

    assert "was taken over from slow" in caplog.text
    assert (latest(), stage_of(job)) == (70, "applying")
    job.refresh_from_db()
    assert (job.state, job.worker) == (State.RUNNING, "other")


def test_a_refusal_and_the_preview_made_afresh_are_kept_together_or_not_at_all(
    make, analyst, monkeypatch
):
    """Killed between the two, the next worker would write what nobody has seen."""
    mine, theirs = make(), make()
    theirs.rows.update(value=72)
    enqueue(theirs, Task.APPLY, by=analyst)
    queue.work()
    enqueue(mine, Task.APPLY, by=analyst)

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "fail", killed)
        with pytest.raises(KeyboardInterrupt):
            queue.work()
    run_out(mine.jobs.get())
    queue.work()

    assert mine.jobs.get().state == State.FAILED
    assert latest() == 72


@pytest.mark.parametrize("task", Task)
def test_after_three_attempts_it_fails_plainly_and_the_upload_is_where_it_was(
    asked, instead, task, caplog
):
    def break_down(job, report):
        raise RuntimeError("boom")

    instead(task, break_down)
    job = asked(task)
    assert queue.work() == 3
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert "stopped three times" in job.problem
    assert "boom" not in job.problem
    assert "boom" in caplog.text
    assert stage_of(job) == STAGES[task][0]
    assert latest() == 70


def test_three_killed_workers_are_enough(asked):
    job = asked()
    for name in "abc":
        assert claim(name).pk == job.pk
        run_out(job)
    assert claim("d") is None
    job.refresh_from_db()
    assert (job.state, stage_of(job)) == (State.FAILED, "checked")


def test_one_that_works_at_the_second_attempt_is_done(asked, instead):
    job = asked()
    once = iter([RuntimeError("boom")])
    real = tasks.WORK[Task.APPLY]

    def work(*args):
        for error in once:
            raise error
        real(*args)

    instead(Task.APPLY, work)
    queue.work()
    job.refresh_from_db()
    assert (job.state, job.attempts, stage_of(job)) == (State.DONE, 2, "applied")


def test_what_cannot_be_applied_is_said_at_once(asked, monkeypatch):
    def refuse(upload, *, by, reason):
        raise CannotApply("The file has errors.")

    monkeypatch.setattr(tasks, "apply_upload", refuse)
    job = asked()
    assert queue.work() == 1
    job.refresh_from_db()
    assert (job.state, job.problem, stage_of(job)) == (
        State.FAILED,
        "The file has errors.",
        "checked",
    )


def test_figures_changed_since_the_preview_are_shown_again(make, analyst):
    mine, theirs = make(), make()
    theirs.rows.update(value=72)
    for upload in (theirs, mine):
        enqueue(upload, Task.APPLY, by=analyst)
        queue.work()
    job = mine.jobs.get()
    mine.refresh_from_db()
    assert job.state == State.FAILED
    assert "Somebody has changed the same figures" in job.problem
    assert mine.stage == "checked"
    assert latest() == 72
    enqueue(mine, Task.APPLY, by=analyst)
    queue.work()
    assert latest() == 71


def test_an_undo_keeps_what_was_kept(make, analyst):
    mine, theirs = make(), make()
    for upload in (mine, theirs):
        if upload == theirs:
            theirs.rows.update(value=72)
            compare(theirs)
        enqueue(upload, Task.APPLY, by=analyst)
        queue.work()
    Upload.objects.filter(pk=mine.pk).update(undo_reason="Wrong sheet")
    mine.refresh_from_db()
    enqueue(mine, Task.UNDO, by=analyst)
    queue.work()
    mine.refresh_from_db()
    assert mine.stage == "undone"
    assert mine.counts["kept"] == ["Q1!D2"]
    assert mine.counts["restored"] == 0


# Who works


def test_the_command_does_what_there_is_and_ends(asked, capsys):
    asked()
    call_command("work_on_uploads", "--once")
    assert capsys.readouterr().out == "1 job done.\n"
    assert latest() == 71


@pytest.fixture
def thread(settings):
    """Where one works, as it does for `make run`."""
    settings.UPLOADS_WORKER = "thread"
    yield queue._background
    assert queue._background.wait(30)


@pytest.mark.django_db(transaction=True)
def test_the_thread_does_what_is_asked_for(make, analyst, thread):
    with transaction.atomic():
        job = enqueue(make(), Task.APPLY, by=analyst)
    assert thread.wait(30)
    job.refresh_from_db()
    assert (job.state, job.problem) == (State.DONE, "")
    assert latest() == 71


@pytest.mark.django_db(transaction=True)
def test_the_thread_goes_on_when_the_database_answers_again(
    make, analyst, thread, monkeypatch, caplog
):
    failing = iter([OperationalError("the server closed the connection")])
    real = queue.work

    def work():
        for error in failing:
            raise error
        return real()

    monkeypatch.setattr(queue, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(queue, "work", work)
    job = enqueue(make(), Task.APPLY, by=analyst)
    assert thread.wait(30)
    job.refresh_from_db()
    assert job.state == State.DONE
    assert "does not answer" in caplog.text


# A lease


def in_another_thread(do):
    """On a connection of its own, as another process has."""

    def closing():
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing).result()


def until(true, seconds=10):
    """Waits until it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It never came."
        time.sleep(0.02)


@pytest.fixture
def quick_heart(monkeypatch):
    monkeypatch.setattr(leases, "SECONDS_BETWEEN_BEATS", 0.05)


def lease():
    return Job.objects.get().leased_until


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_work_says_nothing(asked, instead, quick_heart):
    asked()

    def work(job, report):
        run_out(job)
        until(lambda: lease() > timezone.now())
        assert in_another_thread(lambda: claim("other")) is None
        leases.finish(job)

    instead(Task.APPLY, work)
    queue.work()
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_work_that_says_nothing_for_too_long_is_thought_to_hang(
    asked, instead, quick_heart, monkeypatch
):
    asked()
    monkeypatch.setattr(leases, "LONGEST_SILENCE", 0.2)
    taken = []

    def work(job, report):
        time.sleep(0.5)
        run_out(job)
        time.sleep(0.5)
        taken.append(in_another_thread(lambda: claim("other")))
        report(1, 2, "Too late")

    instead(Task.APPLY, work)
    queue.work()
    assert taken[0].worker == Job.objects.get().worker == "other"


@pytest.mark.django_db(transaction=True)
def test_a_heart_goes_on_after_a_beat_that_the_database_refused(
    asked, instead, quick_heart, monkeypatch
):
    asked()
    failing = iter([OperationalError("database is locked")])
    real = leases._renew

    def renew(job, **progress):
        for error in failing:
            raise error
        return real(job, **progress)

    monkeypatch.setattr(leases, "_renew", renew)

    def work(job, report):
        run_out(job)
        until(lambda: lease() > timezone.now())
        leases.finish(job)

    instead(Task.APPLY, work)
    queue.work()
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_job_apply_it_once(asked, monkeypatch):
    """The lease of the first ran out in the middle of its transaction, and a second takes the job over."""
    asked()
    others = ThreadPoolExecutor(1)
    real = tasks.apply_upload

    def second():
        try:
            return queue.work("second")
        finally:
            connection.close()

    began = []

    def apply_upload(upload, **facts):
        real(upload, **facts)
        if not began:
            began.append(others.submit(second))
            time.sleep(1)

    monkeypatch.setattr(tasks, "apply_upload", apply_upload)
    job = claim("first")
    run_out(job)
    queue.run(job)
    began[0].result()
    others.shutdown()

    job.refresh_from_db()
    assert (job.state, stage_of(job), latest()) == (State.DONE, "applied", 71)
    assert Figure.objects.count() == 2
