"""A map keeps its proportions, loses no area, tells suppressed from unknown, and stays small."""

import re
from dataclasses import replace

import pytest

from safercornwall.pages.components.pictures.maps.area_map import (
    AreaMap,
    MapArea,
    MapPoint,
    area_map,
)
from safercornwall.pages.components.pictures.maps.projection import outline, projection_of
from tests.pages.components.pictures.map_samples import CLASSES, county

SQUARE = ((-5.0, 50.0), (-5.0, 50.1), (-4.9, 50.1), (-4.9, 50.0), (-5.0, 50.0))


def drawn(*areas, points=(), classes=("Few", "Many"), **more):
    return area_map(AreaMap("burglary", "burglaries", areas, points, classes, **more))


def test_a_degree_of_longitude_is_as_long_as_it_is_there():
    at_equator = projection_of([(0, -0.5), (1, 0.5)])
    in_cornwall = projection_of([(-5.5, 50.0), (-4.5, 51.0)])
    assert at_equator.width == at_equator.height
    assert in_cornwall.width / in_cornwall.height == pytest.approx(0.64, abs=0.01)


def test_north_is_up_and_west_is_left():
    plane = projection_of([(-5, 50), (-4, 51)])
    assert plane.place(-5, 51) == (14, 14)
    assert plane.place(-4, 50) == (plane.width - 14, plane.height - 14)


@pytest.mark.parametrize(
    "coordinates",
    [[], [(-5, 50)], [(-5, 50), (-5, 50)], [(float("nan"), 50)], [(999, 999)], [(0, 90)]],
)
def test_a_plane_has_a_size_whatever_there_is(coordinates):
    plane = projection_of(coordinates)
    assert 0 < plane.width <= 1000
    assert 0 < plane.height <= 1000


def test_an_outline_is_closed_and_in_steps_of_whole_numbers():
    assert re.fullmatch(r"M14 \d+l0-972 \d+ 0 0 972z", outline([SQUARE], projection_of(SQUARE)))


def test_a_place_where_a_line_does_not_bend_is_left_out():
    with_middle = (SQUARE[0], (-5.0, 50.05), *SQUARE[1:])
    plane = projection_of(SQUARE)
    assert outline([with_middle], plane) == outline([SQUARE], plane)


def test_an_area_too_small_for_the_map_is_still_a_dot():
    plane = projection_of([(-6, 50), (-4, 51)])
    assert outline([tuple((x / 1e6, 50 + y / 1e6) for x, y in SQUARE)], plane).endswith("h2v2h-2z")


def test_an_area_without_an_outline_is_not_drawn_and_breaks_nothing():
    assert outline([()], projection_of([])) == ""
    assert "Nowhere" in drawn(MapArea("Nowhere", ()))


def test_classes_and_what_has_no_value_are_told_apart():
    markup = drawn(
        MapArea("A", (SQUARE,), 1, words="12"),
        MapArea("B", (SQUARE,), suppressed=True),
        MapArea("C", (SQUARE,)),
    )
    assert "<title>A: 12</title>" in markup
    assert "<title>B: Suppressed (small number)</title>" in markup
    assert "<title>C: No data</title>" in markup
    assert 'fill="url(#map-burglary-suppressed)"' in markup
    assert 'fill="url(#map-burglary-no_data)"' in markup


def test_a_suppressed_value_is_not_told_even_where_it_is_given():
    markup = drawn(MapArea("A", (SQUARE,), 1, suppressed=True, words="exactly 3"))
    assert "exactly 3" not in markup
    assert "sc-map__area sc-map--1" not in markup.split('class="sc-pic')[1]


def test_the_map_says_how_many_areas_are_in_each_class():
    one = AreaMap(
        "x", "burglaries", (MapArea("A", (), 1), MapArea("B", ())), classes=("Few", "Many")
    )
    assert one.alt == "Map of burglaries. Few: 0; Many: 1; No data: 1."
    assert AreaMap("x", "burglaries").alt == "Map of burglaries. Nothing to show."


def test_links_are_heard_only_where_there_are_some():
    area = MapArea("Newquay", (SQUARE,), 0, words="5", href="/places/newquay/")
    assert 'role="group"' in drawn(area)
    assert '<a aria-label="Newquay: 5"' in drawn(area).replace('href="/places/newquay/" ', "")
    assert 'role="group"' not in drawn(replace(area, href=""))


def test_a_point_off_the_earth_is_left_out():
    assert "<title>" not in drawn(points=(MapPoint("A", 999, 50, 0),))
    assert "<title>A: Few</title>" in drawn(points=(MapPoint("A", -5, 50, 0),))


@pytest.mark.parametrize("value_class", [-1, 2, 99])
def test_a_class_that_the_map_does_not_have_is_an_error(value_class):
    with pytest.raises(ValueError, match="in a class"):
        drawn(MapArea("A", (SQUARE,), value_class))


def test_more_classes_than_can_be_told_apart_are_an_error():
    with pytest.raises(ValueError, match="at most five"):
        drawn(classes=tuple("abcdef"))


def test_two_maps_on_a_page_have_names_of_their_own():
    ids = [re.findall(r' id="([^"]+)"', area_map(AreaMap(name, "x"))) for name in ("a", "b")]
    assert not set(ids[0]) & set(ids[1])


def test_all_lower_super_output_areas_of_cornwall_stay_small():
    one = AreaMap("lsoa", "burglaries", tuple(county(25, 13, 0.03, corners=30)), classes=CLASSES)
    assert len(area_map(one)) < 90_000
