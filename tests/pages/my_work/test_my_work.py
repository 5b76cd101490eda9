"""Officers and analysts begin with what they have to do, and what others did to their records."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.people import give_role
from performance.models import Indicator
from priorities.models import Plan
from projects.models import Milestone, ProjectUpdate
from tests.pages.editing.filling_in import fill_in
from tests.pages.reading_pages import queries_of, words_of
from tests.world import AS_AT

URL = "/my-work/"


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def theme(world):
    return world.theme("Burglary")


def due(client, name="due"):
    lines = client.get(URL).context[name]
    return [(str(line.mine.record), line.due.on, line.due.is_late) for line in lines]


def records(client, name):
    groups = client.get(URL).context[name]
    return [str(row.record) for _, rows in groups for row in rows]


def test_with_nothing_of_theirs_a_person_is_told_what_would_appear(client, world):
    words = words_of(client.get(URL))
    assert "Nothing of yours is due." in words
    assert "Nobody else changed your records." in words
    assert "You own no open record." in words
    assert "Your organisation answers for" not in words


def test_it_works_before_there_is_a_plan(client, db):
    assert client.get(URL).status_code == 200


def test_what_is_late_or_due_in_thirty_days_comes_soonest_first(client, officer, world, theme):
    mine = {"owner_person": officer}
    world.gap(theme, title="Late gap", due_on=AS_AT - timedelta(1), **mine)
    world.gap(theme, title="Gap ahead", due_on=AS_AT + timedelta(30), **mine)
    world.gap(theme, title="Far gap", due_on=AS_AT + timedelta(31), **mine)
    world.gap(theme, title="Closed", due_on=AS_AT, status="closed", closed_on=AS_AT, **mine)
    world.gap(theme, title="Another's", due_on=AS_AT)
    world.decision(title="Decide", due_on=AS_AT, **mine)
    world.threat(theme, title="Recession", review_on=AS_AT + timedelta(2), **mine)
    project = world.project(theme, name="Locks", **mine)
    Milestone.objects.create(project=project, order=1, name="Fitted", due_on=AS_AT + timedelta(1))
    Milestone.objects.create(
        project=project, order=2, name="Bought", due_on=date(2011, 1, 1), reached_on=AS_AT
    )
    assert due(client) == [
        ("Late gap", date(2011, 11, 29), True),
        ("Decide", date(2011, 11, 30), False),
        ("Locks", date(2011, 12, 1), False),
        ("Recession", date(2011, 12, 2), False),
        ("Gap ahead", date(2011, 12, 30), False),
    ]
    words = words_of(client.get(URL))
    assert "Milestone: Fitted: 1 December 2011" in words
    assert "Late gap Delivery gap To be closed: 29 November 2011 Past its date" in words


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (0, False), (20, False)])
def test_a_decision_without_a_stated_day_is_due_when_what_waits_for_it_turns(
    client, officer, world, theme, days, is_late
):
    decision = world.decision(title="Decide", owner_person=officer)
    starts_on = AS_AT + timedelta(days)
    project = world.project(theme, name="Locks", status="planned", starts_on=starts_on)
    waits = project.dependencies.create(order=1, text="It waits.", on_decision=decision)
    assert due(client) == [("Decide", starts_on, is_late)]
    assert "(worked out: Locks starts then)" in words_of(client.get(URL))
    waits.met_on = AS_AT
    waits.save()
    assert due(client) == []


def test_a_project_without_an_update_for_a_quarter_is_due(client, officer, world, theme):
    project = world.project(theme, name="Locks", owner_person=officer)
    world.project(theme, name="Planned", status="planned", owner_person=officer)
    Plan.objects.update(known_since=datetime(2011, 1, 1, tzinfo=UTC))
    assert due(client) == [("Locks", date(2011, 4, 1), True)]
    update = ProjectUpdate.objects.create(
        project=project, on=date(2011, 9, 15), status="current", text="On time"
    )
    assert due(client) == [("Locks", date(2011, 12, 15), False)]
    ProjectUpdate.objects.filter(pk=update.pk).update(on=date(2011, 10, 15))
    assert due(client) == []
    update.delete()
    Plan.objects.update(known_since=None)
    assert due(client) == [("Locks", None, True)]


def test_figures_that_an_analyst_sends_in_or_stands_in_for(sign_in, analyst, world, theme):
    late = {"reporting_lag_days": 30}
    world.indicator(theme, "3", name="Mine", owner=analyst, **late)
    world.indicator(theme, "3", name="Standing in", stand_in=analyst, **late)
    world.indicator(theme, "3", name="Another's", **late)
    world.indicator(theme, "3", name="Over", owner=analyst, retired_on=AS_AT, **late)
    client = sign_in(analyst)
    assert due(client) == [
        ("Mine", date(2011, 10, 30), True),
        ("Standing in", date(2011, 10, 30), True),
    ]
    words = words_of(client.get(URL))
    assert "Figure for Q2 2011/12: 30 October 2011" in words
    assert "Indicator, you stand in" in words


def test_what_a_persons_organisation_owns_is_told_apart(client, officer, world, theme):
    post = Organisation.objects.create(name="Arson team", slug="arson-team", kind="team")
    User.objects.filter(pk=officer.pk).update(organisation=post)
    world.gap(theme, title="My gap", owner_person=officer, owner=post)
    world.gap(theme, title="The team's gap", owner=post, due_on=AS_AT)
    world.project(theme, name="The team's project", lead_organisation=post)
    world.indicator(theme, name="The team's figure", provider=post)
    world.gap(theme, title="Another's gap", owner=world.partnership)
    assert records(client, "own") == ["My gap"]
    assert records(client, "of_organisation") == [
        "The team's figure", "The team's project", "The team's gap",
    ]  # fmt: skip
    assert due(client) == []
    assert due(client, "due_elsewhere") == [("The team's gap", AS_AT, False)]
    assert "Due on records of your organisation" in words_of(client.get(URL))


def test_drafts_are_mine_too_for_those_who_write_them_and_closed_plans_are_not(
    client, sign_in, officer, analyst, world, theme
):
    world.gap(theme, title="My gap", owner_person=officer)
    world.gap(theme, title="The analyst's gap", owner_person=analyst)
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert records(client, "own") == ["My gap"]
    assert records(sign_in(analyst), "own") == []
    Plan.objects.update(stage=Plan.Stage.CLOSED)
    assert records(client, "own") == []


def test_archived_records_are_not_listed(client, officer, world, theme):
    gap = world.gap(theme, title="My gap", owner_person=officer)
    client.post(f"/plans/2012-13/gaps/{gap.slug}/archive/")
    assert records(client, "own") == []


def test_what_others_changed_is_told_and_not_what_i_changed(
    client, sign_in, officer, person, world, theme
):
    gap = world.gap(theme, title="My gap", owner_person=officer)
    other = world.gap(theme, title="Another's")
    percy = sign_in(person("percy", "officer"))
    fill_in(client, f"/plans/2012-13/gaps/{gap.slug}/edit/", note="Mine")
    assert client.get(URL).context["changes"] == []
    fill_in(percy, f"/plans/2012-13/gaps/{gap.slug}/edit/", note="His", reason="As agreed")
    fill_in(percy, f"/plans/2012-13/gaps/{other.slug}/edit/", note="His")
    (change,) = client.get(URL).context["changes"]
    assert (str(change.mine.record), str(change.by), change.reason) == (
        "My gap",
        "Percy",
        "As agreed",
    )
    assert change.url == f"/plans/2012-13/gaps/{gap.slug}/history/"
    assert client.get(change.url).status_code == 200
    assert "Percy" in words_of(client.get(URL))


def test_what_i_changed_lately_leads_to_where_i_was(client, officer, person, sign_in, world, theme):
    assert "You changed nothing yet." in words_of(client.get(URL))
    gap, other = world.gap(theme, title="Old gap"), world.gap(theme, title="New gap")
    for one, note in ((gap, "a"), (other, "b"), (other, "c")):
        fill_in(client, f"/plans/2012-13/gaps/{one.slug}/edit/", note=note, reason=f"Note {note}")
    found = client.get(URL).context["own_changes"]
    assert [(str(one.record), one.noun, one.reason) for one in found] == [
        ("New gap", "delivery gap", "Note c"), ("Old gap", "delivery gap", "Note a"),
    ]  # fmt: skip
    assert client.get(found[0].url).status_code == 200
    percy = sign_in(person("percy", "officer"))
    assert percy.get(URL).context["own_changes"] == []


def test_what_i_may_change_no_more_is_not_shown_to_me(client, sign_in, officer, world, theme):
    gap = world.gap(theme, title="My gap")
    fill_in(client, f"/plans/2012-13/gaps/{gap.slug}/edit/", note="Mine")
    give_role(officer, "analyst")
    assert sign_in(officer).get(URL).context["own_changes"] == []


def test_the_last_ten_records_that_i_changed_take_a_fixed_number_of_queries(client, world, theme):
    def change(number):
        for n in range(number):
            gap = world.gap(theme, title=f"Gap {n}")
            fill_in(client, f"/plans/2012-13/gaps/{gap.slug}/edit/", note="x")

    change(2)
    few = queries_of(client, URL)
    change(10)
    assert len(client.get(URL).context["own_changes"]) == 10
    assert queries_of(client, URL) == few


def test_the_edit_of_an_indicator_is_told_to_its_owner(
    sign_in, analyst, administrator, world, theme
):
    indicator = world.indicator(theme, "3", name="Burglaries", owner=analyst)
    Indicator.history.all().delete()
    sign_in(administrator).post(f"/ownership/indicator/{indicator.pk}/confirm/", {"version": "1"})
    (change,) = sign_in(analyst).get(URL).context["changes"]
    assert (str(change.mine.record), change.by) == ("Burglaries", administrator)


def test_changes_count_from_the_sign_in_before_this_one(
    sign_in, officer, person, world, theme, password
):
    gap = world.gap(theme, title="My gap", owner_person=officer)
    edit = f"/plans/2012-13/gaps/{gap.slug}/edit/"
    percy = sign_in(person("percy", "officer"))
    fill_in(percy, edit, note="First")

    def come_in():
        client = Client()
        client.post("/accounts/sign-in/", {"username": "olive", "password": password})
        return client

    first = come_in()
    assert "you were not here before" in words_of(first.get(URL))
    assert len(first.get(URL).context["changes"]) == 1
    second = come_in()
    words = words_of(second.get(URL))
    assert f"Since you signed in before, on {timezone.localdate():%-d %B %Y}" in words
    assert second.get(URL).context["changes"] == []
    fill_in(percy, edit, note="Second")
    # Looking changes nothing: it is told until the next time.
    assert len(second.get(URL).context["changes"]) == 1
    assert len(second.get(URL).context["changes"]) == 1
    assert len(come_in().get(URL).context["changes"]) == 1
    assert come_in().get(URL).context["changes"] == []


@pytest.mark.parametrize(
    ("role", "lands"), [("officer", URL), ("analyst", URL), ("admin", URL), ("board", "/")]
)
def test_where_people_land_after_signing_in(person, password, role, lands):
    person("robin", role)
    sent = {"username": "robin", "password": password}
    assert Client().post("/accounts/sign-in/", sent).url == lands
    elsewhere = Client().post("/accounts/sign-in/?next=/flags/", {**sent, "next": "/flags/"})
    assert elsewhere.url == "/flags/"


def test_it_is_for_those_who_may_change_records_and_first_for_them(
    sign_in, world, officer, analyst, administrator, board, stranger
):
    for person in (officer, analyst, administrator):
        page = sign_in(person).get(URL)
        assert page.status_code == 200
        assert page.context["menu"][0].items[0].label == "My work"
    for person in (board, stranger):
        client = sign_in(person)
        assert client.get(URL).status_code == 403
        assert 'href="/my-work/"' not in client.get("/accounts/your-account/").content.decode()
    assert sign_in(officer).post(URL).status_code == 405
    assert Client().get(URL).status_code == 302


def test_hostile_names_and_reasons_are_shown_as_text(
    client, sign_in, officer, person, world, theme
):
    bad = "<script>alert(1)</script>"
    gap = world.gap(theme, title=bad, owner_person=officer, due_on=AS_AT)
    percy = sign_in(person("percy", "officer"))
    fill_in(percy, f"/plans/2012-13/gaps/{gap.slug}/edit/", note="His", reason=bad)
    html = client.get(URL).content.decode()
    assert "<script>alert(1)" not in html
    assert html.count("&lt;script&gt;alert(1)") == 4


def test_ten_times_the_records_take_no_query_more(client, sign_in, officer, person, world, theme):
    User.objects.filter(pk=officer.pk).update(organisation=world.partnership)
    percy = sign_in(person("percy", "officer"))

    def add():
        mine = {"owner_person": officer}
        gap = world.gap(theme, due_on=AS_AT, **mine)
        world.threat(theme, review_on=AS_AT, **mine)
        world.decision(due_on=AS_AT, owner=world.partnership)
        project = world.project(theme, **mine)
        Milestone.objects.create(project=project, order=1, name="Fitted", due_on=AS_AT)
        world.indicator(theme, "3", owner=officer, reporting_lag_days=30)
        fill_in(percy, f"/plans/2012-13/gaps/{gap.slug}/edit/", note="His")

    add()
    client.get(URL)
    few = queries_of(client, URL)
    for _ in range(4):
        add()
    assert len(client.get(URL).context["due"]) > 12
    assert queries_of(client, URL) == few <= 30
