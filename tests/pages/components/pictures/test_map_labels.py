"""Names on a map: each beside its place, none over a mark or another name."""

import re

from safercornwall.pages.components.pictures.maps.area_map import AreaMap, MapPoint, area_map
from safercornwall.pages.components.pictures.maps.labels import MapLabel

CORNERS = ((-5.5, 50.0), (-4.5, 50.7))


def named(*labels, points=()):
    """The names on the wide look of a map."""
    markup = area_map(AreaMap("x", "towns", points=points, labels=tuple(labels), window=CORNERS))
    return re.findall(r'class="sc-map__label sc-pic__wide[^>]*>([^<]+)<', markup)


def test_each_name_is_written_once_for_a_narrow_page_and_once_for_a_wide_one():
    markup = area_map(AreaMap("x", "towns", labels=(MapLabel("Truro", -5, 50.3),), window=CORNERS))
    assert markup.count(">Truro</text>") == 2
    assert markup.count("sc-pic__narrow") == 1
    # Words stand in a drawing that is not stretched.
    assert "viewBox" not in markup[markup.index("sc-map__names") :]


def test_of_two_names_at_one_place_the_second_goes_elsewhere_and_a_sixth_is_left_out():
    labels = [MapLabel(f"Town {n}", -5, 50.3) for n in range(6)]
    assert named(*labels) == ["Town 0", "Town 1", "Town 2", "Town 3"]


def test_a_name_does_not_cover_another_mark():
    at = MapLabel("Camborne", -5.0, 50.3)
    markup = area_map(
        AreaMap(
            "x", "towns", window=CORNERS, labels=(at,),
            points=(MapPoint("Camborne", -5.0, 50.3), MapPoint("Redruth", -4.93, 50.3)),
        )
    )  # fmt: skip
    assert "sc-map__label--end" in markup


def test_a_name_that_would_leave_the_map_is_turned_inwards_or_left_out():
    assert named(MapLabel("Launceston", -4.51, 50.3)) == ["Launceston"]
    assert named(MapLabel("x" * 90, -5, 50.3)) == []
    assert named(MapLabel("Atlantis", 999, 50.3)) == []


def test_a_name_that_lists_places_is_cut_to_the_first_where_it_finds_no_room():
    long = "Penzance, Marazion and St Just in the far west of Cornwall, Sennen and Lamorna, Madron"
    assert named(MapLabel(long, -5.3, 50.3)) == ["Penzance…"]
    assert named(MapLabel("Camborne and Redruth", -5, 50.3)) == ["Camborne and Redruth"]


def test_only_the_land_that_is_seen_is_drawn():
    ring = ((-5.1, 50.2), (-5.0, 50.2), (-5.0, 50.3), (-5.1, 50.2))
    far = tuple((x - 3, y) for x, y in ring)
    both = area_map(AreaMap("x", "towns", ground=(ring, far), window=CORNERS))
    assert both == area_map(AreaMap("x", "towns", ground=(ring,), window=CORNERS))
