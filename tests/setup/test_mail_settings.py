"""How the planner is told to send e-mail, and what it says when it was told nonsense."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from safercornwall.settings.mail import mail, public_url, sender

SMTP = "core.health.mail.WatchedMail"


@pytest.fixture(autouse=True)
def told_nothing(monkeypatch):
    for name in ("EMAIL_URL", "PUBLIC_URL", "DEFAULT_FROM_EMAIL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("url", "host", "port", "secure"),
    [
        ("smtp+tls://a%40b:p%2Fq@mail.example:2525", "mail.example", 2525, "EMAIL_USE_TLS"),
        ("smtp+tls://a%40b:p%2Fq@mail.example", "mail.example", 587, "EMAIL_USE_TLS"),
        ("smtp+ssl://a%40b:p%2Fq@mail.example:465", "mail.example", 465, "EMAIL_USE_SSL"),
    ],
)
def test_a_mail_server_is_read_from_the_environment(monkeypatch, url, host, port, secure):
    monkeypatch.setenv("EMAIL_URL", url)
    known = mail("dummymail://")
    assert (known["EMAIL_BACKEND"], known["EMAIL_HOST"], known["EMAIL_PORT"]) == (SMTP, host, port)
    assert (known["EMAIL_HOST_USER"], known["EMAIL_HOST_PASSWORD"]) == ("a@b", "p/q")
    assert known[secure] is True


@pytest.mark.parametrize("value", ["", "  "])
def test_without_one_the_default_holds(monkeypatch, value):
    monkeypatch.setenv("EMAIL_URL", value)
    assert mail("dummymail://") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize(
    "url",
    ["mail.example", "smtp://", "smtp:///", "smtp://host:port", "pigeon://loft", "smtp://[::1"],
)
def test_what_names_no_mail_server_is_said_in_words(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL names no mail server"):
        mail("dummymail://")


def test_the_planner_is_found_where_it_says_or_where_it_is_called(monkeypatch):
    assert public_url("https://planner.example") == "https://planner.example"
    assert public_url("") == ""
    monkeypatch.setenv("PUBLIC_URL", " https://safer.example/planner/ ")
    assert public_url("https://planner.example") == "https://safer.example/planner"


@pytest.mark.parametrize(
    "url", ["planner.example", "ftp://planner.example", "https://", "https://a b", "https://[::1", "https://a\nb"]
)  # fmt: skip
def test_an_address_that_no_browser_could_go_to_is_said_in_words(monkeypatch, url):
    monkeypatch.setenv("PUBLIC_URL", url)
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL is no address"):
        public_url("")


def test_e_mails_are_from_the_planner(monkeypatch):
    assert sender("https://planner.example") == "Safer Cornwall planner <planner@planner.example>"
    assert sender("") == "Safer Cornwall planner <planner@localhost>"
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", "Safety <safety@example.org>")
    assert sender("https://planner.example") == "Safety <safety@example.org>"


@pytest.mark.parametrize(
    "written", ["Safety", "safety@", "@example.org", "a@example.org\nBcc: b@example.org"]
)
def test_a_sender_that_is_none_is_said_in_words(monkeypatch, written):
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", written)
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL is no e-mail address"):
        sender("https://planner.example")
