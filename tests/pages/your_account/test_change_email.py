"""Changing my own e-mail address: with my password, with its trace, and with a notice to the old one."""

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client

from accounts.models import User
from core.records.versions import BEFORE_ITS_FIRST_EDIT
from tests.pages.reading_pages import words_of

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


def test_it_is_changed_and_nothing_else_is(send, officer):
    User.objects.filter(pk=officer.pk).update(job_title="Written at another desk")
    page = words_of(send())
    assert "Your e-mail address is changed. olive@example.org was told." in page
    assert "E-mail address new@example.org" in page
    assert (stored(officer).email, stored(officer).job_title) == (
        "new@example.org",
        "Written at another desk",
    )


def test_the_old_address_is_told_and_the_new_one_is_not_named(send):
    send("new@example.org")
    (notice,) = mail.outbox
    assert notice.to == ["olive@example.org"]
    assert notice.subject == "Your e-mail address in the Safer Cornwall planner was changed"
    assert "your account olive" in notice.body
    assert "https://planner.example/accounts/your-account/" in notice.body
    assert "new@example.org" not in notice.message().as_string()
    assert notice.message()["Auto-Submitted"] == "auto-generated"


def test_what_it_was_is_kept_with_who_changed_it(send, officer):
    User.history.all().delete()
    send()
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


def test_a_team_may_share_an_address(send, officer, analyst):
    """The model knows no rule against it, and nobody learns here whose address is whose."""
    send(analyst.email)
    assert stored(officer).email == analyst.email


def test_whoever_changes_it_second_is_told_and_overwrites_nothing(send, officer):
    send("first@example.org")
    mail.outbox.clear()
    response = send("second@example.org", version=1)
    assert response.status_code == 409
    html = response.content.decode()
    assert "It is first@example.org now" in html
    assert 'value="second@example.org"' in html
    assert 'name="version" value="2"' in html
    assert stored(officer).email == "first@example.org"
    assert mail.outbox == []
    send("second@example.org", version=2)
    assert stored(officer).email == "second@example.org"


def test_guessing_the_password_here_locks_as_guessing_it_at_the_door_does(send, officer):
    answers = [send(old_password=f"guess {n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert send().status_code == 429
    assert stored(officer).email == "olive@example.org"


def test_a_wrong_password_is_not_kept(send):
    send(old_password="my other password")
    assert "my other password" not in AccessAttempt.objects.get().post_data


def test_where_there_was_none_nobody_is_told(send, officer):
    User.objects.filter(pk=officer.pk).update(email="")
    assert "Your e-mail address is saved." in words_of(send())
    assert mail.outbox == []


@pytest.mark.parametrize("backend", ["dummy.EmailBackend", "smtp.EmailBackend"])
def test_a_notice_that_cannot_go_out_is_said_and_stops_nothing(send, officer, settings, backend):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "olive@example.org could not be told" in words_of(send())
    assert stored(officer).email == "new@example.org"


def test_somebody_without_a_role_may_too(stranger, sign_in, password):
    form = {"email": "new@example.org", "old_password": password, "version": 1}
    assert sign_in(stranger).post(PAGE, form).status_code == 302
    assert stored(stranger).email == "new@example.org"


def test_nobody_changes_anybody_elses(send, officer, analyst):
    send(pk=analyst.pk, id=analyst.pk, user=analyst.pk, username="aled", is_superuser="on")
    assert stored(analyst).email == "aled@example.org"
    assert not stored(officer).is_superuser


def test_it_asks_for_a_sign_in_and_for_a_token(db, officer):
    assert Client().post(PAGE)["Location"].startswith("/accounts/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(PAGE, {"email": "new@example.org"}).status_code == 403


def test_it_takes_no_other_method(client):
    assert {client.put(PAGE).status_code, client.delete(PAGE).status_code} == {405}
