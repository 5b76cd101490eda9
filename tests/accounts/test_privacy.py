"""What every answer says to browsers, and who is asked to sign in."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from accounts.addresses import address_behind_proxy, address_of_caller
from accounts.middleware import keep_pages_private
from safercornwall.pages.signing_in.refusals import forbidden

SIGN_IN = "/accounts/sign-in/"
OPEN = {
    *("signing_in:sign_in", "signing_in:sign_out"),
    # Each asks for a token that only an e-mail holds, or a server printed; or tells nobody anything.
    *("setting_up:first_administrator", "setting_up:first_link"),
    *("signing_in:invitation", "signing_in:invitation_link"),
    *("signing_in:forgotten_password", "signing_in:link_sent"),
    *("signing_in:new_password", "signing_in:new_password_link"),
    *("your_account:confirm_email", "your_account:confirm_email_link"),
    "your_account:stop_digest",
    # What a public body has to say to whoever comes by.
    *("about:accessibility", "about:privacy", "about:cookies", "about:security_txt"),
    # A password was right before; a device answers; the address of signing in.
    *("mfa_authenticate", "mfa_login_webauthn", "account_login"),
    *("openid_connect_login", "openid_connect_callback"),
}


def policy(response):
    directives = (
        part.strip().split(" ") for part in response["Content-Security-Policy"].split(";")
    )
    return {name: set(values) for name, *values in directives}


@pytest.mark.parametrize("address", [SIGN_IN, "/no/such/page/"])
def test_the_policy_admits_no_other_host_and_nothing_inline(client, db, address):
    assert policy(client.get(address)) == {
        "default-src": {"'none'"},
        "script-src": {"'self'"},
        "style-src": {"'self'"},
        "img-src": {"'self'", "data:"},
        "connect-src": {"'self'"},
        "object-src": {"'none'"},
        "base-uri": {"'none'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'none'"},
    }


@pytest.mark.parametrize("address", ["/", SIGN_IN, "/no/such/page/"])
def test_no_page_is_stored_by_others(officer, sign_in, address):
    said = sign_in(officer).get(address)["Cache-Control"].split(", ")
    assert {"private", "no-store"} <= set(said)


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        (None, "private, no-store"),
        ("public, max-age=600", "private, no-store"),
        ("max-age=600", "private, no-store"),
        ("private, max-age=600", "private, max-age=600"),
    ],
)
def test_a_view_may_let_only_the_readers_own_browser_keep_it(said, sent):
    response = HttpResponse(headers={"Cache-Control": said} if said else {})
    answer = keep_pages_private(lambda request: response)(RequestFactory().get("/"))
    assert answer["Cache-Control"] == sent


def test_other_headers_are_strict(client, db):
    response = client.get(SIGN_IN)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def views(patterns, prefix=""):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback
        else:
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from views(entry.url_patterns, prefix + space)


def test_only_the_way_in_and_out_is_open_to_all():
    """Deny by default: each view asks for a sign-in unless it is in this short list."""
    found = dict(views(get_resolver().url_patterns))
    assert {
        name for name, view in found.items() if not getattr(view, "login_required", True)
    } == OPEN


def test_someone_without_a_role_is_told_so(stranger, rf):
    request = rf.get("/")
    request.user = stranger
    response = forbidden(request)
    assert response.status_code == 403
    assert "You have no role yet" in response.content.decode()


def test_someone_with_a_role_is_told_that_it_does_not_reach(board, rf):
    request = rf.get("/")
    request.user = board
    page = forbidden(request).content.decode()
    assert "You may not do that" in page


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        # Only the last is our proxy's word; a caller can write the rest.
        ("192.0.2.1, 203.0.113.9", "203.0.113.9"),
        # A house or an office has all of these: it counts as one caller.
        ("2001:db8::7", "2001:db8::"),
        ("2001:db8:0:0:ffff::1", "2001:db8::"),
        ("2001:db8:0:1::7", "2001:db8:0:1::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_the_address_is_the_one_that_it_saw(rf, forwarded, address):
    request = rf.get("/", headers={"X-Forwarded-For": forwarded})
    assert address_behind_proxy(request) == address


@pytest.mark.parametrize(
    ("connected", "address"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8::7", "2001:db8::"), ("", None), ("unix:", None)],
)
def test_without_a_proxy_nobody_is_believed_about_their_address(rf, connected, address):
    request = rf.get("/", headers={"X-Forwarded-For": "192.0.2.1"}, REMOTE_ADDR=connected)
    assert address_of_caller(request) == address
