"""What every answer tells the browser, whoever asks for what: under the middleware of the running planner."""

import pytest
from django.test import Client

from safercornwall.pages.signing_in.sign_in import SignIn
from safercornwall.settings import base

SIGN_IN = "/accounts/sign-in/"
HOST = "__Host-"
COOKIES = ("session", "csrf", "last_here", "kept_forms", "known_browser")


@pytest.fixture
def on_a_server(settings, monkeypatch):
    """What production.py sets besides, and static files as they are served there."""
    settings.MIDDLEWARE = base.MIDDLEWARE
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = f"{HOST}session", f"{HOST}csrf"


@pytest.fixture
def visitor(on_a_server, db):
    """One that comes by HTTPS, and is shown our errors as people are."""
    return Client(raise_request_exception=False, headers={"X-Forwarded-Proto": "https"})


ANSWERS = {
    "a page": ("get", SIGN_IN, {}, 200),
    "a static file": ("get", "/static/js/start.js", {}, 200),
    "no static file": ("get", "/static/js/", {}, 404),
    "source control": ("get", "/.git/config", {}, 404),
    "source control beside static files": ("get", "/static/../.git/config", {}, 404),
    "a way in": ("get", "/places/", {}, 302),
    "no page": ("get", "/no/such/page/", {}, 404),
    "a wrong method": ("delete", SIGN_IN, {}, 405),
    "tracing": ("trace", "/accounts/forgotten-password/", {}, 405),
    "a wrong name": ("get", SIGN_IN, {"headers": {"host": "evil.example"}}, 400),
    "a large body": ("post", SIGN_IN, {"data": {"username": "x" * 2_600_000}}, 413),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_every_answer_is_strict(visitor, case):
    method, address, more, status = ANSWERS[case]
    answer = getattr(visitor, method)(address, secure=True, **more)
    answer.close()
    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    for directive in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert f"{directive} 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize("host", ["testserver", "evil.example"])
def test_an_answer_without_https_has_the_policy_too(visitor, host):
    answer = visitor.get(SIGN_IN, headers={"host": host})
    assert answer.status_code in (301, 400)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    if answer.status_code == 301:
        assert answer["Location"].startswith("https://")
    else:
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_error_of_ours_tells_nothing_and_is_strict_too(visitor, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("SELECT the inside of the planner")

    monkeypatch.setattr(SignIn, "get", fail)
    answer = visitor.get(SIGN_IN, secure=True)
    assert answer.status_code == 500
    page = answer.content.decode()
    assert not any(word in page for word in ("SELECT", "ValueError", "Traceback", "test_every"))
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_every_cookie_is_of_this_host_alone(visitor, officer, password):
    """The browser meets a sign-in with a typed form, and signs in."""
    visitor.get(SIGN_IN, secure=True)
    visitor.post("/search/", {"q": "typed"}, secure=True)
    visitor.post(SIGN_IN, {"username": "olive", "password": password}, secure=True)
    visitor.get("/", secure=True)
    assert set(visitor.cookies) == {f"{HOST}{name}" for name in COOKIES}
    for name, cookie in visitor.cookies.items():
        assert name.startswith(HOST)
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
        assert cookie["secure"]
        assert cookie["httponly"]


def test_the_page_on_cookies_calls_each_by_its_name(visitor):
    page = visitor.get("/cookies/", secure=True).content.decode()
    assert [name for name in COOKIES if f"<code>{HOST}{name}</code>" not in page] == []


def test_what_a_page_says_once_is_in_no_cookie():
    assert base.MESSAGE_STORAGE.endswith("SessionStorage")


def test_the_browser_forgets_what_it_kept_when_somebody_signs_out(sign_in, officer):
    answer = sign_in(officer).post("/accounts/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
