"""A planner with nothing in it: every page that a link leads to is a plain page, for everybody."""

import pytest

from accounts.models import Organisation
from performance.models import Indicator
from priorities.models import Plan
from projects.models import Project
from tests.pages.reading_pages import words_of
from tests.site.crawler import broken_fragments, crawl

ROLES = ("administrator", "officer", "analyst", "board")


def check(client):
    pages = crawl(client)
    assert client.get("/search/?q=alcohol").status_code == 200
    wrong = {
        page.address: (page.status, page.found_on) for page in pages.values() if page.status != 200
    }
    assert wrong == {}
    assert [page.address for page in pages.values() if page.is_page and page.headings != 1] == []
    assert broken_fragments(pages) == []
    return pages


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_an_empty_planner_opens(role, request, sign_in):
    pages = check(sign_in(request.getfixturevalue(role)))
    assert {"/", "/flags/", "/indicators/", "/projects/", "/places/", "/rounds/"} <= set(pages)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_before_there_is_a_plan(role, request, sign_in, corner):
    """Places, organisations, an indicator and a project are there, and wait for it."""
    Organisation.objects.create(name="Safer Somewhere", slug="safer", kind="partnership")
    Indicator.objects.create(
        slug="fires", order=1, name="Fires", unit="fires", polarity="lower", frequency="quarter",
        number_kind="counted", area=corner["cornwall"],
    )  # fmt: skip
    Project.objects.create(slug="watch", order=1, name="Watch", status="current")
    pages = check(sign_in(request.getfixturevalue(role)))
    assert "/indicators/fires/" in pages
    assert "There is no plan yet" in pages["/places/newquay/"].text


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_while_the_only_plan_is_a_draft(role, request, sign_in, world):
    world.project(world.theme("Arson"))
    Plan.objects.update(stage="draft")
    client = sign_in(request.getfixturevalue(role))
    pages = check(client)
    knows = role in ("administrator", "officer")
    assert ("is a draft. It counts once" in pages["/flags/"].text) == knows
    assert any("2012-13" in address for address in pages) == knows


def test_the_board_leads_to_what_is_missing(board, sign_in):
    page = sign_in(board).get("/")
    assert "There is no current plan yet" in words_of(page)
    assert 'href="/setting-up/"' in page.content.decode()


def test_what_is_nowhere_is_still_not_found(board, sign_in):
    client = sign_in(board)
    for address in ("/plans/2012-13/", "/nothing/", "/flags/export.csv"):
        assert client.get(address).status_code == 404
