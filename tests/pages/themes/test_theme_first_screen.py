"""What a theme's page says first: how it stands, against its targets, with what money, and what must be decided."""

from datetime import date

import pytest

from places.models import Area
from priorities.models import Theme
from projects.models import Dependency
from tests.pages.reading_pages import queries_of, words_of


def page_of(client, theme):
    response = client.get(theme.get_absolute_url())
    assert response.status_code == 200
    return response


def place_of(response, *anchors):
    """Where each part begins in the page."""
    html = response.content.decode()
    return [html.index(f'id="{anchor}"') for anchor in anchors]


def test_the_verdict_stands_before_everything_else_and_then_the_parts_in_order(client, seeded_db):
    response = page_of(client, Theme.objects.get(slug="domestic-abuse"))
    html = response.content.decode()
    assert "1 of 4 indicators is missed; 3 without a target." in words_of(response)
    parts = place_of(
        response,
        *("off-target", "money", "asked", "evidence", "performance", "projects", "gaps"),
        *("threats", "priority-areas", "scope", "attention", "decisions", "about"),
    )
    assert [html.index("sc-verdict"), *parts] == sorted([html.index("sc-verdict"), *parts])


def test_each_topic_says_the_same_as_the_board_does(client, seeded_db):
    board = {
        line.theme.name: [cell.marks for cell in line.cells]
        for line in client.get("/").context["matrix"]
    }
    for theme in Theme.objects.all():
        # Money is left out: the board says once what is true of every project.
        shown = dict(page_of(client, theme).context["topics"])
        said = dict(zip(shown, board[theme.name], strict=True))
        for topic in ("Performance", "Direction", "Gaps", "Decisions"):
            assert shown[topic].marks == said[topic], (theme, topic)


def test_an_indicator_without_a_target_is_named_with_its_status_beside_the_bars(client, world):
    theme = world.theme()
    world.indicator(theme, value=70, target=80, name="Held to a target")
    world.indicator(theme, value=70, name="Held to none")
    response = page_of(client, theme)
    assert [bar.label for bar in response.context["bars"].bars] == ["Held to a target"]
    assert "Held to none No target" in words_of(response)


def test_money_is_listed_by_the_day_it_ends_and_the_rest_is_counted(client, world):
    theme = world.theme()
    late, soon = world.project(theme, name="Later"), world.project(theme, name="Sooner")
    world.funding(late, "secured", ends_on=date(2014, 3, 31))
    world.funding(soon, "secured", ends_on=date(2012, 3, 31))
    world.funding(world.project(theme, name="Bidding"), "sought", ends_on=date(2013, 3, 31))
    world.project(theme, status="closed", name="Over")
    response = page_of(client, theme)
    assert [end.project.name for end in response.context["money"].ends] == ["Sooner", "Later"]
    words = words_of(response)
    assert "Sooner Ends 31 March 2012 last day to start a tender was 1 October 2011" in words
    assert "Later Ends 31 March 2014 last day to start a tender is 1 October 2013" in words
    assert "1 of 3 open projects: no secured money with a known end." in words


def test_money_with_a_last_day_is_drawn_among_the_projects(client, world):
    theme = world.theme()
    world.funding(world.project(theme, name="Locks"), "sought", ends_on=date(2013, 3, 31))
    world.funding(world.project(theme, name="Dateless"), "secured")
    elsewhere = world.project(world.theme("Other"), name="Elsewhere")
    world.funding(elsewhere, "secured", ends_on=date(2013, 3, 31))
    response = page_of(client, theme)
    assert [row.name for row in response.context["money"].timeline.rows] == ["Locks"]
    html = response.content.decode()
    assert html.index('id="projects"') < html.index("Until when they have money")


def test_no_timeline_is_drawn_of_money_without_a_day(client, world):
    theme = world.theme()
    world.funding(world.project(theme), "no_source")
    assert "Until when they have money" not in page_of(client, theme).content.decode()


def test_a_theme_without_projects_says_so_of_its_money(client, world):
    assert "It has no open project." in words_of(page_of(client, world.theme()))


def test_the_decisions_asked_for_come_with_their_days_the_most_urgent_first(client, world):
    theme, other = world.theme(), world.theme("Other")
    world.decision(title="Sometime").themes.add(theme)
    world.decision(title="Soon", due_on=date(2011, 12, 24)).themes.add(theme)
    world.decision(title="Elsewhere", due_on=date(2011, 12, 1)).themes.add(other)
    # The project of this theme waits for a decision that is asked for under another.
    waited = world.decision(title="Waited for")
    Dependency.objects.create(project=world.project(theme), order=1, text="x", on_decision=waited)
    response = page_of(client, theme)
    assert [row.decision.title for row in response.context["asked"]] == ["Soon", "Sometime"]
    assert "Soon Needed by 24 December 2011" in words_of(response)


def test_a_priority_area_is_drawn_at_its_point_by_its_rating(client, world):
    theme = world.theme()
    town = world.area("Truro", within=world.county)
    Area.objects.filter(pk=town.pk).update(latitude="50.26", longitude="-5.05")
    town.refresh_from_db()
    world.priority_area(theme, town, rating="very_high")
    html = page_of(client, theme).content.decode()
    assert "Truro: Very high, rank 1" in html
    assert "Map of Priority areas for Burglary" in html


def test_a_place_without_a_point_stands_at_the_town_around_it(client, world):
    theme = world.theme()
    town = world.area("Truro", within=world.county)
    Area.objects.filter(pk=town.pk).update(latitude="50.26", longitude="-5.05")
    for name, rating in (("North beat", "high"), ("South beat", "low")):
        beat = world.area(name, kind="beat", within=town)
        world.priority_area(theme, beat, rating=rating)
    drawn = page_of(client, theme).content.decode()
    assert "North beat: High, rank 1; South beat: Low, rank 1" in drawn
    assert "North beat (at Truro)" in drawn


@pytest.mark.parametrize("places", [0, 1])
def test_without_a_place_that_can_be_drawn_there_is_no_map(client, world, places):
    theme = world.theme()
    for _ in range(places):
        world.priority_area(theme, world.area("Nowhere", within=world.county))
    assert "sc-map" not in page_of(client, theme).content.decode()


def test_the_map_moves_with_its_places_at_once(client, world):
    theme = world.theme()
    town = world.area("Truro", within=world.county)
    world.priority_area(theme, town)
    assert "Where they are" not in page_of(client, theme).content.decode()
    Area.objects.filter(pk=town.pk).update(latitude="50.26", longitude="-5.05")
    assert "Where they are" in page_of(client, theme).content.decode()


def test_what_stands_under_a_fold_of_many_is_not_printed(client, seeded_db):
    html = page_of(client, Theme.objects.get(slug="domestic-abuse")).content.decode()
    folded = html[html.index("24 more of high severity") - 300 :]
    assert "sc-fold" in folded[:300]


def test_the_page_asks_the_database_fifteen_times_at_most(client, seeded_db):
    for theme in Theme.objects.all():
        assert queries_of(client, theme.get_absolute_url()) <= 15
