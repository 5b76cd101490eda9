"""Coming in through the partnership's own sign-in service, against a real OpenID provider."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from accounts.invitations import invite
from accounts.models import User
from accounts.roles import ADMINISTRATOR, ANALYST, BOARD_MEMBER, OFFICER
from accounts.sessions import VISIT
from tests.pages.reading_pages import words_of
from tests.provider import running_provider

GO = "/accounts/sign-in/service/go/?process=login"
SIGN_IN = "/accounts/sign-in/"
WENNA = {
    "email": "wenna@council.example",
    "given_name": "Wenna",
    "family_name": "Hosking",
    "email_verified": True,
}


@pytest.fixture(scope="module")
def provider():
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def configured(db, settings, provider):
    for name, value in provider.settings().items():
        setattr(settings, name, value)


@pytest.fixture
def come_in(provider):
    """Goes to the provider as a browser does, answers there, and comes back."""

    def through(number="w-1", *, client=None, go=GO, answer=None, **claims):
        client = client or Client()
        if claims:
            provider.says(number, **claims)
        there = client.get(go)["Location"]
        assert there.startswith(f"{provider.url}/oauth2/authorize?")
        sent = requests.post(
            there, data=answer or {"sub": number}, allow_redirects=False, timeout=60
        )
        back = urlsplit(sent.headers["Location"])
        client.answer = client.get(f"{back.path}?{back.query}", follow=True)
        return client

    return through


def is_in(client):
    return client.get("/accounts/your-account/").status_code == 200


def test_the_sign_in_page_leads_to_it(client):
    page = client.get(f"{SIGN_IN}?next=/indicators/")
    assert "Sign in with Council account" in words_of(page)
    assert "service/go/?next=/indicators/&amp;process=login" in page.content.decode()


def test_without_one_nothing_leads_there(client, settings):
    settings.SERVICE_NAME, settings.SOCIALACCOUNT_PROVIDERS = "", {}
    assert "service/go/" not in client.get(SIGN_IN).content.decode()
    assert client.get(GO).status_code == 404


def test_whoever_is_in_a_group_comes_in_with_its_role(come_in):
    client = come_in(**WENNA, groups=["g-officers", "g-of-others"])
    assert is_in(client)
    wenna = User.objects.get(email="wenna@council.example")
    assert (wenna.username, wenna.role, str(wenna)) == ("wenna.hosking", OFFICER, "Wenna Hosking")
    assert not wenna.has_usable_password()
    assert come_in(client=Client()).answer.status_code == 200
    assert User.objects.filter(email__iexact="wenna@council.example").count() == 1


def test_it_leads_on_to_the_page_that_was_asked_for(come_in):
    client = come_in(go=f"{GO}&next=/accounts/your-account/", **WENNA, groups=["g-officers"])
    assert client.answer.redirect_chain[-1][0] == "/accounts/your-account/"


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["g-board"], BOARD_MEMBER),
        (["g-board", "g-analysts"], ANALYST),
        (["g-officers", "g-admins", "g-board"], ADMINISTRATOR),
        ("g-officers", OFFICER),
    ],
)
def test_the_group_with_the_most_rights_gives_the_role(come_in, groups, role):
    come_in("many", email="many@council.example", groups=groups)
    assert User.objects.get(email="many@council.example").role == role


@pytest.mark.parametrize("groups", [[], ["g-of-others"], None, {"a": 1}, 7])
def test_whoever_is_in_none_of_them_is_kept_out_and_not_made(come_in, groups):
    client = come_in("none", email="none@council.example", groups=groups)
    assert "You are in no group that may use the planner." in words_of(client.answer)
    assert not is_in(client)
    assert not User.objects.exists()


def test_another_group_is_another_role_and_ends_what_was_open(come_in):
    desk = come_in(**WENNA, groups=["g-officers"])
    phone = come_in(**WENNA, groups=["g-analysts"])
    assert not is_in(desk)
    assert is_in(phone)
    assert User.objects.get().role == ANALYST


def test_a_leaver_is_deactivated_and_out_everywhere(come_in):
    desk = come_in(**WENNA, groups=["g-officers"])
    later = come_in(**WENNA, groups=[])
    assert "You are in no group" in words_of(later.answer)
    assert not is_in(later)
    assert not is_in(desk)
    assert not User.objects.get().is_active
    back = come_in(**WENNA, groups=["g-officers"])
    assert "This account is closed." in words_of(back.answer)
    assert not is_in(back)


def test_whoever_was_deactivated_here_stays_out(come_in):
    come_in(**WENNA, groups=["g-officers"])
    User.objects.update(is_active=False)
    client = come_in()
    assert "This account is closed." in words_of(client.answer)
    assert not is_in(client)


def test_the_last_administrator_stays_one_and_is_kept_out(come_in):
    come_in(**WENNA, groups=["g-admins"])
    assert not is_in(come_in(**WENNA, groups=[]))
    assert User.objects.get().role == ADMINISTRATOR
    assert User.objects.get().is_active


def test_whoever_was_here_before_is_known_by_their_address(come_in, officer):
    client = come_in("o-1", email="OLIVE@example.org", groups=["g-officers"])
    assert is_in(client)
    assert User.objects.get().pk == officer.pk
    assert SocialAccount.objects.get().user_id == officer.pk


def test_a_second_number_with_the_same_address_is_somebody_else(come_in, officer):
    come_in("o-1", email="olive@example.org", groups=["g-officers"])
    other = come_in("o-2", email="olive@example.org", groups=["g-officers"])
    assert "Somebody else comes in with your e-mail address." in words_of(other.answer)
    assert not is_in(other)


def test_an_address_that_nobody_vouches_for_opens_nothing(come_in, officer):
    client = come_in("x", email="olive@example.org", email_verified=False, groups=["g-officers"])
    assert "no e-mail address of yours" in words_of(client.answer)
    assert not is_in(client)


def test_whoever_was_invited_comes_in_through_it(come_in, administrator):
    facts = {"first_name": "W", "last_name": "H", "organisation": None, "role": OFFICER}
    invite(by=administrator, email="wenna@council.example", send=lambda sent: True, **facts)
    assert is_in(come_in("w-9", **WENNA, groups=["g-officers"]))


def test_what_it_says_of_a_person_is_not_kept(come_in):
    come_in(**WENNA, groups=["g-officers"])
    come_in(**WENNA, groups=["g-officers"])
    assert SocialAccount.objects.get().extra_data == {}


def test_whoever_says_no_there_is_told_so_here(come_in):
    client = come_in(answer={"action": "deny"})
    assert "did not let you in" in words_of(client.answer)
    assert not is_in(client)


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=made-up", "?error=x&state=y"])
def test_an_answer_that_nobody_asked_for_opens_nothing(query):
    client = Client()
    answer = client.get(f"/accounts/sign-in/service/come/{query}", follow=True)
    assert "did not let you in" in words_of(answer)
    assert not is_in(client)


def test_an_answer_counts_in_the_browser_that_asked_alone(come_in, provider):
    provider.says("w-1", **WENNA, groups=["g-officers"])
    asked, other = Client(), Client()
    there = asked.get(GO)["Location"]
    sent = requests.post(there, data={"sub": "w-1"}, allow_redirects=False, timeout=60)
    back = urlsplit(sent.headers["Location"])
    other.get(f"{back.path}?{back.query}")
    assert not is_in(other)


def test_no_second_factor_of_the_planner_is_asked_for(come_in, settings):
    settings.SECOND_FACTOR_FOR = (ANALYST,)
    assert is_in(come_in(**WENNA, groups=["g-analysts"]))


def test_the_service_is_asked_again_after_an_hour(come_in):
    client = come_in(**WENNA, groups=["g-officers"])
    assert "and after an hour." in words_of(client.get("/accounts/your-account/"))
    end = client.session.get_expiry_date() - timezone.now()
    assert end <= timedelta(minutes=30)
    session = client.session
    visit = session[VISIT]
    session[VISIT] = {**visit, "begun": visit["begun"] - 3500, "seen": visit["seen"] - 120}
    session.save()
    assert is_in(client)
    assert client.session.get_expiry_date() - timezone.now() < timedelta(minutes=2)


def test_a_fresh_sign_in_is_through_it(come_in):
    client = come_in(**WENNA, groups=["g-admins"])
    session = client.session
    session[VISIT] = {**session[VISIT], "proved": 0}
    session.save()
    asked = client.get("/accounts/people/invite/")["Location"]
    page = client.get(asked)
    assert "Go on with Council account" in words_of(page)
    assert 'name="password"' not in page.content.decode()
    go = f"{GO}&auth_params=prompt%3Dlogin&next=/accounts/people/invite/"
    assert "prompt=login" in client.get(go)["Location"]
    come_in(client=client, go=go)
    assert client.answer.redirect_chain[-1][0] == "/accounts/people/invite/"
    assert client.answer.status_code == 200


class TestNoLocalAccounts:
    @pytest.fixture(autouse=True)
    def off(self, settings):
        settings.LOCAL_ACCOUNTS = False

    def test_the_page_offers_the_service_alone(self, client):
        page = client.get(SIGN_IN).content.decode()
        assert "Sign in with Council account" in page
        assert 'name="password"' not in page
        assert "passkey" not in page.lower().replace("js/passkeys", "")

    def test_no_password_lets_in(self, officer, password):
        client = Client()
        form = {"username": "olive", "password": password}
        assert client.post(SIGN_IN, form).status_code == 404
        assert not is_in(client)

    @pytest.mark.parametrize("page", ["forgotten-password/", "invitation/", "sign-in/passkey/"])
    def test_other_ways_in_are_shut(self, page):
        assert Client().get(f"/accounts/{page}").status_code == 404

    def test_the_service_lets_in(self, come_in):
        assert is_in(come_in(**WENNA, groups=["g-officers"]))
