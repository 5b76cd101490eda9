"""Every page of the seeded plan in a real browser: readable by everyone, and asking nobody else for anything.

The watch of `conftest.py` fails these on a console error and on a request to another host.
"""

from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import resolve

from priorities.models import PerformanceStatement
from safercornwall.search.models import SearchEntry
from tests.databases import is_kept_in_a_file

# A file to save is no page to look at.
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(link => link.href)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Which database holds the plan does not show on a page: on PostgreSQL one page in so many is enough, of what is looked at more
# than once.
ONE_IN = 1 if is_kept_in_a_file() else 4
# Of one kind of page, on the way through all kinds. The page of each record is opened too, in parts that two browsers share.
MOST_ALIKE = 3 if is_kept_in_a_file() else 2
PARTS = 8
# One of each kind of page, for what is worth looking at more than once.
KINDS = [
    "/",
    "/since/?since=2011-06-30",
    "/as-at/",
    "/exceptions/",
    "/flags/",
    "/plans/2012-13/",
    "/plans/2012-13/themes/",
    "/plans/2012-13/themes/domestic-abuse/",
    "/plans/2012-13/themes/anti-social-behaviour/",
    "/plans/2012-13/themes/domestic-abuse/brief/",
    "/plans/2012-13/themes/domestic-abuse/golden-thread/",
    "/plans/2012-13/places/",
    "/plans/2012-13/evidence/",
    "/plans/2012-13/priority-areas/",
    "/plans/2012-13/gaps/?view=table&status=open&order=name",
    "/plans/2012-13/gaps/proposed/",
    "/plans/2012-13/take-away/",
    "/maps/",
    "/funding/",
    "/funding/ahead/",
    "/milestones/",
    "/indicators/",
    "/indicators/asb-adults-no-further-act/",
    "/places/",
    "/places/newquay/",
    "/places/newquay/brief/",
    "/rounds/",
    "/rounds/2011-12-q1/",
    "/uploads/",
    "/populations/",
    "/small-numbers/",
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
    "/search/?q=police",
    "/search/?q=nothing+like+it",
    "/accounts/organisations/",
    "/accounts/your-account/",
    *("/accessibility/", "/privacy/", "/cookies/"),
]


def test_every_page_can_be_used_by_everyone(sign_in, site, accessibility_problems):
    """Of each kind of page the first few that are met; of a list with its filters set, the first."""
    page = sign_in("board")
    host = urlsplit(site).netloc
    waiting, seen, filtered, problems, met = ["/"], {"/"}, set(), {}, Counter()
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
            kind = resolve(parts.path or "/").view_name
            met[kind] += 1
            if met[kind] <= MOST_ALIKE:
                waiting.append(target)

    assert problems == {}
    assert len(seen) > 250


@pytest.mark.parametrize("part", range(PARTS))
def test_the_page_of_every_record_can_be_used_by_everyone(part, sign_in, accessibility_problems):
    """Of a place, an indicator, a project and all else that the search finds."""
    page = sign_in("board")
    found = {urlsplit(one).path for one in SearchEntry.objects.values_list("address", flat=True)}
    problems = {}
    for address in sorted(found)[part :: PARTS * ONE_IN]:
        assert page.goto(address).status == 200, address
        if wrong := accessibility_problems(page):
            problems[address] = wrong
    assert problems == {}


# Where somebody fills something in, and who may.
FORMS = [
    ("analyst", "/uploads/new/"),
    ("analyst", "/uploads/template/?period=Q2+2011/12&others=on"),
    ("analyst", "/indicators/asb-adults-no-further-act/figures/enter/"),
    ("analyst", "/indicators/asb-adults-no-further-act/reporting/"),
    ("analyst", "/indicators/asb-adults-no-further-act/kind-of-number/"),
    ("analyst", "/rounds/2011-12-q1/close/"),
    ("analyst", "/populations/new/"),
    ("analyst", "/populations/file/"),
    ("officer", "/indicators/asb-adults-no-further-act/commentary/"),
    ("officer", "/accounts/your-account/email/"),
    ("officer", "/accounts/your-account/password/"),
]


# What each reads besides what all read.
OTHERS = {
    "officer": ["/my-work/", "/ownership/", "/plans/2012-13/gaps/wwydc-decision/history/"],
    "analyst": ["/my-work/"],
    "admin": ["/accounts/people/", "/accounts/security-log/", "/setting-up/"],
}


@pytest.mark.parametrize("role", ["officer", "analyst", "admin"])
def test_the_other_roles_read_their_pages(role, sign_in, accessibility_problems):
    page = sign_in(role)
    problems = {}
    for address in [*KINDS[::ONE_IN], *OTHERS[role]]:
        assert page.goto(address).status == 200, address
        if found := accessibility_problems(page):
            problems[address] = found
    assert problems == {}


