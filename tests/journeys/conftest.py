"""People at a real browser, before a real server with the seeded plan.

These run in a pytest call of their own (`make test` does): Playwright's event loop would leak into
the other tests. What a journey changes stays for the next, so each makes what it needs; one that tells
what the seeded plan says asks for `as_seeded`.

    def test_an_officer_opens_a_theme(sign_in):
        page = sign_in("officer")
        page.goto("/themes/")

Each journey fails on an error in the browser's console, and on a request to another host.
"""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Error
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.people import give_role
from scripts.browser import find
from tests.databases import copied, use_database

# Playwright runs its event loop in the thread of the tests, where Django would refuse to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PASSWORD = "three-choughs-over-zennor"
CAST = {
    "officer": "officer",
    "analyst": "analyst",
    "board": "board",
    "admin": "admin",
    "stranger": None,
}

# Chromium's own errands go to other hosts, and the sandbox does not start for root.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = find()
    assert path, "No Chromium or Chrome found. `make test-browser` says what to do."
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def inhabited_database(seeded_database, django_db_blocker):
    """The name of a database with the seeded plan and the cast in it."""
    with django_db_blocker.unblock(), use_database(seeded_database):
        for username, role in CAST.items():
            user = User.objects.create_user(username, password=PASSWORD)
            if role:
                give_role(user, role)
        yield seeded_database


@pytest.fixture(scope="session")
def untouched_database(inhabited_database):
    """The name of a copy that no journey has changed, made before the first begins."""
    with copied("untouched") as name:
        yield name


@pytest.fixture(scope="session")
def site(untouched_database):
    """The address of a planner with the seeded plan and the cast in it."""
    server = LiveServer("localhost")
    with override_settings(UPLOADS_WORKER="thread"):
        yield server.url
    server.stop()


@pytest.fixture(autouse=True)
def db(site):
    """The one that the server reads. A transaction of the test's own would hide what it writes."""


@pytest.fixture
def as_seeded(db, untouched_database):
    """Has the server read the plan as it was seeded, whatever other journeys have changed."""
    with use_database(untouched_database):
        yield


@pytest.fixture(scope="session")
def base_url(site):
    return site


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB"}


def pytest_collection_modifyitems(items):
    """The longest begins first, so that no browser waits for it at the end."""
    items.sort(
        key=lambda item: item.name.partition("[")[0] != "test_every_page_can_be_used_by_everyone"
    )


class Watch:
    """What went wrong in a browser while somebody used it."""

    def __init__(self, host):
        self.host = host
        self.problems = []
        self.expected = []

    def expect(self, words):
        """A console error with these words is part of the journey: a page that is refused, say."""
        self.expected.append(words)

    def follow(self, page):
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.problems.append(f"script failed: {error}"))
        page.on("request", self.see)

    def hear(self, message):
        if message.type == "error" and not any(words in message.text for words in self.expected):
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def see(self, request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")


@pytest.fixture
def watch(context, site):
    """Looks over every page of this journey, and fails it at its end for what it saw."""
    watch = Watch(urlsplit(site).netloc)
    context.on("page", watch.follow)
    yield watch
    assert watch.problems == []


@pytest.fixture
def page(watch, context):
    return context.new_page()


@pytest.fixture
def sign_in(page):
    """Signs in one of officer, analyst, board, admin and stranger, through the form, and gives the page."""

    def signed_in(username, landing="/"):
        page.goto(f"/accounts/sign-in/?next={landing}")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    return signed_in


@pytest.fixture(scope="session")
def axe():
    return (settings.BASE_DIR / "build" / "tests" / "axe.min.js").read_text()


# What it finds right is many times as much, and stays in the browser.
VIOLATIONS = """async tags => {
  const found = await axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations;
}"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def accessibility_problems(axe):
    """Everything on a page that axe finds against WCAG 2.2 AA, and links and names that lead nowhere."""

    def read(page):
        page.wait_for_load_state()
        # Not as a script element: the page's policy would refuse it, rightly.
        page.evaluate(axe)
        said = [
            f"{violation['id']}: {node['html']}"
            for violation in page.evaluate(VIOLATIONS, WCAG)
            for node in violation["nodes"]
        ]
        return said + [f"no such id on the page: {name}" for name in page.evaluate(DANGLING)]

    def problems(page):
        try:
            return read(page)
        except Error:
            # A click's own page arrived while the one before it was read. What fails twice, fails.
            return read(page)

    return problems


DANGLING = """() => {
  const names = new Set();
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    names.add(decodeURIComponent(link.hash.slice(1)));
  }
  for (const attribute of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const name of element.getAttribute(attribute).split(/\\s+/)) names.add(name);
    }
  }
  return [...names].filter(name => name && !document.getElementById(name));
}"""
