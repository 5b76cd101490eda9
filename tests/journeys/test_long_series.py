"""The page of an indicator with sixteen years of quarters: all that is read of them, without crowding."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from core.periods import Period
from performance.models import Figure, Indicator, Target
from places.models import Area
from priorities.models import Theme
from tests.journeys.test_pictures import SIDEWAYS, WORDS, overlap
from tests.world import KNOWN

QUARTERS = 64
# More in summer and fewer in winter, a slow fall, and a little more or less each time.
SEASON, NOISE = (12, 40, -8, -44), (3, -7, 11, 0, -12, 6, -2, 9, -5, 1, -9, 4, 7)


def count_of(place):
    return 460 - 2 * place + SEASON[place % 4] + NOISE[place % len(NOISE)]


@pytest.fixture
def crimes(db):
    """What a journey makes stays for the next. Counts from Q3 1995/96 to Q2 2011/12, with a target for the year that runs."""
    known = Indicator.objects.filter(slug="crimes-of-sixteen-years").first()
    if known:
        return known
    indicator = Indicator.objects.create(
        slug="crimes-of-sixteen-years", order=900, name="Crimes of sixteen years", unit="crimes",
        polarity="lower", frequency="quarter", number_kind="counted",
        area=Area.objects.get(slug="cornwall"),
    )  # fmt: skip
    indicator.themes.add(Theme.objects.first())
    for place in range(QUARTERS):
        start = 1995 * 12 + 9 + 3 * place
        period = Period.whole_months(start // 12, start % 12 + 1, 3)
        Figure.objects.create(
            indicator=indicator, area=indicator.area, value=Decimal(count_of(place)),
            period_start=period.start, period_end=period.end, known_from=KNOWN,
        )  # fmt: skip
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_most", value=1400, profile="last_year",
        period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
    )  # fmt: skip
    return indicator


# The numbers and periods along the axes of the chart that a script draws.
PLOTTED = """() => [...document.querySelectorAll('.js-plotly-plot .xtick text, .js-plotly-plot .ytick text')]
  .map(text => {
    const box = text.getBoundingClientRect();
    return {words: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom};
  })"""


def crowded(words):
    pairs = combinations(words, 2)
    return [(one["words"], other["words"]) for one, other in pairs if overlap(one, other)]


@pytest.mark.parametrize(("width", "media"), [(320, "screen"), (768, "screen"), (1280, "screen"), (720, "print")])  # fmt: skip
def test_no_words_along_an_axis_cover_each_other(crimes, sign_in, width, media):
    page = sign_in("board")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media=media)
    page.goto(crimes.get_absolute_url())
    words = page.evaluate(WORDS)
    years = [one for one in words if one["words"] in ("1996/97", "2011/12")]
    assert len(years) >= 4, "both pictures of the whole series have their years"
    assert crowded(words) == []
    assert [one for one in words if one["left"] < 0 or one["right"] > width] == []
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_words_of_the_chart_to_explore_cover_each_other(crimes, sign_in, width):
    page = sign_in("board")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(crimes.get_absolute_url())
    page.get_by_text("Explore every series in one chart").click()
    page.wait_for_selector(".js-plotly-plot .xtick text")
    plotted = page.evaluate(PLOTTED)
    assert len(plotted) > 8
    assert crowded(plotted) == []
    assert page.evaluate(SIDEWAYS) <= 0


def test_forecast_interval_signal_and_season_stand_on_its_page(crimes, sign_in):
    page = sign_in("board")
    page.goto(crimes.get_absolute_url())
    words = " ".join(page.locator("main").inner_text().split())
    assert "Forecast: 1,307 crimes in 2011/12, likely 1,240 to 1,379." in words
    assert "by the shape of 2010/11" in words
    assert "95% confidence interval" in words
    assert (
        "Improvement: the latest point (Q2 2011/12) is one of two in three close to a limit."
        in words
    )
    assert "above the same quarter a year before" in words
