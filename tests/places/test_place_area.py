"""An area is put into another, and everything in it moves along."""

import pytest
from django.core.exceptions import ValidationError

from places.actions import place_area
from places.models import Area


def paths():
    return dict(Area.objects.values_list("slug", "path"))


def test_a_new_area_knows_the_way_down_to_it(corner):
    assert corner["gannel"].path == "/cornwall/newquay-and-around/newquay/gannel/"
    assert corner["gannel"].level == 3


def test_a_town_that_moves_takes_its_lsoas_along(corner, put, officer):
    other = put("St Agnes", "network_area", corner["cornwall"])
    place_area(corner["newquay"], other, by=officer)
    assert paths()["newquay"] == "/cornwall/st-agnes/newquay/"
    assert paths()["gannel"] == "/cornwall/st-agnes/newquay/gannel/"
    assert list(Area.objects.within(other)) == [other, corner["newquay"], corner["gannel"]]


def test_levels_follow_when_a_place_moves_up_or_down(corner, officer):
    place_area(corner["newquay"], corner["cornwall"], by=officer)
    corner["gannel"].refresh_from_db()
    assert (corner["gannel"].level, corner["gannel"].parent) == (2, corner["newquay"])


def test_a_place_beside_it_with_a_name_that_begins_alike_stays(corner, put, officer):
    put("Newquay North", "town", corner["network"])
    other = put("St Agnes", "network_area", corner["cornwall"])
    place_area(corner["newquay"], other, by=officer)
    assert paths()["newquay-north"] == "/cornwall/newquay-and-around/newquay-north/"


def test_a_new_name_in_addresses_reaches_everything_inside(corner, officer):
    corner["newquay"].slug = "newquay-town"
    place_area(corner["newquay"], corner["network"], by=officer)
    assert paths()["gannel"] == "/cornwall/newquay-and-around/newquay-town/gannel/"


@pytest.mark.parametrize("inside", ["network", "newquay", "gannel"])
def test_a_place_cannot_lie_in_itself_or_in_what_lies_in_it(corner, officer, inside):
    before = paths()
    with pytest.raises(ValidationError, match="cannot lie in"):
        place_area(corner["network"], corner[inside], by=officer)
    assert paths() == before


def test_the_circle_is_named(corner, officer):
    with pytest.raises(ValidationError) as refused:
        place_area(corner["network"], corner["newquay"], by=officer)
    assert refused.value.message_dict == {
        "parent": ["Newquay and around cannot lie in Newquay, which lies inside it."]
    }


def test_the_parent_is_read_afresh_so_that_a_move_just_made_counts(corner, put, officer):
    stale = Area.objects.get(slug="newquay")
    other = put("St Agnes", "network_area", corner["cornwall"])
    place_area(corner["newquay"], other, by=officer)
    beat = place_area(Area(name="Pentire", slug="pentire", kind="beat"), stale, by=officer)
    assert beat.path == "/cornwall/st-agnes/newquay/pentire/"


@pytest.mark.parametrize(
    ("kind", "parent"),
    [("network_area", "newquay"), ("town", "gannel"), ("lsoa", "gannel"), ("county", "network")],
)
def test_a_wide_place_does_not_lie_in_a_narrow_one(corner, officer, kind, parent):
    with pytest.raises(ValidationError, match="cannot lie in a"):
        place_area(Area(name="Odd", slug="odd", kind=kind), corner[parent], by=officer)
    assert not Area.objects.filter(slug="odd").exists()


def test_cornwall_may_lie_in_cornwall_and_scilly(corner, put, officer):
    both = put("Cornwall and Scilly", "county")
    place_area(corner["cornwall"], both, by=officer)
    assert paths()["gannel"] == "/cornwall-and-scilly/cornwall/newquay-and-around/newquay/gannel/"
