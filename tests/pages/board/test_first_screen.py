"""The board's first screen: what each theme needs, what is furthest off, where, and what is to be decided."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from performance.choices import Direction
from priorities.models import DeliveryGap, Plan
from projects.models import Project
from safercornwall.lists.theme_topics import _direction
from safercornwall.pages.components.theme_cells import cell_of
from tests.pages.reading_pages import words_of

URL = reverse("board:page")


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def cells_of(response, theme):
    line = next(line for line in response.context["matrix"] if line.theme.name == theme)
    return dict(line.by_topic)


def said_in(cell):
    return [mark.told for mark in cell.marks] or [cell.nothing]


def test_a_theme_off_track_says_how_many_and_leads_to_them(client, seeded_db):
    cell = cells_of(client.get(URL), "Rowdy / nuisance anti-social behaviour")["Performance"]
    assert said_in(cell) == ["2 off track"]
    assert "<strong>2</strong>" in client.get(cell.href).content.decode()


def test_every_count_is_that_of_the_list_that_it_leads_to(client, seeded_db):
    response = client.get(URL)
    topics = set()
    for line in response.context["matrix"]:
        for topic, cell in line.by_topic:
            if "?" in cell.href:
                [words] = said_in(cell)
                page = client.get(cell.href).content.decode()
                assert f"<strong>{words.split()[0]}</strong>" in page, (line.theme, words)
                topics.add(topic)
    assert topics == {"Performance", "Direction", "Money", "Delivery", "Gaps", "Decisions"}


def test_what_is_true_of_every_project_counts_those_open_on_the_day(client, world):
    """Closed after the day of the view, a project is still one of them."""
    theme = world.theme()
    world.project(theme)
    later = world.project(theme)
    Project.objects.filter(pk=later.pk).update(status="closed", closed_on=date(2011, 12, 1))
    assert "2 of 2 projects were never costed" in words_of(client.get(URL))


def test_indicators_of_two_directions_are_led_to_in_their_order(client, world):
    theme = world.theme()
    directions = (Direction.WORSENING, Direction.IMPROVING)
    standings = [SimpleNamespace(travel=SimpleNamespace(direction=one)) for one in directions]
    cell = cell_of(_direction(theme, standings, None))
    assert said_in(cell) == ["1 worsening", "1 improving"]
    world.indicator(theme)
    response = client.get(cell.href)
    assert response.context["form"].chosen == {"theme": theme.slug, "order": "travel"}


def test_a_theme_that_nothing_measures_says_so(client, seeded_db):
    response = client.get(URL)
    assert said_in(cells_of(response, "Hate crime")["Performance"]) == ["Unmeasured"]
    assert said_in(cells_of(response, "Deprived areas")["Performance"]) == ["Unmeasured"]


def test_money_that_runs_out_and_a_decision_past_its_day_stand_in_their_theme(client, seeded_db):
    cells = cells_of(client.get(URL), "Domestic abuse")
    assert said_in(cells["Money"]) == ["2 run out"]
    assert said_in(cells["Decisions"]) == ["1 late"]
    assert cells["Decisions"].marks[0].look.tone == "red"


def test_what_is_true_of_every_project_is_said_once(client, seeded_db):
    response = client.get(URL)
    assert [line.subject for line in response.context["of_all"]] == [
        "58 of 58 projects were never costed"
    ]
    money = [said_in(dict(line.by_topic)["Money"])[0] for line in response.context["matrix"]]
    assert not any("never costed" in words for words in money)


def test_what_is_true_of_some_projects_stands_in_their_themes(client, world):
    theme = world.theme()
    world.project(theme)
    world.funding(world.project(theme), "secured", amount=5000, ends_on=date(2015, 3, 31))
    response = client.get(URL)
    assert response.context["of_all"] == []
    assert said_in(cells_of(response, "Burglary")["Money"]) == ["1 never costed"]


def test_the_bars_stand_worst_first_by_share_of_target(client, seeded_db):
    bars = client.get(URL).context["bars"].bars
    assert bars[0].label == "SARC forensic examinations"
    missed = [bar.missed_by for bar in bars]
    assert missed == sorted(missed, reverse=True)
    asb = next(bar for bar in bars if bar.label == "ASB: adults, no further act")
    assert (asb.value_words, asb.target_words, asb.status) == ("77%", "at least 80%", "off_track")
    # A change against a baseline is a bound too.
    (adults,) = [bar for bar in bars if bar.label == "Adult reoffending"]
    assert (adults.value_words, adults.target_words) == ("8.1%", "at most 6.59%")


def test_a_count_is_held_to_its_share_of_the_year_so_far(client, world):
    world.indicator(world.theme(), 30, target=80, unit="closures", number_kind="counted")
    [bar] = client.get(URL).context["bars"].bars
    assert (bar.value, bar.target) == (30, 20)


def test_penzance_comes_first_among_towns(client, seeded_db):
    places = client.get(URL).context["places"]
    assert places[0].place.name == "Penzance"
    assert len(places[0].themes) == 6
    assert "Penzance 6 themes rated high for 3" in words_of(client.get(URL))


def test_a_small_map_shows_where_those_towns_are(client, seeded_db):
    page = client.get(URL)
    points = {point.name for point in page.context["map"].points}
    assert {"Penzance", "Camborne", "Bodmin"} <= points
    assert page.context["map"].ground


def test_a_plan_that_names_no_town_has_no_map(client, world):
    world.theme()
    assert client.get(URL).context["map"] is None


def test_a_place_inside_a_town_brings_the_town_up(client, world):
    town = world.area("Camborne", within=world.county)
    inside = world.area("Pengegon", kind="lsoa", within=town)
    world.priority_area(world.theme(), inside, rating="medium")
    [found] = client.get(URL).context["places"]
    assert (found.place, len(found.themes), found.rated_high) == (town, 1, [])


def test_the_decisions_that_come_first_say_by_when(client, seeded_db):
    response = client.get(URL)
    shown = response.context["first_decisions"]
    assert {row.decision.kind for row in shown} == {"board"}
    assert len(shown) == 4
    assert "All outstanding decisions: 6 more wait for others" in words_of(response)
    assert "the last day to start a tender was 1 October 2011" in words_of(response)


def test_what_others_decide_is_not_asked_of_the_board(client, world):
    world.decision(title="Home Office bid", kind="external")
    response = client.get(URL)
    assert response.context["first_decisions"] == []
    assert "Nothing waits for this board. 1 decision waits for others." in words_of(response)


def test_an_empty_plan_says_what_is_not_there(client, world):
    words = words_of(client.get(URL))
    assert "No indicator is held to a target yet." in words
    assert "No theme names a town." in words
    assert "Nothing waits for this board." in words
    assert Plan.objects.count() == 1


def test_the_biggest_gap_says_what_it_affects_and_who_owns_it(client, world):
    theme = world.theme()
    small, big = world.gap(theme), world.gap(theme)
    DeliveryGap.objects.filter(pk=big.pk).update(
        people_affected=1200, owner=world.partnership, size_source="Survey"
    )
    DeliveryGap.objects.filter(pk=small.pk).update(title="A small one")
    response = client.get(URL)
    assert [one.gap for one in response.context["biggest_gaps"]] == [big, small]
    words = words_of(response)
    assert "1,200 people, county-wide Safer Somewhere" in words
    assert "A small one county-wide, 1 theme Nobody owns it" in words


@pytest.mark.parametrize("county", [False, True])
def test_a_county_wide_gap_affects_more_places_than_one_of_named_places(client, world, county):
    """It is so if it names no place, and if it names the county alone."""
    theme = world.theme()
    county_of = world.area("Cornwall", "county")
    local, wide = world.gap(theme, title="Local"), world.gap(theme, title="Wide")
    local.areas.add(*(world.area(name, "town", within=county_of) for name in ("Bude", "Truro")))
    if county:
        wide.areas.add(county_of)
    response = client.get(URL)
    assert [one.gap for one in response.context["biggest_gaps"]] == [wide, local]
    words = words_of(response)
    assert "Wide county-wide, 1 theme" in words
    assert "Local 2 places, 1 theme" in words


def test_people_and_money_rank_a_gap_before_its_places(client, world):
    theme = world.theme()
    wide = world.gap(theme, title="Wide")
    counted = {"size_source": "Survey"}
    costly = world.gap(theme, title="Costly", money_affected=10, **counted)
    many = world.gap(theme, title="Many", people_affected=1, **counted)
    for gap in (costly, many):
        gap.areas.add(world.area(gap.title, "town"))
    found = client.get(URL).context["biggest_gaps"]
    assert [one.gap for one in found] == [many, costly, wide]


def test_the_board_says_how_fresh_it_is(client, seeded_db):
    words = words_of(client.get(URL))
    assert "The plan describes 30 November 2011. The newest figure is for" in words
    assert "What changed since 30 November 2011" in words


def test_a_board_without_figures_says_so(client, world):
    world.indicator(world.theme())
    assert "No figure is in yet; 1 has no figures." in words_of(client.get(URL))
