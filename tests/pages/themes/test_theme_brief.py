"""A theme in brief: what a board member takes along on one page of paper."""

from datetime import date

import pytest
from django.urls import reverse

from priorities.models import Theme
from tests.pages.reading_pages import queries_of, words_of


def brief(theme):
    return reverse("themes:brief", args=[theme.plan.slug, theme.slug])


def test_the_brief_says_how_the_theme_stands_and_what_is_asked(client, world):
    theme = world.theme()
    world.indicator(theme, value=60, target=80)
    world.indicator(theme, name="Only counted")
    world.decision(title="Fund the post", due_on=date(2011, 12, 24)).themes.add(theme)
    world.funding(world.project(theme, name="Locks"), "secured", ends_on=date(2012, 3, 31))
    world.scope_item(theme, "Victims")
    world.gap(theme, title="No housing")
    world.gap(theme, title="Closed gap", status="closed", closed_on=date(2011, 10, 1))
    world.threat(theme, title="Recession")
    words = words_of(client.get(brief(theme)))
    for said in (
        "1 of 2 indicators is off track; 1 without figures.",
        "Not judged: Only counted (no figures yet).",
        "Fund the post: Needed by 24 December 2011",
        "Locks: Ends 31 March 2012; last day to start a tender was 1 October 2011",
        "Victims No active project addresses this.",
        "No housing (no owner)",
        "Recession (no mitigation recorded)",
        "1 current.",
    ):
        assert said in words
    assert "Closed gap" not in words


def test_a_long_list_is_cut_and_says_how_many_more_there_are(client, world):
    theme = world.theme()
    for number in range(6):
        world.gap(theme, title=f"Gap {number}")
    words = words_of(client.get(brief(theme)))
    assert "Gap 3" in words
    assert "Gap 4" not in words
    assert "2 more" in words


def test_a_theme_with_nothing_says_so(client, world):
    words = words_of(client.get(brief(world.theme())))
    assert "Nothing measures this theme" in words
    assert "Nothing waits to be decided." in words
    assert "It has no open project." in words


def test_the_page_of_the_theme_leads_to_its_brief_and_back(client, world):
    theme = world.theme()
    assert f'href="{brief(theme)}"' in client.get(theme.get_absolute_url()).content.decode()
    assert f'href="{theme.get_absolute_url()}"' in client.get(brief(theme)).content.decode()


@pytest.mark.parametrize("role", ["officer", "analyst", "board", "administrator"])
def test_every_role_may_read_a_brief(role, request, sign_in, world):
    url = brief(world.theme())
    assert sign_in(request.getfixturevalue(role)).get(url).status_code == 200


def test_a_stranger_may_not_and_nobody_writes_by_reading(sign_in, stranger, client, world):
    url = brief(world.theme())
    assert sign_in(stranger).get(url).status_code == 403
    assert client.post(url).status_code == 405


def test_whoever_is_not_signed_in_is_asked_to(client, world):
    client.logout()
    assert client.get(brief(world.theme())).status_code == 302


def test_the_theme_of_a_draft_has_no_brief_for_the_board(client, sign_in, officer, world):
    theme = world.theme()
    world.plan.stage = "draft"
    world.plan.save()
    assert client.get(brief(theme)).status_code == 404


def test_a_theme_that_there_is_not_has_no_brief(client, world):
    address = brief(world.theme()).replace("theme-1", "piracy")
    assert client.get(address).status_code == 404


def test_the_brief_asks_the_database_fifteen_times_at_most(client, seeded_db):
    for theme in Theme.objects.select_related("plan"):
        assert queries_of(client, brief(theme)) <= 15
