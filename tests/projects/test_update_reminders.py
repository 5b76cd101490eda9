"""People are reminded of projects that had no update for a quarter, in the letters that ask for figures."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from core.periods import Period
from performance.models import Reminder
from priorities.models import Plan
from projects.models import Project, ProjectUpdate
from projects.reminders import missing_updates_on

# The plan is known since 30 November 2011: an update is due by 29 February 2012.
DUE = datetime(2012, 2, 29, 8, tzinfo=UTC)


@pytest.fixture
def trust(db):
    return Organisation.objects.create(name="Trust", slug="trust", kind="voluntary")


@pytest.fixture
def lead(person, trust):
    """An officer of the organisation that leads the project."""
    return of(trust, person("lena", "officer"))


def of(organisation, user):
    user.organisation = organisation
    user.save()
    return user


@pytest.fixture
def project(world, trust, lead):
    return world.project(world.theme(), name="Locks", slug="locks", lead_organisation=trust)


def run(days):
    out = StringIO()
    with time_machine.travel(DUE + timedelta(days), tick=False):
        call_command("send_reminders", stdout=out)
    return out.getvalue()


def written_to():
    people = sorted(to.partition("@")[0] for message in mail.outbox for to in message.to)
    mail.outbox.clear()
    return people


def test_a_scheduler_that_runs_every_day_writes_after_a_quarter_without_an_update(project):
    days = {}
    for day in range(-10, 60):
        run(day)
        if people := written_to():
            days[day] = people
    assert days == {1: ["lena"], 7: ["lena"], 30: ["lena"]}


def test_the_letter_says_which_project_why_and_where_to_write(project, lead, sign_in):
    run(1)
    (message,) = mail.outbox
    assert message.subject == "Project update was due on 29 February 2012: Locks"
    assert "There has been no update yet." in message.body
    assert "Your organisation leads it" in message.body
    assert "figure" not in message.body
    (address,) = re.findall(r"https?://\S+", message.body)
    assert address == "https://planner.example/projects/locks/update/"
    assert sign_in(lead).get("/projects/locks/update/").status_code == 200


def test_an_update_stops_it_for_a_quarter(project):
    ProjectUpdate.objects.create(
        project=project, on=date(2012, 2, 20), status="current", text="Going well."
    )
    run(7)
    assert written_to() == []
    run((date(2012, 5, 21) - DUE.date()).days)
    assert "The last update was on 20 February 2012." in mail.outbox[0].body


def test_the_owner_is_reminded_in_place_of_the_organisation(project, person):
    Project.objects.update(owner_person=person("owen", "officer"))
    run(1)
    assert "You are its owner." in mail.outbox[0].body
    assert written_to() == ["owen"]


@pytest.mark.parametrize("gone", ["inactive", "no address", "no role"])
def test_an_owner_who_cannot_be_reminded_leaves_it_to_the_organisation(project, person, gone):
    owner = person("owen", None if gone == "no role" else "officer")
    owner.is_active = gone != "inactive"
    owner.email = "" if gone == "no address" else owner.email
    owner.save()
    Project.objects.update(owner_person=owner)
    run(1)
    assert written_to() == ["lena"]


def test_only_people_of_the_lead_who_may_change_projects_are_reminded(project, person, trust):
    of(trust, person("bea", "board"))
    of(trust, person("anna", "analyst"))
    of(trust, person("oscar", "officer"))
    person("olga", "officer")
    run(1)
    assert written_to() == ["lena", "oscar"]


def test_nobody_to_remind_is_said(project, lead):
    lead.organisation = None
    lead.save()
    assert "Nobody to remind: Locks, project update: was due yesterday, 29 February 2012" in run(1)
    assert written_to() == []


@pytest.mark.parametrize("status", ["planned", "on_hold", "closed"])
def test_projects_that_owe_no_update_are_not_asked_about(project, status):
    Project.objects.update(status=status)
    run(1)
    assert written_to() == []


def test_of_an_archived_project_or_a_draft_nobody_learns_by_e_mail(project):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    run(1)
    Plan.objects.update(stage=Plan.Stage.CURRENT)
    Project.objects.update(archived_at=DUE)
    run(2)
    assert written_to() == []


def test_an_old_plan_that_is_loaded_today_asks_for_nothing(project):
    assert "Locks" not in run(5000)


def test_running_it_again_sends_nothing_again(project):
    run(1)
    run(1)
    run(2)
    assert written_to() == ["lena"]
    (kept,) = Reminder.objects.all()
    assert (kept.about, kept.indicator, kept.days, str(kept)) == (
        "project locks", None, 1, f"project locks, {kept.period.label}: 1 days",
    )  # fmt: skip


def test_one_letter_asks_for_figures_and_for_updates(project, world, lead, administrator, trust):
    of(trust, administrator)
    world.indicator(
        world.theme(), name="Burglary", reporting_lag_days=60, owner=administrator,
        live_from=date(2011, 10, 1),
    )  # fmt: skip
    run(1)
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == {"ada@example.org", "lena@example.org"}
    both = letters["ada@example.org"]
    assert both.subject == "1 figure to send in, 1 of them late, and 1 project update to write"
    assert f"Burglary\n  {Period.quarter(2011, 3)}" in both.body
    assert "* Locks" in both.body
    assert run(2).count("waits") == 0
    assert run(5).count("e-mail sent") == 0


def test_many_projects_take_no_more_queries_than_few(project, world, trust):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert missing_updates_on(date(2012, 3, 1))
        return len(captured)

    few = queries()
    for _ in range(12):
        world.project(world.theme(), world.theme(), lead_organisation=trust)
    assert queries() == few <= 2
