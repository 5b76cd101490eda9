"""Each request has a number: in the answer, in the lines of the log, on the page of an error of ours."""

import json
import logging
import re
from io import StringIO

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from core.log_lines import JsonLine, OfRequest
from safercornwall.pages.signing_in.sign_in import SignIn

SIGN_IN = "/accounts/sign-in/"
GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def log():
    """The lines that a server writes, as objects."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine())
    handler.addFilter(OfRequest())
    loggers = [logging.getLogger(name) for name in ("django.request", "planner")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def failing(db, monkeypatch):
    """A client that is shown the page of an error of ours."""

    def fail(*args, **kwargs):
        raise ValueError("It failed.")

    monkeypatch.setattr(SignIn, "get", fail)
    return Client(raise_request_exception=False)


def number_of(client, given):
    return client.get("/healthz", headers={"x-request-id": given})["X-Request-ID"]


def test_each_request_has_a_number_of_its_own(client):
    numbers = {client.get("/healthz")["X-Request-ID"] for _ in range(2)}
    assert len(numbers) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", number) for number in numbers)


def test_nobody_but_a_proxy_chooses_it(client, settings):
    assert number_of(client, GIVEN) != GIVEN
    settings.BEHIND_PROXY = True
    assert number_of(client, GIVEN) == GIVEN


@pytest.mark.parametrize(
    "given",
    [
        "",
        "1",
        GIVEN[1:],
        f"{{{GIVEN}}}",
        f"urn:uuid:{GIVEN}",
        f"{GIVEN}\n",
        f"{GIVEN}\r\nX-Evil: 1",
    ],
)
def test_one_that_is_none_is_not_taken_from_it(client, settings, given):
    settings.BEHIND_PROXY = True
    number = number_of(client, given)
    assert re.fullmatch(r"[0-9a-f]{32}", number)
    assert number != GIVEN


def test_an_error_of_ours_is_found_by_what_its_page_says(failing, log):
    answer = failing.get(f"{SIGN_IN}?next=/&email=wren@example.org")
    number = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert f"Say this number when you report it: <strong>{number[:8]}</strong>" in (
        answer.content.decode()
    )
    (line,) = log()
    assert (line["request_id"], line["level"]) == (number, "ERROR")
    assert line["message"] == f"Internal Server Error: {SIGN_IN}"
    assert "ValueError: It failed." in line["trace"]
    assert "wren" not in json.dumps(line)


def test_a_line_of_the_security_log_has_it_too(client, officer, caplog):
    with caplog.at_level(logging.INFO, "planner.security"):
        answer = client.post(SIGN_IN, {"username": "olive", "password": "not-this-one-at-all"})
    (line,) = [record for record in caplog.records if record.name == "planner.security"]
    assert json.loads(line.message)["request_id"] == answer["X-Request-ID"]


def test_what_libraries_hang_onto_a_line_stays_out_of_it(log):
    logging.getLogger("planner").warning("A\nline.", extra={"person": "wren@example.org"})
    (line,) = log()
    assert line.keys() == {"at", "level", "logger", "request_id", "message"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["at"])


def test_the_token_of_a_link_is_in_no_line(log):
    path = "/accounts/invitation/1.secret/"
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    error = logging.getLogger("django.request").error
    error("Internal Server Error: %s", path, extra={"request": request})
    assert log()[0]["message"] == "Internal Server Error: /accounts/invitation/…/"
