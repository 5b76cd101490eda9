"""The first screens of places: maps, ratings by theme, and the ranking of towns."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from core.changes.watching import WATCHED
from performance.models import Figure
from places.models import (
    Area,
    AreaBoundary,
    AreaCode,
    IndexScore,
    PlaceIndex,
    ReferenceBoundary,
)
from priorities.models import DeliveryGap, PriorityArea, PriorityAreaReason
from projects.models import Project
from safercornwall.pages.components.kept_pages.models import KeptPage
from tests.pages.reading_pages import queries_of, words_of

PLACES, PENZANCE = "/places/", "/places/penzance/"


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def titles(response):
    return re.findall(r"<title>([^<]+)</title>", response.content.decode().split("<main", 1)[1])


def test_the_places_begin_with_a_map_and_a_ranking(client, seeded_db):
    response = client.get(PLACES)
    words = words_of(response)
    assert "Penzance: 6 themes, rated high for 3" in titles(response)
    assert (
        words.index("Towns by how many themes")
        < words.index("Penzance 6 themes")
        < words.index("Filter")
    )
    assert "The first 10 of 11 towns that a theme names, of 28 in all." in words
    assert "2 to 3 themes" in words


def test_who_looks_for_a_place_sees_what_was_found_first(client, seeded_db):
    assert "Towns by how many themes" not in words_of(client.get(f"{PLACES}?q=penzance"))
    assert "Towns by how many themes" not in words_of(client.get(f"{PLACES}?view=table"))


def test_a_planner_without_a_plan_still_lists_its_places(client, corner):
    assert "Newquay" in words_of(client.get(PLACES))


def test_a_town_says_where_it_lies_what_themes_say_and_how_it_ranks(client, seeded_db):
    response = client.get(PENZANCE)
    words = words_of(response)
    assert (
        "Penzance ranks 1 of 28 towns: 6 themes name it or a place inside it, and 3 rate it high."
        in words
    )
    assert "Domestic abuse Domestic abuse, Penzance: Very high, rank =4" in words
    assert "Penzance: High in Penzance Town East, and 1 more" in words
    assert "Problem alcohol use, Penzance: 1 open gap, no rating" in words
    assert "Not singled out under Young people" in words
    assert (
        'aria-label="Map of where Penzance (town) lies, in Penzance, Marazion and St Just (network area)'
        in response.content.decode()
    )


def test_a_rank_that_towns_share_says_so(client, seeded_db):
    assert "Newquay ranks =4 of 28 towns" in words_of(client.get("/places/newquay/"))


def test_where_there_are_no_towns_districts_are_compared(client, world):
    north, _south = (
        world.area(name, "district", within=world.county) for name in ("North", "South")
    )
    ward = world.area("Mill", "ward", within=north)
    world.priority_area(world.theme(), ward)
    words = words_of(client.get(PLACES))
    assert "Districts by how many themes name them" in words
    assert "1 of 2 districts." in words
    assert "North ranks 1 of 2 districts: 1 theme names it" in words_of(
        client.get("/places/north/")
    )
    assert "That district ranks 1 of 2 districts" in words_of(client.get("/places/mill/"))
    assert "No theme names it or a place inside it." in words_of(client.get("/places/south/"))
    assert "South" not in words_of(client.get("/plans/2012-13/places/"))


def test_a_town_that_no_theme_names_says_so(client, seeded_db):
    words = words_of(client.get("/places/padstow/"))
    assert "No theme names it or a place inside it." in words
    assert "No theme singles it out: Domestic abuse" in words


def test_a_small_place_tells_the_rank_of_its_town_and_is_shown_from_near(client, seeded_db):
    response = client.get("/places/lsoa-e01019029/")
    assert "It lies in Newquay. That town ranks =4 of 28 towns" in words_of(response)
    assert titles(response) == ["Gannel North East: is here"]
    assert "sc-map--window" in response.content.decode()


def test_a_beat_without_coordinates_is_shown_at_its_town(client, seeded_db):
    assert titles(client.get("/places/penzance-east-beat/")) == [
        "Penzance East, in Penzance: is here"
    ]


def test_a_county_has_no_point_and_is_drawn_all_the_same(client, seeded_db):
    response = client.get("/places/cornwall/")
    assert titles(response) == []
    assert "sc-map__land" in response.content.decode()


def test_names_stand_before_codes_and_coordinates(client, seeded_db):
    words = words_of(client.get("/places/lsoa-e01019029/"))
    assert words.index("Gannel North East") < words.index("Projects") < words.index("E01019029")


CHANGES = {
    "a rating rises": lambda: PriorityArea.objects.update(rating="low"),
    "gaps are closed": lambda: DeliveryGap.objects.update(status="closed", closed_on="2011-11-01"),
    "a score changes": lambda: IndexScore.objects.update(value=1),
    "an index is renamed": lambda: PlaceIndex.objects.update(name=Concat("name", Value(" 2"))),
    "a reason is reworded": lambda: PriorityAreaReason.objects.update(text="For no reason"),
    "a project is renamed": lambda: Project.objects.update(name=Concat("name", Value(" 2"))),
    "a figure is corrected": lambda: Figure.objects.update(value=41),
    "a town moves": lambda: Area.objects.filter(name="Penzance").update(latitude=Decimal("50.5")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_shown_at_once(client, seeded_db, db, change):
    # Of all of Cornwall, which has scores in it, figures and projects.
    address = "/places/cornwall/"
    before = drawn(client.get(address))
    CHANGES[change]()
    now = drawn(client.get(address))
    KeptPage.objects.all().delete()
    assert now == drawn(client.get(address)) != before


def test_a_new_outline_or_code_is_shown_at_once(client, seeded_db):
    address = "/places/padstow/"
    before = drawn(client.get(address))
    town = Area.objects.get(slug="padstow")
    ReferenceBoundary.objects.create(
        system="gss", code="E34000001", name="Padstow", edition="2011", source="ONS",
        geometry={"type": "Polygon", "coordinates": [[[-4.95, 50.53], [-4.92, 50.53], [-4.92, 50.55], [-4.95, 50.53]]]},
    )  # fmt: skip
    client.get(address)
    AreaCode.objects.create(area=town, system="gss", code="E34000001")
    by_code = drawn(client.get(address))
    AreaBoundary.objects.create(area=town, edition="x", geometry={"type": "Point"}, source="us")
    assert len({before, by_code, drawn(client.get(address))}) == 3


def drawn(response):
    """The page without what is another each time: the tokens of its forms."""
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("address", [PLACES, PENZANCE])
def test_every_table_that_a_first_screen_reads_is_watched(client, seeded_db, address):
    """A table that is read and not watched would leave it stale."""
    with CaptureQueriesContext(connection) as all_of_it:
        client.get(address)
    with CaptureQueriesContext(connection) as without_drawing:
        client.get(address)
    # The day and the time in a statement change with each.
    left = [query["sql"].partition("WHERE")[0] for query in without_drawing]
    names = connection.introspection.table_names()
    only_drawing = [
        query["sql"] for query in all_of_it if query["sql"].partition("WHERE")[0] not in left
    ]
    tables = {name for name in names for sql in only_drawing if f'"{name}"' in sql}
    kept = {name for name in tables if name.startswith(("flags_", "kept_pages_", "changes_"))}
    assert {"places_referenceboundary", "places_area"} <= tables
    assert tables - kept - {"performance_keptstanding", "accounts_user"} <= set(WATCHED)


@pytest.mark.parametrize("slug", ["cornwall", "penzance", "bude", "lsoa-e01018809"])
def test_a_place_costs_at_most_thirteen_queries_however_much_is_known_of_it(
    client, seeded_db, slug
):
    address = f"{PLACES}{slug}/"
    number = queries_of(client, address)
    assert number <= 13
    Project.objects.filter(order__gt=10).delete()
    PriorityArea.objects.filter(rank__gt=1).delete()
    assert queries_of(client, address) == number


def test_the_places_cost_few_queries(client, seeded_db):
    number = queries_of(client, PLACES)
    assert number <= 12
    PriorityArea.objects.filter(rank__gt=1).delete()
    assert queries_of(client, PLACES) == number


def test_a_place_is_not_mistaken_for_another_whose_name_goes_on(client, world):
    world.theme()
    for name in ("Newquay", "Newquay Content"):
        world.area(name)
    client.get("/places/newquay-content/")
    assert "Where Newquay lies" in words_of(client.get("/places/newquay/"))
    assert "Where Newquay Content lies" in words_of(client.get("/places/newquay-content/"))
