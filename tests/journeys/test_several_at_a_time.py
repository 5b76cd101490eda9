"""Officers choose rows of a list, see what would change, and change it: with JavaScript and without it."""

import pytest
from playwright.sync_api import expect

WIDTHS = (360, 1280)
GAPS = "/plans/2012-13/gaps/"


def look_over(page, accessibility_problems):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert accessibility_problems(page) == [], page.url
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} pixels wide at {width}"


@pytest.mark.parametrize("view", ["", "?view=table"])
def test_two_gaps_are_handed_over(view, sign_in, accessibility_problems):
    page = sign_in("officer")
    page.goto(GAPS + view)
    boxes = page.locator("[data-choose]")
    page.get_by_label("Choose all on this page").check()
    expect(page.locator("[data-choose]:checked")).to_have_count(boxes.count())
    page.get_by_label("Choose all on this page").uncheck()
    expect(page.locator("[data-choose]:checked")).to_have_count(0)
    boxes.nth(1).check()
    boxes.nth(2).check()
    expect(page.get_by_text("(2 chosen)")).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_label("Hand over to an owner").check()
    page.get_by_role("button", name="Continue").click()
    look_over(page, accessibility_problems)
    page.get_by_label("Person who answers for it").select_option(index=2 if view else 1)
    page.get_by_label("Why").fill("A new team")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("2 delivery gaps would change")).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_role("button", name="Change 2 delivery gaps").click()
    expect(page.get_by_text("2 delivery gaps are handed over.")).to_be_visible()
    assert page.url.endswith(GAPS + view)


@pytest.mark.parametrize(
    "at",
    [
        "/projects/",
        "/plans/2012-13/threats/",
        "/plans/2012-13/threats/?view=table",
        "/plans/2012-13/decisions/",
        "/plans/2012-13/themes/",
        "/plans/2012-13/themes/?view=table",
    ],
)
def test_every_list_has_boxes_that_everyone_can_use(at, sign_in, accessibility_problems):
    page = sign_in("officer")
    page.goto(at)
    look_over(page, accessibility_problems)


def test_all_on_the_page_are_chosen_without_javascript(browser, site, sign_in):
    signed_in = sign_in("officer").context.storage_state()
    plain = browser.new_context(java_script_enabled=False, base_url=site, storage_state=signed_in)
    page = plain.new_page()
    page.goto(GAPS)
    number = page.locator("[data-choose]").count()
    page.get_by_label("Choose all on this page").check()
    page.get_by_label("Archive").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("button", name=f"Change {number} delivery gaps")).to_be_visible()
    plain.close()
