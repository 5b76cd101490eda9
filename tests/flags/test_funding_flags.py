"""Flags about money."""

from datetime import date, timedelta

import pytest


@pytest.fixture
def project(world):
    return world.project(world.theme())


@pytest.mark.parametrize(
    ("ends_on", "start_by"),
    [
        (date(2012, 3, 31), date(2011, 10, 1)),
        # The six months end in February, which is shorter: the last day was a day without a flag.
        (date(2012, 8, 28), date(2012, 2, 29)),
        (date(2012, 8, 30), date(2012, 2, 29)),
        (date(2012, 8, 31), date(2012, 3, 1)),
        (date(2013, 8, 30), date(2013, 2, 28)),
    ],
)
@pytest.mark.parametrize(
    ("days_before", "severity"),
    [(91, None), (90, "medium"), (31, "medium"), (30, "high"), (0, "high"), (-1, "high")],
)
def test_a_tender_is_warned_of_90_and_30_days_before_its_last_day(
    world, project, ends_on, start_by, days_before, severity
):
    world.funding(project, "secured", ends_on=ends_on)

    found = world.flags("funding_ends", as_at=start_by - timedelta(days_before))

    assert [flag.severity for flag in found] == ([severity] if severity else [])
    if found:
        verb = "was" if days_before < 0 else "is"
        assert f"{verb} {start_by.day} {start_by:%B %Y}" in found[0].reason


def test_funding_that_has_ended_stays_flagged(world, project):
    world.funding(project, "secured", ends_on=date(2012, 3, 31))

    (too_late,) = world.flags("funding_ends", as_at=date(2011, 11, 30))

    assert "Funding ended on" in world.flags("funding_ends", as_at=date(2012, 4, 1))[0].reason
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

    assert world.flags("funding_ends", as_at=date(2011, 10, 2)) == []
    assert len(world.flags("funding_ends", as_at=date(2011, 10, 3))) == 1


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


def test_a_year_without_money_between_two_secured_ones(world, project):
    world.funding(project, "secured", financial_year=2011)
    assert world.flags("year_without_money") == []
    world.funding(project, "secured", financial_year=2013)

    (flag,) = world.flags("year_without_money")
    assert flag.reason == "Nothing is secured for 2012/13, between years that are paid for."
    assert flag.severity == "medium"
    assert world.flags("year_without_money", as_at=date(2013, 4, 1)) == [], "that year is over"

    world.funding(project, "secured", financial_year=2012)
    assert world.flags("year_without_money") == []


def test_a_bid_says_when_it_went_in_and_when_it_is_decided(world, project):
    bid = world.funding(
        project, "sought", source="Lottery", bid_on=date(2011, 11, 1),
        decision_due_on=date(2011, 11, 30),
    )  # fmt: skip
    words = "Funding is sought from Lottery and not yet decided"

    (flag,) = world.flags("bid_undecided")
    assert flag.reason == (
        f"{words}; the bid went in on 1 November 2011; a decision is due on 30 November 2011."
    )
    (flag,) = world.flags("bid_undecided", as_at=date(2011, 12, 1))
    assert "a decision was due on 30 November 2011" in flag.reason
    (flag,) = world.flags("bid_undecided", as_at=date(2011, 10, 31))
    assert "the bid goes in on 1 November 2011" in flag.reason

    bid.state = "secured"
    bid.save()
    assert world.flags("bid_undecided") == []


def test_match_funding_is_money_like_any_other(world, project):
    world.funding(project, "secured", ends_on=date(2012, 3, 31), amount="10", is_match=True)

    assert len(world.flags("funding_ends")) == 1
    assert world.flags("never_costed") == []
