"""A small corner of Cornwall."""

import pytest

from places.actions import place_area
from places.models import Area


@pytest.fixture
def put(db):
    """Puts a new place into another."""

    def make(name, kind, parent=None, **facts):
        slug = facts.pop("slug", name.lower().replace(" ", "-"))
        return place_area(Area(name=name, slug=slug, kind=kind, **facts), parent, by=None)

    return make


@pytest.fixture
def corner(put):
    """Cornwall, the network area around Newquay, the town and an LSOA of it."""
    cornwall = put("Cornwall", "county")
    network = put("Newquay and around", "network_area", cornwall)
    newquay = put("Newquay", "town", network, population=20000, population_source="Census 2011")
    gannel = put("Gannel", "lsoa", newquay, deprivation_decile=2, deprivation_source="IMD 2010")
    return {"cornwall": cornwall, "network": network, "newquay": newquay, "gannel": gannel}
