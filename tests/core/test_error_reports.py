"""Errors of ours are reported, and nothing that people typed or are is in a report."""

import gzip
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
import sentry_sdk
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from core.error_reports import ErrorMail, report_to
from core.log_lines import OfRequest
from safercornwall.pages.signing_in.sign_in import SignIn
from safercornwall.settings.errors import error_reports

SIGN_IN = "/accounts/sign-in/"
CANARY = "canary-of-zennor"


@pytest.fixture
def receiver():
    """What a service that speaks Sentry's protocol is sent, as text."""
    received = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
            received.append(unpack[self.headers["Content-Encoding"]](body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        report_to(f"http://key@127.0.0.1:{server.server_port}/1")
        yield received
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
        server.shutdown()
        thread.join()


@pytest.fixture
def mailed(settings):
    settings.ADMINS = [("", "wren@example.org"), ("", "tamsin@example.org")]
    handler = ErrorMail()
    handler.addFilter(OfRequest())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


@pytest.fixture
def fail(db, monkeypatch, officer):
    """Makes a page fail for somebody, with a canary in all that they send and in what the exception says."""
    officer.first_name = CANARY
    officer.save()
    client = Client(raise_request_exception=False)
    client.force_login(officer, backend="accounts.backends.RightsBackend")
    client.cookies["last"] = CANARY

    def broken(self, request, *args, **kwargs):
        typed = request.POST["username"]
        raise ValueError(f"Nobody is called {typed}")

    def post():
        return client.post(
            f"{SIGN_IN}?next={CANARY}",
            {"username": CANARY, "password": CANARY},
            headers={"User-Agent": CANARY, "Referer": f"https://planner.example/{CANARY}"},
        )

    monkeypatch.setattr(SignIn, "dispatch", broken)
    return post


def test_a_service_is_told_what_failed_and_nothing_of_anybody(receiver, fail):
    answer = fail()
    sentry_sdk.flush(timeout=5)
    assert answer.status_code == 500
    (envelope,) = receiver
    event = json.loads(envelope.splitlines()[2])
    (error,) = event["exception"]["values"]
    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"] == "broken"
    assert event["tags"] == {
        "request_id": answer["X-Request-ID"],
        "method": "POST",
        "view": "signing_in:sign_in",
    }
    assert CANARY not in envelope
    assert event.keys() & {"user", "request", "breadcrumbs", "extra", "server_name"} == set()


def test_a_service_is_told_of_errors_in_the_background_too(receiver):
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("core.jobs.queue").exception("Job %s stopped.", CANARY)
    sentry_sdk.flush(timeout=5)
    assert json.loads(receiver[0].splitlines()[2])["logentry"] == {"message": "Job %s stopped."}
    assert CANARY not in receiver[0]


def test_what_strangers_try_is_no_error_of_ours(receiver, mailed):
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: evil")
    sentry_sdk.flush(timeout=5)
    assert receiver == mail.outbox == []


def test_administrators_are_written_to_without_anything_of_anybody(mailed, fail):
    number = fail()["X-Request-ID"]
    (letter,) = mail.outbox
    assert letter.to == ["wren@example.org", "tamsin@example.org"]
    assert letter.subject.endswith("ValueError in signing_in:sign_in")
    assert number in letter.body
    assert "in broken" in letter.body
    assert CANARY not in letter.subject + letter.body


def test_they_are_not_written_to_over_and_over(mailed, fail):
    for _ in range(3):
        fail()
    assert len(mail.outbox) == 1


def test_an_error_that_is_reported_is_answered_though_no_mail_goes_out(mailed, fail, settings):
    settings.EMAIL_BACKEND = "core.health.mail.WatchedMail"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert fail().status_code == 500


@pytest.fixture
def environment(monkeypatch):
    def told(**variables):
        for name in ("ERROR_EMAILS", "SENTRY_DSN"):
            monkeypatch.setenv(name, variables.get(name, ""))
        logs = {"handlers": {}, "root": {"handlers": []}, "loggers": {"django": {"handlers": []}}}
        return error_reports(logs), logs

    return told


def test_nobody_is_told_unless_the_environment_says_whom(environment):
    told, logs = environment()
    assert (told["ADMINS"], logs["handlers"]) == ([], {})
    assert not sentry_sdk.get_client().is_active()


def test_whom_to_tell_is_read_from_the_environment(environment):
    told, logs = environment(ERROR_EMAILS="wren@example.org, tamsin@example.org")
    assert [address for _, address in told["ADMINS"]] == ["wren@example.org", "tamsin@example.org"]
    assert logs["root"]["handlers"] == logs["loggers"]["django"]["handlers"] == ["mail"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ERROR_EMAILS": "wren"},
        {"SENTRY_DSN": "http://key@errors.example/1"},
        {"SENTRY_DSN": "https://errors.example/1"},
    ],
)
def test_what_names_nobody_is_said_in_words(environment, wrong):
    (name,) = wrong
    with pytest.raises(ImproperlyConfigured, match=name):
        environment(**wrong)
