"""An administrator invites a person, who follows the link, chooses a password and is in."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import Invitation, Organisation, User
from accounts.roles import OFFICER
from tests.mailed import link_in, newest_link
from tests.pages.people.conftest import kerra
from tests.pages.reading_pages import words_of
from tests.site.canaries import LONG, MIDDLE, alive_in

PAGE = "/accounts/people/invite/"
COME_IN = "/accounts/invitation/"
NEW = "granite and gorse 7"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def browser():
    """That of whoever is invited."""
    return Client()


@pytest.fixture
def invite(client):
    def sent(**facts):
        return client.post(PAGE, kerra(**facts), follow=True)

    return sent


@pytest.fixture
def come_in(browser):
    def followed(link=None, first=NEW, second=NEW):
        page = browser.get(link or newest_link())["Location"]
        return browser.post(page, {"new_password1": first, "new_password2": second}, follow=True)

    return followed


def found(username="kerra.penrose"):
    return User.objects.get(username=username)


def test_an_invitation_goes_out_and_says_who_sent_it(invite):
    assert "An invitation was sent to kerra@example.org." in words_of(invite())
    (message,) = mail.outbox
    assert message.to == ["kerra@example.org"]
    assert message.subject == "You are invited to the Safer Cornwall planner"
    assert "Ada invites you to the Safer Cornwall planner as officer" in message.body
    assert "Your username is kerra.penrose" in message.body
    assert message.message()["Auto-Submitted"] == "auto-generated"


def test_an_e_mail_has_the_name_of_the_partnership(invite):
    Organisation.objects.create(name="Safer\nHere", slug="here", kind="partnership")
    invite()
    (message,) = mail.outbox
    assert message.subject == "You are invited to the Safer Here planner"
    assert "Ada invites you to the Safer Here planner as officer" in message.body
    assert message.body.strip().endswith("Safer Here planner")


def test_the_person_is_made_as_it_was_entered(invite, world):
    invite(organisation=world.partnership.pk)
    person = found()
    assert (person.get_full_name(), person.email, person.job_title) == (
        "Kerra Penrose", "kerra@example.org", "Community safety officer",
    )  # fmt: skip
    assert (person.organisation, person.role) == (world.partnership, OFFICER)
    assert not person.is_active


def test_whoever_follows_the_link_chooses_a_password_and_is_in(invite, come_in, browser):
    invite()
    page = words_of(come_in())
    assert "sign in as kerra.penrose" in page
    assert "Role Officer" in page
    assert browser.get("/accounts/organisations/").status_code == 200
    assert found().check_password(NEW)


def test_from_then_on_they_sign_in(invite, come_in):
    invite()
    come_in()
    form = {"username": "kerra.penrose", "password": NEW}
    assert Client().post("/accounts/sign-in/", form)["Location"] == "/my-work/"


def test_before_that_nobody_signs_in_as_them(invite):
    invite()
    for password in ("", NEW, "!"):
        form = {"username": "kerra.penrose", "password": password}
        assert Client().post("/accounts/sign-in/", form).status_code == 200
    Client().post("/accounts/forgotten-password/", {"email": "kerra@example.org"})
    assert len(mail.outbox) == 1


def test_without_a_role_they_see_their_own_account(invite, come_in, browser):
    invite(role="none")
    assert "Role None yet" in words_of(come_in())
    assert browser.get("/accounts/organisations/").status_code == 403
    assert "planner. Choose a password" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"first_name": ""}, "first_name", "Enter the person’s first name"),
        ({"first_name": " "}, "first_name", "Enter the person’s first name"),
        ({"first_name": "x" * 151}, "first_name", "at most 150"),
        ({"last_name": "a\0b"}, "last_name", "Null"),
        ({"email": ""}, "email", "Enter the person’s e-mail address"),
        ({"email": "nowhere"}, "email", "like name@example.org"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email", "like name@example.org"),
        ({"email": "a@example.org, b@example.org"}, "email", "like name@example.org"),
        ({"email": "a" * 300 + "@example.org"}, "email", "at most 254"),
        ({"role": ""}, "role", "Choose a role"),
        ({"role": "Emperor"}, "role", "Choose a role of the list"),
        ({"organisation": "999999"}, "organisation", "Choose an organisation of the list"),
        ({"job_title": "x" * 151}, "job_title", "at most 150"),
    ],
)
def test_a_bad_form_is_told_at_its_field(invite, facts, field, said):
    response = invite(**facts)
    html = response.content.decode()
    assert said in " ".join(response.context["form"].errors[field])
    assert "<title>Error: " in html
    assert "Error: Error:" not in html
    assert User.objects.count() == 1
    assert mail.outbox == []


@pytest.mark.parametrize("email", ["olive@example.org", "Olive@Example.ORG", " OLIVE@example.org "])
def test_an_address_is_given_once_whatever_its_capitals(invite, officer, email):
    response = invite(email=email)
    assert response.status_code == 409
    page = words_of(response)
    assert "Olive has this address already. Enter another" in page
    assert "State: active." in page
    assert f'href="/accounts/people/{officer.pk}/"' in response.content.decode()
    assert User.objects.count() == 2
    assert mail.outbox == []


def test_it_is_given_once_also_to_somebody_deactivated(invite, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    response = invite(email=officer.email)
    assert response.status_code == 409
    assert "State: deactivated." in words_of(response)


def test_two_of_one_name_have_two_usernames(invite):
    invite()
    invite(email="other@example.org")
    assert found("kerra.penrose2").email == "other@example.org"


@pytest.mark.parametrize(
    "text", [LONG[:150], MIDDLE, "{{ 7|add:7 }}", "line\r\nBcc: b@example.org"]
)
def test_no_name_does_harm(client, invite, browser, text):
    invite(first_name=text, last_name=text, job_title=text)
    (message,) = mail.outbox
    assert message.recipients() == ["kerra@example.org"]
    assert "\nBcc:" not in message.message().as_string()
    person = User.objects.get(email="kerra@example.org")
    page = f"/accounts/people/{person.pk}/"
    for address in (page, f"{page}invite-again/", f"{page}withdraw/", "/accounts/people/"):
        assert alive_in(client.get(address).content.decode()) == []
    assert alive_in(browser.get(link_in(message), follow=True).content.decode()) == []


class TestInvitationLink:
    def test_opening_it_changes_nothing(self, invite, browser):
        invite()
        page = words_of(browser.get(newest_link(), follow=True))
        assert "Your username is kerra.penrose" in page
        assert not found().is_active

    def test_its_token_leaves_the_address_at_once_and_is_told_to_nobody(self, invite, browser):
        invite()
        response = browser.get(newest_link())
        assert response["Location"] == COME_IN
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert "no-store" in browser.get(COME_IN)["Cache-Control"]

    def test_it_works_once(self, invite, come_in, browser):
        invite()
        link = newest_link()
        come_in(link)
        again = come_in(link, first="another one of 7", second="another one of 7")
        assert again.status_code == 410
        assert "This link does not work" in words_of(again)
        assert found().check_password(NEW)

    def test_it_stops_after_seven_days(self, invite, come_in, administrator, client):
        with time_machine.travel(NOON, tick=False):
            client.force_login(administrator, backend="accounts.backends.RightsBackend")
            invite()
        with time_machine.travel(NOON + timedelta(days=7, seconds=1), tick=False):
            assert come_in().status_code == 410
        assert not found().is_active
        with time_machine.travel(NOON + timedelta(days=6, hours=23), tick=False):
            assert come_in().status_code == 200
        assert found().is_active

    def test_it_stops_between_opening_and_choosing_too(self, client, invite, browser, invited):
        browser.get(newest_link())
        client.post(f"/accounts/people/{invited.pk}/withdraw/")
        form = {"new_password1": NEW, "new_password2": NEW}
        assert browser.post(COME_IN, form).status_code == 410
        assert not found().is_active

    @pytest.mark.parametrize("spoilt", ["1.", ".", "x", "999.0", "%00", "9" * 40, "١.a", "1.a/b"])
    def test_a_token_that_is_not_ours_leads_nowhere(self, invite, browser, spoilt):
        invite()
        response = browser.get(f"{COME_IN}{spoilt}/", follow=True)
        assert response.status_code in (404, 410)
        assert (
            browser.post(COME_IN, {"new_password1": NEW, "new_password2": NEW}).status_code == 410
        )

    def test_one_letter_other_is_not_ours(self, invite, browser):
        invite()
        link = newest_link().rstrip("/")
        turned = link[:-1] + ("0" if link[-1] != "0" else "1")
        assert browser.get(f"{turned}/", follow=True).status_code == 410

    def test_a_link_that_is_not_ours_forgets_one_that_was(self, invite, browser):
        invite()
        browser.get(newest_link())
        browser.get(f"{COME_IN}1.spoilt/")
        assert browser.get(COME_IN).status_code == 410

    @pytest.mark.parametrize(
        ("first", "second", "field", "said"),
        [
            ("", "", "new_password1", "Enter a new password"),
            (NEW, "another one of 7", "new_password2", "the same new password"),
            ("short", "short", "new_password1", "at least 12"),
            ("kerra.penrose", "kerra.penrose", "new_password1", "similar"),
            ("kerra@example.org", "kerra@example.org", "new_password1", "similar"),
            ("x" * 5000, NEW, "new_password1", "at most 4,096"),
        ],
    )
    def test_a_bad_password_is_told_at_its_field(self, invite, come_in, first, second, field, said):
        invite()
        response = come_in(first=first, second=second)
        assert said in " ".join(response.context["form"].errors[field])
        assert NEW not in response.content.decode()
        assert not found().is_active

    def test_whoever_else_is_signed_in_there_is_told_and_signed_out(self, invite, officer, sign_in):
        invite()
        shared = sign_in(officer)
        page = words_of(shared.get(newest_link(), follow=True))
        assert "Olive is signed in here now, and will be signed out." in page
        form = {"new_password1": NEW, "new_password2": NEW}
        assert "Username kerra.penrose" in words_of(shared.post(COME_IN, form, follow=True))

    def test_neither_token_nor_password_is_logged(
        self, invite, come_in, caplog, capfd, settings, client
    ):
        invite()
        link = newest_link()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        invite(email="other@example.org")
        come_in(link)
        out, err = capfd.readouterr()
        for said in (caplog.text, out, err):
            assert NEW not in said
            assert COME_IN not in said
            assert "example.org" not in said

    def test_no_token_is_kept_in_the_database(self, invite):
        invite()
        signature = newest_link().strip("/").rpartition(".")[2]
        assert signature not in str(list(Invitation.objects.values()))


class TestAgain:
    def page(self, person, name="invite-again"):
        return f"/accounts/people/{person.pk}/{name}/"

    def test_a_new_link_works_and_the_one_before_does_not(self, client, invited, come_in):
        older = newest_link()
        client.post(self.page(invited), {"email": invited.email})
        assert newest_link() != older
        assert come_in(older).status_code == 410
        assert come_in().status_code == 200
        assert found().is_active

    def test_it_can_go_to_another_address(self, client, invited, come_in):
        client.post(self.page(invited), {"email": "k.penrose@example.org"})
        assert mail.outbox[-1].to == ["k.penrose@example.org"]
        come_in()
        assert found().email == "k.penrose@example.org"

    def test_not_to_somebody_elses(self, client, invited, officer):
        response = client.post(self.page(invited), {"email": "OLIVE@example.org"})
        assert response.status_code == 409
        assert "Olive has this address already" in words_of(response)
        assert found().email == "kerra@example.org"
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("email", ["", "nowhere", "a@example.org\0"])
    def test_a_bad_address_is_refused(self, client, invited, email):
        response = client.post(self.page(invited), {"email": email})
        assert response.context["form"].errors["email"]
        assert len(mail.outbox) == 1

    def test_withdrawn_is_withdrawn_until_it_is_sent_again(self, client, invited, come_in):
        page = words_of(client.post(self.page(invited, "withdraw"), follow=True))
        assert "The invitation of Kerra Penrose is withdrawn." in page
        assert "State Invitation withdrawn" in page
        assert come_in().status_code == 410
        client.post(self.page(invited), {"email": invited.email})
        assert come_in().status_code == 200

    def test_withdrawing_is_asked_about_first(self, client, invited, come_in):
        page = words_of(client.get(self.page(invited, "withdraw")))
        assert "The link that was sent to kerra@example.org stops working" in page
        assert come_in().status_code == 200

    def test_somebody_who_came_in_is_not_invited_again(self, client, invited, come_in):
        come_in()
        for name in ("invite-again", "withdraw"):
            response = client.post(self.page(invited, name), {"email": invited.email}, follow=True)
            assert "Kerra Penrose has no open invitation." in words_of(response)
        assert len(mail.outbox) == 1


class TestNoMail:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend"), ("PUBLIC_URL", "")],
    )
    def test_without_a_server_or_an_address_of_its_own_nobody_is_invited(
        self, client, invite, settings, name, value
    ):
        setattr(settings, name, value)
        for response in (client.get(PAGE), invite()):
            assert "cannot invite anybody" in words_of(response)
            assert 'name="first_name"' not in response.content.decode()
        assert not Invitation.objects.exists()

    def test_an_e_mail_that_fails_is_said_and_can_be_sent_again(self, client, invite, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        page = words_of(invite())
        assert "The e-mail to kerra@example.org could not be sent" in page
        assert "Invite again" in page

    def test_the_demo_prints_it(self, invite, settings, capfd):
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        invite()
        assert f"https://planner.example{COME_IN}" in capfd.readouterr().out
