"""An analyst is invited, adds a passkey and an app for codes, loses the device, and comes in by a recovery code."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import override_settings
from playwright.sync_api import expect

from accounts.invitations import invite
from accounts.models import User
from accounts.roles import ANALYST
from safercornwall.pages.people.invite import send_invitation
from tests.mailed import newest_link

PASSWORD = "granite and gorse 7"
HOME = "/my-work/"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def looks_right(accessibility_problems):
    """Looks at a page on a phone and on a desk."""

    def look(page):
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert accessibility_problems(page) == []
            assert page.evaluate(SIDEWAYS) <= 0

    return look


@pytest.fixture
def duty():
    with override_settings(SECOND_FACTOR_FOR=(ANALYST,)):
        yield


@pytest.fixture
def another_browser(browser, browser_context_args, watch):
    with browser.new_context(**browser_context_args) as context:
        context.on("page", watch.follow)
        yield context.new_page()


def device_of(page):
    """Gives a browser a device that keeps passkeys, and always says yes. Returns how to take it away."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    number = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})[
        "authenticatorId"
    ]
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": number})


def code_of(secret):
    """The next one, as an app shows it: the present one may have been used."""
    counter = max(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def give_password(page, who):
    page.goto("/accounts/sign-in/")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_analyst_comes_in_with_second_factors(
    page, site, duty, another_browser, looks_right, watch
):
    ada = User.objects.get(username="admin")
    facts = {
        "first_name": "Loveday",
        "last_name": "Trembath",
        "organisation": None,
        "role": ANALYST,
    }
    invite(by=ada, email="loveday@example.org", send=send_invitation, **facts)
    lose_device = device_of(page)

    page.goto(newest_link())
    page.get_by_label("Your new password", exact=True).fill(PASSWORD)
    page.get_by_label("Your new password again").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("Your role needs a second factor. Add one, and go on.")).to_be_visible()
    looks_right(page)

    page.get_by_role("button", name="Add a passkey").click()
    looks_right(page)
    page.get_by_label("What you call it").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Recovery codes")
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    looks_right(page)
    codes = re.findall(r"^\d{8}$", page.get_by_role("main").inner_text(), re.MULTILINE)
    assert len(codes) == 10

    page.goto("/accounts/second-factor/")
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    page.get_by_role("button", name="Add an app for codes").click()
    looks_right(page)
    secret = page.locator("strong.sc-typed").inner_text()
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_text("The app for codes is added.")).to_be_visible()
    looks_right(page)
    page.goto(HOME)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    # At another browser: by the passkey there is none, by the app a code, and by a recovery code.
    phone = another_browser
    give_password(phone, "loveday.trembath")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Enter a code")
    looks_right(phone)
    phone.get_by_label("Code", exact=True).fill(codes[0])
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone).to_have_url(f"{site}{HOME}")
    phone.goto("/accounts/your-account/")
    looks_right(phone)
    phone.get_by_role("button", name="End it").click()
    expect(phone.get_by_text("That session is ended.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    looks_right(page)

    # At the first one: by the passkey alone, then as a second factor, and never without the device.
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{site}{HOME}")
    page.get_by_role("button", name="Sign out").click()
    give_password(page, "loveday.trembath")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{site}{HOME}")
    page.get_by_role("button", name="Sign out").click()
    lose_device()
    give_password(page, "loveday.trembath")
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Enter the code that your app shows now").first).to_be_visible()
    looks_right(page)
    page.get_by_label("Code", exact=True).fill(codes[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site}{HOME}")
    assert Authenticator.objects.filter(user__username="loveday.trembath").count() == 3
