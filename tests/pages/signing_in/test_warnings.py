"""A name that is tried from many addresses is slowed down, and its person is told of wrong tries and of a new browser."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

SIGN_IN = "/accounts/sign-in/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MOST = 4


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MOST_WRONG_TRIES_FOR_A_NAME = MOST
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False) as moved:
        yield moved


@pytest.fixture
def attempt(password):
    def send(secret=password, *, client=None, address="203.0.113.9", who="olive"):
        client = client or Client(headers={"user-agent": FIREFOX})
        return client.post(SIGN_IN, {"username": who, "password": secret}, REMOTE_ADDR=address)

    return send


def guess_from_many_places(attempt, times=MOST):
    return [attempt("wrong", address=f"198.51.100.{n}").status_code for n in range(times)]


class TestSlowDown:
    def test_a_name_tried_from_many_addresses_is_slowed_down(self, attempt, officer):
        assert guess_from_many_places(attempt, MOST + 2) == [200] * MOST + [429, 429]
        answer = attempt()
        assert answer.status_code == 429
        assert "only one try in 30 seconds" in answer.content.decode()

    def test_one_try_in_a_while_is_looked_at(self, attempt, officer, clock):
        guess_from_many_places(attempt)
        clock.shift(timedelta(seconds=29))
        assert attempt().status_code == 429
        clock.shift(timedelta(seconds=1))
        assert attempt().status_code == 302

    def test_a_browser_where_they_signed_in_before_is_let_past(self, attempt, officer):
        desk = Client(headers={"user-agent": FIREFOX})
        attempt(client=desk)
        desk.post("/accounts/sign-out/")
        guess_from_many_places(attempt)
        assert attempt(client=desk).status_code == 302

    def test_a_made_up_cookie_is_not_believed(self, attempt, officer):
        guess_from_many_places(attempt)
        stranger = Client()
        stranger.cookies["known_browser"] = f"{officer.pk}:made-up"
        assert attempt(client=stranger).status_code == 429

    def test_a_browser_of_a_colleague_is_not_let_past(self, attempt, officer, analyst):
        desk = Client()
        attempt(client=desk, who="aled")
        desk.post("/accounts/sign-out/")
        guess_from_many_places(attempt)
        assert attempt(client=desk).status_code == 429

    def test_a_name_that_nobody_has_is_answered_alike(self, attempt, db):
        answers = [attempt("x", who="nobody", address=f"198.51.100.{n}") for n in range(MOST + 1)]
        assert answers[-1].status_code == 429

    def test_another_name_goes_on(self, attempt, officer, analyst):
        guess_from_many_places(attempt)
        assert attempt(who="aled").status_code == 302

    def test_it_is_over_after_a_while(self, attempt, officer, clock):
        guess_from_many_places(attempt)
        clock.shift(timedelta(minutes=16))
        assert guess_from_many_places(attempt, 2) == [200, 200]


class TestNewBrowser:
    def test_the_person_is_told_once(self, attempt, officer):
        desk = Client(headers={"user-agent": FIREFOX})
        attempt(client=desk)
        (notice,) = mail.outbox
        assert notice.to == ["olive@example.org"]
        assert notice.subject.startswith("A sign-in from a new browser to the ")
        assert "1 June 2026, 13:00, Firefox on Linux, from 203.0.113.9" in notice.body
        desk.post("/accounts/sign-out/")
        attempt(client=desk)
        assert len(mail.outbox) == 1

    def test_of_another_browser_they_are_told_too(self, attempt, officer):
        attempt()
        attempt()
        assert len(mail.outbox) == 2

    def test_somebody_without_an_address_comes_in_all_the_same(self, attempt, officer):
        officer.email = ""
        officer.save()
        assert attempt().status_code == 302
        assert mail.outbox == []

    def test_a_wrong_password_is_no_sign_in(self, attempt, officer):
        attempt("wrong")
        assert mail.outbox == []


class TestWrongTries:
    def test_the_person_is_told_when_their_name_is_locked(self, attempt, officer):
        for _ in range(5):
            attempt("wrong")
        (notice,) = mail.outbox
        assert notice.to == ["olive@example.org"]
        assert notice.subject.startswith("Wrong tries to sign in as you to the ")
        assert "from 203.0.113.9" in notice.body

    def test_once_in_a_while_only(self, attempt, officer, clock):
        for _ in range(8):
            attempt("wrong")
        guess_from_many_places(attempt)
        assert len(mail.outbox) == 1
        clock.shift(timedelta(minutes=16))
        for _ in range(5):
            attempt("wrong")
        assert len(mail.outbox) == 2

    def test_nobody_is_told_of_a_name_that_nobody_has(self, attempt, officer):
        for _ in range(6):
            attempt("wrong", who="nobody")
        assert mail.outbox == []

    def test_somebody_who_is_deactivated_is_not_told(self, attempt, officer):
        officer.is_active = False
        officer.save()
        for _ in range(6):
            attempt("wrong")
        assert mail.outbox == []
