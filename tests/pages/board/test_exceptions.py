"""Only what needs a decision: how far off, for how long, what is being done, by whom, and what is asked."""

from datetime import date, timedelta

import pytest

from accounts.models import Organisation
from core.periods import Period
from performance.models import Commentary, Target
from projects.models import Dependency, ProjectIndicator
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN, QUARTER

URL = "/exceptions/"
AS_AT, A_DAY = date(2011, 11, 30), timedelta(days=1)


@pytest.fixture
def theme(world):
    return world.theme()


def rows_of(client):
    return client.get(URL).context["rows"]


def test_what_meets_its_target_is_no_exception(client, world, theme):
    world.indicator(theme, 90, 80, name="Met")
    assert rows_of(client) == []
    assert "No indicator misses its target or is overdue." in words_of(client.get(URL))


def test_the_furthest_off_comes_first_with_the_share_of_its_target(client, world, theme):
    world.indicator(theme, 70, 80, name="Near")
    world.indicator(theme, 40, 80, name="Far")
    rows = rows_of(client)
    assert [(row.indicator.name, row.how_far) for row in rows] == [
        ("Far", "50% off its target"),
        ("Near", "12% off its target"),
    ]


def test_worst_means_the_share_of_the_target_whatever_the_status(client, world, theme):
    world.indicator(theme, 79, 80, name="At risk, and near")
    last_year = QUARTER.same_last_year()
    missed = world.indicator(theme, name="Missed by most")
    world.figure(missed, last_year, 20)
    Target.objects.create(
        indicator=missed, area=missed.area, form="at_least", value=80,
        period_start=last_year.start, period_end=last_year.end,
    )  # fmt: skip
    world.indicator(theme, 60, 80, name="Off track")
    assert [row.indicator.name for row in rows_of(client)] == [
        "Missed by most",
        "Off track",
        "At risk, and near",
    ]


def test_projects_of_its_themes_that_are_linked_to_none_are_counted(client, world, theme):
    world.indicator(theme, 60, 80)
    world.project(theme, name="Patrols")
    said = "1 project is delivered under its themes, and none is linked to it"
    assert said in words_of(client.get(URL))


def test_it_says_for_how_many_periods(client, world, theme):
    indicator = world.indicator(theme, 60, 80)
    assert [row.how_long for row in rows_of(client)] == [f"In {QUARTER.label}"]
    world.figure(indicator, Period.quarter(2011, 2), 60)
    assert [row.how_long for row in rows_of(client)] == [
        f"2 periods in a row, since {QUARTER.label}"
    ]


def test_what_is_being_done_is_said_or_that_nothing_is(client, world, theme):
    indicator = world.indicator(theme, 60, 80)
    assert "Nothing that anybody has recorded" in words_of(client.get(URL))
    project = world.project(theme, name="Patrols")
    ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="Fewer")
    Commentary.objects.create(
        indicator=indicator, management_actions="Brief the team.", period_start=QUARTER.start,
        period_end=QUARTER.end, written_at=KNOWN,
    )  # fmt: skip
    words = words_of(client.get(URL))
    assert "“Brief the team.” Patrols" in words
    assert "Nothing that anybody has recorded" not in words


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({"starts_on": AS_AT}, True),
        ({"starts_on": AS_AT + A_DAY}, False),
        ({"ends_on": AS_AT}, True),
        ({"ends_on": AS_AT - A_DAY}, False),
        ({"status": "planned"}, False),
    ],
)
def test_only_projects_delivered_on_the_day_of_the_view_count(client, world, theme, facts, counts):
    indicator = world.indicator(theme, 60, 80)
    project = world.project(theme, name="Patrols", **facts)
    ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="Fewer")
    (row,) = rows_of(client)
    assert row.projects == ([project] if counts else [])
    assert ("Nothing that anybody has recorded" in words_of(client.get(URL))) is not counts


def test_what_is_asked_is_what_a_project_for_the_indicator_waits_for(client, world, theme):
    indicator = world.indicator(theme, 60, 80)
    decision = world.decision(title="Fund patrols")
    decision.themes.add(theme)
    assert "No decision is asked" in words_of(client.get(URL))
    project = world.project(theme, name="Patrols", status="on_hold")
    ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="Fewer")
    waiting = Dependency.objects.create(project=project, order=1, text="x", on_decision=decision)
    words = words_of(client.get(URL))
    assert "Fund patrols No day stated Patrols waits for it" in words
    assert "No decision is asked" not in words
    waiting.met_on = date(2011, 10, 1)
    waiting.save()
    assert "No decision is asked" in words_of(client.get(URL))


def test_whoever_leads_a_project_for_the_indicator_is_named_once(client, world, theme):
    indicator = world.indicator(theme, 60, 80)
    fire = Organisation.objects.create(name="Fire and Rescue", slug="fire")
    for name in ("Patrols", "Talks"):
        project = world.project(theme, name=name, lead_organisation=fire)
        ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="Fewer")
    (row,) = rows_of(client)
    assert row.by_whom.split(", ").count("Fire and Rescue") == 1


def test_the_seeded_plan_has_seven(client, seeded_db):
    rows = rows_of(client)
    assert len(rows) == 7
    assert rows[0].indicator.short_name == "SARC forensic examinations"
    words = words_of(client.get(URL))
    assert "7 of 24 indicators miss the target or are overdue." in words
    # No project for any of them waits for a decision; their themes' decisions are about other things.
    assert words.count("No decision is asked") == 7
    assert "WWYDC 2012/13 initiatives" not in words


def test_it_costs_as_few_queries_for_many(client, world, theme):
    world.indicator(theme, 60, 80)
    few = queries_of(client, URL)
    for _ in range(6):
        world.indicator(theme, 60, 80)
    assert queries_of(client, URL) == few
    assert few <= 15
