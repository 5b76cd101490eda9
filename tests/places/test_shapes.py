"""The outlines of places: their own, else that of their code, never that of a name; and the land under them."""

from collections import Counter
from itertools import pairwise

import pytest

from places.models import Area, ReferenceBoundary
from places.shapes import read_shapes

SQUARE = [[[-5.0, 50.0], [-4.9, 50.0], [-4.9, 50.1], [-5.0, 50.0]]]
OTHER = [[[-5.2, 50.0], [-5.1, 50.0], [-5.1, 50.1], [-5.2, 50.0]]]


def polygon(rings):
    return {"type": "Polygon", "coordinates": rings}


def drawn(rings):
    return tuple(tuple(map(tuple, ring)) for ring in rings)


@pytest.fixture
def gannel(corner):
    ReferenceBoundary.objects.create(
        system="lsoa_2011", code="E01019029", name="Gannel", edition="2011",
        geometry=polygon(SQUARE), source="ONS",
    )  # fmt: skip
    return corner["gannel"]


def test_a_place_is_drawn_by_its_code(gannel):
    gannel.codes.create(system="lsoa_2001", code="E01019029")
    shapes = read_shapes([gannel])
    assert shapes.by_area[gannel.pk].rings == drawn(SQUARE)
    assert shapes.land == []


def test_a_name_or_a_code_of_our_own_matches_nothing(gannel):
    gannel.codes.create(system="local", code="E01019029")
    shapes = read_shapes([gannel])
    assert shapes.by_area == {}
    assert shapes.ground == drawn(SQUARE)


def test_a_boundary_of_its_own_comes_first_and_the_newest_of_those(gannel):
    gannel.codes.create(system="lsoa_2011", code="E01019029")
    gannel.boundaries.create(edition="2021", geometry=polygon(OTHER), source="the council")
    gannel.boundaries.create(edition="2011", geometry=polygon(SQUARE), source="ONS")
    shapes = read_shapes([gannel])
    assert shapes.by_area[gannel.pk].rings == drawn(OTHER)
    assert shapes.sources == ["the council"]


def test_a_county_is_the_land_where_nothing_else_is(corner):
    corner["cornwall"].boundaries.create(edition="2011", geometry=polygon(SQUARE), source="ONS")
    assert read_shapes([corner["newquay"]]).ground == drawn(SQUARE)


def test_a_geometry_that_is_no_polygon_is_not_drawn(corner):
    corner["newquay"].boundaries.create(edition="x", geometry={"type": "Point"}, source="ONS")
    assert read_shapes([corner["newquay"]]).by_area[corner["newquay"].pk].rings == ()


def test_each_lsoa_of_the_assessment_has_its_outline(seeded_db):
    lsoas = list(Area.objects.filter(kind="lsoa"))
    shapes = read_shapes(lsoas)
    assert set(shapes.by_area) == {area.pk for area in lsoas}
    assert (len(shapes.by_area), len(shapes.land)) == (18, 309)
    assert all("Open Government Licence" in source for source in shapes.sources)


def test_the_shipped_neighbours_share_their_lines_and_do_not_gap(seeded_db):
    """Each line stands in two outlines, or is coast; and the coast is closed."""
    lines = Counter()
    for shape in read_shapes([]).land:
        for ring in shape.rings:
            lines.update(frozenset(pair) for pair in pairwise(ring))
    ends = Counter(end for line, number in lines.items() if number == 1 for end in line)
    assert set(lines.values()) == {1, 2}
    assert set(ends.values()) == {2}
    assert sum(number == 1 for number in lines.values()) < len(lines) / 3
