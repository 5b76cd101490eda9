"""Changing my own e-mail address: with my password and a link to the new one, its trace, and a notice to the old one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client

from accounts.actions import ask_for_email, change_password
from accounts.administration import deactivate
from accounts.models import EmailChange, User
from core.records.versions import BEFORE_ITS_FIRST_EDIT, edit
from tests.mailed import newest_link
from tests.pages.reading_pages import words_of
from tests.site.canaries import LONG, alive_in

PAGE = "/accounts/your-account/email/"


@pytest.fixture
def client(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def send(client, officer, password):
    """Sends the form as the page has it, where only `facts` are filled in otherwise."""

    def sent(email="new@example.org", **facts):
        form = {"email": email, "old_password": password, "version": 1, **facts}
        return client.post(PAGE, form, follow=True)

    return sent


@pytest.fixture
def confirm(client):
    """Follows the newest link, in the browser where I am signed in or in another."""

    def confirmed(browser=None, link=None):
        browser = browser or client
        page = browser.get(link or newest_link())["Location"]
        return browser.post(page, follow=True)

    return confirmed


@pytest.fixture
def change(send, confirm):
    """Asks for another address and follows the link."""

    def changed(email="new@example.org", **facts):
        send(email, **facts)
        return confirm()

    return changed


def stored(officer):
    return User.objects.get(pk=officer.pk)


def refused(response, officer, name):
    """What is said at the field, of a form that changed nothing."""
    html = response.content.decode()
    assert "<title>Error: " in html
    assert stored(officer).email == "olive@example.org"
    assert mail.outbox == []
    return " ".join(response.context["form"].errors[name])


def test_the_form_holds_what_it_is(client):
    html = client.get(PAGE).content.decode()
    assert 'value="olive@example.org"' in html
    assert 'autocomplete="email"' in html


def test_nothing_counts_until_the_link_is_followed(send, officer):
    page = words_of(send())
    assert "Follow the link that was sent to new@example.org." in page
    assert "E-mail address olive@example.org" in page
    assert "new@example.org counts once you follow the link" in page
    assert stored(officer).email == "olive@example.org"
    (asked,) = mail.outbox
    assert asked.to == ["new@example.org"]
    assert "olive@example.org" not in asked.message().as_string()


def test_it_is_changed_and_nothing_else_is(change, officer):
    User.objects.filter(pk=officer.pk).update(job_title="Written at another desk")
    page = words_of(change())
    assert "new@example.org is the e-mail address of olive now. olive@example.org was told." in page
    assert "E-mail address new@example.org" in page
    assert (stored(officer).email, stored(officer).job_title) == (
        "new@example.org",
        "Written at another desk",
    )


def test_the_old_address_is_told_and_the_new_one_is_not_named(change):
    change("new@example.org")
    _, notice = mail.outbox
    assert notice.to == ["olive@example.org"]
    assert notice.subject == "Your e-mail address in the Safer Cornwall planner was changed"
    assert "your account olive" in notice.body
    assert "https://planner.example/accounts/your-account/" in notice.body
    assert "new@example.org" not in notice.message().as_string()
    assert notice.message()["Auto-Submitted"] == "auto-generated"


def test_what_it_was_is_kept_with_who_changed_it(change, officer):
    User.history.all().delete()
    change()
    rows = User.history.filter(id=officer.pk).order_by("history_id")
    assert [(row.email, row.version, row.history_user) for row in rows] == [
        ("olive@example.org", 1, None),
        ("new@example.org", 2, officer),
    ]
    assert rows[0].history_change_reason == BEFORE_ITS_FIRST_EDIT


def test_no_password_is_kept_in_a_history():
    kept = {field.name for field in User.history.model._meta.fields}
    assert "email" in kept
    assert not {"password", "last_login"} & kept


def test_the_same_address_changes_nothing(send, officer):
    before = User.history.count()
    assert "as it was: nothing was changed" in words_of(send(" olive@EXAMPLE.org "))
    assert (stored(officer).version, User.history.count(), mail.outbox) == (1, before, [])


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Enter your e-mail address"),
        ("nowhere", "like name@example.org"),
        ("a@example.org, b@example.org", "like name@example.org"),
        ("a@example.org\nBcc: b@example.org", "like name@example.org"),
        ("a@example.org\0", "Null characters"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org", "at most 254"),
    ],
)
def test_an_address_that_is_none_is_refused_at_its_field(send, officer, email, said):
    assert said in refused(send(email), officer, "email")


@pytest.mark.parametrize("given", ["", "not hers", "x" * 5000, "a\0b"])
def test_without_the_right_password_nothing_is_changed(send, officer, given):
    assert refused(send(old_password=given), officer, "old_password")


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_form_without_its_version_is_out_of_date(send, officer, version):
    assert "out of date" in refused(send(version=version), officer, "version")


def test_a_team_may_share_an_address(change, officer, analyst):
    """The model knows no rule against it, and nobody learns here whose address is whose."""
    change(analyst.email)
    assert stored(officer).email == analyst.email


def test_whoever_changes_it_second_is_told_and_overwrites_nothing(send, change, officer):
    change("first@example.org")
    mail.outbox.clear()
    response = send("second@example.org", version=1)
    assert response.status_code == 409
    html = response.content.decode()
    assert "It is first@example.org now" in html
    assert 'value="second@example.org"' in html
    assert 'name="version" value="2"' in html
    assert stored(officer).email == "first@example.org"
    assert mail.outbox == []
    change("second@example.org", version=2)
    assert stored(officer).email == "second@example.org"


def test_guessing_the_password_here_locks_as_guessing_it_at_the_door_does(send, officer):
    answers = [send(old_password=f"guess {n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert send().status_code == 429
    assert stored(officer).email == "olive@example.org"


def test_a_wrong_password_is_not_kept(send):
    send(old_password="my other password")
    assert "my other password" not in AccessAttempt.objects.get().post_data


def test_where_there_was_none_nobody_is_told(change, officer):
    User.objects.filter(pk=officer.pk).update(email="")
    page = words_of(change())
    assert "new@example.org is the e-mail address of olive now. Your account" in page
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


@pytest.mark.parametrize("backend", ["dummy.EmailBackend", "smtp.EmailBackend"])
def test_a_notice_that_cannot_go_out_is_said_and_stops_nothing(
    send, confirm, officer, settings, backend
):
    send()
    link = newest_link()
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "olive@example.org could not be told" in words_of(confirm(link=link))
    assert stored(officer).email == "new@example.org"


def test_a_link_that_cannot_go_out_is_said_and_nothing_waits_for_it(send, officer, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = words_of(send())
    assert "No e-mail could be sent to new@example.org" in page
    assert "counts once you follow" not in page
    assert stored(officer).email == "olive@example.org"


def test_without_a_mail_server_there_is_no_form(client, send, officer, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for response in (client.get(PAGE), send()):
        assert "The planner has no mail server" in words_of(response)
        assert 'name="old_password"' not in response.content.decode()
    assert not EmailChange.objects.exists()


def test_somebody_without_a_role_may_too(stranger, sign_in, password, confirm):
    form = {"email": "new@example.org", "old_password": password, "version": 1}
    client = sign_in(stranger)
    assert client.post(PAGE, form).status_code == 302
    assert confirm(client).status_code == 200
    assert stored(stranger).email == "new@example.org"


def test_nobody_changes_anybody_elses(change, officer, analyst):
    change(pk=analyst.pk, id=analyst.pk, user=analyst.pk, username="aled", is_superuser="on")
    assert stored(analyst).email == "aled@example.org"
    assert not stored(officer).is_superuser


def test_it_asks_for_a_sign_in_and_for_a_token(db, officer):
    assert Client().post(PAGE)["Location"].startswith("/accounts/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer, backend="accounts.backends.RightsBackend")
    assert strict.post(PAGE, {"email": "new@example.org"}).status_code == 403


def test_it_takes_no_other_method(client):
    assert {client.put(PAGE).status_code, client.delete(PAGE).status_code} == {405}


class TestNewAddressLink:
    """What it takes, and when it stops working."""

    def test_it_works_where_i_am_not_signed_in(self, send, confirm, officer):
        send()
        page = words_of(confirm(Client()))
        assert "new@example.org is the e-mail address of olive now" in page
        assert stored(officer).email == "new@example.org"

    def test_opening_it_changes_nothing(self, client, send, officer):
        send()
        response = client.get(newest_link(), follow=True)
        assert "new@example.org" in words_of(response)
        assert stored(officer).email == "olive@example.org"

    def test_its_token_leaves_the_address_at_once_and_is_told_to_nobody(self, client, send):
        send()
        response = client.get(newest_link())
        assert response["Location"] == "/accounts/new-address/"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]

    def test_it_works_once(self, send, confirm, officer):
        send()
        link = newest_link()
        confirm()
        User.objects.filter(pk=officer.pk).update(email="third@example.org")
        assert confirm(link=link).status_code == 410
        assert stored(officer).email == "third@example.org"

    def test_it_stops_after_a_day(self, send, confirm, officer):
        noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
        with time_machine.travel(noon, tick=False):
            send()
        link = newest_link()
        with time_machine.travel(noon + timedelta(hours=24), tick=False):
            assert confirm(Client(), link).status_code == 410
        assert stored(officer).email == "olive@example.org"
        with time_machine.travel(noon + timedelta(hours=23, minutes=59), tick=False):
            confirm(Client(), link)
        assert stored(officer).email == "new@example.org"

    def test_a_newer_one_replaces_it(self, send, confirm, officer):
        send("first@example.org")
        link = newest_link()
        send("second@example.org")
        assert confirm(link=link).status_code == 410
        confirm()
        assert stored(officer).email == "second@example.org"

    def test_it_can_be_forgotten(self, client, send, confirm, officer):
        send()
        page = words_of(client.post(f"{PAGE}forget/", follow=True))
        assert "Your address stays as it is." in page
        assert confirm().status_code == 410
        assert stored(officer).email == "olive@example.org"

    def test_forgetting_is_asked_for_by_a_form_and_is_about_mine(self, send, analyst, sign_in):
        send()
        colleague = sign_in(analyst)
        assert colleague.get(f"{PAGE}forget/").status_code == 405
        colleague.post(f"{PAGE}forget/")
        assert EmailChange.objects.get().outcome == "open"

    def test_a_new_password_ends_it(self, send, confirm, officer):
        """Whoever knew the old one may have asked for it."""
        send()
        link = newest_link()
        change_password(
            officer, by=officer, password="granite and gorse 7", tell=lambda *a, **b: True
        )
        assert confirm(Client(), link).status_code == 410
        assert stored(officer).email == "olive@example.org"

    def test_being_deactivated_ends_it(self, send, confirm, officer, administrator):
        send()
        deactivate(officer, by=administrator)
        assert confirm(Client()).status_code == 410
        assert stored(officer).email == "olive@example.org"

    def test_where_the_address_was_changed_since_it_ends(
        self, send, confirm, officer, administrator
    ):
        send()
        link = newest_link()
        edit(stored(officer), version=1, by=administrator, email="theirs@example.org")
        assert confirm(link=link).status_code == 410
        assert stored(officer).email == "theirs@example.org"

    @pytest.mark.parametrize("spoilt", ["1.", ".", "x", "999.0", "%00", "1" * 40, "0x1.a", "١.a"])
    def test_a_token_that_is_not_ours_leads_nowhere(self, client, send, officer, spoilt):
        send()
        response = client.get(f"/accounts/new-address/{spoilt}/", follow=True)
        assert response.status_code == 410
        assert "This link does not work" in words_of(response)

    def test_a_token_with_another_number_or_letter_is_not_ours(self, client, send, analyst):
        send()
        number, _, signature = newest_link().strip("/").rpartition("/")[2].partition(".")
        other = ask_for_email(
            analyst, version=1, email="other@example.org", send=lambda change: True
        )[0]
        turned = signature[:-1] + ("0" if signature[-1] != "0" else "1")
        for token in (f"{other.pk}.{signature}", f"{number}.{turned}"):
            answer = client.get(f"/accounts/new-address/{token}/", follow=True)
            assert answer.status_code == 410, token

    def test_one_of_another_kind_is_not_ours(self, client, send):
        send()
        token = newest_link().strip("/").rpartition("/")[2]
        for page in ("invitation", "new-password"):
            assert client.get(f"/accounts/{page}/{token}/", follow=True).status_code == 410

    def test_no_name_does_harm(self, client, send, officer):
        User.objects.filter(pk=officer.pk).update(first_name=LONG[:150], job_title=LONG[:150])
        send("new+<b>@example.org")
        send('"><b>"@example.org')
        for address in ("/accounts/your-account/", newest_link() if mail.outbox else PAGE):
            assert alive_in(client.get(address, follow=True).content.decode()) == []
