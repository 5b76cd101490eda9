"""An analyst sets a target: the form asks only for what the chosen kind takes."""

from playwright.sync_api import expect

WIDTHS = (320, 1280)
CLOSURES = "/indicators/premises-closures/"


def look_over(page, accessibility_problems):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert accessibility_problems(page) == [], page.url
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} pixels wide at {width}"


def test_a_target_is_set_looked_at_and_changed_with_a_reason(sign_in, accessibility_problems):
    page = sign_in("analyst", landing=CLOSURES)
    look_over(page, accessibility_problems)
    page.get_by_role("link", name="New target").click()
    upper, against = page.get_by_label("Upper end of the range"), page.get_by_label("A comparator")
    expect(page.get_by_label("Value", exact=True)).to_be_hidden()
    page.get_by_label("Within a range").check()
    expect(upper).to_be_visible()
    page.get_by_label("Change against a baseline").check()
    expect(upper).to_be_hidden()
    expect(against).to_be_visible()
    expect(page.get_by_label("Baseline value")).to_be_hidden()
    page.get_by_label("A value that is stated here").check()
    expect(page.get_by_label("Baseline value")).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_label("None: it is no change").check()
    page.get_by_label("At least", exact=True).check()
    page.get_by_label("Given per quarter").check()
    page.get_by_label("Value", exact=True).fill("10")
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_text("Enter a share for each of its 4 quarters").first).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_label("Even quarters").check()
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_text("At least 10 closures in 2012/13; amber down to 9.5.")).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Edit At least 10 in 2012/13").click()
    page.get_by_label("Value", exact=True).fill("12")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Say why the target changes").first).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_label("Why you changed it").fill("The board asked for more.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="History of At least 12 in 2012/13").click()
    expect(page.get_by_text("The board asked for more.")).to_be_visible()
    look_over(page, accessibility_problems)
