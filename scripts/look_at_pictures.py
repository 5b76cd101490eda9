"""Draws a sample of every picture in a browser, to look at: `.venv/bin/python scripts/look_at_pictures.py [name …]`.

The files land in var/pictures/: at the width of a phone, a tablet and a laptop, and on paper in grey.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safercornwall.settings.test")

import django

django.setup()

from playwright.sync_api import sync_playwright

from safercornwall.pages.components.pictures.drawn import draw
from scripts.browser import find
from tests.pages.components.pictures.samples import SAMPLES, sheet

FOLDER = ROOT / "var" / "pictures"
WIDTHS = (320, 768, 1280)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main(names):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page()
        for name in names or SAMPLES:
            path = FOLDER / f"{name}.html"
            path.write_text(sheet(name), encoding="utf-8")
            page.goto(f"file://{path}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 200})
                page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
            on_paper(page, name)
            print(f"{name}: {len(draw(SAMPLES[name])) / 1000:.1f} kB")
        browser.close()


def on_paper(page, name):
    """As a printer without colour would have it: the print rules, in grey."""
    page.set_viewport_size({"width": 720, "height": 200})
    page.emulate_media(media="print")
    page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    page.screenshot(path=FOLDER / f"{name}-print.png", full_page=True)
    page.evaluate("document.documentElement.style.filter = ''")
    page.emulate_media(media="screen")


if __name__ == "__main__":
    main(sys.argv[1:])