# Those whose pages differ most on paper, and how wide a sheet is between its margins: 680 pixels of A4, 1,000 on its side.
ON_PAPER = {
    "/": 1_000,
    "/flags/": 680,
    "/plans/2012-13/": 680,
    "/plans/2012-13/themes/anti-social-behaviour/": 680,
    "/plans/2012-13/themes/domestic-abuse/golden-thread/": 680,
    "/plans/2012-13/places/": 1_000,
    "/plans/2012-13/gaps/": 680,
    "/plans/2012-13/gaps/?view=table": 680,
    "/projects/": 680,
    "/projects/idva-high/": 680,
    "/indicators/asb-adults-no-further-act/": 680,
    "/indices/alcohol-harm-index/": 680,
    "/places/newquay/": 680,
    "/accounts/your-account/": 680,
}


def test_on_paper_every_page_can_be_read(sign_in, accessibility_problems):
    """No finger finds a link on paper, so how near they stand does not count."""
    page = sign_in("board")
    page.emulate_media(media="print")
    problems = {}
    for address, width in ON_PAPER.items():
        page.set_viewport_size({"width": width, "height": 960})
        page.goto(address)
        found = [one for one in accessibility_problems(page) if not one.startswith("target-size")]
        if page.evaluate(SIDEWAYS) > 0:
            found.append("the page runs off the side of the sheet")
        if found:
            problems[address] = found
    assert problems == {}


@pytest.mark.parametrize("width", [320, 768])
def test_on_a_phone_and_a_tablet_nothing_runs_off_the_side(sign_in, accessibility_problems, width):
    page = sign_in("board")
    page.set_viewport_size({"width": width, "height": 640})
    problems = {}
    for address in KINDS[::ONE_IN]:
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


# How many pictures stand there whatever the browser runs.
PICTURES = {
    "/": 2,
    "/plans/2012-13/themes/anti-social-behaviour/": 2,
    "/plans/2012-13/themes/domestic-abuse/golden-thread/": 1,
    "/maps/": 1,
    "/funding/ahead/": 1,
    "/indicators/asb-adults-no-further-act/": 1,
    "/places/": 1,
    "/places/newquay/": 1,
    "/indices/alcohol-harm-index/": 1,
}


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
            pictures = page.locator("main svg:is([role='img'], [role='group']):visible").count()
            assert pictures >= PICTURES.get(address, 0), address


def test_a_chart_is_drawn_over_its_table(sign_in):
    page = sign_in("board")
    page.goto("/indicators/")
    page.get_by_role("link", name="Deliberate fires, secondary").first.click()
    page.get_by_text("Explore every series in one chart").click()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert page.get_by_role("table").count() >= 1


def test_an_address_that_leads_into_a_fold_unfolds_it(sign_in):
    page = sign_in("board")
    statement = PerformanceStatement.objects.get(ref="PS-ASB-08")
    page.goto("/indicators/deliberate-fires-secondary/")
    page.get_by_role("link", name="Statement PS-ASB-08").first.click()
    place = page.locator("#ps-asb-08")
    place.get_by_text(statement.text).wait_for()
    assert place.is_visible()
    page.goto("/plans/2012-13/themes/anti-social-behaviour/")
    assert not place.is_visible()


def test_the_keyboard_reaches_the_content_first(sign_in):
    page = sign_in("board")
    page.goto("/")
    page.keyboard.press("Tab")
    assert (
        page.evaluate("() => document.activeElement.textContent.trim()") == "Skip to main content"
    )
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "main-content"


# Marks what has the focus, and says whether it was there before and whether one sees it.
REACHED = """() => {
  const now = document.activeElement;
  if (!now || now === document.body) return {out: true};
  const again = now.hasAttribute('data-reached');
  now.setAttribute('data-reached', '');
  const style = getComputedStyle(now);
  const seen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  return {out: again, seen, name: now.outerHTML.slice(0, 120)};
}"""
# One radio button of a group takes the focus for all.
NOT_REACHED = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary, [tabindex="0"]'
)].filter(one => !one.disabled && one.tabIndex >= 0 && !one.hasAttribute('data-reached')
  && one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})
).map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    ("role", "width", "address"),
    [
        ("board", 1280, "/"),
        ("board", 360, "/plans/2012-13/gaps/"),
        ("board", 768, "/maps/"),
        ("board", 768, "/indicators/asb-adults-no-further-act/"),
        ("officer", 1280, "/plans/2012-13/gaps/new/"),
    ],
)
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(role, width, address, sign_in):
    page = sign_in(role)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.goto(address).status == 200
    unseen = []
    for _ in range(1_000):
        page.keyboard.press("Tab")
        now = page.evaluate(REACHED)
        if now["out"]:
            break
        if not now["seen"]:
            unseen.append(now["name"])
    else:
        pytest.fail("The focus never came out of the page.")
    assert unseen == []
    assert page.evaluate(NOT_REACHED) == []
