"""Flags about money."""

from datetime import date

import pytest


@pytest.fixture
def project(world):
    return world.project(world.theme())


def test_funding_that_ends_within_the_time_of_a_tender(world, project):
    world.funding(project, "secured", ends_on=date(2012, 3, 31))

    assert world.flags("funding_ends", as_at=date(2011, 9, 29)) == []
    (in_time,) = world.flags("funding_ends", as_at=date(2011, 10, 1))
    (too_late,) = world.flags("funding_ends", as_at=date(2011, 11, 30))

    assert in_time.severity == "medium"
    assert "is 1 October 2011" in in_time.reason
    assert too_late.severity == "high"
    assert "31 March 2012" in too_late.reason
    assert "was 1 October 2011" in too_late.reason


def test_money_secured_after_it_keeps_the_flag_down(world, project):
    world.funding(project, "secured", ends_on=date(2012, 3, 31))
    world.funding(project, "secured", financial_year=2012)

    assert world.flags("funding_ends") == []


def test_a_bid_is_not_money(world, project):
    world.funding(project, "secured", ends_on=date(2012, 3, 31))
    world.funding(project, "sought", financial_year=2012, source="Lottery")

    assert len(world.flags("funding_ends")) == 1
    (bid,) = world.flags("bid_undecided")
    assert "Lottery" in bid.reason


def test_the_project_may_say_how_long_its_tender_takes(world):
    project = world.project(world.theme(), procurement_lead_months=3)
    world.funding(project, "secured", ends_on=date(2012, 3, 31))

    assert world.flags("funding_ends") == []
    assert len(world.flags("funding_ends", as_at=date(2011, 12, 31))) == 1


def test_a_shortfall_names_its_amount_or_says_that_none_is_stated(world, project):
    line = world.funding(project, "no_source", source="Trade", amount="1200")
    assert "£1,200 has no source" in world.flags("funding_shortfall")[0].reason

    line.amount = None
    line.save()
    assert "not stated" in world.flags("funding_shortfall")[0].reason


def test_a_project_with_no_amount_was_never_costed(world, project):
    world.funding(project, "secured")
    assert [flag.record for flag in world.flags("never_costed")] == [project]

    world.funding(project, "sought", amount="0")
    assert world.flags("never_costed") == []


def test_a_closed_project_wants_no_money(world):
    project = world.project(world.theme(), status="closed")
    world.funding(project, "secured", ends_on=date(2012, 3, 31))
    world.funding(project, "no_source")

    assert world.flags("funding_ends") == []
    assert world.flags("funding_shortfall") == []
    assert world.flags("never_costed") == []
