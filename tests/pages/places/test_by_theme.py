"""Theme by place: what is delivered where, and where a high rating has nothing of its own."""

import pytest

from priorities.models import Plan
from tests.pages.reading_pages import queries_of, words_of

URL = "/plans/2012-13/places/"


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def cell(response, theme, town):
    row = next(row for row in response.context["matrix"].rows if row.theme.name == theme)
    one = next(one for one in row.cells if one.town.name == town)
    return [mark.told for mark in one.cell.marks]


@pytest.fixture
def town(world):
    return world.area("Camborne", within=world.county)


def test_the_seeded_ratings_without_a_project_are_those_that_flags_name(client, seeded_db):
    response = client.get(URL)
    words = words_of(response)
    assert "15 of 19 high ratings have no project of their own:" in words
    assert "Dwelling burglary and acquisitive crime, only 1 county-wide project: Penzance" in words
    flags = client.get("/flags/?rule=priority_area_not_covered").content.decode()
    assert "<strong>15</strong>" in flags


def test_a_cell_says_what_is_delivered_there_and_how_it_is_rated(client, seeded_db):
    response = client.get(URL)
    asb = "Rowdy / nuisance anti-social behaviour"
    assert cell(response, asb, "Newquay") == ["2 here", "High"]
    assert cell(response, asb, "Camborne") == ["1 here", "1 not begun", "High"]
    assert cell(response, asb, "Redruth") == ["County-wide only", "High"]
    assert cell(response, "Hate crime", "Penzance") == []
    words = words_of(response)
    assert "Hate crime 0 county-wide projects" in words
    assert "No rating, and no project of its own" in words


def test_a_cell_leads_to_the_projects_that_it_counts(client, seeded_db):
    row = client.get(URL).context["matrix"].rows[1]
    one = next(one for one in row.cells if one.town.name == "Newquay")
    assert "<strong>2</strong>" in client.get(one.cell.href).content.decode()


def test_a_high_rating_with_nothing_at_all_is_graver_than_one_with_county_wide_projects(
    client, world, town
):
    bare, covered = world.theme("Burglary"), world.theme("Alcohol")
    for theme in (covered, bare):
        world.priority_area(theme, town)
    world.project(covered)
    response = client.get(URL)
    assert cell(response, "Burglary", "Camborne") == ["Nothing here", "High"]
    assert cell(response, "Alcohol", "Camborne") == ["County-wide only", "High"]
    assert [row.theme.name for row in response.context["matrix"].bare] == ["Burglary", "Alcohol"]
    assert "Burglary, nothing delivered: Camborne" in words_of(response)


def test_a_low_rating_asks_for_nothing(client, world, town):
    world.priority_area(world.theme(), town, rating="medium")
    response = client.get(URL)
    assert cell(response, "Burglary", "Camborne") == ["Medium"]
    assert "high ratings" not in words_of(response)


def test_a_project_for_a_beat_covers_the_beat_and_not_its_neighbour(client, world, town):
    theme = world.theme()
    north, west = (world.area(name, kind="beat", within=town) for name in ("North", "West"))
    world.project(theme, areas=[north])
    world.priority_area(theme, north)
    assert cell(client.get(URL), "Burglary", "Camborne") == ["1 here", "High"]
    world.priority_area(theme, west)
    assert cell(client.get(URL), "Burglary", "Camborne") == ["Nothing here", "High", "1 here"]


def test_every_high_rating_with_a_project_of_its_own_is_said(client, world, town):
    theme = world.theme()
    world.priority_area(theme, town)
    world.project(theme, areas=[town])
    assert "The one high rating has a project of its own." in words_of(client.get(URL))


def test_a_plan_without_places_says_so(client, world):
    world.theme()
    assert "No theme names a place, and no project is linked to one." in words_of(client.get(URL))


def test_it_is_reached_from_places_and_from_a_theme(client, seeded_db):
    for page in ("/places/", "/plans/2012-13/themes/domestic-abuse/"):
        assert f'href="{URL}"' in client.get(page).content.decode()


def test_a_draft_is_for_those_who_change_plans(client, sign_in, officer, stranger, world):
    Plan.objects.update(stage="draft")
    assert client.get(URL).status_code == 404
    assert sign_in(officer).get(URL).status_code == 200
    assert sign_in(stranger).get(URL).status_code in (403, 404)
    assert sign_in(officer).post(URL).status_code == 405


def test_more_places_cost_no_more_queries(client, world, town):
    theme = world.theme()
    world.priority_area(theme, town)
    world.project(theme, areas=[town])
    number = queries_of(client, URL)
    assert number <= 13
    for name in ("Pool", "Redruth", "Hayle"):
        more = world.area(name, within=world.county)
        world.priority_area(world.theme(), more)
        world.project(theme, areas=[more])
    assert queries_of(client, URL) == number
