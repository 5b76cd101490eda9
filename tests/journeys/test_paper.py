"""What is printed stays short: a brief is one side of A4, whatever its theme or place holds."""

import re

import pytest
from django.urls import reverse

from places.models import Area
from priorities.models import Theme

PAGE = re.compile(rb"/Type\s*/Page\b")

# What other journeys wrote would be printed too.
pytestmark = pytest.mark.usefixtures("as_seeded")


def pages_of(page, address):
    assert page.goto(address).status == 200
    return len(PAGE.findall(page.pdf(format="A4", prefer_css_page_size=True)))


def test_every_theme_fits_one_page_of_paper(sign_in):
    page = sign_in("board")
    themes = list(Theme.objects.select_related("plan"))
    briefs = [reverse("themes:brief", args=[theme.plan.slug, theme.slug]) for theme in themes]
    assert len(briefs) > 5
    assert {address: pages_of(page, address) for address in briefs} == dict.fromkeys(briefs, 1)


@pytest.mark.parametrize("slug", ["cornwall", "newquay-network-area", "penzance", "newquay"])
def test_a_place_fits_one_page_of_paper(slug, sign_in):
    assert Area.objects.filter(slug=slug).exists()
    assert pages_of(sign_in("board"), reverse("places:brief", args=[slug])) == 1


@pytest.mark.parametrize(
    ("address", "most"),
    [
        # They took 29, 13 and 8. Sources and notes are not printed.
        ("/plans/2012-13/themes/domestic-abuse/", 7),
        ("/plans/2012-13/themes/anti-social-behaviour/", 7),
        ("/places/cornwall/", 8),
        ("/indices/alcohol-harm-index/", 5),
    ],
)
def test_the_longest_pages_print_on_few_sheets(address, most, sign_in):
    assert pages_of(sign_in("board"), address) <= most


def test_the_board_prints_on_six_sheets_at_most(sign_in):
    """It took 14. Its first sheet holds where each theme stands."""
    assert pages_of(sign_in("board"), "/") <= 6
