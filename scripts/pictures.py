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
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main(address):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=address)
        page.goto("/accounts/sign-in/")
        page.get_by_label("Username").fill("board")
        page.get_by_label("Password", exact=True).fill(
            os.environ.get("DEMO_PASSWORD", "safer-cornwall-demo")
        )
        page.get_by_role("button", name="Sign in").click()
        for name, path, part in PICTURES:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            if part:
                page.locator(f"#{part}").first.scroll_into_view_if_needed()
                page.evaluate("id => document.getElementById(id).scrollIntoView()", part)
            page.screenshot(path=FOLDER / f"{name}.png")
            print(name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
