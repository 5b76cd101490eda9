"""What the board says of a figure beside its status: forecast, chance, the year before, revisions, areas that differ."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.periods import Period
from performance.figures.actions import FigureContent, record_figure
from performance.figures.keys import FigureKey
from performance.models import Figure
from places.models import PopulationEstimate
from tests.pages.reading_pages import queries_of, words_of
from tests.performance.standings.test_beside import COUNTED, PAIRS, quarters, revised
from tests.world import KNOWN, QUARTER, YEAR

URL = reverse("board:page")
RATE = {"unit": "per 1,000 population", "number_kind": "rate", "polarity": "lower"}


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def test_a_row_says_the_forecast_the_chance_and_the_year_before(client, world):
    indicator = world.indicator(world.theme(), **COUNTED)
    quarters(world, indicator, 2009, 90, 60, 150, 200, 90, 60, 150, 200, 36, 24)
    assert (
        "Forecast: 200 crimes in 2011/12, likely 169 to 236. "
        "The change from Q2 2010/11 is more than chance (improvement). "
        "0 of the last 6 quarters above a year before, 2 below."
    ) in words_of(client.get(URL))


def test_a_provisional_figure_says_how_far_such_figures_are_revised(client, world):
    indicator = world.indicator(world.theme(), **COUNTED)
    revised(indicator, *PAIRS)
    world.figure(indicator, QUARTER, 120)
    Figure.objects.filter(value=120).update(state="provisional")
    assert "120 crimes Provisional usually rises by 3% Q1 2011/12" in words_of(client.get(URL))


def by_area(world, indicator, *counts, of=1000, period=QUARTER):
    """Areas with so many each; of a rate out of `of`."""
    areas = [world.area(f"Place {n} of {indicator}", "lsoa", world.county) for n in range(len(counts))]  # fmt: skip
    for area, count in zip(areas, counts, strict=True):
        facts = {"numerator": count, "denominator": of} if of else {}
        Figure.objects.create(
            indicator=indicator, area=area, value=Decimal(count), known_from=KNOWN,
            period_start=period.start, period_end=period.end, **facts,
        )  # fmt: skip
    return areas


def test_areas_far_from_their_average_are_counted_and_led_to(client, world):
    indicator = world.indicator(world.theme(), value=15, **RATE)
    by_area(world, indicator, *[10] * 5, 40)
    page = client.get(URL)
    assert "1 of 6 areas beyond the 99.8% limits." in words_of(page)
    assert f'href="{indicator.get_absolute_url()}#areas"' in page.content.decode()


@pytest.mark.parametrize(
    ("counts", "period"),
    [([10] * 6, QUARTER), ([10, 10, 10, 40], QUARTER), ([10] * 5 + [40], YEAR)],
)
def test_areas_alike_too_few_or_of_another_period_are_not(client, world, counts, period):
    indicator = world.indicator(world.theme(), value=15, **RATE)
    by_area(world, indicator, *counts, period=period)
    assert "beyond the 99.8%" not in words_of(client.get(URL))


def test_counts_are_held_to_the_people_who_live_there(client, world):
    """10 of 1,000 people are as many as 40 of 4,000; a newer estimate than that of the period's year is not read."""
    indicator = world.indicator(world.theme(), value=90, **COUNTED)
    areas = by_area(world, indicator, *[10] * 5, 40, of=None)
    for area in areas:
        facts = {"area": area, "source": "ONS", "known_from": KNOWN}
        PopulationEstimate.objects.create(year=2011, people=1000, **facts)
        PopulationEstimate.objects.create(year=2012, people=4000, **facts)
    assert "1 of 6 areas beyond the 99.8% limits." in words_of(client.get(URL))
    PopulationEstimate.objects.filter(area=areas[-1], year=2011).update(people=4000)
    assert "beyond the 99.8%" not in words_of(client.get(URL))


def test_a_figure_of_an_area_that_is_entered_is_in_the_next_board(client, world, analyst):
    """No trigger counts figures of areas: whatever writes them says that it did."""
    indicator = world.indicator(world.theme(), value=15, **RATE)
    *_, last = by_area(world, indicator, *[10] * 6)
    assert "beyond the 99.8%" not in words_of(client.get(URL))
    before = Figure.objects.get(area=last)
    record_figure(
        FigureKey(indicator, last, QUARTER), FigureContent("reported", Decimal(40), Decimal(40), Decimal(1000)),
        based_on=before.pk, by=analyst, reason="Recounted",
    )  # fmt: skip
    assert "1 of 6 areas beyond the 99.8% limits." in words_of(client.get(URL))


def test_many_areas_and_indicators_take_no_more_queries(client, world):
    def one():
        counted = world.indicator(world.theme(), value=90, target=100, **COUNTED)
        areas = by_area(world, counted, *[10] * 5, 40, of=None)
        for area in areas:
            PopulationEstimate.objects.create(
                area=area, year=2011, people=1000, source="ONS", known_from=KNOWN
            )
        rate = world.indicator(world.theme(), value=15, **RATE)
        by_area(world, rate, *[10] * 5, 40)
        Figure.objects.filter(indicator=rate, area=rate.area).update(state="provisional")

    one()
    day = f"{URL}?as_at=2011-11-29"
    few, few_on_a_day = queries_of(client, URL), queries_of(client, day)
    for _ in range(4):
        one()
    assert (queries_of(client, URL), queries_of(client, day)) == (few, few_on_a_day)
    assert few <= 15


def test_a_quarter_alone_has_nothing_beside_its_status(client, world):
    world.indicator(world.theme(), 77, 80)
    [row] = client.get(URL).context["table"][0].rows
    assert (row.readings, row.areas_beyond, row.usual_revision) == ([], "", "")
    assert Period.quarter(2011, 1) == row.standing.period
