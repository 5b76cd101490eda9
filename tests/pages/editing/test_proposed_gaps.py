"""Rules propose delivery gaps; an officer confirms one, or dismisses it with a reason."""

import pytest
from django.urls import reverse

from priorities.models import DeliveryGap, ProposalAnswer
from tests.pages.editing.filling_in import errors_on, send
from tests.pages.reading_pages import queries_of, words_of

LIST = reverse("gaps:proposed", args=["2012-13"])


@pytest.fixture
def camborne(world):
    return world.area("Camborne")


@pytest.fixture
def row(world, camborne):
    """Camborne, rated high under burglary, which only a county-wide project covers."""
    burglary = world.theme("Burglary")
    world.indicator(burglary)
    world.project(burglary, name="Target hardening")
    return world.priority_area(burglary, camborne)


@pytest.fixture
def owner(world):
    return world.partnership


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def address(verb, row):
    return reverse(f"gaps:{verb}", args=["2012-13", f"priority-area-not-covered-{row.pk}"])


def confirm(client, row, organisation, **changed):
    filled = {
        "owner": str(organisation.pk),
        "action_required": "Fit locks",
        "due_on": "31 March 2012",
    }
    return send(client, client.get(address("confirm", row)), **(filled | changed))


FACTS = "Rated high for Burglary, and covered only by county-wide projects: Target hardening."


def test_what_nobody_typed_in_is_proposed(client, row):
    told = words_of(client.get(LIST))
    assert "Burglary: no project for Camborne" in told
    assert FACTS in told


def test_a_confirmed_proposal_becomes_a_gap_with_owner_action_and_date(
    client, row, owner, camborne
):
    answer = confirm(client, row, owner)
    gap = DeliveryGap.objects.get()
    assert answer.url == LIST
    told = client.get(LIST)
    assert "is a delivery gap of the plan now." in words_of(told)
    assert f'href="{gap.get_absolute_url()}"' in told.content.decode()
    assert (gap.title, gap.text, gap.owner, gap.action_required) == (
        "Burglary: no project for Camborne", FACTS, owner, "Fit locks",
    )  # fmt: skip
    assert list(gap.areas.all()) == [camborne]
    assert [wording.theme for wording in gap.wordings.all()] == [row.theme]
    assert "Confirm Burglary: no project for Camborne" not in words_of(client.get(LIST))
    assert FACTS not in words_of(client.get(LIST))


def test_it_wants_an_owner_an_action_and_a_date(client, row, owner):
    page = confirm(client, row, owner, owner="", action_required="", due_on="")
    assert errors_on(page) == [
        "Enter the action required",
        "Choose the organisation or post that owns it",
        "Enter the day it is due",
    ]
    assert not DeliveryGap.objects.exists()


def test_a_confirmed_gap_that_is_closed_is_proposed_again_while_the_facts_stand(client, row, owner):
    confirm(client, row, owner)
    DeliveryGap.objects.update(status="closed", closed_on="2011-11-30")
    assert FACTS in words_of(client.get(LIST))


def test_a_dismissed_proposal_stays_away_until_its_facts_change(client, world, row):
    page = client.get(address("dismiss", row))
    assert "Say why it is no gap" in errors_on(
        client.post(address("dismiss", row), {"facts": FACTS, "reason": ""})
    )
    client.post(address("dismiss", row), {"facts": FACTS, "reason": "The police do it."})
    told = words_of(client.get(LIST))
    assert "Confirm Burglary: no project for Camborne" not in told
    assert "The police do it." in told
    world.project(row.theme, name="Street lights")
    assert "Confirm Burglary: no project for Camborne" in words_of(client.get(LIST))
    assert page.status_code == 200


def test_the_second_to_answer_is_told(client, row, owner):
    page = client.get(address("confirm", row))
    client.post(address("dismiss", row), {"facts": FACTS, "reason": "No."})
    answer = send(client, page, owner=str(owner.pk), action_required="x", due_on="1/4/2012")
    assert "answered this proposal already" in words_of(client.get(answer.url))
    assert ProposalAnswer.objects.count() == 1


def test_facts_that_changed_are_looked_at_again(client, world, row, owner):
    page = client.get(address("confirm", row))
    world.project(row.theme, name="Street lights")
    answer = send(client, page, owner=str(owner.pk), action_required="x", due_on="1/4/2012")
    assert errors_on(answer) == [
        "The facts have changed since you opened this page. Look at them again"
    ]
    assert not DeliveryGap.objects.exists()


@pytest.mark.parametrize(
    ("arrange", "title"),
    [
        (lambda world, theme: None, "Nothing measures Burglary"),
        (lambda world, theme: world.scope_item(theme), "Burglary: nobody delivers “Victims and prevention”"),
        (
            lambda world, theme: world.indicator(theme, value=2, target=80),
            "Burglary fails, and no project is being delivered",
        ),
        (
            lambda world, theme: world.priority_area(theme, world.area("Bude")),
            "Burglary: no project for Bude",
        ),
    ],
)  # fmt: skip
def test_each_rule_proposes_its_gap(client, world, arrange, title):
    arrange(world, world.theme("Burglary"))
    assert title in words_of(client.get(LIST))


def test_no_rule_proposes_what_is_made_up(client, row):
    for key in ("priority-area-not-covered-9999", "nonsense", "gap-not-owned-1"):
        url = reverse("gaps:confirm", args=["2012-13", key])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
@pytest.mark.parametrize("verb", ["confirm", "dismiss"])
def test_others_may_not_answer(request, sign_in, row, who, verb):
    client = sign_in(request.getfixturevalue(who))
    sent = {"facts": FACTS, "reason": "x", "title": "x", "text": "x"}
    assert client.post(address(verb, row), sent).status_code == 403
    assert not ProposalAnswer.objects.exists()


def test_a_board_member_reads_them_without_dead_controls(sign_in, board, row):
    told = words_of(sign_in(board).get(LIST))
    assert FACTS in told
    assert "Dismiss" not in told


def test_the_list_costs_the_same_with_many(client, world, row):
    few = queries_of(client, LIST)
    for n in range(6):
        world.priority_area(world.theme(f"Theme {n}"), world.area(f"Town {n}"))
    assert queries_of(client, LIST) == few
