"""Officers at work: a gap that nobody typed in, a project that closes it, and two people at one record."""

from playwright.sync_api import expect

WIDTHS = (320, 1280)
BURGLARY = "/plans/2012-13/themes/burglary-acquisitive-crime/"
GAP = "Dwelling burglary and acquisitive crime: no project for Camborne"
FLAG = "covered only by county-wide projects"


def choose(page, control, words):
    """Pick from a list that can be searched."""
    page.locator(control).fill(words)
    page.get_by_role("option", name=words).first.click()


def look_over(page, accessibility_problems):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert accessibility_problems(page) == [], page.url
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} pixels wide at {width}"


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def unfold(page, heading):
    page.locator("summary", has_text=heading).click()


def test_a_gap_that_nobody_typed_in_is_confirmed_and_closed_by_a_project(
    sign_in, accessibility_problems
):
    page = sign_in("officer")
    page.goto(BURGLARY)
    expect(page.get_by_text(FLAG).first).to_be_attached()
    page.get_by_role("link", name="Delivery gaps proposed for").click()
    look_over(page, accessibility_problems)
    page.get_by_role("link", name=f"Confirm {GAP}").click()
    look_over(page, accessibility_problems)
    choose(page, "#id_owner", "Cornwall Council")
    page.get_by_label("Action required").fill("Fit locks in Camborne.")
    page.get_by_label("Due on").fill("31 Mar 2012")
    page.get_by_role("button", name="Confirm the gap").click()
    page.get_by_role("link", name=GAP).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(GAP)
    look_over(page, accessibility_problems)

    page.goto(BURGLARY)
    page.get_by_role("link", name="New project").first.click()
    look_over(page, accessibility_problems)
    page.get_by_label("Name", exact=True).fill("Camborne locks")
    page.get_by_role("group", name="Status", exact=True).get_by_label("Current").check()
    unfold(page, "Who else takes part, where and for whom")
    choose(page, "#id_areas-find", "Camborne")
    expect(page.get_by_role("button", name="Remove Camborne")).to_be_visible()
    page.locator("#id_listings-new-1-text").fill("Locks for homes in Camborne.")
    page.locator("#id_listings-new-1-status").select_option("current")
    unfold(page, "Funding")
    look_over(page, accessibility_problems)
    page.get_by_role("button", name="Add another funding line").click()
    for number, (amount, year) in enumerate([("12.5k", "2011/12"), ("£9,000", "2012/13")], start=1):
        line = f"#id_funding_lines-new-{number}"
        page.locator(f"{line}-source").fill("Home Office")
        page.locator(f"{line}-financial_year").fill(year)
        page.locator(f"{line}-amount").fill(amount)
        page.locator(f"{line}-state").select_option("secured")
    unfold(page, "Milestones")
    page.locator("#id_milestones-new-1-name").fill("First hundred homes")
    page.locator("#id_milestones-new-1-due_on").fill("30/6/12")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Camborne locks")
    expect(page.get_by_text("12,500").first).to_be_visible()
    expect(page.get_by_text("First hundred homes").first).to_be_visible()
    look_over(page, accessibility_problems)

    page.goto("/plans/2012-13/gaps/proposed/?theme=burglary-acquisitive-crime")
    expect(
        page.get_by_role(
            "link", name="Confirm Dwelling burglary and acquisitive crime: no project for Newquay"
        )
    ).to_be_visible()
    page.goto("/flags/")
    rated = page.locator("li", has_text=FLAG).filter(has_text="Rated high for Dwelling burglary")
    expect(rated.get_by_role("link", name="Newquay")).to_have_count(1)
    expect(rated.get_by_role("link", name="Camborne")).to_have_count(0)


def test_the_second_of_two_officers_is_told_field_by_field(
    sign_in, browser, site, browser_context_args, accessibility_problems, watch
):
    watch.expect("409")
    page = sign_in("officer")
    page.goto("/plans/2012-13/gaps/new/")
    page.get_by_label("Title").fill("Two at one desk")
    page.get_by_label("What is missing").fill("Nobody knows.")
    save(page)
    page.get_by_role("link", name="Edit", exact=True).first.click()

    with browser.new_context(**browser_context_args) as context:
        other = context.new_page()
        other.goto(f"{site}/accounts/sign-in/?next=/plans/2012-13/gaps/two-at-one-desk/edit/")
        other.get_by_label("Username").fill("admin")
        other.get_by_label("Password", exact=True).fill("three-choughs-over-zennor")
        other.get_by_role("button", name="Sign in").click()
        other.get_by_label("Title").fill("Two at two desks")
        other.get_by_label("Kind").fill("capacity")
        save(other)
        expect(other.get_by_role("heading", level=1)).to_contain_text("Two at two desks")

    page.get_by_label("Title").fill("One at two desks")
    page.get_by_label("Action required").fill("Ask.")
    save(page)
    expect(page.get_by_role("heading", name="changed this since you opened it")).to_be_visible()
    expect(page.get_by_text("Theirs: Two at two desks")).to_be_visible()
    expect(page.get_by_label("Kind")).to_have_value("capacity")
    look_over(page, accessibility_problems)
    page.get_by_label("Yours, as in the form below").check()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("One at two desks")
    expect(page.get_by_text("Ask.").first).to_be_visible()
    page.get_by_role("link", name="History", exact=True).first.click()
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()
    look_over(page, accessibility_problems)
    page.get_by_role("link", name="Version 2", exact=True).click()
    look_over(page, accessibility_problems)
    page.get_by_role("button", name="Restore version 2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two at two desks")
