"""Places by how many themes name them."""

from priorities.clocks import Clocks
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components import ranked_places
from safercornwall.pages.components.ranked_places import compared, ranked
from tests.world import AS_AT


def standing(world):
    snapshot = Snapshot(world.plan, Clocks(AS_AT))
    return {
        one.place.name: (len(one.themes), len(one.rated_high), one.rank)
        for one in ranked(compared(), snapshot)
    }


def test_a_theme_names_a_town_by_itself_or_by_a_place_inside_it(world):
    first, second = world.theme(), world.theme("Fire")
    north, south = world.area("North"), world.area("South")
    world.area("North End")
    inside = world.area("Mill", "beat", within=north)
    world.priority_area(first, inside, rating="high")
    world.priority_area(second, north, rating="low")
    world.gap(second).areas.add(south)
    assert standing(world) == {
        "North": (2, 1, "1"),
        "South": (1, 0, "2"),
        # Its name and its path begin as another's do.
        "North End": (0, 0, "3"),
    }


def test_places_under_as_many_themes_share_a_rank(world):
    theme = world.theme()
    for name in ("North", "South"):
        world.priority_area(theme, world.area(name), rating="high")
    world.area("West")
    assert [rank for _, _, rank in standing(world).values()] == ["=1", "=1", "3"]


def test_what_themes_name_is_looked_through_as_often_for_many_places_as_for_few(world, monkeypatch):
    asked = []
    around = ranked_places._paths_around
    monkeypatch.setattr(
        ranked_places, "_paths_around", lambda areas: asked.append(1) or around(areas)
    )
    world.priority_area(world.theme(), world.area("Town"), rating="high")
    standing(world)
    few = len(asked)
    for n in range(20):
        world.area(f"Town {n}")
    standing(world)
    assert len(asked) == 2 * few > 0
