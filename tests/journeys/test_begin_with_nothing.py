"""From an empty planner to a board with a theme, an indicator that is off track, and a project.

An administrator begins, and invites the officer who adds the project.
"""

import json
import re
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from safercornwall.pages.setting_up.first_link import first_address
from tests.databases import use_database
from tests.journeys.conftest import Watch
from tests.mailed import newest_link
from tests.places.test_load_boundaries import polygon

WIDTHS = (320, 1280)
PASSWORD = "granite-under-gorse"
PLACES = "Cornwall, county\nNewquay and around, network area, Cornwall\nNewquay, town, Newquay and around"
FIGURES = "Indicator,Area,Period,Value\nDeliberate fires,Cornwall,Q1 2012/13,40\n"


@pytest.fixture
def empty_site(site):
    """The address of a planner with nothing in it, beside the seeded one."""
    with use_database(connection.creation._get_test_db_name()):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def open_page(browser, browser_context_args, empty_site):
    """Opens a page in a browser of its own: each person has one."""
    with ExitStack() as stack:
        watch = Watch(urlsplit(empty_site).netloc)

        def opened():
            facts = {**browser_context_args, "base_url": empty_site}
            context = stack.enter_context(browser.new_context(**facts))
            context.on("page", watch.follow)
            return context.new_page()

        yield opened
        assert watch.problems == []


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def look(accessibility_problems):
    """Looks over the page on a phone and on a desk."""

    def look_over(page):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert accessibility_problems(page) == [], page.url
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} is {wide} pixels wide at {width}"

    return look_over


def save(page, button="Save"):
    page.get_by_role("button", name=button, exact=True).click()


def choose(page, control, words):
    """From a list, or from a long one that can be searched."""
    box = page.locator(control)
    if box.evaluate("box => box.tagName") == "SELECT":
        box.select_option(words)
    else:
        box.fill(words)
        page.get_by_role("option", name=words, exact=True).first.click()


def follow(page, look, words):
    """From the list of what is missing to where it is done."""
    page.goto("/setting-up/")
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=True).click()
    look(page)


def test_a_partnership_begins_with_nothing(page, open_page, look, tmp_path):
    come_in(page, look)
    expect(page.get_by_text("0 of 9 are done.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("There is no current plan yet")).to_be_visible()
    look(page)
    page.goto("/flags/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no plan yet")
    look(page)

    name_the_partnership_and_its_places(page, look, tmp_path)
    begin_a_plan_with_a_theme(page, look)
    measure_fires(page, look)
    upload_a_figure(page, look, tmp_path)
    invite_an_officer(page, look)
    officers_page = open_page()
    come_in_by_the_invitation(officers_page, look)
    list_a_project(officers_page, look)
    begin_the_next_plan(page, look)

    page.goto("/setting-up/")
    expect(page.get_by_text("9 of 9 are done.")).to_be_visible()
    look(page)
    page.goto("/")
    look(page)
    row = page.get_by_role("row").filter(has_text="Deliberate fires")
    expect(row.locator(".sc-tag").first).to_contain_text("Off track")
    page.get_by_role("link", name="Arson", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arson")
    look(page)
    expect(page.get_by_role("link", name="Bonfire patrols").first).to_be_visible()
    expect(page.get_by_text("Patrols in October").first).to_be_visible()


def come_in(page, look):
    page.goto(urlsplit(first_address()).path)
    look(page)
    page.get_by_label("Your first name").fill("Kerra")
    page.get_by_label("Your last name").fill("Penrose")
    page.get_by_label("Your e-mail address").fill("kerra@example.org")
    page.get_by_label("Your new password", exact=True).fill(PASSWORD)
    page.get_by_label("Your new password again", exact=True).fill(PASSWORD)
    save(page, "Save and sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your partnership")
    look(page)


def load_the_outline_of_cornwall(page, look, tmp_path):
    """What the file would do is shown first."""
    path = tmp_path / "authorities.geojson"
    found = {"LAD21CD": "E06000052", "LAD21NM": "Cornwall"}
    cornwall = {"type": "Feature", "properties": found, "geometry": polygon()}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [cornwall]}))
    page.goto("/setting-up/boundaries/")
    look(page)
    page.get_by_label("The boundary file").set_input_files(path)
    page.get_by_label("Where the file comes from").fill("Office for National Statistics")
    save(page, "See what it would do")
    expect(page.get_by_text("Nothing is loaded yet.")).to_be_visible()
    expect(page.get_by_text("Cornwall (E06000052)").first).to_be_visible()
    look(page)
    save(page, "Load the boundaries")
    expect(page.get_by_text("0 areas new; 0 already there; 1 changed.")).to_be_visible()


