"""What is particular to editing threats, decisions, key dates, external influences and reading notes."""

from datetime import date

import pytest
from django.urls import reverse

from priorities.models import (
    Decision,
    DeliveryGap,
    ExternalInfluence,
    KeyDate,
    Plan,
    ReadingNote,
    Threat,
)
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import words_of


@pytest.fixture
def burglary(world):
    return world.theme("Burglary")


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def new(noun):
    return reverse(f"{noun}:new", kwargs={"plan": "2012-13"})


@pytest.mark.parametrize("noun", ["gaps", "threats", "decisions", "key_dates"])
def test_the_theme_page_leads_to_a_new_record_with_the_theme_chosen(client, burglary, noun):
    link = f"{new(noun)}?theme={burglary.slug}"
    assert f'href="{link}"' in client.get(burglary.get_absolute_url()).content.decode()
    chosen = controls_of(client.get(link))
    assert chosen.get("themes", chosen.get("wordings-new-1-theme")) == [str(burglary.pk)]


def test_who_may_not_edit_sees_no_new_link_on_a_theme(sign_in, board, burglary):
    page = sign_in(board).get(burglary.get_absolute_url()).content.decode()
    assert "Burglary" in page
    assert "/new/" not in page
    assert "/edit/" not in page


def test_a_suggested_wording_without_its_words_is_asked_for(client, burglary):
    link = f"{new('threats')}?theme={burglary.slug}"
    typed = {"title": "Cuts", "text": "Less money.", "origin": "external"}
    data = controls_of(client.get(link)) | {name: [value] for name, value in typed.items()}
    answer = client.post(link, {"save": "save", **data})
    assert errors_on(answer) == ["Theme's wording 1: Enter how this theme puts it"]
    data["wordings-new-1-text"] = ["Less money for patrols."]
    client.post(link, {"save": "save", **data})
    (wording,) = Threat.objects.get().wordings.all()
    assert (wording.theme, wording.text) == (burglary, "Less money for patrols.")


def test_a_decision_that_is_taken_says_when(client, burglary):
    page = client.get(new("decisions"))
    typed = {"title": "Fund the post", "kind": "board", "themes": [str(burglary.pk)]}
    answer = send(client, page, **typed, status="decided")
    assert errors_on(answer) == ["A decision that is taken says on which day."]
    send(client, answer, decided_on="1 Dec 2011", outcome="Funded for a year.")
    made = Decision.objects.get()
    assert (made.decided_on, list(made.themes.all())) == (date(2011, 12, 1), [burglary])
    assert "Funded for a year." in words_of(client.get(made.get_absolute_url()))


def test_a_decision_leads_only_to_gaps_of_its_plan_that_are_not_archived(client, world, burglary):
    world.gap(burglary, title="Ours")
    other = Plan.objects.create(
        partnership=world.partnership, title="Other", slug="2013-14", financial_year=2013,
        assessment_title="x",
    )  # fmt: skip
    strange = DeliveryGap.objects.create(
        plan=other, title="Of another plan", text="x", slug="other", order=1
    )
    gone = world.gap(burglary, title="Archived", archived_at="2012-01-01T00:00Z")
    page = client.get(new("decisions"))
    offered = page.content.decode()
    assert "Ours" in offered
    assert "Of another plan" not in offered
    for gap in (strange, gone):
        answer = send(client, page, title="x", kind="board", gaps=[str(gap.pk)])
        assert errors_on(answer) == ["Delivery gaps it would close: choose from the list"]


def test_what_a_form_does_not_show_stays_as_it_was(client, world):
    decision = world.decision(kind_printed="For the board", source_lines=[12, 13])
    url = reverse("decisions:edit", kwargs={"plan": "2012-13", "slug": decision.slug})
    fill_in(client, url, title="Fund both posts")
    decision.refresh_from_db()
    assert (decision.title, decision.kind_printed, decision.source_lines) == (
        "Fund both posts", "For the board", [12, 13],
    )  # fmt: skip


def test_a_key_date_has_both_days_or_neither(client, burglary):
    typed = {"title": "Election", "kind": "event", "date_printed": "November 2012"}
    page = client.get(new("key_dates"))
    answer = send(client, page, **typed, starts_on="1 November 2012")
    assert errors_on(answer) == ["A date has both bounds or neither, the earlier first."]
    send(client, answer, ends_on="30 November 2012")
    made = KeyDate.objects.get()
    listed = words_of(client.get(reverse("decisions:list", kwargs={"plan": "2012-13"})))
    assert "Election" in listed
    assert "November 2012" in listed
    assert (made.starts_on, made.ends_on) == (date(2012, 11, 1), date(2012, 11, 30))


def test_a_consequence_of_an_influence_touches_themes(client, burglary):
    send(
        client,
        client.get(new("influences")),
        name="Welfare reform",
        **{"points-new-1-text": "More debt.", "points-new-1-themes": [str(burglary.pk)]},
    )
    (point,) = ExternalInfluence.objects.get().points.all()
    assert list(point.themes.all()) == [burglary]
    assert "More debt." in words_of(client.get(burglary.get_absolute_url()))


def test_a_reading_note_shows_beside_what_stands_on_its_lines(client, world, burglary):
    gap = world.gap(burglary, source_lines=[132])
    page = client.get(new("reading_notes"))
    typed = {"kind": "missing", "text": "No year is given."}
    answer = send(client, page, **typed, source_lines="120, 131–133")
    made = ReadingNote.objects.get()
    assert (made.ref, made.source_lines) == ("MIS-01", [120, 131, 132, 133])
    assert answer.url.endswith("/reading-notes/#mis-01")
    assert "No year is given." in words_of(client.get(gap.get_absolute_url()))


@pytest.mark.parametrize("lines", ["x", "0", "5-2", "1-99999", "1" * 400, "12;13", "²"])
def test_lines_that_are_no_numbers_are_said_to_be_so(client, world, lines):
    page = client.get(new("reading_notes"))
    answer = send(client, page, kind="missing", text="x", source_lines=lines)
    assert errors_on(answer) == [
        "Lines of the assessment must be numbers of lines such as 120, 131-133"
    ]
