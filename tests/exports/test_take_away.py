"""The page of what can be taken away, and who may have which of it."""

import pytest
from django.urls import reverse

from tests.pages.reading_pages import queries_of

CAST = ("board", "officer", "analyst", "administrator", "stranger", "nobody")
OF_A_PLAN = ("exports:take_away", "exports:performance", "exports:figures")


@pytest.fixture
def answer_to(request, sign_in, client):
    """What somebody of the cast is answered at an address."""

    def get(who, address):
        asking = client if who == "nobody" else sign_in(request.getfixturevalue(who))
        return asking.get(address)

    return get


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("name", OF_A_PLAN)
def test_whoever_has_a_role_may_take_away_what_all_may_read(name, who, answer_to, world):
    answer = answer_to(who, reverse(name, args=["2012-13"]))
    expected = {"stranger": 403, "nobody": 302}.get(who, 200)
    assert answer.status_code == expected
    if expected == 200:
        assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", OF_A_PLAN)
def test_a_draft_is_for_those_who_may_change_plans(name, answer_to, world):
    world.plan.stage = "draft"
    world.plan.save()
    address = reverse(name, args=["2012-13"])
    found = {who: answer_to(who, address).status_code for who in CAST[:4]}
    assert found == {"board": 404, "officer": 200, "analyst": 404, "administrator": 200}


@pytest.mark.parametrize("name", OF_A_PLAN)
def test_nothing_is_taken_away_by_a_post(name, sign_in, officer, world):
    assert sign_in(officer).post(reverse(name, args=["2012-13"])).status_code == 405


def test_every_file_that_it_leads_to_is_there(sign_in, board, world):
    client = sign_in(board)
    page = client.get(reverse("exports:take_away", args=["2012-13"])).content.decode()
    files = [part.partition('"')[0] for part in page.split('href="') if "download" in part[:200]]
    files = [address for address in files if "exports" in address]
    assert len(files) > 30
    assert {client.get(address).status_code for address in files} == {200}


def test_the_page_asks_as_little_of_a_large_plan_as_of_a_small_one(sign_in, board, world):
    client, address = sign_in(board), reverse("exports:take_away", args=["2012-13"])
    few = queries_of(client, address)
    for _ in range(5):
        world.indicator(world.theme(), 1)
    assert queries_of(client, address) == few


def test_the_board_leads_to_it(sign_in, board, world):
    assert (
        reverse("exports:take_away", args=["2012-13"]) in sign_in(board).get("/").content.decode()
    )
