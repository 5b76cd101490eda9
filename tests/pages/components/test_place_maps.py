"""Places on a map: their classes, the shape or the point that they are drawn with, and what is never told."""

from decimal import Decimal

import pytest

from places.models import Area
from places.shapes import Outline, Shapes
from safercornwall.pages.components.pictures.maps.area_map import area_map
from safercornwall.pages.components.place_maps.drawing import PlaceMap, window_of
from safercornwall.pages.components.place_maps.values import PlaceValue, PlaceValues, in_quantiles


def place(number, **facts):
    facts = {"latitude": Decimal("50.1"), "longitude": Decimal(f"-5.{number:02}")} | facts
    slug = f"place-{number}"
    return Area(
        pk=number, name=f"Place {number}", slug=slug, kind="town", path=f"/x/{slug}/", level=1, **facts
    )  # fmt: skip


def square(west, south, size):
    ring = [
        [west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south],
    ]  # fmt: skip
    return Outline({"type": "Polygon", "coordinates": [ring]}, "ONS")


def values(*found, classes=("Few", "Many")):
    return PlaceValues("x", "burglaries", "Figure", found, classes)


def numbers(*found):
    return [PlaceValue(place(n), Decimal(value)) for n, value in enumerate(found)]


def classed(*found):
    classed, words = in_quantiles(numbers(*found), str)
    return [one.place_class for one in classed], list(words)


def test_each_class_has_as_many_places_as_may_be():
    assert classed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == (
        [0, 0, 1, 1, 2, 2, 3, 3, 4, 4],
        ["1 to 2", "3 to 4", "5 to 6", "7 to 8", "9 to 10"],
    )


def test_equal_values_are_never_parted_and_no_class_is_empty():
    assert classed(1, 1, 1, 1, 2) == ([0, 0, 0, 0, 1], ["1", "2"])
    assert classed(1, 1, 1, 1, 1, 1, 1, 2, 3) == ([0] * 7 + [1, 1], ["1", "2 to 3"])
    assert classed(7) == ([0], ["7"])
    assert classed() == ([], [])


def test_a_place_without_a_value_is_in_no_class():
    found, words = in_quantiles(
        [*numbers(5), PlaceValue(place(3)), PlaceValue(place(4), is_suppressed=True)], str
    )
    assert [one.place_class for one in found] == [0, None, None]
    assert words == ("5",)


def test_a_suppressed_value_cannot_be_given():
    with pytest.raises(ValueError, match="not told"):
        PlaceValue(place(1), Decimal(3), is_suppressed=True)
    with pytest.raises(ValueError, match="not told"):
        PlaceValue(place(1), words="3 crimes", is_suppressed=True)


def test_an_outline_is_drawn_where_there_is_one_and_else_a_point():
    one, other = place(1), place(2)
    shapes = Shapes({1: square(-5.2, 50.0, 0.2)})
    picture = PlaceMap(
        values(PlaceValue(one, words="9", place_class=1), PlaceValue(other)), shapes
    ).picture
    assert [area.name for area in picture.areas] == ["Place 1"]
    assert [point.name for point in picture.points] == ["Place 2"]
    assert picture.alt == "Map of burglaries. Few: 0; Many: 1; No data: 1."


def test_an_outline_too_small_to_be_seen_is_a_point_until_the_map_is_near():
    tiny = place(1, latitude=Decimal("50.001"), longitude=Decimal("-4.999"))
    shapes = Shapes({1: square(-5.0, 50.0, 0.01)}, [square(-6.0, 49.9, 1.5)])
    found = values(PlaceValue(tiny, words="9", place_class=1))
    assert [point.name for point in PlaceMap(found, shapes).picture.points] == ["Place 1"]
    near = PlaceMap(found, shapes, window=window_of(tiny, [], shapes)).picture
    assert [area.name for area in near.areas] == ["Place 1"]


def test_places_without_coordinates_are_shown_together_at_the_place_around_them():
    town = place(1)
    beats = [
        Area(pk=pk, name=name, slug=name, kind="beat", path=f"{town.path}{name}/", level=2)
        for pk, name in ((8, "East"), (9, "West"))
    ]
    lost = Area(pk=7, name="Lost", slug="lost", kind="beat", path="/y/lost/", level=1)
    found = values(
        PlaceValue(beats[0], words="High", place_class=1), PlaceValue(beats[1], is_suppressed=True),
        PlaceValue(lost, words="High", place_class=1),
    )  # fmt: skip
    drawn = PlaceMap(found, Shapes(), [town])
    [point] = drawn.picture.points
    assert (point.name, point.value_class) == ("Place 1", 1)
    assert point.words == "East: High; West: Suppressed (small number)"
    assert [(one.area.name, one.shown_at.name) for one in drawn.stand_ins] == [
        ("East", "Place 1"),
        ("West", "Place 1"),
    ]
    assert drawn.nowhere == [lost]


def test_the_highest_class_lies_on_top_and_is_named_first():
    found = values(
        PlaceValue(place(1), words="a", place_class=0),
        PlaceValue(place(2), words="b", place_class=1),
    )
    picture = PlaceMap(found, Shapes()).picture
    assert [point.value_class for point in picture.points] == [0, 1]
    assert [label.name for label in picture.labels] == ["Place 2", "Place 1"]


def test_a_map_of_many_places_has_no_links():
    few = PlaceMap(values(*(PlaceValue(place(n)) for n in range(40))), Shapes()).picture
    many = PlaceMap(values(*(PlaceValue(place(n)) for n in range(41))), Shapes()).picture
    assert all(point.href for point in few.points)
    assert not any(point.href for point in many.points)


def test_many_outlines_are_drawn_as_such_with_the_names_of_towns():
    many = [place(n) for n in range(50)]
    shapes = Shapes(
        {area.pk: square(-5 - area.pk / 1000, 50.0, 0.001) for area in many},
        [square(-6.0, 49.9, 1.5)],
    )
    town = Area(name="Truro", kind="town", latitude=Decimal("50.26"), longitude=Decimal("-5.05"))
    found = values(*(PlaceValue(area, words="9", place_class=1) for area in many))
    picture = PlaceMap(found, shapes, towns=[town]).picture
    assert (len(picture.areas), len(picture.points)) == (50, 0)
    assert [(label.name, label.has_dot) for label in picture.labels] == [("Truro", True)]


def test_nothing_known_is_drawn_without_an_error():
    assert "Nothing to show" in area_map(PlaceMap(values(classes=()), Shapes()).picture)
    assert window_of(place(1, latitude=None, longitude=None), [], Shapes()) is None
