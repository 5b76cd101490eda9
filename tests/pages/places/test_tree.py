"""Areas grow into the tree that they nest in."""

from places.models import Area
from safercornwall.pages.places.tree import grow, matching, prune


def outline(branches):
    return [(branch.area.name, outline(branch.branches)) for branch in branches]


def test_each_place_stands_under_the_one_it_lies_in(corner):
    assert outline(grow(Area.objects.all())) == [
        ("Cornwall", [("Newquay and around", [("Newquay", [("Gannel", [])])])])
    ]


def test_beats_come_before_lsoas_and_each_by_name(corner, put):
    for name, kind in [("Zelah", "beat"), ("Arrallas", "lsoa"), ("Fistral", "beat")]:
        put(name, kind, corner["newquay"])
    inside = grow(Area.objects.within(corner["newquay"]))[0].branches
    assert [branch.area.name for branch in inside] == ["Fistral", "Zelah", "Arrallas", "Gannel"]


def test_a_match_is_shown_with_the_way_to_it(corner, put):
    put("Bude", "network_area", corner["cornwall"])
    kept = prune(grow(Area.objects.all()), lambda area: area.kind == "lsoa")
    assert outline(kept) == [
        ("Cornwall", [("Newquay and around", [("Newquay", [("Gannel", [])])])])
    ]
    assert [area.name for area in matching(kept)] == ["Gannel"]
