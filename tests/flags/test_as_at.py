"""Flags read every date as at the view: what was closed, decided or ended later was still open."""

from datetime import date

import pytest

from core.periods import Period
from priorities.models import Decision, DeliveryGap, Threat
from projects.models import Dependency, Project

AS_AT = date(2011, 11, 30)
THEN = [(date(2011, 11, 30), False), (date(2011, 12, 1), True)]


@pytest.mark.parametrize(("day", "was_open"), THEN)
def test_a_project_closed_later_still_needs_money(world, day, was_open):
    project = world.project(world.theme(), status="closed", closed_on=day)
    world.funding(project, "no_source")
    world.funding(project, "secured", ends_on=date(2012, 3, 31))

    for rule in ("funding_shortfall", "funding_ends", "never_costed"):
        assert bool(world.flags(rule)) is was_open
    Project.objects.update(closed_on=None)
    assert world.flags("funding_shortfall") == [], "nobody says that it closed later"


@pytest.mark.parametrize(("day", "was_open"), THEN)
def test_a_decision_taken_later_is_still_due(world, day, was_open):
    world.decision(due_on=AS_AT, status="decided", decided_on=day)
    project = world.project(world.theme())
    Dependency.objects.create(
        project=project, order=1, text="A decision", on_decision=Decision.objects.get()
    )

    assert bool(world.flags("decision_due")) is was_open
    assert bool(world.flags("awaiting_decision")) is was_open


@pytest.mark.parametrize(("day", "was_open"), THEN)
def test_a_gap_closed_later_is_still_past_its_day(world, day, was_open):
    gap = world.gap(world.theme())
    DeliveryGap.objects.update(status="closed", closed_on=day, due_on=date(2011, 11, 1))

    found = world.flags("gap_not_owned")

    assert [flag.record for flag in found] == ([gap] if was_open else [])
    assert all("was due on 1 November 2011" in flag.reason for flag in found)


@pytest.mark.parametrize(("day", "was_open"), [*THEN, (None, False)])
def test_a_threat_that_ended_later_is_still_a_threat(world, day, was_open):
    world.threat(world.theme())
    Threat.objects.update(
        status="closed", ended_on=day, ended_because="It passed.", mitigation="",
        review_on=date(2011, 11, 1),
    )  # fmt: skip

    assert bool(world.flags("threat_not_mitigated")) is was_open
    assert bool(world.flags("threat_review_past")) is was_open


def test_a_year_without_money_counts_from_the_view(world):
    project = world.project(world.theme())
    for year in (2011, 2013):
        world.funding(project, "secured", financial_year=year)
    gap = Period.financial_year(2012)

    assert len(world.flags("year_without_money", as_at=gap.end)) == 1
    assert world.flags("year_without_money", as_at=date(2013, 4, 1)) == []
