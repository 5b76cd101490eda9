"""By when a decision must be taken: as stated, else worked out from what waits for it."""

from datetime import date, timedelta

import pytest

from projects.deciding import DecideBy, TurningPoint, days_to_decide, decide_by, projects_waiting
from projects.models import Dependency
from tests.small_plan import AS_AT

TENDER = TurningPoint(date(2012, 5, 1), "the tender for Refuge must start then")
START = TurningPoint(date(2012, 6, 1), "Outreach starts then")


def test_a_stated_day_stands_whatever_waits():
    stated = date(2012, 7, 1)
    assert decide_by(stated, [TENDER], as_at=AS_AT) == DecideBy(stated)
    assert decide_by(stated, [TENDER], as_at=AS_AT).words == "1 July 2012"


def test_without_a_stated_day_it_is_the_earliest_on_which_something_turns():
    found = decide_by(None, [START, TENDER], as_at=AS_AT)
    assert found.day == date(2012, 5, 1)
    assert found.words == "By 1 May 2012, worked out: the tender for Refuge must start then"
    assert decide_by(None, [], as_at=AS_AT) is None


@pytest.mark.parametrize("stated", [date(2012, 5, 1), None])
@pytest.mark.parametrize(("days", "is_past"), [(-1, False), (0, False), (1, True)])
def test_on_the_day_itself_it_is_not_past(stated, days, is_past):
    as_at = TENDER.day + timedelta(days=days)
    assert decide_by(stated, [TENDER], as_at=as_at).is_past is is_past


@pytest.fixture
def day(world):
    """The day worked out for a decision, as the list and the flags work it out."""

    def of(decision):
        waiting = projects_waiting(world.plan, as_at=AS_AT)
        found = days_to_decide([decision], waiting, as_at=AS_AT)[decision.pk]
        return found and found.day

    return of


def wait(project, decision, **facts):
    return Dependency.objects.create(
        project=project, on_decision=decision, order=1, text="It waits.", **facts
    )


def test_a_project_that_waits_gives_the_last_day_for_its_tender(world, day):
    decision, project = world.decision(), world.project(world.theme())
    world.funding(project, "secured", ends_on=date(2012, 11, 30))
    dependency = wait(project, decision)
    assert day(decision) == date(2012, 6, 1)
    dependency.met_on = AS_AT + timedelta(1)
    dependency.save()
    assert day(decision) == date(2012, 6, 1), "met later than the day of the view"
    dependency.met_on = AS_AT
    dependency.save()
    assert day(decision) is None


@pytest.mark.parametrize(
    ("status", "starts_on", "found"),
    [
        ("planned", date(2012, 4, 1), date(2012, 4, 1)),
        ("planned", date(2011, 4, 1), date(2011, 4, 1)),
        ("current", date(2011, 4, 1), None),
        ("closed", date(2012, 4, 1), None),
    ],
)
def test_a_project_turns_on_its_start_until_it_is_being_delivered(
    world, day, status, starts_on, found
):
    decision = world.decision()
    wait(world.project(world.theme(), status=status, starts_on=starts_on), decision)
    assert day(decision) == found


def test_a_gap_turns_on_its_due_day_while_it_is_open(world, day):
    theme, decision = world.theme(), world.decision()
    decision.gaps.add(
        world.gap(theme, due_on=date(2012, 2, 1)),
        world.gap(theme, due_on=date(2012, 1, 1), status="closed", closed_on=AS_AT),
        world.gap(theme),
    )
    assert day(decision) == date(2012, 2, 1)


def test_a_decision_that_is_taken_has_no_day_worked_out(world, day):
    decision = world.decision(status="decided", decided_on=AS_AT)
    decision.gaps.add(world.gap(world.theme(), due_on=date(2011, 2, 1)))
    assert day(decision) is None
