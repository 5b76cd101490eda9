"""The areas of an indicator as a funnel plot on its page."""

import pytest

from performance.models import Figure
from places.models import PopulationEstimate
from safercornwall.pages.components.pictures.drawn import draw
from tests.pages.reading_pages import queries_of, words_of
from tests.world import QUARTER


@pytest.fixture
def rate(world):
    return world.indicator(
        world.theme(), unit="per 1,000 population", number_kind="rate", polarity="lower",
        short_name="Burglary",
    )  # fmt: skip


def put(world, indicator, name, count, of, kind="lsoa", **facts):
    area = world.area(name, kind=kind, within=world.county)
    figure = world.figure(indicator, QUARTER, 1000 * count / of)
    counts = {"value": 1000 * count / of, "numerator": count, "denominator": of, "area": area}
    Figure.objects.filter(pk=figure.pk).update(**(counts | facts))
    return area


def five(world, indicator, count=10, of=1000, **facts):
    for number in range(5):
        put(world, indicator, f"Place {number}", count, of, **facts)


def areas_of(client, indicator):
    response = client.get(indicator.get_absolute_url())
    assert response.status_code == 200
    return response, response.context["page"].areas


def test_a_place_far_from_the_average_stands_out_in_plot_and_table(client, world, rate):
    """Of 5 places 10 are expected and found, and 40 of the sixth: 90 of 6,000 make 15 of each on average."""
    five(world, rate)
    put(world, rate, "Penzance East", 40, 1000)
    put(world, rate, "Truro", 400, 1000, kind="town")
    response, areas = areas_of(client, rate)
    picture = areas.funnel.picture
    assert areas.funnel.sentence == (
        "Of 6 places (LSOA), 1 is above the 99.8% limit (Penzance East) and 0 below it; 0 more are beyond the 95% limits. "
        "Chance alone puts about 0 beyond the first and 0 beyond the second."
    )
    assert picture.average == pytest.approx(15)
    assert [(point.name, point.side) for point in picture.points if point.side != "within"] == [
        ("Penzance East", "far")
    ]
    html = draw(picture)
    assert "Penzance East: 40 per 1,000 population" in html
    assert areas.funnel.sentence in html
    words = words_of(response)
    assert "Penzance East LSOA 40 per 1,000 population 40 of 1,000" in words
    assert "Above the 99.8% limit" in words
    assert "Within the limits" in words
    # A place of another kind is not held to the average of LSOAs.
    assert "Not compared" in words


def test_a_share_is_held_to_the_share_of_all(client, world):
    share = world.indicator(world.theme())
    for number in range(6):
        put(world, share, f"Place {number}", 50 if number else 95, 100, value=50 if number else 95)
    _, areas = areas_of(client, share)
    assert areas.funnel.picture.average == pytest.approx(57.5)
    assert [point.side for point in areas.funnel.picture.points] == ["far"] + ["within"] * 5


@pytest.mark.parametrize(
    "facts",
    [
        {"numerator": None},
        {"denominator": None},
        {"state": "suppressed", "value": None, "numerator": None, "denominator": None},
    ],
)
def test_places_without_counts_or_withheld_make_no_funnel(client, world, rate, facts):
    five(world, rate, **facts)
    response, areas = areas_of(client, rate)
    assert areas.funnel.picture is None
    assert "Beside the average" not in words_of(response)


def test_no_funnel_of_levels_or_of_four_places(client, world, rate):
    for number in range(4):
        put(world, rate, f"Place {number}", 10, 1000)
    assert areas_of(client, rate)[1].funnel.picture is None
    put(world, rate, "Place 4", 10, 1000)
    assert areas_of(client, rate)[1].funnel.picture is not None
    type(rate).objects.update(number_kind="level")
    assert areas_of(client, rate)[1].funnel.picture is None


def test_a_hundred_places_cost_no_more_queries_than_five(client, world, rate):
    five(world, rate)
    few = queries_of(client, rate.get_absolute_url())
    for number in range(5, 50):
        put(world, rate, f"Place {number}", number, 1000)
    assert queries_of(client, rate.get_absolute_url()) == few
    # Two pages of them: one query for all of both.
    for number in range(50, 60):
        put(world, rate, f"Place {number}", number, 1000)
    assert queries_of(client, rate.get_absolute_url()) == few + 1
    assert len(areas_of(client, rate)[1].funnel.areas) == 60


# Counts over populations


@pytest.fixture
def counts(world):
    indicator = world.indicator(
        world.theme(), unit="burglaries", number_kind="counted", polarity="lower"
    )
    for number in range(6):
        area = put(
            world, indicator, f"Place {number}", 20 if number else 90, 1000,
            value=20 if number else 90, numerator=None, denominator=None,
        )  # fmt: skip
        for year, people in ((2010, 4000), (2011, 5000), (2012, 9000)):
            PopulationEstimate.objects.create(
                area=area, year=year, people=people, source="ONS mid-year estimates"
            )
    return indicator


def test_a_count_is_a_rate_of_those_who_live_there_in_that_year(client, counts):
    """Q1 2011/12 is over mid-2011: 90 of 5,000 are 18 per 1,000 people, and 190 of 30,000 are 6.3."""
    response, areas = areas_of(client, counts)
    assert areas.funnel.picture.average == pytest.approx(190 / 30)
    assert [point.side for point in areas.funnel.picture.points] == ["far"] + ["near"] * 5
    words = words_of(response)
    assert "18.0 burglaries per 1,000 people, worked out" in words
    said = "Rates are worked out from the counts and the population of mid-2011 (ONS mid-year estimates)."
    assert said in words


def test_the_newest_estimate_before_stands_in_and_a_later_one_never(client, counts):
    PopulationEstimate.objects.filter(year=2011).delete()
    _, areas = areas_of(client, counts)
    assert areas.funnel.populations == "mid-2010 (ONS mid-year estimates)"
    PopulationEstimate.objects.filter(year=2010).delete()
    assert areas_of(client, counts)[1].funnel.picture is None


def test_populations_cost_no_query_per_place(client, world, counts):
    few = queries_of(client, counts.get_absolute_url())
    for number in range(6, 30):
        area = put(world, counts, f"Place {number}", 20, 1000, value=20)
        PopulationEstimate.objects.create(area=area, year=2011, people=5000, source="ONS")
    assert queries_of(client, counts.get_absolute_url()) == few
