"""Too many wrong tries over all names from one address: nobody signs in from there for a while."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt

SIGN_IN = "/accounts/sign-in/"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MOST = 6
HOME = "198.51.100.7"
OFFICE = "203.0.113.9"


@pytest.fixture(autouse=True)
def few(settings):
    """A smaller limit, so that it is reached sooner."""
    settings.MOST_WRONG_TRIES_FROM_AN_ADDRESS = MOST


@pytest.fixture
def attempt(client, password):
    """Sends the sign-in form from an address."""

    def send(username, password=password, address=OFFICE):
        facts = {"username": username, "password": password}
        return client.post(SIGN_IN, facts, REMOTE_ADDR=address)

    return send


@pytest.fixture
def spray(attempt):
    """One password on many names, each tried once."""

    def send(times, address=OFFICE):
        return [attempt(f"name{n}", "Password1234", address) for n in range(times)]

    return send


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_one_password_on_many_names_closes_the_address(officer, spray):
    answers = spray(MOST)
    assert [answer.status_code for answer in answers] == [200] * (MOST - 1) + [429]
    page = answers[-1].content.decode()
    assert "came from your network" in page
    assert "for 15 minutes" in page
    # Nobody's account is locked, and nobody is told that theirs is.
    assert "protects the account" not in page
    assert answers[-1]["Retry-After"] == "900"


def test_then_the_right_password_is_refused_from_there_alone(client, officer, attempt, spray):
    spray(MOST)
    response = attempt("olive")
    assert response.status_code == 429
    assert "came from your network" in response.content.decode()
    assert not is_signed_in(client)
    assert attempt("olive", address=HOME).status_code == 302
    assert is_signed_in(client)


def test_whoever_is_signed_in_goes_on(board, sign_in, spray):
    colleague = sign_in(board)
    spray(MOST)
    assert colleague.get("/accounts/organisations/", REMOTE_ADDR=OFFICE).status_code == 200


def test_one_try_fewer_is_forgiven(client, officer, attempt, spray):
    spray(MOST - 1)
    attempt("olive")
    assert is_signed_in(client)


def test_who_gets_in_takes_back_their_own_tries_and_no_others(client, officer, attempt, spray):
    spray(MOST - 2)
    attempt("olive", "not hers")
    attempt("olive")
    client.logout()
    assert attempt("olive", "not hers").status_code == 200
    assert attempt("nobody", "guess").status_code == 429


def test_addresses_are_counted_apart(officer, spray):
    assert {answer.status_code for answer in spray(MOST - 1) + spray(MOST - 1, HOME)} == {200}


def test_moving_within_one_network_of_ipv6_does_not_help(officer, attempt):
    answers = [attempt(f"name{n}", "guess", f"2001:db8::{n + 1}") for n in range(MOST)]
    assert answers[-1].status_code == 429
    assert attempt("olive", address="2001:db8:0:1::1").status_code == 302


def test_where_the_server_does_not_say_who_calls_nobody_shuts_out_everybody(
    client, officer, attempt
):
    for n in range(MOST + 1):
        assert attempt(f"name{n}", "guess", "").status_code == 200
    attempt("olive", address="")
    assert is_signed_in(client)


def test_one_name_is_still_locked_first(officer, attempt):
    answers = [attempt("olive", f"guess {n}") for n in range(5)]
    assert answers[-1].status_code == 429
    assert "protects the account" in answers[-1].content.decode()


def test_it_ends_after_a_quarter_of_an_hour_however_often_one_knocks(
    client, officer, attempt, spray
):
    with time_machine.travel(NOON, tick=False):
        spray(MOST)
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        assert attempt("olive").status_code == 429
        assert AccessAttempt.objects.count() == MOST
    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        attempt("olive")
        assert is_signed_in(client)


def test_reading_the_sign_in_page_counts_as_nothing(client, officer, spray):
    spray(MOST)
    assert client.get(SIGN_IN, REMOTE_ADDR=OFFICE).status_code == 200
