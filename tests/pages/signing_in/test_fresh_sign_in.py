"""What is not easily taken back asks for the password again, and leads on to it with what was typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import Invitation, UnsentForm, User
from accounts.sessions import VISIT
from core.periods import Period
from performance.models import ClosedPeriod
from tests.pages.reading_pages import words_of

AGAIN = "/accounts/sign-in/again/"
ASKING = {
    *("uploads:erase", "uploads:undo", "setting_up:load_undo"),
    *("rounds:close", "rounds:reopen"),
    *(
        "people:invite",
        "people:invite_again",
        "people:withdraw",
        "people:edit",
        "people:role",
        "people:limits",
    ),
    *("people:deactivate", "people:reactivate", "people:second_factor"),
    *("your_account:end_session", "your_account:end_other_sessions"),
}


def views_of(resolver=None, folder=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from views_of(one, one.namespace or folder)
        else:
            yield f"{folder}:{one.name}", one.callback


def test_these_views_ask_and_no_others():
    found = {name for name, view in views_of() if hasattr(view, "needs_fresh_sign_in")}
    assert found == ASKING


def aged(client, **time):
    """The sign-in is as old as that, though the person was seen a moment ago."""
    session = client.session
    proved = int((timezone.now() - timedelta(**time)).timestamp())
    session[VISIT] = {**session[VISIT], "proved": proved}
    session.save()
    return client


@pytest.fixture
def ada(administrator, sign_in):
    return sign_in(administrator)


def test_a_fresh_sign_in_is_not_asked(ada):
    assert aged(ada, minutes=4, seconds=50).get("/accounts/people/invite/").status_code == 200


def test_an_older_one_is_asked_and_led_on(ada, password):
    asked = aged(ada, minutes=5).get("/accounts/people/invite/")
    assert asked["Location"] == f"{AGAIN}?next=/accounts/people/invite/"
    assert "Show that it is you" in words_of(ada.get(asked["Location"]))
    key = ada.session.session_key
    led_on = ada.post(asked["Location"], {"password": password})
    assert led_on["Location"] == "/accounts/people/invite/"
    assert ada.session.session_key != key
    assert ada.get("/accounts/people/invite/").status_code == 200


def test_what_was_typed_stands_in_the_form_again_and_nothing_is_done(ada, password):
    typed = {"email": "kerra@example.org", "first_name": "Kerra", "last_name": "Penrose"}
    asked = aged(ada, minutes=6).post("/accounts/people/invite/", typed)
    assert "What you typed is kept" in words_of(ada.get(asked["Location"]))
    assert not Invitation.objects.exists()
    page = ada.post(asked["Location"], {"password": password}, follow=True)
    assert "Nothing was saved: look at it, and send it." in words_of(page)
    assert 'value="kerra@example.org"' in page.content.decode()
    assert not Invitation.objects.exists()
    assert UnsentForm.objects.get().author_id == User.objects.get(username="ada").pk


def test_a_period_is_not_closed_by_whoever_sits_down_at_the_desk(analyst, sign_in, world, password):
    world.indicator(world.theme(), value=70, period=Period.quarter(2010, 1))
    client = aged(sign_in(analyst), minutes=10)
    page = reverse("rounds:close", args=["2010-11-q1"])
    asked = client.post(
        page, {"note": "Agreed by the board"}, headers={"referer": f"http://testserver{page}"}
    )
    assert asked["Location"].startswith(AGAIN)
    assert not ClosedPeriod.objects.exists()
    assert (
        "Agreed by the board"
        in client.post(asked["Location"], {"password": password}, follow=True).content.decode()
    )


def test_whoever_may_not_is_refused_and_not_asked(officer, sign_in):
    assert aged(sign_in(officer), hours=1).get("/accounts/people/invite/").status_code == 403


def test_a_wrong_password_leads_nowhere_and_locks_in_the_end(ada):
    aged(ada, minutes=6)
    answers = [ada.post(AGAIN, {"password": f"guess {n}"}) for n in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    assert "Enter your current password" in words_of(answers[0])
    assert ada.get("/accounts/people/invite/").status_code == 302


def test_a_colleagues_password_is_a_wrong_one(ada, person):
    other = person("kerra", "admin")
    other.set_password("another person's own")
    other.save()
    assert ada.post(AGAIN, {"password": "another person's own"}).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_it_leads_to_no_other_site(ada, password, elsewhere):
    answer = ada.post(f"{AGAIN}?next={elsewhere}", {"password": password})
    assert answer["Location"] == "/accounts/your-account/"


def test_nobody_is_asked_without_having_signed_in(db):
    assert Client().get(AGAIN)["Location"].startswith("/accounts/sign-in/?next=")
