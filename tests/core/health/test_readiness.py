"""What the quick checks say of workers, of mail and of commands that a scheduler runs."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from core.backups.age import age_of_backup
from core.health import readiness
from core.health.checks import Health
from core.health.mail import WatchedMail, last_email, mail_server
from core.health.models import SignOfLife
from core.health.readiness import migrations, workers
from core.health.schedule import scheduled_commands
from core.health.signs import Beats, Of, forget_old_workers
from safercornwall.exports.models import BoardPack

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(world, analyst):
    return BoardPack.objects.create(asked_by=analyst, plan=world.plan, as_at="2011-11-30")


def later(**how_long):
    return time_machine.travel(timezone.now() + timedelta(**how_long), tick=False)


def test_a_worker_is_missed_after_three_beats():
    Beats("one").beat()
    assert workers().health is Health.OK
    with later(seconds=60):
        assert workers().health is Health.OK
    with later(minutes=5):
        assert "the last was seen 5 minutes ago" in workers().says


def test_a_worker_that_waits_writes_little(django_assert_num_queries):
    beats = Beats("one")
    beats.beat()
    with later(seconds=19), django_assert_num_queries(0):
        beats.beat()
    with later(seconds=21):
        beats.beat()
    assert SignOfLife.objects.get().worked_at > timezone.now() + timedelta(seconds=20)


def test_the_lease_of_a_long_job_is_its_workers_beat(job):
    now = timezone.now()
    BoardPack.objects.update(state="running", leased_until=now + timedelta(seconds=60))
    assert workers().health is Health.OK
    BoardPack.objects.update(leased_until=now - timedelta(seconds=1))
    assert workers().health is Health.WARN


def test_work_that_nobody_begins_is_told(job):
    with later(minutes=12):
        Beats("one").beat()
        assert workers().says == "Work waits for 12 minutes. Jobs that have not begun: 1."


def test_in_the_demo_a_thread_works(settings):
    settings.UPLOADS_WORKER = "thread"
    assert workers().health is Health.OK


def test_a_worker_says_that_it_is_there_and_when_it_goes(monkeypatch):
    seen = []
    command = "performance.management.commands.work_on_uploads"

    def work(worker, stop):
        seen.append(SignOfLife.objects.get().name == worker)
        raise SystemExit

    monkeypatch.setattr(f"{command}.queue.work", work)
    with pytest.raises(SystemExit):
        call_command("work_on_uploads")
    assert seen == [True]
    with later(days=2):
        forget_old_workers()
    assert not SignOfLife.objects.exists()


def test_the_last_email_counts(monkeypatch):
    message = EmailMessage("Subject", "Body", to=["wren@example.org"])

    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("wren@example.org")

    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: len(messages))
    assert WatchedMail().send_messages([message]) == 1
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        WatchedMail().send_messages([message])
    assert last_email().says == "The last e-mail could not be sent: SMTPServerDisconnected."
    assert "wren" not in str(SignOfLife.objects.values())
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: len(messages))
    WatchedMail().send_messages([message])
    assert last_email().health is Health.OK


def test_no_mail_server_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "EMAIL_URL" in last_email().mend


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (None, "lets the planner in"),
        (ConnectionRefusedError(), "cannot be reached: ConnectionRefusedError"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "does not take the user and password"),
    ],
)
def test_the_mail_server_is_asked_as_far_as_the_password(settings, monkeypatch, error, says):
    settings.EMAIL_BACKEND = "core.health.mail.WatchedMail"

    def opened(self):
        if error:
            raise error

    monkeypatch.setattr(EmailBackend, "open", opened)
    assert says in mail_server().says


def test_a_command_that_no_scheduler_runs_is_told(settings):
    settings.ON_SERVER = True
    assert [one.health for one in scheduled_commands()] == [Health.WARN, Health.WARN]
    call_command("purge", verbosity=0)
    purge, _ = scheduled_commands()
    assert purge.health is Health.OK
    with later(days=3):
        assert "purge last ran 3 days ago" in scheduled_commands()[0].says


def test_a_command_that_failed_is_told(settings, monkeypatch):
    settings.ON_SERVER = True

    def full(now):
        raise OSError("No space left")

    monkeypatch.setattr("safercornwall.management.commands.purge.purge", full)
    with pytest.raises(OSError, match="No space"):
        call_command("purge")
    assert "(OSError)" in scheduled_commands()[0].says


def test_a_server_without_a_recent_backup_is_told(settings):
    assert age_of_backup().health is Health.OK
    settings.ON_SERVER = True
    assert age_of_backup().says == "No backup was ever made and verified."


def test_trying_out_is_no_run(settings):
    call_command("purge", dry_run=True, verbosity=0)
    assert not SignOfLife.objects.filter(of=Of.COMMAND).exists()


def test_a_migration_stands_for_those_that_it_replaces(monkeypatch):
    assert migrations().health is Health.OK
    there = readiness.migrations_on_disk()
    squashed = {
        ("accounts", "0001_squashed"): frozenset(key for key in there if key[0] == "accounts")
    }
    others = {key: olds for key, olds in there.items() if key[0] != "accounts"}
    monkeypatch.setattr(readiness, "migrations_on_disk", lambda: others | squashed)
    assert migrations().health is Health.OK
