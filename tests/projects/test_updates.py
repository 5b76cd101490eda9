"""When an update is due, what it changes, and what closing a project does."""

from datetime import date

import pytest
from django.utils import timezone

from core.documents.actions import ChangedSince, restore, save
from core.documents.contents import Contents, Shape
from core.documents.history import versions_of
from priorities.models import Plan, Theme
from projects.actions import (
    NewUpdate,
    UpdateCorrection,
    close_project,
    correct_update,
    write_update,
)
from projects.models import Project, ProjectListing, ProjectUpdate
from projects.updates import last_update_on, update_due_on

STATUS = Shape.of(Project, ("status",), {})


def on(*days):
    return [ProjectUpdate(on=day) for day in days]


def test_an_update_is_due_a_quarter_after_the_last_one_or_after_the_plan_was_known():
    assert update_due_on(date(2012, 1, 5), date(2011, 11, 30)) == date(2012, 4, 5)
    assert update_due_on(date(2011, 1, 5), date(2011, 11, 30)) == date(2012, 2, 29)
    assert update_due_on(None, date(2011, 11, 30)) == date(2012, 2, 29)
    assert update_due_on(None, None) is None


def test_an_update_that_came_later_has_not_come():
    assert last_update_on(on(date(2012, 1, 5), date(2011, 5, 1)), date(2012, 1, 4)) == date(
        2011, 5, 1
    )
    assert last_update_on([], date(2012, 1, 4)) is None


@pytest.fixture
def project(world):
    return world.project(world.theme("Burglary"), world.theme("Alcohol"), status="current")


def update(status="on_hold", day=date(2011, 11, 20), **facts):
    facts = {"text": "The landlord sold.", "what_next": "Find another."} | facts
    return NewUpdate(on=day, status=status, **facts)


def now(project):
    return Project.objects.get(pk=project.pk)


def test_an_update_sets_status_and_forecast_and_keeps_a_version(project, officer):
    write_update(project, update(forecast_end_on=date(2012, 6, 30)), version=1, by=officer)
    found = now(project)
    assert (found.status, found.forecast_end_on, found.version) == (
        "on_hold", date(2012, 6, 30), 2,
    )  # fmt: skip
    (kept,) = found.updates.all()
    assert (kept.on, kept.status, kept.text, kept.what_next, kept.written_by, kept.order) == (
        date(2011, 11, 20), "on_hold", "The landlord sold.", "Find another.", officer, 1,
    )  # fmt: skip
    newest = versions_of(project)[0]
    assert (newest.number, newest.by, newest.reason) == (2, officer, "Project update")


def test_themes_that_list_it_with_its_status_follow_and_others_stay(world, project, officer):
    first, second = project.listings.order_by("theme")
    ProjectListing.objects.filter(pk=second.pk).update(status="planned")
    past = Plan.objects.create(
        partnership=world.partnership, title="Last plan", slug="2011-12", financial_year=2011,
        assessment_title="x", stage=Plan.Stage.CLOSED,
    )  # fmt: skip
    theme = Theme.objects.create(
        plan=past, slug="old", code="O1", order=1, kind="other_risk_factor", name="Old"
    )
    over = ProjectListing.objects.create(
        project=project, theme=theme, order=1, status="current", heading_printed="Current", text="x"
    )
    write_update(project, update(), version=1, by=officer)
    statuses = dict(project.listings.values_list("pk", "status"))
    assert statuses == {first.pk: "on_hold", second.pk: "planned", over.pk: "current"}


def test_an_earlier_update_joins_the_history_and_changes_no_status(project, officer):
    write_update(project, update(), version=1, by=officer)
    write_update(project, update("current", date(2011, 10, 1)), version=2, by=officer)
    assert now(project).status == "on_hold"
    assert [row.status for row in project.updates.all()] == ["on_hold", "current"]


def test_two_updates_of_one_day_keep_their_order(project, officer):
    for version, status in enumerate(["on_hold", "current"], 1):
        write_update(project, update(status), version=version, by=officer)
    assert [row.status for row in project.updates.all()] == ["current", "on_hold"]
    assert now(project).status == "current"


