"""A forgotten password: a link by e-mail, and the same answer whether or not anybody has the address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.actions import RESET_PASSWORD
from accounts.models import ResetRequest, User
from core.records.versions import edit
from tests.mailed import link_in, newest_link
from tests.pages.reading_pages import words_of
from tests.site.canaries import LONG, alive_in

PAGE = "/accounts/forgotten-password/"
NEW = "granite and gorse 7"
OFFICE = "203.0.113.9"
HOME = "198.51.100.7"


@pytest.fixture
def ask(client):
    def asked(email="olive@example.org", address=OFFICE, **options):
        return client.post(PAGE, {"email": email}, REMOTE_ADDR=address, **options)

    return asked


@pytest.fixture
def choose(client):
    """Follows a link and chooses a password there."""

    def chosen(link=None, browser=None, first=NEW, second=NEW):
        browser = browser or client
        page = browser.get(link or newest_link())["Location"]
        return browser.post(page, {"new_password1": first, "new_password2": second}, follow=True)

    return chosen


def has(person, password):
    return User.objects.get(pk=person.pk).check_password(password)


def test_the_sign_in_page_leads_to_it(client, db):
    assert f'href="{PAGE}"' in client.get("/accounts/sign-in/").content.decode()


def test_a_link_comes_by_e_mail_and_names_my_username(ask, officer):
    page = words_of(ask(follow=True))
    assert "If somebody in the planner has the address that you entered" in page
    (message,) = mail.outbox
    assert message.to == ["olive@example.org"]
    assert "your account olive" in message.body
    assert message.message()["Auto-Submitted"] == "auto-generated"


def test_i_choose_a_new_password_and_sign_in_with_it(client, ask, choose, officer, password):
    ask()
    page = words_of(choose())
    assert "Your new password is saved. Sign in with it." in page
    assert has(officer, NEW)
    assert "_auth_user_id" not in client.session
    client.post("/accounts/sign-in/", {"username": "olive", "password": NEW})
    assert "_auth_user_id" in client.session


def test_every_session_of_mine_ends(ask, choose, officer, sign_in):
    elsewhere = sign_in(officer)
    ask()
    choose()
    assert elsewhere.get("/accounts/your-account/").status_code == 302


def test_that_it_was_chosen_is_kept_and_told(ask, choose, officer):
    ask()
    choose()
    row = User.history.filter(id=officer.pk).latest()
    assert (row.history_change_reason, row.history_user) == (RESET_PASSWORD, officer)
    notice = mail.outbox[-1]
    assert notice.subject == "Your password in the Safer Cornwall planner was changed"
    assert NEW not in notice.body


def test_wrong_tries_at_the_door_are_forgiven(client, ask, choose, officer):
    for n in range(5):
        client.post("/accounts/sign-in/", {"username": "olive", "password": f"guess {n}"})
    ask()
    choose()
    response = client.post("/accounts/sign-in/", {"username": "olive", "password": NEW})
    assert response.status_code == 302


OF_ONE_REQUEST = ("Set-Cookie", "X-Request-ID")


class TestTheSameAnswer:
    def plain(self, response):
        return (
            response.status_code,
            response["Location"],
            {name: value for name, value in response.items() if name not in OF_ONE_REQUEST},
            response.content,
        )

    @pytest.mark.parametrize("email", ["nobody@example.org", "olive@example.com", "o@e.org"])
    def test_for_an_address_that_nobody_has(self, ask, officer, email):
        assert self.plain(ask(email)) == self.plain(ask())
        assert [message.to for message in mail.outbox] == [["olive@example.org"]]

    def test_for_somebody_who_is_deactivated(self, ask, officer, analyst):
        User.objects.filter(pk=analyst.pk).update(is_active=False)
        assert self.plain(ask("aled@example.org")) == self.plain(ask())
        assert len(mail.outbox) == 1

    def test_for_somebody_who_has_no_password_yet(self, ask, officer):
        officer.set_unusable_password()
        officer.save()
        ask()
        assert mail.outbox == []

    def test_e_mails_are_sent_when_the_answer_has_gone(self, ask, officer, monkeypatch):
        """How long a mail server takes tells nothing."""
        sent = []
        monkeypatch.setattr(
            "safercornwall.pages.signing_in.forgotten_password.send", lambda m: sent.append(m)
        )
        monkeypatch.setattr("django.http.HttpResponse.close", lambda self: sent.append("closed"))
        ask()
        assert sent[0] == "closed"
        assert len(sent) == 2

    def test_a_mail_server_that_fails_is_not_told_to_whoever_asked(self, ask, officer, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        assert self.plain(ask()) == self.plain(ask("nobody@example.org"))


def test_capitals_do_not_matter_and_the_e_mail_goes_where_it_is_known(ask, officer):
    ask("OLIVE@Example.org")
    assert mail.outbox[0].to == ["olive@example.org"]


def test_everybody_who_shares_an_address_gets_a_link_of_their_own(ask, choose, officer, analyst):
    User.objects.filter(pk=analyst.pk).update(email="olive@example.org")
    ask()
    links = {re.search("account (.*) in", m.body)[1]: link_in(m) for m in mail.outbox}
    assert set(links) == {"olive", "aled"}
    choose(links["aled"])
    assert has(analyst, NEW)
    assert not has(officer, NEW)


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Enter your e-mail address"),
        ("nowhere", "like name@example.org"),
        ("a@example.org\nBcc: b@example.org", "like name@example.org"),
        ("a@example.org\0", "Null characters"),
        ("a" * 300 + "@example.org", "at most 254"),
    ],
)
def test_an_address_that_is_none_is_refused(ask, officer, email, said):
    response = ask(email)
    html = response.content.decode()
    assert said in " ".join(response.context["form"].errors["email"])
    assert "<title>Error: " in html
    assert mail.outbox == []


@pytest.mark.parametrize("email", [LONG[:200], '"><b>@example.org'])
def test_what_was_typed_does_no_harm(ask, officer, email):
    assert alive_in(ask(email).content.decode()) == []


@pytest.mark.parametrize(
    ("first", "second", "field", "said"),
    [
        ("", "", "new_password1", "Enter a new password"),
        (NEW, "", "new_password2", "Enter the new password again"),
        (NEW, "another one of 7", "new_password2", "the same new password"),
        ("short", "short", "new_password1", "at least 12"),
        ("9" * 14, "9" * 14, "new_password1", "harder"),
        ("olive@example.org", "olive@example.org", "new_password1", "similar"),
        ("x" * 5000, NEW, "new_password1", "at most 4,096"),
        ("a\0b", "a\0b", "new_password1", "Null"),
    ],
)
def test_a_bad_password_is_told_at_its_field(
    ask, choose, officer, password, first, second, field, said
):
    ask()
    response = choose(first=first, second=second)
    html = response.content.decode()
    assert "<title>Error: " in html
    assert said in " ".join(response.context["form"].errors[field])
    assert NEW not in html
    assert has(officer, password)


class TestNewPasswordLink:
    NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def test_opening_it_changes_nothing(self, client, ask, officer, password):
        ask()
        page = words_of(client.get(newest_link(), follow=True))
        assert "Your username is olive" in page
        assert has(officer, password)

    def test_its_token_leaves_the_address_at_once_and_is_told_to_nobody(self, client, ask, officer):
        ask()
        response = client.get(newest_link())
        assert response["Location"] == "/accounts/new-password/"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert "no-store" in client.get("/accounts/new-password/")["Cache-Control"]

    def test_it_works_once(self, ask, choose, officer):
        ask()
        link = newest_link()
        choose(link)
        assert choose(link, first="another one of 7", second="another one of 7").status_code == 410
        assert has(officer, NEW)

    def test_it_stops_after_an_hour(self, ask, choose, officer):
        with time_machine.travel(self.NOON, tick=False):
            ask()
        link = newest_link()
        with time_machine.travel(self.NOON + timedelta(minutes=61), tick=False):
            assert choose(link).status_code == 410
        assert not has(officer, NEW)
        with time_machine.travel(self.NOON + timedelta(minutes=59), tick=False):
            choose(link)
        assert has(officer, NEW)

    def test_it_stops_between_opening_and_choosing_too(self, client, ask, officer):
        with time_machine.travel(self.NOON, tick=False):
            ask()
            page = client.get(newest_link())["Location"]
        with time_machine.travel(self.NOON + timedelta(minutes=61), tick=False):
            form = {"new_password1": NEW, "new_password2": NEW}
            assert client.post(page, form).status_code == 410
        assert not has(officer, NEW)

    def test_another_address_ends_it(self, ask, choose, officer):
        ask()
        edit(officer, version=1, by=officer, email="new@example.org")
        assert choose(newest_link()).status_code == 410

    def test_being_deactivated_ends_it(self, ask, choose, officer):
        ask()
        User.objects.filter(pk=officer.pk).update(is_active=False)
        assert choose().status_code == 410

    def test_one_persons_token_is_not_anothers(self, client, ask, choose, officer, analyst):
        ask()
        token = newest_link().strip("/").rpartition("/")[2].partition(".")[2]
        assert choose_status(client, f"{analyst.pk}.{token}") == 410

    @pytest.mark.parametrize("spoilt", ["1.", ".", "x", "999.0-0", "%00", "9" * 30, "1.c-d", "١.a"])
    def test_a_token_that_is_not_ours_leads_nowhere(self, client, ask, officer, spoilt):
        ask()
        assert choose_status(client, spoilt) == 410

    def test_without_one_there_is_nothing_to_see(self, client, db):
        response = client.get("/accounts/new-password/")
        assert response.status_code == 410
        assert "This link does not work" in words_of(response)


def choose_status(client, token):
    form = {"new_password1": NEW, "new_password2": NEW}
    client.get(f"/accounts/new-password/{token}/")
    return client.post("/accounts/new-password/", form).status_code


class TestTooOften:
    """As often as signing in is tried before it is refused."""

    @pytest.mark.parametrize("email", ["olive@example.org", "nobody@example.org"])
    def test_five_links_for_one_address_then_a_wait(self, ask, officer, email):
        answers = [ask(email) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert answers[-1]["Retry-After"] == "900"
        assert "Wait 15 minutes" in words_of(answers[-1])

    def test_capitals_make_no_other_address(self, ask, officer):
        answers = [ask(email) for email in ["olive@example.org", "OLIVE@example.org"] * 3]
        assert answers[-1].status_code == 429

    def test_it_ends_after_a_quarter_of_an_hour_and_what_was_counted_goes(self, ask, officer):
        noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
        with time_machine.travel(noon, tick=False):
            for _ in range(6):
                ask()
        with time_machine.travel(noon + timedelta(minutes=16), tick=False):
            assert ask().status_code == 302
        assert ResetRequest.objects.count() == 1

    def test_many_addresses_from_one_place_close_it(self, ask, officer, settings):
        settings.MOST_WRONG_TRIES_FROM_AN_ADDRESS = 6
        answers = [ask(f"name{n}@example.org") for n in range(7)]
        assert [answer.status_code for answer in answers] == [302] * 6 + [429]
        assert "from your network" in words_of(answers[-1])
        assert ask(address=HOME).status_code == 302

    def test_where_the_server_does_not_say_who_calls_nobody_shuts_out_everybody(
        self, ask, officer, settings
    ):
        settings.MOST_WRONG_TRIES_FROM_AN_ADDRESS = 3
        assert {ask(f"name{n}@example.org", "").status_code for n in range(5)} == {302}

    def test_nobodys_inbox_is_filled_from_many_places(self, ask, officer):
        answers = {ask(address=f"203.0.113.{n}").status_code for n in range(1, 12)}
        assert answers == {302}
        assert len(mail.outbox) == 5

    def test_asking_locks_nobody_out_of_signing_in(self, client, ask, officer, password):
        for _ in range(6):
            ask()
        client.post("/accounts/sign-in/", {"username": "olive", "password": password})
        assert "_auth_user_id" in client.session

    def test_the_address_that_was_typed_is_not_kept(self, ask, officer):
        ask("my password, by mistake@example.org")
        ask("nobody@example.org")
        assert "nobody" not in str(ResetRequest.objects.values())


def test_without_a_mail_server_nothing_is_asked(client, ask, officer, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for response in (client.get(PAGE), ask()):
        assert "The planner has no mail server" in words_of(response)
        assert 'name="email"' not in response.content.decode()


def test_neither_token_nor_password_is_logged(ask, choose, officer, caplog, capfd, settings):
    ask()
    link = newest_link()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ask()
    choose(link)
    out, err = capfd.readouterr()
    for said in (caplog.text, out, err):
        assert NEW not in said
        assert "/accounts/new-password/" not in said


def test_it_asks_for_the_forms_token_and_takes_no_other_method(client, db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PAGE, {"email": "olive@example.org"}).status_code == 403
    assert strict.post("/accounts/new-password/").status_code == 403
    for method in (client.put, client.delete):
        assert method(PAGE).status_code == 405
        assert method("/accounts/new-password/").status_code == 405
    assert client.post(f"{PAGE}sent/").status_code == 405
    assert client.post("/accounts/new-password/1.a/").status_code == 405
