"""/healthz and /readyz: asked by machines, without a session, a name or HTTPS; the reasons are for few."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from core.health import readiness
from core.health.signs import Beats
from core.jobs.kinds import kinds

TOKEN = "a-token-that-nobody-else-has"
BY_TOKEN = {"authorization": f"Bearer {TOKEN}"}
HERE = {"host": "127.0.0.1:8000"}
# Of an app that has several.
LAST = ("accounts", "0017_events_of_sign_ins")


@pytest.fixture
def probe(settings):
    """One that asks as a proxy does: by the number of the machine, in the clear."""
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"host": "10.1.2.3"})


@pytest.fixture
def worker(db):
    Beats("a worker").beat()


def checks_of(answer):
    return {check["name"]: check for check in answer.json()["checks"]}


def test_a_process_that_lives_says_so_without_the_database(probe):
    answer = probe.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert not answer.cookies


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_no_answer_is_kept(probe, db, address):
    answer = probe.get(address)
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert probe.post(address).status_code == 405


def test_a_stranger_is_told_no_reason(probe, worker):
    assert probe.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("headers", "trusted"),
    [
        (BY_TOKEN, True),
        ({"authorization": "Bearer another"}, False),
        ({"authorization": "Bearer "}, False),
        (HERE, True),
        ({"host": "[::1]:8000"}, True),
        ({"host": "planner.example"}, False),
        ({**HERE, "x-forwarded-for": "203.0.113.9"}, False),
        ({**HERE, "x-real-ip": "203.0.113.9"}, False),
    ],
)
def test_the_reasons_are_for_the_token_and_for_this_machine(probe, worker, headers, trusted):
    assert ("checks" in probe.get("/readyz", headers=headers).json()) is trusted


@pytest.mark.parametrize("address", ["203.0.113.9", ""])
def test_another_machine_is_not_believed_to_be_this_one(probe, worker, address):
    answer = probe.get("/readyz", headers=HERE, REMOTE_ADDR=address)
    assert "checks" not in answer.json()


def test_without_a_token_none_opens_anything(probe, worker, settings):
    settings.METRICS_TOKEN = ""
    assert "checks" not in probe.get("/readyz", headers={"authorization": "Bearer "}).json()


def test_it_is_fit_to_serve_while_no_worker_runs(probe, db):
    answer = probe.get("/readyz", headers=BY_TOKEN)
    assert (answer.status_code, answer.json()["status"]) == (200, "warn")
    workers = checks_of(answer)["workers"]
    assert workers["says"].startswith("No worker runs")
    assert "work_on_uploads" in workers["mend"]


def test_it_is_unfit_without_its_database_and_asks_it_nothing_more(probe, db):
    def gone(*args):
        raise OperationalError("could not connect to secret-host as secret-user")

    with connection.execute_wrapper(gone):
        answer = probe.get("/readyz", headers=BY_TOKEN)
    assert answer.status_code == 503
    assert [check["name"] for check in answer.json()["checks"]] == ["database"]
    assert "secret" not in answer.content.decode()


def test_it_is_unfit_while_a_migration_is_missing(probe, worker, monkeypatch):
    there = readiness.migrations_on_disk()
    newer = {**there, ("accounts", "9999_to_come"): frozenset()}
    monkeypatch.setattr(readiness, "migrations_on_disk", lambda: newer)
    answer = probe.get("/readyz", headers=BY_TOKEN)
    assert answer.status_code == 503
    assert "accounts 9999" in checks_of(answer)["migrations"]["says"]


def test_a_database_of_a_newer_version_still_serves(probe, worker, monkeypatch):
    older = {key: olds for key, olds in readiness.migrations_on_disk().items() if key != LAST}
    monkeypatch.setattr(readiness, "migrations_on_disk", lambda: older)
    answer = probe.get("/readyz", headers=BY_TOKEN)
    assert answer.status_code == 200
    assert f"it has {' '.join(LAST)}" in checks_of(answer)["migrations"]["says"]


def test_it_asks_the_database_little(probe, worker, django_assert_max_num_queries):
    readiness.migrations_on_disk()
    # And one for each kind of job.
    with django_assert_max_num_queries(5 + len(list(kinds()))):
        probe.get("/readyz")
