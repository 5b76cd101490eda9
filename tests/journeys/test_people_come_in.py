"""People who come in by a link of an e-mail: invited, with a password forgotten, with another address."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.people import give_role
from tests.mailed import newest_link

PASSWORD = "granite and gorse 7"
NEW = "another one of 7"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def looked_at(accessibility_problems):
    """Looks at a page as it stands, on a desk and on a phone."""

    def look(page):
        problems = {}
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found = accessibility_problems(page)
            if page.evaluate(SIDEWAYS) > 0:
                found.append("the page scrolls sideways")
            if found:
                problems[f"{page.url} at {width}"] = found
        return problems

    return look


@pytest.fixture
def another_browser(browser, browser_context_args, watch):
    """That of whoever is invited."""
    with browser.new_context(**browser_context_args) as context:
        context.on("page", watch.follow)
        yield context.new_page()


def choose(page, password):
    page.get_by_label("Your new password", exact=True).fill(password)
    page.get_by_label("Your new password again").fill(password)
    page.get_by_role("button", name="Save").click()


def sign_in_as(page, site, username, password):
    page.goto(f"{site}/accounts/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_person_comes_in(sign_in, site, another_browser, watch, looked_at):
    page = sign_in("admin")
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("button", name="Invite a person").click()
    assert looked_at(page) == {}
    page.get_by_label("First name").fill("Kerra")
    page.get_by_label("Last name").fill("Penrose")
    page.get_by_label("E-mail address").fill("kerra@example.org")
    page.get_by_label("Officer: changes the plan").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("An invitation was sent to kerra@example.org.")).to_be_visible()
    assert looked_at(page) == {}
    page.goto("/accounts/people/?state=invited")
    assert looked_at(page) == {}
    for name in ("Withdraw the invitation of Kerra Penrose", "Invite again"):
        page.goto("/accounts/people/?state=invited")
        page.get_by_role("link", name=name).click()
        assert looked_at(page) == {}

    theirs = another_browser
    link = newest_link()
    theirs.goto(site + link)
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Choose your password")
    assert urlsplit(theirs.url).path == "/accounts/invitation/"
    assert looked_at(theirs) == {}
    choose(theirs, "short")
    expect(theirs.get_by_text("There is a problem")).to_be_visible()
    assert looked_at(theirs) == {}
    choose(theirs, PASSWORD)
    expect(theirs.get_by_text("sign in as kerra.penrose")).to_be_visible()
    theirs.get_by_role("button", name="Sign out").click()

    watch.expect("410")
    theirs.goto(site + link)
    expect(theirs.get_by_role("heading", level=1)).to_have_text("This link does not work")
    assert looked_at(theirs) == {}

    sign_in_as(theirs, site, "kerra.penrose", PASSWORD)
    expect(theirs).to_have_url(f"{site}/my-work/")

    page.goto("/accounts/people/?q=kerra")
    page.get_by_role("link", name="Kerra Penrose").click()
    expect(page.get_by_text("Invitation accepted")).to_be_visible()
    for name in ("Change name, organisation or post", "Change the role", "Deactivate"):
        page.get_by_role("link", name=name).click()
        assert looked_at(page) == {}
        page.go_back()
    page.get_by_role("link", name="Deactivate").click()
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Kerra Penrose is deactivated")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("link", name="Reactivate").click()
    assert looked_at(page) == {}
    page.get_by_role("button", name="Reactivate").click()
    expect(page.get_by_text("Kerra Penrose can sign in again.")).to_be_visible()


def test_a_password_is_forgotten_and_an_address_changed(page, site, looked_at):
    morwenna = User.objects.create_user("morwenna", "morwenna@example.org", PASSWORD)
    give_role(morwenna, "board")
    page.goto("/accounts/sign-in/")
    page.get_by_role("link", name="I have forgotten my password").click()
    assert looked_at(page) == {}
    page.get_by_label("Your e-mail address").fill("morwenna@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look for an e-mail")
    assert looked_at(page) == {}
    page.goto(newest_link())
    assert looked_at(page) == {}
    choose(page, NEW)
    sign_in_as(page, site, "morwenna", NEW)

    page.goto("/accounts/your-account/email/")
    page.get_by_label("E-mail address").fill("m.nance@example.org")
    page.get_by_label("Your current password").fill(NEW)
    page.get_by_role("button", name="Send a link to it").click()
    expect(page.get_by_text("Follow the link that was sent to m.nance")).to_be_visible()
    assert looked_at(page) == {}
    page.goto(newest_link())
    assert looked_at(page) == {}
    page.get_by_role("button", name="Confirm this address").click()
    expect(page.get_by_text("m.nance@example.org is the e-mail address")).to_be_visible()
