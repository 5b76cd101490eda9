"""Flags about delivery."""

from datetime import date

from projects.models import Dependency, Milestone, ProjectUpdate


def test_on_hold_under_one_theme_and_current_under_another_is_said(world):
    here, there = world.theme("Domestic abuse"), world.theme("Young people")
    project = world.project(here, there)
    assert world.flags("on_hold") == []

    project.listings.filter(theme=here).update(status="on_hold", heading_printed="On hold pending")

    (flag,) = world.flags("on_hold")
    assert "On hold pending" in flag.reason
    assert "current under Young people" in flag.reason
    assert flag.is_about(there)


def test_a_listing_put_on_hold_later_is_not_explained_by_its_printed_heading(world):
    here = world.theme("Domestic abuse")
    project = world.project(here)
    project.listings.update(status="on_hold")

    (flag,) = world.flags("on_hold")
    assert flag.reason == "On hold."


def test_waiting_for_a_decision_until_it_is_taken(world):
    project, decision = world.project(world.theme()), world.decision(title="Fund the plan")
    Dependency.objects.create(project=project, order=1, text="the plan", on_decision=decision)

    (flag,) = world.flags("awaiting_decision")
    assert flag.record == project
    assert flag.is_about(decision)
    assert world.flags("unmet_dependency") == []

    decision.status, decision.decided_on = "decided", date(2011, 11, 1)
    decision.save()
    assert world.flags("awaiting_decision") == []


def test_depending_on_something_until_it_is_met(world):
    project = world.project(world.theme())
    dependency = Dependency.objects.create(project=project, order=1, text="Finding a property.")
    assert "Finding a property." in world.flags("unmet_dependency")[0].reason

    dependency.met_on = date(2011, 11, 1)
    dependency.save()
    assert world.flags("unmet_dependency") == []
    assert len(world.flags("unmet_dependency", as_at=date(2011, 10, 31))) == 1


def test_a_milestone_is_overdue_from_the_day_after(world):
    project = world.project(world.theme())
    milestone = Milestone.objects.create(
        project=project, order=1, name="Launch", due_on=date(2011, 11, 29)
    )
    assert world.flags("milestone_overdue", as_at=date(2011, 11, 29)) == []
    assert "Launch" in world.flags("milestone_overdue")[0].reason

    milestone.reached_on = date(2011, 12, 1)
    milestone.save()
    assert world.flags("milestone_overdue"), "on the day of the view it was not reached yet"
    assert world.flags("milestone_overdue", as_at=date(2011, 12, 1)) == []


def test_no_update_for_a_quarter_counts_from_the_last_one(world):
    project = world.project(world.theme())
    assert world.flags("no_update") == [], "the plan has been known for no quarter yet"
    assert len(world.flags("no_update", as_at=date(2012, 3, 1))) == 1

    ProjectUpdate.objects.create(
        project=project, on=date(2012, 1, 5), status="current", text="Going well."
    )

    assert world.flags("no_update", as_at=date(2012, 4, 5)) == []
    assert "5 January 2012" in world.flags("no_update", as_at=date(2012, 4, 6))[0].reason


def test_planned_projects_owe_no_updates(world):
    world.project(world.theme(), status="planned")

    assert world.flags("no_update", as_at=date(2012, 12, 1)) == []
