"""Work in the background is done once, is taken over when a worker is killed, and never leaves an upload stuck."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from performance.models import Figure, Job, Upload, UploadFile
from performance.uploads import background, jobs
from performance.uploads.compare import compare
from performance.uploads.refusals import CannotApply
from performance.uploads.staging import stage
from safercornwall.periods import Period
from tests.dashboards.flags.conftest import World

Q1 = Period.quarter(2010, 1)
NOON = datetime(2011, 12, 1, 12, tzinfo=UTC)
State, Task = Job.State, Job.Task
CSV = b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q1 2010/11,71%\n"


@pytest.fixture
def indicator(db):
    world = World()
    return world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")


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
        return jobs.ask(make(jobs.STAGES[task][0]), task, by=analyst)

    return job


@pytest.fixture
def instead(monkeypatch):
    """Puts something in the place of a task's work."""

    def put(task, work):
        monkeypatch.setitem(jobs.WORK, task, work)

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
    jobs.ask(upload, Task.APPLY, by=analyst)
    with pytest.raises(jobs.NotNow):
        jobs.ask(same, Task.APPLY, by=analyst)
    assert Job.objects.count() == 1


def test_a_check_is_asked_for_once(make, analyst):
    upload = make("waiting")
    jobs.ask(upload, Task.CHECK, by=analyst)
    with pytest.raises(jobs.NotNow):
        jobs.ask(upload, Task.CHECK, by=analyst)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("at", sorted(set(Upload.Stage.values) - {"applied"}))
def test_a_task_starts_from_its_own_stage_only(make, analyst, at):
    upload = make(at)
    with pytest.raises(jobs.NotNow):
        jobs.ask(upload, Task.UNDO, by=analyst)
    upload.refresh_from_db()
    assert upload.stage == at


def test_the_thread_starts_when_what_was_asked_for_is_in_the_database(
    make, analyst, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(background._background, "start", lambda: started.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        jobs.ask(make(), Task.APPLY, by=analyst)
        assert not started
    assert started


def test_no_thread_starts_where_a_command_does_the_work(monkeypatch, settings):
    started = []
    monkeypatch.setattr(background._background, "start", lambda: started.append(True))
    settings.UPLOADS_WORKER = "command"
    background.start()
    assert not started


# Working


def test_each_task_ends_in_its_stage(asked):
    ends = [asked(task) for task in Task]
    assert jobs.work() == 3
    assert [stage_of(job) for job in ends] == ["checked", "applied", "undone"]
    for job in Job.objects.all():
        assert (job.state, job.problem) == (State.DONE, "")
        assert job.finished_at
        assert job.done == job.total


def test_jobs_are_taken_in_turn_and_by_one_worker_each(asked):
    first, second = asked(), asked()
    assert jobs.take("a").pk == first.pk
    assert jobs.take("b").pk == second.pk
    assert jobs.take("c") is None


def test_a_report_keeps_the_progress_and_renews_the_lease(asked, instead):
    job = asked()
    seen = []

    def work(upload, job, report):
        run_out(job)
        report(3, 10, "Writing")
        job.refresh_from_db()
        seen.append((job.done, job.total, job.doing, job.leased_until > timezone.now()))

    instead(Task.APPLY, work)
    jobs.work()
    assert seen == [(3, 10, "Writing", True)]
    job.refresh_from_db()
    assert (job.done, job.total) == (10, 10)


def test_a_killed_workers_job_is_taken_over_when_its_lease_has_run_out(asked):
    job = asked()
    jobs.take("killed")
    assert jobs.work() == 0
    assert jobs.any_left()

    run_out(job)
    assert jobs.work() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert latest() == 71


def test_a_worker_that_lost_its_lease_stops_and_leaves_the_job_to_the_other(asked, instead):
    job = asked()
    others = []

    def work(upload, job, report):
        run_out(job)
        others.append(jobs.take("other"))
        report(1, 2, "Too late")
        raise AssertionError("it should have stopped")

    instead(Task.APPLY, work)
    jobs.perform(jobs.take("slow"))
    job.refresh_from_db()
    assert (job.state, job.worker, job.done) == (State.RUNNING, "other", 0)


def test_a_worker_killed_between_the_work_and_saying_so_leaves_nothing_to_do(asked):
    job = asked()
    jobs.WORK[Task.APPLY](job.upload, jobs.take("killed"), lambda *_: None)
    written = Figure.objects.count()
    run_out(job)

    jobs.work()

    job.refresh_from_db()
    assert (job.state, stage_of(job)) == (State.DONE, "applied")
    assert Figure.objects.count() == written


@pytest.mark.parametrize("task", Task)
def test_after_three_attempts_it_fails_plainly_and_the_upload_is_where_it_was(
    asked, instead, task, caplog
):
    def break_down(upload, job, report):
        raise RuntimeError("boom")

    instead(task, break_down)
    job = asked(task)
    assert jobs.work() == 3
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert "stopped three times" in job.problem
    assert "boom" not in job.problem
    assert "boom" in caplog.text
    assert stage_of(job) == jobs.STAGES[task][0]
    assert latest() == 70


def test_three_killed_workers_are_enough(asked):
    job = asked()
    for name in "abc":
        assert jobs.take(name).pk == job.pk
        run_out(job)
    assert jobs.take("d") is None
    job.refresh_from_db()
    assert (job.state, stage_of(job)) == (State.FAILED, "checked")


def test_one_that_works_at_the_second_attempt_is_done(asked, instead):
    job = asked()
    once = iter([RuntimeError("boom")])
    real = jobs.WORK[Task.APPLY]

    def work(*args):
        for error in once:
            raise error
        real(*args)

    instead(Task.APPLY, work)
    jobs.work()
    job.refresh_from_db()
    assert (job.state, job.attempts, stage_of(job)) == (State.DONE, 2, "applied")


def test_what_cannot_be_applied_is_said_at_once(asked, instead):
    def refuse(upload, job, report):
        raise CannotApply("The file has errors.")

    instead(Task.APPLY, refuse)
    job = asked()
    assert jobs.work() == 1
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
        jobs.ask(upload, Task.APPLY, by=analyst)
        jobs.work()
    job = mine.jobs.get()
    mine.refresh_from_db()
    assert job.state == State.FAILED
    assert "Somebody has changed the same figures" in job.problem
    assert mine.stage == "checked"
    assert latest() == 72
    jobs.ask(mine, Task.APPLY, by=analyst)
    jobs.work()
    assert latest() == 71


def test_an_undo_keeps_what_was_kept(make, analyst):
    mine, theirs = make(), make()
    for upload in (mine, theirs):
        if upload == theirs:
            theirs.rows.update(value=72)
            compare(theirs)
        jobs.ask(upload, Task.APPLY, by=analyst)
        jobs.work()
    Upload.objects.filter(pk=mine.pk).update(undo_reason="Wrong sheet")
    mine.refresh_from_db()
    jobs.ask(mine, Task.UNDO, by=analyst)
    jobs.work()
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


@pytest.mark.django_db(transaction=True)
def test_the_thread_does_what_is_asked_for(make, analyst):
    with transaction.atomic():
        job = jobs.ask(make(), Task.APPLY, by=analyst)
    thread = background._background._thread
    if thread:
        thread.join(timeout=30)
    job.refresh_from_db()
    assert (job.state, job.problem) == (State.DONE, "")
    assert background._background._thread is None
    assert latest() == 71
