"""A copy of what is held of a person."""

import json

from django.utils import timezone

from accounts.invitations import invite
from accounts.models import FormDraft, OpenSession, SecurityEvent
from accounts.security_log import Kind, note

OWN = "/accounts/your-account/held/"


def copy_of(response):
    assert response["Content-Disposition"].startswith("attachment")
    return json.loads(response.content)


def test_a_person_has_a_copy_of_what_is_theirs(sign_in, officer):
    FormDraft.objects.create(
        author=officer, address="/gaps/new/", fields={"name": ["Half a word"]},
        kept_at=timezone.now(),
    )  # fmt: skip
    note(Kind.DOWNLOADED, person=officer, about="plan.xlsx")
    held = copy_of(sign_in(officer).get(OWN))
    assert held["person"]["email"] == "olive@example.org"
    assert held["person"]["roles"] == ["Officer"]
    assert held["rows"]["form drafts"][0]["fields"] == {"name": ["Half a word"]}
    assert "plan.xlsx" in [row["about"] for row in held["rows"]["security events"]]


def test_no_password_is_in_it_and_nothing_of_others(sign_in, administrator, officer):
    def sent(_):
        return True

    invite(
        by=administrator, email="new@example.org", first_name="New", last_name="One",
        organisation=None, role="Officer", send=sent,
    )  # fmt: skip
    response = sign_in(administrator).get(OWN)
    text = response.content.decode()
    assert OpenSession.objects.get(person=administrator).session_key not in text
    assert "argon2" not in text
    assert administrator.password not in text
    assert "new@example.org" not in text
    assert copy_of(response)["named in"]["invitations"] == {"sent by": 1}


def test_it_is_for_the_person_and_for_administrators(sign_in, administrator, officer, analyst):
    address = f"/accounts/people/{officer.pk}/held/"
    assert sign_in(analyst).get(address).status_code == 403
    assert copy_of(sign_in(administrator).get(address))["person"]["username"] == officer.username
    assert SecurityEvent.objects.filter(kind=Kind.DOWNLOADED, person=administrator).exists()
