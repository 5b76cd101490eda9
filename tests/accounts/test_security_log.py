"""The security log: what is kept, who reads it, and that nothing typed can forge a line of it."""

import json
import logging

import pytest
from django.db import OperationalError, transaction
from django.urls import resolve

from accounts.administration import change_role, deactivate
from accounts.models import SecurityEvent
from accounts.roles import ANALYST, OFFICER
from accounts.security_log import Kind, answering, line_of, note

PASSWORD = "three-choughs-over-zennor"
SIGN_IN = "/accounts/sign-in/"
LOG = "/accounts/security-log/"


def events(**facts):
    return SecurityEvent.objects.filter(**facts)


def attempt(client, username, password=PASSWORD):
    return client.post(SIGN_IN, {"username": username, "password": password})


def test_coming_in_and_going_out_are_kept_with_who_and_from_where(client, officer):
    attempt(client, "olive")
    client.post("/accounts/sign-out/")
    kept = list(events(person=officer).order_by("pk").values_list("kind", "address", "path"))
    assert kept == [
        ("signed-in", "127.0.0.1", SIGN_IN),
        ("signed-out", "127.0.0.1", "/accounts/sign-out/"),
    ]


def test_a_wrong_password_is_kept_and_what_was_typed_is_not(client, officer):
    attempt(client, "olive", "not-this-one-at-all")
    attempt(client, "my-secret-in-the-wrong-box", "x")
    failed = events(kind=Kind.SIGN_IN_FAILED).order_by("pk")
    assert [one.person for one in failed] == [officer, None]
    assert "my-secret" not in "".join(map(line_of, failed))


def test_being_locked_out_is_kept(client, officer):
    for _ in range(6):
        attempt(client, "olive", "not-this-one-at-all")
    assert events(kind=Kind.LOCKED_OUT, person=officer).count() == 1


def test_the_same_failure_fills_no_log(client, officer):
    for _ in range(3):
        attempt(client, "olive", "not-this-one-at-all")
    assert events(kind=Kind.SIGN_IN_FAILED).count() == 1


def test_a_page_that_is_refused_is_kept(sign_in, officer):
    assert sign_in(officer).get("/accounts/people/").status_code == 403
    refused = events(kind=Kind.REFUSED).get()
    assert (refused.person, refused.path, refused.outcome) == (
        officer,
        "/accounts/people/",
        "refused",
    )


@pytest.mark.parametrize(
    ("head", "status", "about"),
    [
        ({"CONTENT_LENGTH": "9000000"}, 413, "A body that is too large"),
        (
            {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"},
            411,
            "A body without a length",
        ),
    ],
)
def test_a_body_that_is_refused_is_kept(client, db, head, status, about):
    assert client.generic("POST", "/accounts/sign-in/", **head).status_code == status
    assert events(kind=Kind.REFUSED).get().about == about


def test_a_change_of_rights_says_what_it_was(officer, administrator):
    change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
    deactivate(officer, by=administrator)
    assert set(events(person=administrator).values_list("kind", "about")) >= {
        ("role-changed", "olive: Analyst, was Officer"),
        ("person-changed", "olive: deactivated"),
    }


def test_what_is_rolled_back_never_happened(officer, administrator):
    with transaction.atomic():
        change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
        transaction.set_rollback(True)
    assert not events(person=administrator, kind=Kind.ROLE_CHANGED)


def test_a_file_that_is_taken_away_is_kept_by_its_name(sign_in, administrator):
    client = sign_in(administrator)
    b"".join(client.get(f"{LOG}lines/"))
    assert "security log" in events(kind=Kind.DOWNLOADED, person=administrator).get().about


def test_a_line_cannot_be_made_to_look_like_two(db, caplog):
    logging.getLogger("planner.security").propagate = True
    with caplog.at_level(logging.INFO, logger="planner.security"):
        note(Kind.DOWNLOADED, about='x.csv\n{"event": "signed-in"}\u2028')
    (line,) = (one.getMessage() for one in caplog.records if one.name == "planner.security")
    assert line.splitlines() == [line]
    assert json.loads(line)["about"].startswith("x.csv\n")


def test_administrators_read_it_and_nobody_else(sign_in, administrator, analyst, officer, board):
    assert sign_in(administrator).get(LOG).status_code == 200
    for person in (analyst, officer, board):
        assert sign_in(person).get(LOG).status_code == 403
        assert sign_in(person).get(f"{LOG}lines/").status_code == 403


def test_it_is_narrowed_by_what_who_and_when(sign_in, administrator, officer):
    note(Kind.ERASED, person=administrator, about="Upload 7")
    note(Kind.DOWNLOADED, person=officer, about="plan.xlsx")
    client = sign_in(administrator)
    page = client.get(f"{LOG}?kind=downloaded&person=olive").content.decode()
    assert "plan.xlsx" in page
    assert "Upload 7" not in page
    none = client.get(f"{LOG}?until=1+January+2001").content.decode()
    assert "No event matches these filters" in none
    lines = b"".join(client.get(f"{LOG}lines/?kind=erased")).decode().splitlines()
    assert [json.loads(line)["about"] for line in lines] == ["Upload 7"]


def test_a_link_that_was_sent_is_not_kept_in_an_address(rf, db):
    request = rf.get("/accounts/invitation/1.secret/")
    request.resolver_match = resolve(request.path)
    with answering(request):
        kept = note(Kind.REFUSED)
    assert kept.path == "/accounts/invitation/…/"


def busy(*args, **facts):
    raise OperationalError("database is locked")


@pytest.mark.django_db(transaction=True)
def test_a_download_is_given_where_its_event_cannot_be_kept(monkeypatch, caplog):
    monkeypatch.setattr(SecurityEvent, "save", busy)
    assert note(Kind.DOWNLOADED, about="plan.xlsx") is None
    assert "could not be kept" in caplog.text


def test_a_change_is_not_made_where_its_event_cannot_be_kept(monkeypatch, officer, administrator):
    monkeypatch.setattr(SecurityEvent, "save", busy)
    with pytest.raises(OperationalError):
        change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
    officer.refresh_from_db()
    assert officer.role == OFFICER
