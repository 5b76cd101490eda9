"""Each verb on each noun: what the preview says is what happens, and every record keeps its version."""

from datetime import date

import pytest

from core.documents.history import versions_of
from priorities.models import Plan, Theme
from projects.models import ProjectListing
from tests.pages.reading_pages import words_of
from tests.pages.several.choosing import AT, agree, change, look, told

OWNERS = dict.fromkeys(AT, "owner") | {"projects": "lead_organisation"}
LABELS = {
    "gaps": "Organisation or post that owns it",
    "threats": "Owner",
    "decisions": "Who decides",
    "themes": "Owner",
    "projects": "Lead organisation",
}
# By noun: a status with what it requires, and what the record then says.
STATUSES = [
    (
        "gaps",
        {"status": "closed", "closed_on": "31 March 2012"},
        {"status": "closed", "closed_on": date(2012, 3, 31)},
    ),
    ("gaps", {"status": "statement"}, {"status": "statement", "closed_on": None}),
    (
        "threats",
        {"status": "closed", "ended_on": "1/2/12"},
        {"status": "closed", "ended_on": date(2012, 2, 1), "ended_because": "Agreed on Monday"},
    ),
    ("threats", {"status": "assessed"}, {"status": "assessed", "ended_because": ""}),
    (
        "decisions",
        {"status": "decided", "decided_on": "31/3/12"},
        {"status": "decided", "decided_on": date(2012, 3, 31)},
    ),
    ("projects", {"status": "on_hold"}, {"status": "on_hold", "closed_on": None}),
]


def now(record):
    return type(record).with_archived.get(pk=record.pk)


def kept(record):
    """The number of its newest version, who saved it and why."""
    newest = versions_of(record)[0]
    return newest.number, newest.by.username, newest.reason


@pytest.mark.parametrize("noun", AT)
def test_several_are_handed_over(noun, client, several, police, officer):
    records = several(noun)
    asked = {OWNERS[noun]: police.pk, "owner_person": officer.pk, "reason": "New team"}
    page = look(client, noun, "hand_over", *records, **asked)
    assert "2 " in words_of(page)
    label = LABELS[noun]
    assert words_of(page).count(f"{label} from Nothing to The police") == 2
    assert words_of(page).count("Person who answers for it from Nothing to Olive") == 2
    assert [now(record).version for record in records] == [1, 1]
    answer = agree(client, noun, page)
    assert len(told(answer)) == 1
    assert "are handed over" in told(answer)[0]
    for record in records:
        found = now(record)
        assert (getattr(found, OWNERS[noun]), found.owner_person) == (police, officer)
        assert kept(record) == (2, "olive", "New team")


@pytest.mark.parametrize("noun", AT)
def test_handing_over_to_a_person_leaves_the_organisation(noun, client, several, police, officer):
    records = several(noun)
    type(records[0]).objects.filter(pk=records[0].pk).update(**{OWNERS[noun]: police})
    change(client, noun, "hand_over", *records, owner_person=officer.pk)
    assert [getattr(now(record), OWNERS[noun]) for record in records] == [police, None]
    assert [now(record).owner_person for record in records] == [officer, officer]


@pytest.mark.parametrize(("noun", "asked", "says"), STATUSES)
def test_several_are_given_a_status(noun, asked, says, client, several):
    records = several(noun)
    page = look(client, noun, "status", *records, **asked, reason="Agreed on Monday")
    assert words_of(page).count("Status from") == 2
    assert "are given the status" in told(agree(client, noun, page))[0]
    for record in records:
        found = now(record)
        assert {name: getattr(found, name) for name in says} == says
        assert kept(record) == (2, "olive", "Agreed on Monday")


@pytest.mark.parametrize("noun", ["gaps", "threats"])
def test_several_are_added_to_a_theme_in_their_own_words(noun, client, several, alcohol, burglary):
    records = several(noun)
    page = look(client, noun, "add_to_theme", *records, theme=alcohol.pk)
    assert words_of(page).count("Theme&#x27;s wording added") == 2
    assert "Wording under Alcohol; how this theme puts it: First." in words_of(page)
    agree(client, noun, page)
    for record in records:
        wordings = {wording.theme: wording.text for wording in record.wordings.all()}
        assert wordings == {burglary: "x", alcohol: record.text}
        assert kept(record)[0] == 2