def test_who_did_not_see_a_new_status_is_told_and_nothing_is_saved(project, officer, person):
    percy = person("percy", "officer")
    save(project, Contents({"status": "planned"}), shape=STATUS, version=1, by=percy)
    with pytest.raises(ChangedSince) as told:
        write_update(project, update(), version=1, by=officer)
    assert [(one.field, one.now) for one in told.value.merged.taken] == [("status", "planned")]
    assert [version.by for version in told.value.others] == [percy]
    assert now(project).status == "planned"
    assert not ProjectUpdate.objects.exists()


def test_a_change_that_an_update_does_not_touch_does_not_stop_it(project, officer, person):
    name = Shape.of(Project, ("name",), {})
    percy = person("percy", "officer")
    save(project, Contents({"name": "Theirs"}), shape=name, version=1, by=percy)
    write_update(project, update(), version=1, by=officer)
    assert (now(project).name, now(project).status) == ("Theirs", "on_hold")


def test_restoring_a_version_takes_no_update_out(project, officer):
    write_update(project, update(), version=1, by=officer)
    restore(now(project), 1, version=2, by=officer)
    assert now(project).status == "current"
    assert project.updates.count() == 1


# Correcting


def corrected(update, status, officer, version, **facts):
    said = {"text": update.text, "what_next": update.what_next} | facts
    return correct_update(update, UpdateCorrection(status, **said), version=version, by=officer)


def test_the_status_of_a_corrected_update_goes_on_to_the_project_and_its_listings(project, officer):
    write_update(project, update(), version=1, by=officer)
    posted = project.updates.get()
    corrected(posted, "planned", officer, 2, forecast_end_on=date(2012, 6, 30))
    found = now(project)
    assert (found.status, found.forecast_end_on) == ("planned", date(2012, 6, 30))
    assert {row.status for row in project.listings.all()} == {"planned"}
    posted.refresh_from_db()
    assert (posted.status, posted.on, posted.written_by, posted.corrected_by) == (
        "planned", date(2011, 11, 20), officer, officer,
    )  # fmt: skip
    assert posted.corrected_on == timezone.localdate()


def test_a_corrected_update_leaves_a_status_that_was_set_since(project, officer):
    write_update(project, update(), version=1, by=officer)
    save(
        project,
        Contents({"status": "awaiting_implementation"}),
        shape=STATUS,
        version=2,
        by=officer,
    )
    corrected(project.updates.get(), "planned", officer, 3)
    assert now(project).status == "awaiting_implementation"
    assert project.updates.get().status == "planned"


def test_an_earlier_update_is_corrected_without_touching_the_project(project, officer):
    write_update(project, update("planned", date(2011, 5, 1)), version=1, by=officer)
    write_update(project, update("planned"), version=2, by=officer)
    corrected(project.updates.get(on=date(2011, 5, 1)), "on_hold", officer, 3)
    assert now(project).status == "planned"
    assert [row.status for row in project.updates.all()] == ["planned", "on_hold"]


def test_what_an_update_said_before_is_in_the_history_of_its_project(project, officer):
    write_update(project, update(), version=1, by=officer)
    corrected(project.updates.get(), "on_hold", officer, 2, text="The tenant left.")
    newest, before = versions_of(project)[:2]
    said = [version.contents.parts["updates"][0].values["text"] for version in (before, newest)]
    assert said == ["The landlord sold.", "The tenant left."]


def test_an_update_that_says_the_same_is_not_corrected(project, officer):
    write_update(project, update(), version=1, by=officer)
    assert not corrected(project.updates.get(), "on_hold", officer, 2).changes
    assert now(project).version == 2
    assert project.updates.get().corrected_on is None


def test_restoring_a_version_keeps_a_correction(project, officer):
    write_update(project, update(), version=1, by=officer)
    corrected(project.updates.get(), "on_hold", officer, 2, text="The tenant left.")
    restore(now(project), 2, version=3, by=officer)
    assert project.updates.get().text == "The tenant left."


# Closing


def test_a_project_is_closed_under_every_theme_with_what_was_learned(project, officer):
    close_project(
        project, on=date(2011, 11, 29), achieved="200 locks.", lessons="Ask landlords first.",
        version=1, by=officer,
    )  # fmt: skip
    found = now(project)
    assert (found.status, found.closed_on, found.lessons, found.version) == (
        "closed", date(2011, 11, 29), "Ask landlords first.", 2,
    )  # fmt: skip
    assert {row.status for row in project.listings.all()} == {"closed"}
    (last,) = project.updates.all()
    assert (last.status, last.text, last.on) == ("closed", "200 locks.", date(2011, 11, 29))
