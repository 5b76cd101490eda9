"""An officer promotes a threat: it becomes a gap, a decision or a theme, and each leads to the other."""

from datetime import date

import pytest
from django.urls import reverse

from core.documents.history import versions_of
from priorities.models import Decision, DeliveryGap, Threat
from tests.pages.editing.filling_in import controls_of, errors_on, send
from tests.pages.reading_pages import words_of


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def alcohol(world):
    return world.theme("Alcohol")


@pytest.fixture
def threat(world, alcohol):
    return world.threat(
        "Cuts", alcohol, text="Less money.", owner=world.partnership,
        otherwise={world.theme("Drugs"): "Less money for treatment."},
    )  # fmt: skip


def address(threat):
    return reverse("threats:promote", args=[threat.plan.slug, threat.slug])


def form_for(client, threat, to):
    return client.get(address(threat), {"to": to})


ANSWERED = {"action_required": "Find money", "due_on": "1/4/2012"}


def now(threat):
    return Threat.objects.get(pk=threat.pk)


def test_the_page_of_an_open_threat_leads_to_its_promotion(client, sign_in, board, threat):
    link = f'href="{address(threat)}"'
    assert link in client.get(threat.get_absolute_url()).content.decode()
    assert link not in sign_in(board).get(threat.get_absolute_url()).content.decode()
    asked = client.get(address(threat)).content.decode()
    for to in ("gap", "decision", "theme"):
        assert f'href="?to={to}"' in asked


def test_a_threat_becomes_a_gap_with_the_words_of_each_theme(client, threat):
    answer = send(
        client,
        form_for(client, threat, "gap"),
        title="No money",
        because="The budget is set.",
        **ANSWERED,
    )
    gap = DeliveryGap.objects.get()
    assert answer.url == gap.get_absolute_url()
    told = client.get(answer.url)
    assert "The threat “Cuts” is promoted to a delivery gap." in words_of(told)
    assert f'href="{threat.get_absolute_url()}"' in told.content.decode()
    assert (gap.title, gap.text, gap.owner) == ("No money", "Less money.", threat.owner)
    assert [(w.theme.name, w.text) for w in gap.wordings.order_by("theme__order")] == [
        ("Alcohol", "Less money."),
        ("Drugs", "Less money for treatment."),
    ]
    ended = now(threat)
    assert (ended.status, ended.became_gap) == ("promoted", gap)
    assert (ended.ended_on, ended.ended_because) == (date(2011, 11, 30), "The budget is set.")
    assert "Was the threat Cuts." in words_of(client.get(gap.get_absolute_url()))
    told = words_of(client.get(threat.get_absolute_url()))
    assert "Became the delivery gap No money." in told
    assert "Promote it" not in told


def test_both_records_keep_a_version(client, officer, threat):
    send(client, form_for(client, threat, "gap"), because="The budget is set.", **ANSWERED)
    newest = versions_of(now(threat))[0]
    assert (newest.number, newest.by, newest.reason) == (2, officer, "The budget is set.")
    (first,) = versions_of(DeliveryGap.objects.get())
    assert first.by == officer


def test_a_threat_becomes_a_decision_of_its_themes(client, threat):
    send(client, form_for(client, threat, "decision"), title="Fund it", kind="board")
    decision = Decision.objects.get()
    assert (decision.asked, decision.themes.count()) == ("Less money.", 2)
    assert now(threat).became_decision == decision
    assert "Was the threat Cuts." in words_of(client.get(decision.get_absolute_url()))


def test_a_threat_becomes_a_theme_that_the_plan_has(client, world, threat):
    theme = world.theme("Recession")
    assert errors_on(send(client, form_for(client, threat, "theme"))) == ["Choose the theme"]
    send(client, form_for(client, threat, "theme"), theme=str(theme.pk))
    assert now(threat).became_theme == theme
    assert "Was the threat Cuts." in words_of(client.get(theme.get_absolute_url()))
    assert "Became the theme Recession." in words_of(client.get(threat.get_absolute_url()))


def test_what_is_wrong_is_said_and_nothing_is_half_done(client, threat):
    page = send(
        client, form_for(client, threat, "gap"), title="", promoted_on="soon", because="Kept"
    )
    assert errors_on(page) == [
        "Enter the title", "Enter the action required", "Enter the day it is due",
        "The day it is promoted must be a day such as 31 March 2012 or 31/3/2012",
    ]  # fmt: skip
    assert controls_of(page)["because"] == ["Kept"]
    # The record's own rule is broken after everything was filled in.
    page = send(client, form_for(client, threat, "decision"), kind="board", status="decided")
    assert errors_on(page) == ["A decision that is taken says on which day."]
    assert now(threat).status == "signal"
    assert not DeliveryGap.objects.exists()
    assert not Decision.objects.exists()


def test_a_gap_wants_an_owner_an_action_and_a_day(client, threat):
    page = send(client, form_for(client, threat, "gap"), owner="")
    assert errors_on(page) == [
        "Enter the action required",
        "Choose the organisation or post that owns it",
        "Enter the day it is due",
    ]
    assert now(threat).status == "signal"


def test_the_form_of_a_threat_does_not_promote_it(client, alcohol, threat):
    edit = f"{threat.get_absolute_url()}edit/"
    assert 'value="promoted"' not in client.get(edit).content.decode()
    Threat.objects.update(status="promoted", ended_on="2011-11-30", became_theme=alcohol)
    assert 'value="promoted"' in client.get(edit).content.decode()


def test_another_wording_can_be_added_before_anything_is_saved(client, threat):
    page = form_for(client, threat, "gap")
    more = client.post(address(threat), controls_of(page) | {"add": "wordings"})
    assert errors_on(more) == []
    assert len(controls_of(more)["wordings"]) == 1 + len(controls_of(page)["wordings"])
    assert not DeliveryGap.objects.exists()


def test_the_second_to_promote_it_is_told(client, threat):
    page = form_for(client, threat, "gap")
    send(client, form_for(client, threat, "decision"), kind="board")
    answer = send(client, page)
    assert "promoted or closed already" in words_of(client.get(answer.url))
    assert not DeliveryGap.objects.exists()


def test_who_may_not_edit_may_not_promote(sign_in, board, analyst, stranger, threat):
    for person in (board, analyst, stranger):
        for method in ("get", "post"):
            answer = getattr(sign_in(person), method)(address(threat), {"to": "gap"})
            assert answer.status_code == 403
    assert now(threat).status == "signal"
