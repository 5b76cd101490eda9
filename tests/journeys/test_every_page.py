"""Every page of the seeded plan in a real browser: readable by everyone, and asking nobody else for anything.

The watch of `conftest.py` fails these on a console error and on a request to another host.
"""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

# A file to save is no page to look at.
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(link => link.href)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# One of each kind of page, for what is worth looking at more than once.
KINDS = [
    "/",
    "/flags/",
    "/plans/2012-13/",
    "/plans/2012-13/themes/",
    "/plans/2012-13/themes/domestic-abuse/",
    "/plans/2012-13/themes/anti-social-behaviour/",
    "/indicators/",
    "/places/",
    "/places/newquay/",
    "/rounds/",
    "/rounds/2011-12-q1/",
    "/uploads/",
    "/indices/",
    "/indices/alcohol-harm-index/",
    "/indices/young-peoples-community-safety-index/",
    "/projects/",
    "/projects/idva-high/",
    "/plans/2012-13/gaps/",
    "/plans/2012-13/gaps/wwydc-decision/",
    "/plans/2012-13/threats/",
    "/plans/2012-13/decisions/",
    "/plans/2012-13/external-influences/",
    "/plans/2012-13/reading-notes/",
    "/strategies/",
    "/acronyms/",
    "/accounts/organisations/",
    "/accounts/your-account/",
]


def test_every_page_can_be_used_by_everyone(sign_in, site, accessibility_problems):
    """Each page once; of a list with its filters set, the first that is met."""
    page = sign_in("board")
    host = urlsplit(site).netloc
    waiting, seen, filtered, problems = ["/"], {"/"}, set(), {}
    while waiting:
        address = waiting.pop(0)
        response = page.goto(address)
        assert response.status == 200, address
        if found := accessibility_problems(page):
            problems[address] = found
        for link in page.evaluate(LINKS):
            parts = urlsplit(urldefrag(urljoin(site, link))[0])
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc != host or target in seen:
                continue
            if parts.query and parts.path in filtered:
                continue
            if parts.query:
                filtered.add(parts.path)
            seen.add(target)
            waiting.append(target)

    assert problems == {}
    assert len(seen) > 250


# Where somebody fills something in, and who may.
FORMS = [
    ("analyst", "/uploads/new/"),
    ("analyst", "/uploads/template/?period=Q2+2011/12&others=on"),
    ("analyst", "/indicators/asb-adults-no-further-act/figures/enter/"),
    ("analyst", "/indicators/asb-adults-no-further-act/reporting/"),
    ("analyst", "/rounds/2011-12-q1/close/"),
    ("officer", "/indicators/asb-adults-no-further-act/commentary/"),
    ("officer", "/accounts/your-account/email/"),
    ("officer", "/accounts/your-account/password/"),
]


@pytest.mark.parametrize("role", ["officer", "analyst", "admin"])
def test_the_other_roles_read_the_same(role, sign_in, accessibility_problems):
    page = sign_in(role)
    problems = {}
    for address in KINDS:
        assert page.goto(address).status == 200, address
        if found := accessibility_problems(page):
            problems[address] = found
    assert problems == {}


def test_on_a_phone_nothing_runs_off_the_side(sign_in, accessibility_problems):
    page = sign_in("board")
    page.set_viewport_size({"width": 320, "height": 640})
    problems = {}
    for address in KINDS:
        page.goto(address)
        found = accessibility_problems(page)
        if page.evaluate(SIDEWAYS) > 0:
            found.append("the page scrolls sideways")
        if found:
            problems[address] = found
    assert problems == {}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", ["officer", "analyst"])
def test_every_form_can_be_filled_in_by_everyone(role, width, sign_in, accessibility_problems):
    page = sign_in(role)
    page.set_viewport_size({"width": width, "height": 640})
    problems = {}
    for address in [address for whose, address in FORMS if whose == role]:
        assert page.goto(address).status == 200, address
        found = accessibility_problems(page)
        if page.evaluate(SIDEWAYS) > 0:
            found.append("the page scrolls sideways")
        if found:
            problems[address] = found
    assert problems == {}


def test_without_scripts_every_page_is_whole(browser, site, browser_context_args):
    """Only the drawing of charts needs JavaScript, and each chart has its table."""
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/accounts/sign-in/?next=/")
        page.get_by_label("Username").fill("board")
        page.get_by_label("Password", exact=True).fill("three-choughs-over-zennor")
        page.get_by_role("button", name="Sign in").click()
        for address in KINDS:
            assert page.goto(address).status == 200
            assert page.get_by_role("heading", level=1).is_visible(), address
            assert page.get_by_role("navigation").first.is_visible(), address


def test_a_chart_is_drawn_over_its_table(sign_in):
    page = sign_in("board")
    page.goto("/indicators/")
    page.get_by_role("link", name="Deliberate fires, secondary").first.click()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert page.get_by_role("table").count() >= 1


def test_the_keyboard_reaches_the_content_first(sign_in):
    page = sign_in("board")
    page.goto("/")
    page.keyboard.press("Tab")
    assert (
        page.evaluate("() => document.activeElement.textContent.trim()") == "Skip to main content"
    )
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "main-content"
