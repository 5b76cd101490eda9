"""Coming in and going out, at a real browser."""

from playwright.sync_api import expect


def test_the_way_in_can_be_used_by_everyone(page, accessibility_problems):
    page.goto("/accounts/sign-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert accessibility_problems(page) == []


def test_a_mistake_is_explained_where_it_was_made(page, accessibility_problems):
    page.goto("/accounts/sign-in/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Enter your username").first).to_be_visible()
    assert page.title().startswith("Error: ")
    assert accessibility_problems(page) == []


def test_a_password_can_be_looked_at(page):
    """GOV.UK Frontend's script runs under our policy."""
    page.goto("/accounts/sign-in/")
    box = page.locator("#id_password")
    box.fill("secret")
    page.get_by_role("button", name="Show password").click()
    expect(box).to_have_attribute("type", "text")


def test_an_officer_comes_in_and_goes_out(sign_in, site):
    page = sign_in("officer")
    expect(page).to_have_url(f"{site}/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_someone_without_a_role_is_told_what_to_do(sign_in, watch, accessibility_problems):
    watch.expect("403")
    page = sign_in("stranger")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have no role yet")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert accessibility_problems(page) == []


def test_without_scripts_one_comes_in_too(browser, site, browser_context_args):
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/accounts/sign-in/")
        page.get_by_label("Username").fill("board")
        page.get_by_label("Password", exact=True).fill("three-choughs-over-zennor")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_journey_would_not_miss_what_goes_wrong(page, watch):
    page.goto("/accounts/sign-in/")
    page.evaluate("() => { setTimeout(() => { throw new Error('a slip') }) }")
    page.evaluate("() => fetch('http://elsewhere.example/').catch(() => null)")
    page.evaluate("() => { document.body.setAttribute('style', 'color: red') }")
    seen, watch.problems = watch.problems, []
    assert any("a slip" in problem for problem in seen)
    assert any("elsewhere.example" in problem for problem in seen)
    assert any("style" in problem for problem in seen)


def test_what_is_typed_while_the_sign_in_ends_stands_in_its_form_again(
    sign_in, context, site, accessibility_problems
):
    page = sign_in("analyst")
    address = f"{site}/indicators/deliberate-fires-secondary/commentary/"
    page.goto(f"{address}?period=Q1%202011/12")
    page.locator("#id_text").fill("Fires fell\nafter the summer")
    context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Save the commentary").last.click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password", exact=True).fill("three-choughs-over-zennor")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_text("Nothing was saved: look at it, and send it.")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("Fires fell\nafter the summer")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Save the commentary").last.click()
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    expect(page.get_by_text("Fires fell").first).to_be_visible()


def test_whoever_needs_more_time_is_told_before_the_end_and_gets_it(
    sign_in, site, accessibility_problems
):
    page = sign_in("analyst")
    page.clock.install()
    page.goto(f"{site}/indicators/deliberate-fires-secondary/commentary/?period=Q1%202011/12")
    page.evaluate(
        "() => { document.documentElement.dataset.ends = Math.round(Date.now() / 1000) + 300 }"
    )
    page.clock.fast_forward(16_000)
    expect(page.get_by_text("Save what you type before then.")).to_be_visible()
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_text("Save what you type before then.")).to_have_count(0)


def test_a_page_that_is_opened_in_another_tab_puts_off_the_end_in_all(sign_in, site):
    page = sign_in("analyst")
    page.clock.install()
    page.goto(f"{site}/indicators/deliberate-fires-secondary/commentary/?period=Q1%202011/12")
    page.evaluate(
        "() => { document.documentElement.dataset.ends = Math.round(Date.now() / 1000) + 300 }"
    )
    page.clock.fast_forward(16_000)
    expect(page.get_by_text("Save what you type before then.")).to_be_visible()
    page.context.new_page().goto(f"{site}/")
    expect(page.get_by_text("Save what you type before then.")).to_have_count(0)
