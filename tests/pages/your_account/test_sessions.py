"""Where I am signed in: how long a session lasts, which are open, and what ends one."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.administration import change_role, deactivate
from accounts.models import OpenSession
from accounts.roles import ANALYST, OFFICER
from safercornwall.pages.components.browsers import browser_in_words
from tests.pages.reading_pages import words_of

PAGE = "/accounts/your-account/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def come_in(officer, password):
    """Signs the officer in through the form, with a browser and an address of their own."""

    def signed_in(browser=FIREFOX, address="203.0.113.9"):
        client = Client(headers={"user-agent": browser}, REMOTE_ADDR=address)
        form = {"username": "olive", "password": password}
        assert client.post("/accounts/sign-in/", form).status_code == 302
        return client

    return signed_in


@pytest.fixture
def clock():
    with time_machine.travel(datetime.fromisoformat("2026-03-02T09:00Z"), tick=False) as moved:
        yield moved


def is_in(client):
    return client.get(PAGE).status_code == 200


def after(clock, **time):
    clock.shift(timedelta(**time))


class TestHowLong:
    def test_it_ends_after_half_an_hour_without_a_request(self, clock, come_in):
        client = come_in()
        after(clock, minutes=29, seconds=59)
        assert is_in(client)
        after(clock, minutes=30)
        assert not is_in(client)

    def test_each_request_puts_the_end_off(self, clock, come_in):
        client = come_in()
        for _ in range(4):
            after(clock, minutes=20)
            assert is_in(client)

    def test_it_ends_after_twelve_hours_all_the_same(self, clock, come_in):
        client = come_in()
        for _ in range(24):
            assert is_in(client)
            after(clock, minutes=29, seconds=50)
        assert is_in(client)
        after(clock, minutes=5)
        assert not is_in(client)

    def test_a_page_that_looks_by_itself_puts_nothing_off(self, clock, come_in):
        client = come_in()
        after(clock, minutes=20)
        assert client.get(PAGE, headers={"sec-fetch-dest": "empty"}).status_code == 200
        after(clock, minutes=20)
        assert not is_in(client)

    def test_a_draft_that_is_kept_says_the_new_end(self, clock, come_in):
        client = come_in()
        after(clock, minutes=20)
        answer = client.post("/drafts/keep/", {"draft_of": "/projects/x/edit/", "name": "y"})
        assert answer.json()["ends_at"] == (timezone.now() + timedelta(minutes=30)).timestamp()

    def test_a_script_asks_for_more_time(self, clock, come_in):
        client = come_in()
        after(clock, minutes=25)
        answer = client.post(f"{PAGE}sessions/stay/")
        assert answer.json()["ends_at"] == (timezone.now() + timedelta(minutes=30)).timestamp()
        after(clock, minutes=25)
        assert is_in(client)

    def test_a_second_request_within_the_minute_writes_nothing(
        self, come_in, django_assert_max_num_queries
    ):
        client = come_in()
        client.get(PAGE)
        with django_assert_max_num_queries(30) as seen:
            client.get(PAGE)
        assert not [row for row in seen.captured_queries if row["sql"].startswith("UPDATE")]

    def test_what_is_past_its_end_is_dropped_when_somebody_signs_in(self, clock, come_in):
        come_in()
        after(clock, hours=1)
        come_in()
        assert OpenSession.objects.count() == 1


class TestTheList:
    def test_it_names_browser_address_and_times(self, clock, come_in):
        come_in(address="198.51.100.4")
        after(clock, minutes=10)
        desk = come_in()
        after(clock, minutes=5)
        page = words_of(desk.get(PAGE))
        assert "Firefox on Linux 203.0.113.9 2 March 2026, 09:10 2 March 2026, 09:15 This" in page
        assert "Firefox on Linux 198.51.100.4 2 March 2026, 09:00 2 March 2026, 09:00 End" in page

    def test_no_key_of_a_session_stands_in_it(self, come_in):
        desk, phone = come_in(), come_in()
        html = desk.get(PAGE).content.decode()
        assert phone.session.session_key not in html

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            (FIREFOX, "Firefox on Linux"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140", "Edge on Windows"),
            ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome on Android"),
            ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18 Safari/604.1", "Safari on iPhone"),
            ("curl/8", "Unknown browser"),
            ("", "Unknown browser"),
        ],
    )
    def test_a_browser_is_called_what_people_call_it(self, name, words):
        assert browser_in_words(name) == words


class TestEnding:
    def end(self, client, number):
        return words_of(client.post(f"{PAGE}sessions/end/", {"session": number}, follow=True))

    def number_of_other(self, client):
        (line,) = [one for one in client.get(PAGE).context["sessions"] if not one.is_this]
        return line.number

    def test_one(self, come_in):
        desk, phone = come_in(), come_in()
        assert "That session is ended." in self.end(desk, self.number_of_other(desk))
        assert is_in(desk)
        assert not is_in(phone)

    def test_all_others(self, come_in):
        desk, phone, library = come_in(), come_in(), come_in()
        page = words_of(desk.post(f"{PAGE}sessions/end-others/", follow=True))
        assert "2 other sessions are ended." in page
        assert [is_in(client) for client in (desk, phone, library)] == [True, False, False]

    def test_whoever_sits_down_at_the_desk_ends_none(self, clock, come_in, password):
        desk, phone = come_in(), come_in()
        number = self.number_of_other(desk)
        after(clock, minutes=6)
        here = {"referer": f"http://testserver{PAGE}", "sec-fetch-site": "same-origin"}
        for button in ("end/", "end-others/"):
            sent = desk.post(f"{PAGE}sessions/{button}", {"session": number}, headers=here)
            assert sent["Location"] == f"/accounts/sign-in/again/?next={PAGE}"
        assert is_in(phone)
        desk.post(sent["Location"], {"password": password})
        assert "Not saved yet" not in words_of(desk.get(PAGE))
        assert "That session is ended." in self.end(desk, number)
        assert not is_in(phone)

    def test_nobody_ends_a_colleagues(self, come_in, sign_in, analyst):
        desk, phone = come_in(), come_in()
        number = self.number_of_other(desk)
        assert "has ended already" in self.end(sign_in(analyst), number)
        sign_in(analyst).post(f"{PAGE}sessions/end-others/")
        assert is_in(desk)
        assert is_in(phone)

    @pytest.mark.parametrize("number", ["", "x", "é"])
    def test_a_number_that_is_none_is_told(self, come_in, number):
        assert "That session has ended already." in self.end(come_in(), number)

    def test_another_role(self, come_in, officer, administrator):
        desk = come_in()
        change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
        assert not is_in(desk)

    def test_the_same_role_ends_nothing(self, come_in, officer, administrator):
        desk = come_in()
        change_role(officer, by=administrator, was=OFFICER, role=OFFICER)
        assert is_in(desk)

    def test_being_deactivated(self, come_in, officer, administrator):
        desk = come_in()
        deactivate(officer, by=administrator)
        assert not is_in(desk)
        assert not officer.open_sessions.exists()

    def test_a_new_password_elsewhere(self, come_in, officer, password):
        desk, phone = come_in(), come_in()
        new = "granite and gorse 7"
        form = {"old_password": password, "new_password1": new, "new_password2": new}
        desk.post(f"{PAGE}password/", form)
        assert [is_in(client) for client in (desk, phone)] == [True, False]
        assert [line.is_this for line in desk.get(PAGE).context["sessions"]] == [True]

    @pytest.mark.parametrize("verb", ["role", "deactivate"])
    def test_an_administrator_who_shuts_themselves_out_is_signed_out(
        self, clock, administrator, person, sign_in, verb
    ):
        person("kerra", "admin")
        client = sign_in(administrator)
        after(clock, minutes=2)
        form = {"role": OFFICER, "was": "Administrator", "sure": "yes"}
        answer = client.post(f"/accounts/people/{administrator.pk}/{verb}/", form, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/sign-in/")
