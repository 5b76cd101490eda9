"""An area is put into another, and everything in it moves along."""

import pytest
from django.core.exceptions import ValidationError

from places.actions import place_area, place_new_areas
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


@pytest.mark.parametrize("kind", ["lsoa", "town", "network_area"])
def test_a_place_stays_wide_enough_for_what_lies_in_it(corner, officer, kind):
    corner["network"].kind = kind
    if kind == "network_area":
        place_area(corner["network"], corner["cornwall"], by=officer)
        return
    with pytest.raises(ValidationError) as refused:
        place_area(corner["network"], corner["cornwall"], by=officer)
    (told,) = refused.value.message_dict["kind"]
    assert told.startswith("Newquay and around cannot be a")
    assert told.endswith(": Newquay (town) lies in it")


def test_of_many_that_do_not_fit_three_are_named(corner, put, officer):
    for name in ("Crantock", "Mawgan", "Padstow", "Zelah"):
        put(name, "town", corner["network"])
    corner["network"].kind = "ward"
    with pytest.raises(ValidationError, match=r"Crantock .*, Mawgan .*, Newquay .* and 2 more lie"):
        place_area(corner["network"], corner["cornwall"], by=officer)


@pytest.fixture
def deep(put):
    """A county whose path is as long as it may be."""
    place = None
    for letter in "abcdefg":
        place = put(letter * 80, "county", place)
    return put("z" * (600 - len(place.path) - 1), "county", place)


def test_a_path_is_as_long_as_it_may_be_and_no_longer(deep, officer):
    assert len(deep.path) == 600
    for kind in ("county", "town"):
        with pytest.raises(ValidationError, match="Odd would lie too deep"):
            place_area(Area(name="Odd", slug="odd", kind=kind), deep, by=officer)
    with pytest.raises(ValidationError, match="would lie too deep"):
        place_new_areas([Area(name="Odd", slug="odd", kind="town", parent=deep)], by=officer)
    assert not Area.objects.filter(slug="odd").exists()


def test_a_place_does_not_move_where_what_lies_in_it_would_lie_too_deep(deep, put, officer):
    top = put("Newquay area", "network_area")
    put("n" * 80, "town", top)
    parent = deep.parent
    with pytest.raises(ValidationError, match="A place inside Newquay area would lie too deep"):
        place_area(top, parent, by=officer)
    assert Area.objects.get(pk=top.pk).parent is None
