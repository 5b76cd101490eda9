"""Takes the README's pictures of a planner that is running: `python scripts/pictures.py http://127.0.0.1:8000`."""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.browser import find

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
# Name, address, and the part of the page to begin at.
PICTURES = [
    ("board", "/", ""),
    ("board-table", "/", "performance"),
    ("theme", "/plans/2012-13/themes/domestic-abuse/", ""),
    ("indicator", "/indicators/deliberate-fires-secondary/", ""),
    ("place", "/places/newquay/", ""),
    ("index", "/indices/alcohol-harm-index/", "scores"),
    ("project", "/projects/idva-high/", ""),
    ("flags", "/flags/", ""),
    ("round", "/rounds/2011-12-q1/", ""),
    ("places", "/places/", ""),
    ("golden-thread", "/plans/2012-13/themes/problem-drug-use/golden-thread/", ""),
    ("money-ahead", "/funding/ahead/", ""),
    ("downloads", "/plans/2012-13/take-away/", ""),
]
# The first screen of what a board reads, on a tablet and on a phone.
NARROW = {"tablet": (768, 1024), "phone": (360, 740)}
IN_NARROW = ("board", "theme", "indicator", "place", "money-ahead")
# An upload to look at: applied by nobody, and discarded afterwards.
FIGURES = """Indicator,Area,Period,Value
asb-adults-no-further-act,Cornwall,Q2 2011/12,82%
asb-young-people-no-further-act,Cornwall,Q2 2011/12,78.5%
deliberate-fires-secondary,Cornwall,Q2 2011/12,1.8
premises-closures,Cornwall,Q2 2011/12,3
"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main(address):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = sign_in(browser, address, "board")
        for name, path, part in PICTURES:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            if part:
                page.locator(f"#{part}").first.scroll_into_view_if_needed()
                page.evaluate("id => document.getElementById(id).scrollIntoView()", part)
            take(page, name)
        for width, (across, down) in NARROW.items():
            page.set_viewport_size({"width": across, "height": down})
            for name, path, _ in PICTURES:
                if name in IN_NARROW:
                    page.goto(path)
                    page.wait_for_load_state("networkidle")
                    take(page, f"{name}-{width}")
        take_an_upload(sign_in(browser, address, "analyst"))
        browser.close()


def sign_in(browser, address, username):
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=address)
    page.goto("/accounts/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(
        os.environ.get("DEMO_PASSWORD", "safer-cornwall-demo")
    )
    page.get_by_role("button", name="Sign in").click()
    return page


def take(page, name):
    page.screenshot(path=FOLDER / f"{name}.png")
    print(name)


def take_an_upload(page):
    page.goto("/uploads/new/")
    page.get_by_label("The file").set_input_files(
        {"name": "Q2 figures.csv", "mimeType": "text/csv", "buffer": FIGURES.encode()}
    )
    page.get_by_role("button", name="Upload and check").click()
    page.locator("#would-do").wait_for()
    page.evaluate("() => document.getElementById('rows').scrollIntoView()")
    take(page, "upload")
    page.locator("summary", has_text="Discard this upload").click()
    page.get_by_role("button", name="Yes, discard it").click()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
