"""Coming in and going out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

SIGN_IN = "/accounts/sign-in/"


@pytest.fixture
def attempt(client, password):
    """Sends the sign-in form."""

    def send(username, password=password, **options):
        return client.post(SIGN_IN, {"username": username, "password": password}, **options)

    return send


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_an_officer_signs_in_with_the_right_password(client, officer, attempt):
    response = attempt("olive")
    assert (response.status_code, response["Location"]) == (302, "/my-work/")
    assert is_signed_in(client)


def test_a_wrong_password_is_said_on_the_page(client, officer, attempt):
    response = attempt("olive", "not hers")
    assert response.status_code == 200
    assert "Enter the right username and password" in response.content.decode()
    assert not is_signed_in(client)


def test_an_unknown_name_is_answered_as_a_wrong_password_is(officer, attempt):
    def words(response):
        return re.sub(r'value="[^"]*"', "", response.content.decode())

    assert words(attempt("nobody")) == words(attempt("olive", "not hers"))


def test_empty_fields_are_asked_for(officer, attempt):
    page = attempt("", "").content.decode()
    assert "Enter your username" in page
    assert "Enter your password" in page


def test_a_closed_account_stays_out(client, officer, attempt):
    officer.is_active = False
    officer.save()
    assert attempt("olive").status_code == 200
    assert not is_signed_in(client)


def test_next_is_followed_within_the_planner(client, officer, password):
    response = client.post(
        f"{SIGN_IN}?next=/accounts/sign-in/%3Fa%3Db",
        {"username": "olive", "password": password},
    )
    assert response["Location"] == "/accounts/sign-in/?a=b"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///e.example",
    ],
)
def test_next_is_not_followed_out_of_the_planner(client, officer, password, elsewhere):
    response = client.post(SIGN_IN, {"username": "olive", "password": password, "next": elsewhere})
    assert (response.status_code, response["Location"]) == (302, "/my-work/")


def test_someone_signed_in_is_not_asked_again(officer, sign_in):
    assert sign_in(officer).get(SIGN_IN)["Location"] == "/my-work/"


def test_signing_out_ends_the_session(officer, sign_in):
    client = sign_in(officer)
    response = client.post("/accounts/sign-out/")
    assert response["Location"] == reverse("signing_in:sign_in")
    assert not is_signed_in(client)


def test_a_link_signs_nobody_out(officer, sign_in):
    client = sign_in(officer)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert is_signed_in(client)


def test_a_form_without_its_token_says_what_to_do(officer):
    response = Client(enforce_csrf_checks=True).post(SIGN_IN, {"username": "olive"})
    assert response.status_code == 403
    assert "out of date" in response.content.decode()


class TestLockOut:
    """Five wrong passwords for one name from one address, then a quarter of an hour's wait."""

    def wrong(self, attempt, times, username="olive", **options):
        return [attempt(username, f"guess {i}", **options) for i in range(times)]

    def test_four_wrong_tries_are_forgiven(self, client, officer, attempt):
        assert {r.status_code for r in self.wrong(attempt, 4)} == {200}
        attempt("olive")
        assert is_signed_in(client)

    def test_the_fifth_locks_and_says_what_to_do(self, officer, attempt):
        response = self.wrong(attempt, 5)[-1]
        assert response.status_code == 429
        page = response.content.decode()
        assert "locked for 15 minutes" in page
        assert "ask an administrator" in page

    def test_then_the_right_password_is_refused_too(self, client, officer, attempt):
        self.wrong(attempt, 5)
        assert attempt("olive").status_code == 429
        assert not is_signed_in(client)

    def test_a_name_that_nobody_has_is_locked_alike(self, officer, attempt):
        assert self.wrong(attempt, 5, username="nobody")[-1].status_code == 429

    def test_colleagues_still_get_in(self, client, officer, analyst, attempt):
        self.wrong(attempt, 5)
        attempt("aled")
        assert is_signed_in(client)

    def test_nobody_can_lock_her_out_from_elsewhere(self, client, officer, attempt):
        self.wrong(attempt, 6, REMOTE_ADDR="203.0.113.9")
        attempt("olive")
        assert is_signed_in(client)

    def test_it_ends_after_a_quarter_of_an_hour(self, client, officer, attempt):
        noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
        with time_machine.travel(noon, tick=False):
            self.wrong(attempt, 5)
        with time_machine.travel(noon + timedelta(minutes=14), tick=False):
            assert attempt("olive").status_code == 429
        with time_machine.travel(noon + timedelta(minutes=16), tick=False):
            attempt("olive")
            assert is_signed_in(client)

    def test_success_forgets_the_tries_before_it(self, client, officer, attempt):
        self.wrong(attempt, 4)
        attempt("olive")
        client.logout()
        assert {r.status_code for r in self.wrong(attempt, 4)} == {200}