def name_the_partnership_and_its_places(page, look, tmp_path):
    follow(page, look, "Name your partnership")
    page.get_by_label("The name of the partnership").fill("Safer Somewhere")
    save(page)
    follow(page, look, "Add places")
    page.get_by_label("Places (optional)").fill("Cornwall, shire")
    save(page, "See what it would do")
    expect(page.get_by_text("“shire” is no kind of place").first).to_be_visible()
    look(page)
    page.get_by_label("Places (optional)").fill(PLACES)
    save(page, "See what it would do")
    expect(page.get_by_text("Nothing is added yet.")).to_be_visible()
    look(page)
    save(page, "Add these places")
    expect(page.get_by_text("0 already there; 0 changed.")).to_be_visible()
    load_the_outline_of_cornwall(page, look, tmp_path)
    follow(page, look, "Add an organisation")
    page.get_by_label("Name", exact=True).fill("Devon and Cornwall Police")
    choose(page, "#id_kind", "Police")
    save(page)


def invite_an_officer(page, look):
    follow(page, look, "Invite somebody")
    page.get_by_label("First name").fill("Olive")
    page.get_by_label("Last name").fill("Tregear")
    page.get_by_label("E-mail address").fill("olive@example.org")
    page.get_by_label("Officer: changes the plan").check()
    save(page, "Send the invitation")
    expect(page.get_by_text("An invitation was sent to olive@example.org.")).to_be_visible()
    look(page)


def come_in_by_the_invitation(page, look):
    """She chooses her password, and signs in with it."""
    page.goto(newest_link())
    look(page)
    page.get_by_label("Your new password", exact=True).fill(PASSWORD)
    page.get_by_label("Your new password again").fill(PASSWORD)
    save(page, "Save and sign in")
    expect(page.get_by_text("sign in as olive.tregear")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/sign-in/")
    page.get_by_label("Username").fill("olive.tregear")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    save(page, "Sign in")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    look(page)


def begin_a_plan_with_a_theme(page, look):
    follow(page, look, "Begin the first plan")
    page.get_by_label("Title", exact=True).fill("Partnership Plan 2012/13")
    choose(page, "#id_partnership", "Safer Somewhere")
    page.get_by_label("Financial year").fill("2012/13")
    page.get_by_label("Current", exact=True).check()
    page.get_by_label("Described as at").fill("31 July 2012")
    page.get_by_label("The assessment that it is built on").fill("Strategic assessment 2012")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Partnership Plan 2012/13")
    look(page)
    follow(page, look, "Add a theme")
    page.get_by_label("Name", exact=True).fill("Arson")
    page.get_by_label("Priority", exact=True).check()
    page.get_by_label("What the plan says").fill("Fewer fires.")
    page.get_by_label("What to address").fill("Bonfires in autumn")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arson")
    look(page)


def measure_fires(page, look):
    follow(page, look, "Add an indicator")
    page.get_by_label("Name", exact=True).fill("Deliberate fires")
    page.get_by_label("Unit", exact=True).fill("fires")
    page.get_by_label("A count: added up over the year and over places").check()
    page.get_by_label("Lower is better").check()
    page.get_by_label("Quarterly").check()
    choose(page, "#id_area", "Cornwall")
    page.get_by_label("Arson", exact=True).check()
    page.locator("#id_target_form").select_option("At most")
    save(page)
    expect(page.get_by_text("Enter the target's value").first).to_be_visible()
    look(page)
    page.get_by_label("The target's value").fill("80")
    page.get_by_label("The target's year").fill("2012/13")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Deliberate fires")
    look(page)


def upload_a_figure(page, look, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(FIGURES)
    follow(page, look, "Upload figures")
    page.get_by_label("Figures of indicators").check()
    page.get_by_label("The file").set_input_files(path)
    save(page, "Upload and check")
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible(timeout=60_000)
    look(page)
    page.get_by_role("button", name=re.compile("^Apply")).click()
    expect(page.get_by_text("was applied").or_(page.get_by_text("Applied")).first).to_be_visible(
        timeout=60_000
    )
    look(page)


def list_a_project(page, look):
    follow(page, look, "Add a project")
    page.get_by_label("Name", exact=True).fill("Bonfire patrols")
    page.get_by_role("group", name="Status", exact=True).get_by_label("Current").check()
    choose(page, "#id_listings-new-1-theme", "Arson (2012/13)")
    page.locator("#id_listings-new-1-text").fill("Patrols in October and November.")
    page.locator("#id_listings-new-1-status").select_option("current")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonfire patrols")
    look(page)


def begin_the_next_plan(page, look):
    page.goto("/plans/2012-13/")
    with page.expect_navigation():
        page.get_by_role("link", name="Begin the next plan").click()
    look(page)
    save(page, "Show what would be copied")
    expect(page.get_by_text("1 project that goes on")).to_be_visible()
    expect(page.get_by_role("link", name="Deliberate fires")).to_be_visible()
    look(page)
    save(page, "Begin the plan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Partnership Plan 2013/14")
    look(page)
