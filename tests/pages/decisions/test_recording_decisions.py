"""An officer records what was decided, when, and with which papers."""

from datetime import date

import pytest
from django.urls import reverse

from core.documents.history import versions_of
from priorities.models import Decision
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import words_of


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def decision(world):
    return world.decision("Fund it", world.theme(), asked="Shall we?", options="Yes, or no.")


def address(decision, page="decide"):
    return reverse(f"decisions:{page}", args=[decision.plan.slug, decision.slug])


def now(decision):
    return Decision.objects.get(pk=decision.pk)


def test_the_page_of_an_outstanding_decision_leads_to_its_recording(
    client, sign_in, board, decision
):
    page = decision.get_absolute_url()
    assert f'href="{address(decision)}"' in client.get(page).content.decode()
    assert address(decision) not in sign_in(board).get(page).content.decode()


def test_recording_it_sets_the_status_and_keeps_a_version(client, officer, decision):
    page = client.get(address(decision))
    assert "What is asked Shall we? Options Yes, or no." in words_of(page)
    answer = send(client, page, outcome="Yes.", decided_on="1 Dec 2011", papers="The bid.")
    assert answer.url == decision.get_absolute_url()
    found = now(decision)
    assert (found.status, found.outcome, found.papers) == ("decided", "Yes.", "The bid.")
    assert (found.decided_on, found.asked) == (date(2011, 12, 1), "Shall we?")
    newest = versions_of(found)[0]
    assert (newest.number, newest.by) == (2, officer)
    assert "Record the decision" not in words_of(client.get(answer.url))


def test_what_was_decided_and_when_are_not_left_out(client, decision):
    page = fill_in(client, address(decision), decided_on="", papers="Kept")
    assert errors_on(page) == ["Enter what was decided", "Enter the day it was decided on"]
    assert controls_of(page)["papers"] == ["Kept"]
    assert now(decision).status == "outstanding"


def test_a_decision_taken_already_is_not_taken_again(client, decision):
    page = client.get(address(decision))
    fill_in(client, address(decision), outcome="Yes.")
    answer = send(client, page, outcome="No.")
    assert "This decision is taken already." in words_of(client.get(answer.url))
    assert now(decision).outcome == "Yes."


def test_papers_that_somebody_changed_meanwhile_are_not_written_over(client, decision):
    page = client.get(address(decision))
    fill_in(client, address(decision, "edit"), papers="The bid.")
    answer = send(client, page, outcome="Yes.", papers="Another bid.")
    assert errors_on(answer) == [
        "This page is out of date. Open it again, and make the change there"
    ]
    assert controls_of(answer)["papers"] == ["Another bid."]
    assert (now(decision).status, now(decision).papers) == ("outstanding", "The bid.")


def test_who_may_not_edit_may_not_record_it(sign_in, board, analyst, stranger, decision):
    for person in (board, analyst, stranger):
        assert sign_in(person).get(address(decision)).status_code == 403
        assert sign_in(person).post(address(decision), {"outcome": "Yes."}).status_code == 403
    assert now(decision).status == "outstanding"
