"""A board sees what money runs out in six and in twelve months, for whom, and what has none."""

from datetime import date

import pytest

from projects.models import Post
from tests.pages.reading_pages import queries_of, words_of

URL = "/funding/ahead/"


@pytest.fixture
def theme(world):
    return world.theme()


def paid(world, theme, name, ends_on, state="secured"):
    project = world.project(theme, name=name)
    world.funding(project, state, ends_on=ends_on)
    return project


def names(covers):
    return [one.project.name for one in covers]


def test_the_seeded_plan_says_which_services_lose_their_money(client, seeded_db):
    words = words_of(client.get(URL))
    assert (
        "In the six months to 30 May 2012 secured money ends for IDVA Service (high risk victims) "
        "(on 31 March 2012) and IDVA Service (medium risk victims) (on 31 March 2012)." in words
    )
    assert "Domestic abuse 17 2 2 2 100%" in words
    assert "Male IDVA 0.50 IDVA Service (high risk victims) 31 March 2012" in words


def test_money_that_ends_in_six_months_and_in_twelve_stands_apart(client, world, theme):
    # The last day of the six months is still paid for: the money is gone the day after.
    for name, day in (
        ("Soon", date(2012, 5, 29)), ("Later", date(2012, 5, 30)), ("Long", date(2012, 11, 30)),
    ):  # fmt: skip
        paid(world, theme, name, day)
    page = client.get(URL).context["page"]
    assert names(page.ending_soon) == ["Soon"]
    assert names(page.ending_later) == ["Later"]


def test_money_without_a_last_day_does_not_run_out(client, world, theme):
    project = paid(world, theme, "Paid for", date(2012, 1, 31))
    world.funding(project, "secured")
    page = client.get(URL).context["page"]
    assert (page.ending_soon, page.uncovered) == ([], [])


def test_money_that_is_only_sought_covers_nothing(client, world, theme):
    paid(world, theme, "Hoped for", date(2014, 3, 31), state="sought")
    words = words_of(client.get(URL))
    assert "For 1 of 1 open projects no money is secured today" in words
    assert "Nothing secured" in words


def test_a_share_counts_those_covered_today(client, world, theme):
    for name, ends_on in (("One", date(2012, 1, 31)), ("Two", date(2014, 3, 31))):
        paid(world, theme, name, ends_on)
    world.project(theme, name="Never paid for")
    assert f"{theme} 3 2 1 1 50%" in words_of(client.get(URL))


def test_a_place_that_projects_name_says_what_it_loses(client, world, theme):
    town = world.area("Redruth", within=world.county)
    paid(world, theme, "Patrols", date(2012, 1, 31)).areas.add(town)
    assert "Redruth 1 1 1 1 100%" in words_of(client.get(URL))


def test_a_post_without_money_in_a_year_is_named(client, world, theme):
    project = paid(world, theme, "Advisers", date(2012, 1, 31))
    Post.objects.create(project=project, role="Adviser", full_time_equivalents=2)
    safe = paid(world, theme, "Safe", date(2014, 3, 31))
    Post.objects.create(project=safe, role="Clerk")
    words = words_of(client.get(URL))
    assert "Adviser 2.00 Advisers 31 January 2012" in words
    assert "Clerk" not in words


def test_bids_come_by_the_day_they_are_decided_and_then_money_without_a_source(
    client, world, theme
):
    project = world.project(theme, name="Wardens")
    for source, decided in (("Lottery", None), ("Home Office", date(2012, 2, 1))):
        world.funding(project, "sought", source=source, decision_due_on=decided)
    world.funding(project, "sought", source="Trust", decision_due_on=date(2011, 11, 1), amount=5000)
    world.funding(project, "no_source", source="Nobody yet")
    page = client.get(URL).context["page"]
    assert [one.line.source for one in page.sought] == ["Trust", "Home Office", "Lottery"]
    words = words_of(client.get(URL))
    assert "3 bids wait to be decided, and 1 line of funding has no source" in words
    assert "£5,000 1 November 2011, past" in words
    assert "Home Office Year not stated Not stated 1 February 2012" in words
    assert "Lottery Year not stated Not stated No day stated" in words
    assert "Nobody yet Year not stated Not stated –" in words


def test_what_the_timeline_cannot_draw_is_counted(client, world, theme):
    project = paid(world, theme, "Patrols", date(2012, 1, 31))
    world.funding(project, "sought")
    said = "1 line of funding states neither a year nor a last day, and cannot be drawn."
    assert said in words_of(client.get(URL))


def test_places_with_the_same_numbers_share_a_row(client, world, theme):
    for name in ("Hayle", "Redruth"):
        paid(world, theme, name, date(2012, 1, 31)).areas.add(
            world.area(f"{name} town", within=world.county)
        )
    safe = paid(world, theme, "Safe", date(2014, 3, 31))
    safe.areas.add(world.area("Truro", within=world.county))
    rows = client.get(URL).context["page"].merged_places
    assert [[area.name for area in row.names] for row in rows] == [
        ["Hayle town", "Redruth town"],
        ["Truro"],
    ]
    assert "Hayle town, Redruth town Each of them 1 1 1 1 100%" in words_of(client.get(URL))


def test_a_closed_project_loses_nothing(client, world, theme):
    project = paid(world, theme, "Over", date(2012, 1, 31))
    type(project).objects.filter(pk=project.pk).update(status="closed")
    assert client.get(URL).context["page"].projects == []


def test_a_plan_without_projects_says_so(client, theme):
    words = words_of(client.get(URL))
    assert "No secured money ends in the six months to 30 May 2012." in words
    assert "No open project names a place." in words


def test_it_costs_as_few_queries_for_many_projects(client, world, theme):
    for n in range(2):
        paid(world, theme, f"Project {n}", date(2012, 1, 31))
    few = queries_of(client, URL)
    for n in range(2, 12):
        paid(world, theme, f"Project {n}", date(2012, 1, 31))
    assert queries_of(client, URL) == few
    assert few <= 15
