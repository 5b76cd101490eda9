"""A place in brief: what somebody takes along on one page of paper."""

import pytest
from django.urls import reverse

from performance.models import Figure, Target
from tests.pages.reading_pages import queries_of, words_of
from tests.world import QUARTER, YEAR


def brief(area):
    return reverse("places:brief", args=[area.slug])


@pytest.fixture
def town(world):
    return world.area("Truro", within=world.county)


def test_the_brief_says_what_themes_say_and_what_is_done_and_missing_there(client, world, town):
    theme = world.theme("Burglary")
    world.priority_area(theme, town, rating="very_high")
    world.project(theme, name="Locks", areas=[town])
    world.project(theme, name="Everywhere")
    world.gap(theme, title="No housing").areas.add(town)
    words = words_of(client.get(brief(town)))
    for said in (
        "Very high, rank 1",
        "Locks (current)",
        "1 county-wide project beside these.",
        "No housing",
        "No figure is held for it.",
    ):
        assert said in words
    assert "Everywhere" not in words


def test_its_indicators_come_worst_first(client, world):
    theme = world.theme()
    world.indicator(theme, value=90, target=80, name="Met")
    world.indicator(theme, value=60, target=80, name="Far off")
    words = words_of(client.get(brief(world.county)))
    assert words.index("Far off: 60%, Q1 2011/12; off track") < words.index("Met: 90%")


def aim(area, indicator, value):
    return Target.objects.create(
        indicator=indicator, area=area, form="at_least", value=value,
        period_start=YEAR.start, period_end=YEAR.end,
    )  # fmt: skip


def test_a_target_of_the_place_stands_there_with_its_figure_and_without(client, world, town):
    """The figure for Q1 is due 153 days after 30 June, on the day of the view."""
    theme = world.theme()
    held = world.indicator(theme, value=85, target=80, name="Held")
    world.figure(held, QUARTER.previous(), 50)
    Figure.objects.filter(value=50).update(area=town, period_start=QUARTER.start, period_end=QUARTER.end)  # fmt: skip
    late = world.indicator(theme, name="Late", reporting_lag_days=152, live_from=QUARTER.start)
    early = world.indicator(theme, name="Early", reporting_lag_days=153, live_from=QUARTER.start)
    for indicator in (held, early, late):
        aim(town, indicator, 90)
    words = words_of(client.get(brief(town)))
    assert (
        "Held: 50%, Q1 2011/12; off track: At least 90% in 2011/12 "
        "Late: overdue: At least 90% in 2011/12 "
        "Early: no figures yet: At least 90% in 2011/12"
    ) in words
    assert "No figure is held for it." not in words


def test_the_page_of_the_place_leads_to_its_brief_and_back(client, town):
    assert f'href="{brief(town)}"' in client.get(town.get_absolute_url()).content.decode()
    assert f'href="{town.get_absolute_url()}"' in client.get(brief(town)).content.decode()


@pytest.mark.parametrize("role", ["officer", "analyst", "board", "administrator"])
def test_every_role_may_read_a_brief(role, request, sign_in, town):
    assert sign_in(request.getfixturevalue(role)).get(brief(town)).status_code == 200


def test_a_stranger_may_not_and_nobody_writes_by_reading(sign_in, stranger, client, town):
    assert sign_in(stranger).get(brief(town)).status_code == 403
    assert client.post(brief(town)).status_code == 405


def test_whoever_is_not_signed_in_is_asked_to(client, town):
    client.logout()
    assert client.get(brief(town)).status_code == 302


def test_a_place_that_there_is_not_has_no_brief(client, world):
    assert client.get(reverse("places:brief", args=["atlantis"])).status_code == 404


def test_the_brief_asks_few_queries_however_much_is_known(client, seeded_db):
    for slug in ("penzance", "cornwall"):
        assert queries_of(client, reverse("places:brief", args=[slug])) <= 15
