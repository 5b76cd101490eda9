"""Every picture in a real browser: for everyone, under the policy, and readable on a phone."""

from itertools import combinations

import pytest

from tests.pages.components.pictures.samples import SAMPLES, sheet

# Words that are shown, with their height on the screen and their place.
WORDS = """() => [...document.querySelectorAll('svg text')]
  .filter(text => text.getBoundingClientRect().width > 0)
  .map(text => {
    const box = text.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d;
    return {words: text.textContent, size, left: box.left, right: box.right, top: box.top, bottom: box.bottom};
  })"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Letters do not fill the box of their line.
SLACK = 3


def overlap(one, other):
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > SLACK and down > SLACK


@pytest.fixture
def opened(browser, tmp_path):
    """A page with a picture of every kind, of which the browser had nothing to complain."""
    path = tmp_path / "pictures.html"
    path.write_text(sheet(*SAMPLES), encoding="utf-8")
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"file://{path}")
    assert said == []
    yield page
    page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_words_of_pictures_are_readable_at_every_width(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate(SIDEWAYS) <= 0
    words = opened.evaluate(WORDS)
    assert len(words) > 20
    for one in words:
        assert one["size"] >= 11, one
        assert one["left"] >= 0, one
        assert one["right"] <= width, one
    for one, other in combinations(words, 2):
        assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_can_be_used_by_everyone(opened, width, accessibility_problems):
    opened.set_viewport_size({"width": width, "height": 800})
    assert accessibility_problems(opened) == []
