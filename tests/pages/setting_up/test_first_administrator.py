"""The first administrator of an empty planner comes in by a link that the server prints."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from accounts.first_administrator import first_link
from accounts.links import token_of
from accounts.models import FirstSignIn, RoleChange, User
from safercornwall.pages.setting_up import first_link as printing
from tests.pages.reading_pages import words_of

pytestmark = pytest.mark.django_db

PAGE = "/setting-up/first-administrator/"
KERRA = {
    "first_name": "Kerra",
    "last_name": "Penrose",
    "email": "kerra@example.org",
    "new_password1": "granite-under-gorse",
    "new_password2": "granite-under-gorse",
}


@pytest.fixture
def client():
    return Client()


def printed():
    out = StringIO()
    call_command("first_administrator", stdout=out)
    return out.getvalue()


def path_in(words):
    return re.search(r"https://planner\.example(/setting-up/\S+)", words)[1]


def open_link(client):
    return client.get(path_in(printed()), follow=True)


def test_the_first_administrator_comes_in_and_sets_up_the_partnership(client):
    page = open_link(client)
    assert page.redirect_chain == [(PAGE, 302)]
    answer = client.post(PAGE, KERRA, follow=True)
    assert answer.redirect_chain == [("/setting-up/", 302)]
    kerra = User.objects.get()
    assert (kerra.username, str(kerra), kerra.email) == (
        *("kerra.penrose", "Kerra Penrose", "kerra@example.org"),
    )
    assert (kerra.role, kerra.is_active) == ("Administrator", True)
    assert kerra.check_password(KERRA["new_password1"])
    assert "sign in as kerra.penrose" in words_of(answer)


def test_how_they_became_administrator_is_kept(client):
    open_link(client)
    client.post(PAGE, KERRA)
    change, kerra = RoleChange.objects.get(), User.objects.get()
    assert (change.person, change.was, change.now, change.by) == (kerra, "", "Administrator", kerra)
    assert FirstSignIn.objects.get().outcome == "used"


def test_the_link_dies_when_it_is_used(client):
    words = printed()
    client.get(path_in(words))
    client.post(PAGE, KERRA)
    other = Client()
    answer = other.get(path_in(words), follow=True)
    assert answer.status_code == 410
    assert "ask them to invite you" in words_of(answer)
    assert other.post(PAGE, KERRA).status_code == 410
    assert User.objects.count() == 1


def test_the_link_dies_after_a_day(client):
    open_link(client)
    FirstSignIn.objects.update(sent_at=timezone.now() - timedelta(days=1))
    # Its signature is over the time that it was made.
    assert client.post(PAGE, KERRA).status_code == 410
    assert not User.objects.filter(is_active=True).exists()


def test_an_expired_link_is_replaced_by_the_next_start():
    old = first_link()
    FirstSignIn.objects.update(sent_at=timezone.now() - timedelta(days=1))
    new = first_link()
    assert new.pk != old.pk
    assert FirstSignIn.objects.get(pk=old.pk).outcome == "replaced"
    assert User.objects.count() == 1


def test_every_process_of_a_server_prints_the_same_link():
    assert printed() == printed()
    assert FirstSignIn.objects.count() == 1


def test_the_link_dies_when_somebody_was_let_in_otherwise(client, person):
    open_link(client)
    person("ada", "admin")
    assert client.get(PAGE).status_code == 410
    assert client.post(PAGE, KERRA).status_code == 410
    assert "People can sign in already" in printed()


def test_who_has_no_link_is_not_let_in(client):
    first_link()
    assert client.get(PAGE).status_code == 410
    assert client.post(PAGE, KERRA).status_code == 410
    for token in ("1.nonsense", f"{token_of(first_link())}0", "x"):
        assert client.get(f"{PAGE}{token}/", follow=True).status_code == 410


def test_a_link_of_another_kind_is_none_of_this(client, administrator):
    assert token_of(FirstSignIn(pk=1, person=administrator, sent_by=administrator))
    assert client.get(f"/accounts/invitation/{token_of(FirstSignIn(pk=1, person=administrator))}/")
    assert client.get("/accounts/invitation/").status_code == 410


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"first_name": ""}, "Enter your first name"),
        ({"last_name": " "}, "Enter your last name"),
        ({"email": "kerra"}, "Enter an e-mail address like name@example.org"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"new_password2": "another-granite"}, "Enter the same new password as above"),
        (dict.fromkeys(("new_password1", "new_password2"), "short"), "at least 12 characters"),
        (dict.fromkeys(("new_password1", "new_password2"), "kerra@example.o1"), "too similar"),
    ],
)
def test_a_slip_is_told_and_nobody_comes_in(client, changed, told):
    open_link(client)
    answer = client.post(PAGE, KERRA | changed)
    assert answer.status_code == 200
    assert told in words_of(answer)
    assert not User.objects.filter(is_active=True).exists()


def test_only_what_the_page_asks_for_is_sent(client):
    open_link(client)
    assert client.put(PAGE).status_code == 405
    assert client.post(path_in(printed())).status_code == 405


def test_the_sign_in_says_where_the_link_is(client, person):
    words = "The server printed a link for the first administrator"
    assert words in words_of(client.get("/accounts/sign-in/"))
    person("ada", "admin")
    assert words not in words_of(client.get("/accounts/sign-in/"))


def test_a_server_says_it_as_it_starts(monkeypatch, capsys):
    monkeypatch.setattr(printing.connections, "close_all", lambda: None)
    printing.print_first_link()
    assert path_in(capsys.readouterr().err)


def test_a_server_says_nothing_once_people_can_sign_in(monkeypatch, capsys, administrator):
    monkeypatch.setattr(printing.connections, "close_all", lambda: None)
    printing.print_first_link()
    assert capsys.readouterr().err == ""


def test_a_server_starts_on_a_database_that_is_not_built(monkeypatch, capsys):
    def unbuilt():
        raise DatabaseError

    monkeypatch.setattr(printing, "first_link", unbuilt)
    monkeypatch.setattr(printing.connections, "close_all", lambda: None)
    printing.print_first_link()
    assert capsys.readouterr().err == ""
