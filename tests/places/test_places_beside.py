"""Places beside the partnership: another's, or wider than its own. They count in none of its totals, maps and rankings."""

from datetime import date

import pytest

from performance.models import Figure, Indicator
from places.actions import place_area
from places.models import Area
from safercornwall.pages.components.ranked_places import compared
from safercornwall.pages.maps.figures import FiguresByPlace
from tests.pages.editing.filling_in import fill_in
from tests.pages.reading_pages import words_of


@pytest.fixture
def trafford(put, corner):
    return put("Trafford", "district", None, is_elsewhere=True)


@pytest.fixture
def sale(put, trafford):
    return put("Sale", "town", trafford)


def figure(indicator, area, value):
    return Figure.objects.create(
        indicator=indicator,
        area=area,
        period_start=date(2011, 4, 1),
        period_end=date(2011, 6, 30),
        state="reported",
        value=value,
    )


def test_what_lies_in_them_is_beside_too(sale):
    assert sale.is_elsewhere


def test_what_moves_out_of_one_becomes_ours_with_all_in_it(corner, put, trafford, sale, officer):
    lsoa = put("Sale 001A", "lsoa", sale)
    place_area(sale, corner["cornwall"], by=officer)
    lsoa.refresh_from_db()
    assert not lsoa.is_elsewhere
    place_area(sale, trafford, by=officer)
    lsoa.refresh_from_db()
    assert lsoa.is_elsewhere


def test_a_place_that_is_moved_beside_ours_on_its_form_takes_all_in_it_along(
    administrator, sign_in, put
):
    salford = put("Salford", "county")
    ward = put("Ordsall", "ward", salford)
    client = sign_in(administrator)
    fill_in(client, "/places/salford/edit/", is_elsewhere="on")
    ward.refresh_from_db()
    assert ward.is_elsewhere


def test_kinds_wider_than_a_county_stand_at_the_top(put):
    region = put("South West", "region", None, is_elsewhere=True)
    force = put("Devon and Cornwall", "police_area", region)
    assert put("Devon", "county", force).path == "/south-west/devon-and-cornwall/devon/"


def test_they_are_in_no_ranking(corner, sale):
    assert [area.name for area in compared()] == ["Newquay"]


def test_they_are_in_no_count_of_the_list_and_still_listed(sale, corner, board, sign_in):
    page = sign_in(board).get("/places/")
    assert {tile.label: tile.count for tile in page.context["tiles"]}["town"] == 1
    assert "Sale, Town" in words_of(page)
    assert "(beside our partnership: in none of its totals)" in words_of(page)


def test_they_are_on_no_map_and_in_no_table_of_areas(corner, sale, world, board, sign_in):
    indicator = world.indicator(world.theme())
    Indicator.objects.filter(pk=indicator.pk).update(area=corner["cornwall"])
    indicator.refresh_from_db()
    figure(indicator, corner["newquay"], 4)
    figure(indicator, sale, 90)
    by_place = FiguresByPlace(indicator, date(2011, 11, 30))
    [period] = by_place.periods
    assert by_place.counts[period] == {"town": 1}
    assert [row.area.name for row in by_place.values(period, "town").values] == ["Newquay"]
    words = words_of(sign_in(board).get(indicator.get_absolute_url()))
    assert "Newquay" in words
    assert "Sale" not in words.split("Figures by area")[1].split("Targets")[0]


def test_the_areas_of_an_indicator_of_theirs_stand_on_its_page(
    corner, trafford, sale, world, board, sign_in
):
    indicator = world.indicator(world.theme())
    Indicator.objects.filter(pk=indicator.pk).update(area=trafford)
    figure(indicator, sale, 90)
    assert "Sale" in words_of(sign_in(board).get(indicator.get_absolute_url()))
    assert Area.objects.of_partnership().filter(slug="sale").count() == 0
