"""A link to an area covers it, what lies around it up to the network area, and what lies inside it."""

import pytest

from places.models import Area


@pytest.mark.parametrize(
    ("place", "covering"),
    [
        ("cornwall", {"cornwall", "network", "newquay", "gannel"}),
        ("network", {"network", "newquay", "gannel"}),
        ("newquay", {"network", "newquay", "gannel"}),
        ("gannel", {"network", "newquay", "gannel"}),
    ],
)
def test_the_county_covers_no_place_in_it(corner, place, covering):
    found = {name for name, area in corner.items() if corner[place].is_covered_by(area)}
    assert found == covering
    assert set(Area.objects.covering(corner[place])) == {corner[name] for name in covering}


def test_a_neighbour_covers_nothing(corner, put):
    st_agnes = put("St Agnes", "network_area", corner["cornwall"])
    assert not corner["newquay"].is_covered_by(st_agnes)
    assert st_agnes not in Area.objects.covering(corner["newquay"])
