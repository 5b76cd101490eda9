"""/metrics: what is measured, for whom, and over all processes of a server."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as planner
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from core.health.mail import WatchedMail
from performance.models import Upload
from safercornwall.exports.models import BoardPack

HERE = {"host": "localhost"}
SIGN_IN = "/accounts/sign-in/"


@pytest.fixture
def measures(client):
    """{measure: its number}, as asked for on this machine."""

    def read():
        text = client.get("/metrics", headers=HERE).content.decode()
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return {name: float(number) for name, _, number in (line.rpartition(" ") for line in lines)}

    return read


def test_they_are_open_to_nobody_else(client, administrator):
    client.force_login(administrator, backend="accounts.backends.RightsBackend")
    answer = client.get("/metrics")
    assert answer.status_code == 403
    assert b"planner_" not in answer.content


def test_the_token_opens_them(client, db, settings):
    settings.METRICS_TOKEN = "a-token-that-nobody-else-has"
    answer = client.get("/metrics", headers={"authorization": f"Bearer {settings.METRICS_TOKEN}"})
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer["Cache-Control"] == "no-store"
    assert client.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 403


def test_requests_are_counted_and_timed_by_view_and_status(client, db, measures):
    answered = 'planner_answers_total{status="200",view="signing_in:sign_in"}'
    timed = 'planner_request_seconds_count{view="signing_in:sign_in"}'
    waited = 'planner_database_seconds_total{view="signing_in:sign_in"}'
    before = measures()
    client.get(SIGN_IN)
    after = measures()
    assert after[answered] == before.get(answered, 0) + 1
    assert after[timed] == before.get(timed, 0) + 1
    assert after[waited] > before.get(waited, 0)


def test_no_address_of_a_caller_makes_a_series_of_its_own(client, db, measures):
    before = len(measures())
    for number in range(3):
        client.get(f"/no/such/page/{number}/")
    assert len(measures()) <= before + 13
    assert 'planner_answers_total{status="404",view="none"}' in measures()


def test_jobs_and_checks_are_counted_when_somebody_asks(world, analyst, measures):
    pack = BoardPack.objects.create(asked_by=analyst, plan=world.plan, as_at="2011-11-30")
    found = measures()
    assert found['planner_jobs{state="waiting"}'] == 1
    assert found["planner_oldest_job_seconds"] > 0
    assert found['planner_check{check="database"}'] == 0
    assert found['planner_check{check="workers"}'] == 1
    BoardPack.objects.filter(pk=pack.pk).update(state="failed")
    found = measures()
    assert found['planner_jobs{state="failed"}'] == 1
    assert found["planner_oldest_job_seconds"] == 0


def test_uploads_are_counted_by_what_became_of_them(analyst, measures):
    Upload.objects.create(
        file_name="Q1.xlsx", size=1, sha256="0", uploaded_by=analyst, stage="refused"
    )
    assert measures()['planner_uploads{stage="refused"}'] == 1


def test_emails_are_counted(db, measures, monkeypatch):
    message = EmailMessage("Subject", "Body", to=["wren@example.org"])
    before = measures().get('planner_emails_total{outcome="sent"}', 0)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: len(messages))
    WatchedMail().send_messages([message, message])
    assert measures()['planner_emails_total{outcome="sent"}'] == before + 2


# As a server forks its processes: one answers a request, and another is asked.
TWO_PROCESSES = """
import os
import django
django.setup()
from core.health.measures import answers, exposition
child = os.fork()
answers.labels("a:view", "200").inc()
if not child:
    os._exit(0)
os.waitpid(child, 0)
print(exposition().decode())
"""


def test_any_process_answers_for_all_of_them(tmp_path):
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "safercornwall.settings.test",
        "DATABASE_URL": "",
    }
    told = subprocess.run(
        [sys.executable, "-c", TWO_PROCESSES],
        cwd=planner.BASE_DIR, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    series = r'^planner_answers_total\{.*view="a:view"\} (\S+)$'
    (number,) = re.findall(series, told.stdout, re.MULTILINE)
    assert float(number) == 2
