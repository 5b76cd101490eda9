"""What /readyz and `manage.py doctor` say of replicas."""

import pytest

from core.health.checks import Health
from core.replicas import following
from core.replicas.following import replicas_follow


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(following, "BETWEEN_TRIES", 0)


def test_without_replicas_there_is_nothing_to_say(settings):
    assert [one.says for one in replicas_follow()] == [
        "No replica is set up: the primary answers alone."
    ]


def test_one_that_follows_is_well(replica):
    assert [(one.health, one.says) for one in replicas_follow()] == [
        (Health.OK, "Replica 1 follows.")
    ]


def test_one_that_is_behind_is_a_warning(replica):
    replica.primary += 3_000_000
    [found] = replicas_follow()
    assert found.health is Health.WARN
    assert "3.0 MB behind" in found.says


def test_one_that_catches_up_meanwhile_is_well(replica, monkeypatch):
    replica.there = 0

    def catches_up(_):
        replica.there = replica.primary

    monkeypatch.setattr(following, "sleep", catches_up)
    [found] = replicas_follow()
    assert found.health is Health.OK


def test_one_that_is_down_is_a_warning_and_the_planner_serves_on(replica, client):
    replica.is_down = True
    answer = client.get("/readyz", HTTP_HOST="localhost")
    assert answer.status_code == 200
    [found] = [one for one in answer.json()["checks"] if one["name"] == "replicas"]
    assert "does not answer" in found["says"]


def test_a_server_of_its_own_is_a_warning(replica):
    replica.there = None
    [found] = replicas_follow()
    assert found.health is Health.WARN
    assert "is not read" in found.says
