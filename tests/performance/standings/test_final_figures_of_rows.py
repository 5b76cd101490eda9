"""A year whose figure is provisional, as rows of the database: the day before it is due, the day, the day after."""

from datetime import date, timedelta

import pytest

from core.periods import Period
from performance.choices import Status
from performance.figures.keys import looked_for
from performance.models import Figure, Indicator, Target
from performance.standings.standing import current_standing, with_figures
from safercornwall.lists.owned_records import figures_due

YEAR, A_DAY = Period.financial_year(2011), timedelta(days=1)
DUE = date(2012, 4, 30)
DAYS = [
    (YEAR.end, False),
    (YEAR.end + A_DAY, False),
    (DUE - A_DAY, False),
    (DUE, False),
    (DUE + A_DAY, True),
]
PAST = "2011/12 is over but its final figure, due on 30 April 2012, is not in."


@pytest.fixture
def indicator(world):
    found = world.indicator(world.theme(), reporting_lag_days=30)
    Target.objects.create(
        indicator=found, area=found.area, form="at_least", value=80,
        period_start=YEAR.start, period_end=YEAR.end,
    )  # fmt: skip
    return found


def now(indicator, as_at):
    (fetched,) = with_figures(Indicator.objects.filter(pk=indicator.pk), as_at)
    return current_standing(fetched, as_at)


def provisional(world, indicator, period, value, **facts):
    figure = world.figure(indicator, period, value)
    Figure.objects.filter(pk=figure.pk).update(state="provisional", **facts)
    return figure


@pytest.mark.parametrize(
    ("value", "as_it_ran", "final"),
    [
        (85, Status.ON_TRACK, Status.ACHIEVED),
        (80, Status.ON_TRACK, Status.ACHIEVED),
        (76, Status.AT_RISK, Status.MISSED),
        (60, Status.OFF_TRACK, Status.MISSED),
    ],
)
@pytest.mark.parametrize(("as_at", "is_overdue"), DAYS)
def test_the_figure_of_a_year(world, indicator, value, as_it_ran, final, as_at, is_overdue):
    Indicator.objects.update(frequency="year")
    figure = provisional(world, indicator, YEAR, value)
    found = now(indicator, as_at)
    assert found.status == (Status.OVERDUE if is_overdue else as_it_ran)
    assert found.sentence.endswith(PAST) is is_overdue
    assert found.judgement.value == value
    Figure.objects.filter(pk=figure.pk).update(state="reported")
    settled = now(indicator, as_at)
    assert settled.status == (as_it_ran if as_at == YEAR.end else final)


@pytest.mark.parametrize(("as_at", "is_overdue"), DAYS)
def test_a_year_whose_last_quarter_is_provisional(world, indicator, as_at, is_overdue):
    """A year to date is as provisional as its parts, and a share is rolled up from its counts."""
    for quarter in YEAR.quarters():
        figure = world.figure(indicator, quarter, 85)
        Figure.objects.filter(pk=figure.pk).update(numerator=85, denominator=100)
    Figure.objects.filter(period_end=YEAR.end).update(state="provisional")
    assert now(indicator, as_at).status == (Status.OVERDUE if is_overdue else Status.ON_TRACK)
    Indicator.objects.update(number_kind="counted", unit="crimes")
    Figure.objects.update(value=25, numerator=None, denominator=None)
    indicator.refresh_from_db()
    assert now(indicator, as_at).status == (Status.OVERDUE if is_overdue else Status.ON_TRACK)


@pytest.mark.parametrize(
    "facts",
    [
        {"reporting_lag_days": None},
        {"retired_on": DUE},
        {"live_from": YEAR.end + A_DAY},
    ],
)
def test_where_nobody_waits_for_the_final_figure_it_is_not_overdue(world, indicator, facts):
    Indicator.objects.update(frequency="year", **facts)
    provisional(world, indicator, YEAR, 85)
    assert now(indicator, DUE + A_DAY).status == Status.ON_TRACK


@pytest.mark.parametrize(("as_at", "is_overdue"), DAYS)
def test_the_figure_to_enter_next_is_the_final_one_once_that_is_late(
    world, indicator, as_at, is_overdue
):
    Indicator.objects.update(frequency="year")
    provisional(world, indicator, YEAR, 85)
    standing = now(indicator, as_at)
    today = date(2013, 6, 1)
    expected = YEAR if is_overdue else Period.financial_year(2012)
    assert looked_for(standing, as_at=as_at, today=today) == expected
    (due,) = figures_due(standing, as_at)
    assert due.what == f"Figure for {expected}"