def test_several_projects_are_listed_under_a_theme(client, several, alcohol):
    records = several("projects")
    change(client, "projects", "add_to_theme", *records, theme=alcohol.pk)
    for record in records:
        listing = record.listings.get(theme=alcohol)
        assert (listing.status, listing.text) == (record.status, record.summary)


def test_several_decisions_are_linked_to_a_theme(client, several, alcohol):
    first, second = several("decisions")
    first.themes.add(alcohol)
    page = look(client, "decisions", "add_to_theme", first, second, theme=alcohol.pk)
    assert "1 decision would change" in words_of(page)
    assert "First: It would stay as it is." in words_of(page)
    agree(client, "decisions", page)
    assert [list(now(record).themes.all()) for record in (first, second)] == [[alcohol]] * 2
    assert [now(record).version for record in (first, second)] == [1, 2]


@pytest.mark.parametrize("noun", AT)
def test_several_are_archived(noun, client, several):
    records = several(noun)
    page = look(client, noun, "archive", *records, reason="Said twice")
    assert words_of(page).count("Archived from No to Yes") == 2
    answer = agree(client, noun, page)
    assert "are archived" in told(answer)[0]
    for record in records:
        assert now(record).archived_at is not None
        assert kept(record) == (2, "olive", "Said twice")


def test_themes_have_no_status_and_join_no_theme(client, several, alcohol):
    records = several("themes")
    for verb in ("status", "add_to_theme"):
        answer = look(client, "themes", verb, *records, theme=alcohol.pk, status="open")
        assert answer.status_code == 404


def test_a_status_asks_for_its_day_and_a_reason(client, several):
    records = several("gaps")
    page = look(client, "gaps", "status", *records, status="closed")
    assert "Closed on: enter the day" in words_of(page)
    assert "Enter the reason" in words_of(page)
    assert [now(record).status for record in records] == ["open", "open"]


def test_handing_over_asks_to_whom(client, several):
    page = look(client, "gaps", "hand_over", *several("gaps"))
    assert "Choose an organisation or post, or a person, or both" in words_of(page)


def test_a_status_that_needs_its_own_page_is_not_offered(client, several):
    for noun, status in (("threats", "promoted"), ("projects", "closed")):
        page = look(client, noun, "status", *several(noun), status=status, reason="x")
        assert "choose from the list" in words_of(page)


def test_opening_a_gap_again_empties_its_day(client, several):
    gap, _ = several("gaps")
    type(gap).objects.filter(pk=gap.pk).update(status="closed", closed_on=date(2012, 3, 31))
    change(client, "gaps", "status", gap, status="open", reason="It is back")
    assert (now(gap).status, now(gap).closed_on) == ("open", None)


def test_a_listing_with_the_projects_status_follows_it_but_not_in_a_closed_plan(
    client, several, burglary, alcohol, world
):
    project, _ = several("projects")
    old = Plan.objects.create(
        partnership=world.partnership, title="Old", slug="old", financial_year=2010,
        assessment_title="Old", stage="closed",
    )  # fmt: skip
    past = Theme.objects.create(
        plan=old, slug="past", code="P", order=1, kind="priority", name="Past", plan_statement="x"
    )
    for theme, status in ((past, "current"), (alcohol, "planned")):
        ProjectListing.objects.create(
            project=project, theme=theme, order=1, status=status, text="x", heading_printed="x"
        )
    page = look(client, "projects", "status", project, status="on_hold", reason="No money")
    assert "Status under Burglary (2012/13) from Current to On hold" in words_of(page)
    agree(client, "projects", page)
    assert {row.theme: row.status for row in project.listings.all()} == {
        burglary: "on_hold", past: "current", alcohol: "planned",
    }  # fmt: skip
