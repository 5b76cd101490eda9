"""Changing my own password: Django's rules, and the planner's history and notice."""

import pytest
from django.core import mail

from accounts.actions import CHANGED_PASSWORD, change_password
from accounts.models import User
from safercornwall.pages.components.letters import tell
from tests.pages.reading_pages import words_of

PAGE = "/accounts/your-account/password/"
NEW = "granite and gorse 7"


@pytest.fixture
def client(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def send(client, password):
    def sent(**facts):
        form = {"old_password": password, "new_password1": NEW, "new_password2": NEW, **facts}
        return client.post(PAGE, form, follow=True)

    return sent


def has(officer, password):
    return User.objects.get(pk=officer.pk).check_password(password)


def test_it_is_changed_and_i_stay_signed_in_here_alone(send, client, officer, sign_in):
    elsewhere = sign_in(officer)
    assert "Your password is changed." in words_of(send())
    assert has(officer, NEW)
    assert client.get("/accounts/your-account/").status_code == 200
    assert elsewhere.get("/accounts/your-account/").status_code == 302


def test_i_am_told_by_e_mail(send):
    send()
    (notice,) = mail.outbox
    assert notice.to == ["olive@example.org"]
    assert notice.subject == "Your password in the Safer Cornwall planner was changed"
    assert NEW not in notice.body


def test_that_it_was_changed_is_kept(send, officer):
    send()
    row = User.history.filter(id=officer.pk).latest()
    assert (row.history_change_reason, row.history_user) == (CHANGED_PASSWORD, officer)


def test_nothing_else_is_written(officer):
    """Also where something else was changed since the person was read."""
    User.objects.filter(pk=officer.pk).update(email="other@example.org")
    change_password(officer, by=officer, password=NEW, tell=tell)
    assert User.objects.get(pk=officer.pk).email == "other@example.org"
    assert has(officer, NEW)


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"old_password": ""}, "old_password", "Enter your current password"),
        ({"old_password": "not hers"}, "old_password", "Enter your current password"),
        ({"new_password1": "", "new_password2": ""}, "new_password1", "Enter a new password"),
        ({"new_password2": ""}, "new_password2", "Enter the new password again"),
        ({"new_password2": "another one of 7"}, "new_password2", "the same new password"),
        ({"new_password1": "short", "new_password2": "short"}, "new_password1", "at least 12"),
        (
            dict.fromkeys(("new_password1", "new_password2"), "three-choughs-over-zennor"),
            "new_password1",
            "not the one you have",
        ),
        (
            dict.fromkeys(("new_password1", "new_password2"), "Three-Choughs-over-Zennor7!"),
            "new_password1",
            "Change more of it",
        ),
        (
            dict.fromkeys(("new_password1", "new_password2"), "P@ssw0rdP@ssw0rd"),
            "new_password1",
            "harder to guess",
        ),
        ({"new_password1": "9" * 14, "new_password2": "9" * 14}, "new_password1", "harder"),
        (
            {"new_password1": "olive@example.org", "new_password2": "olive@example.org"},
            "new_password1",
            "similar",
        ),
        ({"new_password1": "x" * 5000, "new_password2": NEW}, "new_password1", "at most 4,096"),
        ({"new_password1": "a\0b", "new_password2": "a\0b"}, "new_password1", "Null"),
    ],
)
def test_a_bad_form_is_told_at_the_field(send, officer, password, facts, field, said):
    response = send(**facts)
    assert "<title>Error: " in response.content.decode()
    assert said in " ".join(response.context["form"].errors[field])
    assert has(officer, password)
    assert mail.outbox == []


def test_what_was_typed_is_not_sent_back(send):
    html = send(old_password="not hers").content.decode()
    assert "not hers" not in html
    assert NEW not in html


def test_guessing_the_old_one_locks(send, officer, password):
    answers = [send(old_password=f"guess {n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert send().status_code == 429
    assert has(officer, password)


def test_signing_in_leaves_no_trace_in_the_history(client, officer, password):
    before = User.history.count()
    client.logout()
    client.post("/accounts/sign-in/", {"username": "olive", "password": password})
    assert User.objects.get(pk=officer.pk).last_login
    assert User.history.count() == before
