"""Flags about how indicators do."""

from datetime import date

import pytest
from django.utils import timezone

from core.periods import Period
from performance.models import Commentary, Indicator

LAST_YEAR = Period.financial_year(2010)


@pytest.mark.parametrize(
    ("value", "raised"),
    [("70", {"off_track"}), ("78", {"at_risk"}), ("80", set()), ("95", set())],
)
def test_a_running_target_is_flagged_by_how_far_it_is_missed(world, value, raised):
    theme = world.theme()
    indicator = world.indicator(theme, value, target=80)

    found = {key for key in ("off_track", "at_risk", "missed") if world.flags(key)}

    assert found == raised
    for key in raised:
        (flag,) = world.flags(key)
        assert flag.record == indicator
        assert flag.is_about(theme)
        assert f"{value}%" in flag.reason
        assert "80%" in flag.reason


def test_a_target_whose_year_is_over_is_missed_not_off_track(world):
    world.indicator(world.theme(), "70", target=80, period=LAST_YEAR, target_period=LAST_YEAR)

    assert len(world.flags("missed")) == 1
    assert world.flags("off_track") == []


@pytest.mark.parametrize(("key", "period"), [("off_track", None), ("missed", LAST_YEAR)])
def test_the_target_missed_by_the_greatest_share_of_it_comes_first(world, key, period):
    theme = world.theme()
    when = {"period": period, "target_period": period} if period else {}
    for value, target in [("70", 80), ("25", 100), ("2", 4)]:
        world.indicator(theme, value, target=target, **when)

    assert [flag.reason.split("%")[0][-2:].strip() for flag in world.flags(key)] == [
        "25",
        "2",
        "70",
    ]


def test_met_but_worse_than_the_same_quarter_last_year(world):
    indicator = world.indicator(world.theme(), "85", target=80)
    assert world.flags("met_but_worsening") == []

    world.figure(indicator, Period.quarter(2010, 1), "90")

    (flag,) = world.flags("met_but_worsening")
    assert flag.record == indicator
    assert "90%" in flag.reason


def test_a_figure_is_overdue_once_its_day_has_passed(world):
    indicator = world.indicator(world.theme(), "85", target=80, reporting_lag_days=30)

    assert world.flags("figure_overdue", as_at=date(2011, 10, 30)) == []
    (flag,) = world.flags("figure_overdue", as_at=date(2011, 10, 31))

    assert flag.record == indicator
    assert "Q2 2011/12" in flag.reason
    assert "30 October 2011" in flag.reason


def test_a_missing_quarter_is_overdue_though_a_later_one_is_in(world):
    indicator = world.indicator(world.theme(), "85", target=80, reporting_lag_days=30)
    world.figure(indicator, Period.quarter(2011, 3), "84")

    (flag,) = world.flags("figure_overdue", as_at=date(2012, 1, 30))

    assert "Q2 2011/12" in flag.reason
    Indicator.objects.update(retired_on=date(2012, 1, 15))
    assert world.flags("figure_overdue", as_at=date(2012, 1, 30)) == []


def test_nothing_is_overdue_where_no_reporting_lag_is_stated(world):
    world.indicator(world.theme(), "85", target=80)

    assert world.flags("figure_overdue") == []


def test_a_live_indicator_without_a_target_is_flagged_and_a_retired_one_is_not(world):
    indicator = world.indicator(world.theme(), "85")
    world.indicator(world.theme(), "85", retired_on=date(2011, 9, 1))

    assert [flag.record for flag in world.flags("no_target")] == [indicator]


@pytest.mark.parametrize(
    ("value", "by_hand", "raised"),
    [
        # What is worked out: 70% is off track, 78% at risk, 95% on track, each against 80%.
        ("70", "on_track", True),
        ("70", "at_risk", True),
        ("78", "on_track", True),
        ("70", "no_figures", True),
        ("70", "off_track", False),
        ("70", "missed", False),
        ("78", "off_track", False),
        ("95", "achieved", False),
        ("70", "", False),
    ],
)
def test_an_indicator_judged_better_by_hand_does_not_leave_the_list(world, value, by_hand, raised):
    theme = world.theme()
    indicator = world.indicator(theme, value, target=80)
    quarter = Period.quarter(2011, 1)
    Commentary.objects.create(
        indicator=indicator,
        period_start=quarter.start,
        period_end=quarter.end,
        text="Said of it.",
        written_at=timezone.now(),
        status_override=by_hand,
        override_reason="The count was wrong." if by_hand else "",
    )

    flags = world.flags("judged_better_by_hand")

    assert [flag.record for flag in flags] == [indicator] * raised
    for flag in flags:
        assert flag.is_about(theme)
        assert "The count was wrong." in flag.reason
        assert f"{value}%" in flag.reason
