"""Only administrators look after people: every page and every change, for each of the others."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import RoleChange, User

FORMS = ("edit", "role", "deactivate", "reactivate", "invite-again", "withdraw")
ADDRESSES = (
    "/accounts/people/",
    "/accounts/people/invite/",
    "{}",
    *(f"{{}}{name}/" for name in FORMS),
)
OTHERS = ("board", "officer", "analyst", "stranger")
# All that any of the forms takes.
EVERYTHING = {
    "first_name": "Changed", "last_name": "Changed", "email": "changed@example.org",
    "organisation": "", "job_title": "Changed", "role": "Administrator", "was": "Officer",
    "version": 1, "sure": "yes",
}  # fmt: skip


@pytest.fixture
def everybody(invited):
    """What is stored of people before and after."""

    def stored():
        return (
            list(User.objects.order_by("pk").values()),
            list(User.objects.order_by("pk").values("groups")),
            list(invited.invitations.values()),
            RoleChange.objects.count(),
            len(mail.outbox),
        )

    return stored


def addresses_of(person):
    return [address.format(f"/accounts/people/{person.pk}/") for address in ADDRESSES]


@pytest.mark.parametrize("who", OTHERS)
def test_the_others_read_and_change_nothing(who, request, sign_in, invited, everybody):
    person = request.getfixturevalue(who)
    client, before = sign_in(person), everybody()
    for target in (invited, person):
        for address in addresses_of(target):
            assert client.get(address).status_code == 403, address
            # One that takes no form says so, whoever sends one.
            assert client.post(address, EVERYTHING).status_code in (403, 405), address
    assert everybody() == before


def test_whoever_is_signed_out_is_asked_to_sign_in(invited, everybody):
    client, before = Client(), everybody()
    for address in addresses_of(invited):
        for response in (client.get(address), client.post(address, EVERYTHING)):
            assert response["Location"].startswith("/accounts/sign-in/?next="), address
    assert everybody() == before


@pytest.mark.parametrize("who", OTHERS)
def test_the_others_are_not_led_there(who, request, sign_in):
    page = sign_in(request.getfixturevalue(who)).get("/accounts/your-account/")
    assert page.status_code == 200
    assert "/accounts/people/" not in page.content.decode()


def test_an_administrator_is_led_there(client):
    assert 'href="/accounts/people/"' in client.get("/accounts/your-account/").content.decode()


def test_reading_changes_nothing(client, invited, everybody):
    before = everybody()
    for address in addresses_of(invited):
        assert client.get(address).status_code in (200, 302), address
        assert client.head(address).status_code in (200, 302), address
    # The time of the last sign-in apart, which signing in for the test wrote before.
    assert everybody() == before


def test_no_other_method_is_taken(client, invited, everybody):
    before = everybody()
    for address in addresses_of(invited):
        for method in (client.put, client.patch, client.delete):
            assert method(address).status_code == 405, address
    assert client.post("/accounts/people/", EVERYTHING).status_code == 405
    assert client.post(f"/accounts/people/{invited.pk}/", EVERYTHING).status_code == 405
    assert everybody() == before


def test_a_form_without_its_token_is_refused(administrator, invited, everybody):
    client, before = Client(enforce_csrf_checks=True), everybody()
    client.force_login(administrator, backend="accounts.backends.RightsBackend")
    for address in addresses_of(invited)[1:]:
        assert client.post(address, EVERYTHING).status_code in (403, 405), address
    assert [row["is_active"] for row in everybody()[0]] == [row["is_active"] for row in before[0]]
    assert everybody()[2:] == before[2:]


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_nobody_has_a_page_without_being_there(client, number):
    for name in ("", *(f"{name}/" for name in FORMS)):
        assert client.get(f"/accounts/people/{number}/{name}").status_code == 404
        assert client.post(f"/accounts/people/{number}/{name}").status_code in (404, 405)


def test_no_page_is_kept_by_anybody(client, invited):
    for address in addresses_of(invited):
        assert "no-store" in client.get(address)["Cache-Control"]
