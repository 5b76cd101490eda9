"""The forecast of a running year, from rows of the database to the status that it feeds."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import Status
from performance.models import Figure, Indicator, SeriesBreak, Target
from performance.standings.outlook import running_year
from performance.standings.standing import current_standing, standings_of, with_figures
from places.models import Area

AS_AT = date(2011, 11, 30)
KNOWN = datetime(2011, 11, 30, tzinfo=UTC)
YEAR = Period.financial_year(2011)


@pytest.fixture
def crimes(db):
    county = Area.objects.create(
        name="Somewhere", slug="somewhere", kind="county", level=0, path="/somewhere/"
    )
    return Indicator.objects.create(
        slug="crimes", order=1, name="Crimes", unit="crimes", polarity="lower", frequency="quarter",
        number_kind="counted", area=county,
    )  # fmt: skip


def figures(indicator, start_year, *values, **facts):
    for number, value in enumerate(values, start=1):
        period = Period.quarter(start_year, number)
        pair = value if isinstance(value, tuple) else (None, None)
        shown = Decimal(100) * pair[0] / pair[1] if pair[1] else value
        if value is not None:
            Figure.objects.create(
                indicator=indicator, area=indicator.area, value=shown, numerator=pair[0],
                denominator=pair[1], period_start=period.start, period_end=period.end,
                known_from=KNOWN, **facts,
            )  # fmt: skip


def target(indicator, value, form="at_most", **facts):
    Target.objects.create(
        indicator=indicator, area=indicator.area, form=form, value=value,
        period_start=YEAR.start, period_end=YEAR.end, **facts,
    )  # fmt: skip


def fetched(indicator):
    (found,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    return found


def forecast(indicator, upto=2):
    found = fetched(indicator)
    running = running_year(found, found.figures.all(), YEAR, Period.quarter(2011, upto))
    return running and running.end


def test_met_now_and_forecast_to_be_missed_is_at_risk(crimes):
    """Each year three tenths come in the first half: 60 of at most 160 are within the even share, and lead to 200."""
    figures(crimes, 2009, 90, 60, 150, 200)
    figures(crimes, 2010, 90, 60, 150, 200)
    figures(crimes, 2011, 36, 24)
    target(crimes, 160)
    now = current_standing(fetched(crimes), AS_AT)
    assert now.status == Status.AT_RISK
    assert now.sentence == (
        "At risk: 60 crimes from April to September 2011 against a target of at most 160 for 2011/12, at most 80 by "
        "30 September 2011 (amber up to 84); met so far, but 200 is forecast; lower is better."
    )
    assert now.judgement.shortfall == 0


def test_a_range_alone_puts_nothing_at_risk(crimes):
    """Only one year before is in, and a quarter of this one."""
    figures(crimes, 2010, 20, 130, 150, 200)
    figures(crimes, 2011, 36)
    target(crimes, 160, profile="given", profile_values=[40, 40, 40, 40])
    found = forecast(crimes, upto=1)
    assert found.middle is None
    assert "Only the range is given: less than half the year is in." in found.method
    assert current_standing(fetched(crimes), AS_AT).status == Status.ON_TRACK


def test_a_year_that_is_over_is_not_forecast(crimes):
    figures(crimes, 2010, 90, 60, 150, 200)
    figures(crimes, 2011, 36, 24)
    target(crimes, 160)
    rows = {row.period: row.status for row in standings_of(fetched(crimes), AS_AT)}
    assert rows[Period.quarter(2010, 4)] == Status.NO_TARGET


def test_a_forecast_says_what_it_is_made_of(crimes):
    figures(crimes, 2009, 90, 60, 150, 200)
    figures(crimes, 2010, 90, 60, 150, 200)
    figures(crimes, 2011, 36, 24)
    found = forecast(crimes)
    assert found.middle.value == 200
    assert found.low < 200 < found.high
    assert found.method == (
        "From 2 of 4 quarters, by the shape of 2010/11; the range is meant to hold four years in five."
    )


def test_without_two_years_it_is_even_and_parts_that_vary_are_said(crimes):
    figures(crimes, 2010, 10, 90, 10, 90)
    figures(crimes, 2011, 36, 24)
    found = forecast(crimes)
    assert found.middle.value == 120
    assert "as if the quarters were even, as no two whole years before are in" in found.method
    assert "times as much as chance makes them" in found.method


@pytest.mark.parametrize("on", [date(2011, 4, 1), date(2010, 4, 1), date(2010, 7, 1)])
def test_no_shape_is_read_across_a_break(crimes, on):
    figures(crimes, 2009, 90, 60, 150, 200)
    figures(crimes, 2010, 90, 60, 150, 200)
    figures(crimes, 2011, 36, 24)
    SeriesBreak.objects.create(indicator=crimes, starts_on=on, what_changed="New rule")
    assert forecast(crimes).middle.value == 120


def test_a_break_inside_the_year_leaves_nothing_to_forecast(crimes):
    figures(crimes, 2011, 36, 24)
    SeriesBreak.objects.create(
        indicator=crimes, starts_on=date(2011, 7, 1), what_changed="New rule"
    )
    assert forecast(crimes) is None


def test_a_percentage_carries_its_counts_on(crimes):
    Indicator.objects.update(unit="%", number_kind="share", polarity="higher")
    crimes.refresh_from_db()
    figures(crimes, 2011, (78, 100), (42, 60))
    target(crimes, 80, form="at_least")
    found = forecast(crimes)
    assert found.middle.value == 75
    assert 60 < found.low < 75 < found.high < 90


@pytest.mark.parametrize("facts", [{"unit": "£"}, {"unit": "days", "number_kind": "level"}])
def test_money_and_levels_are_not_forecast(crimes, facts):
    figures(crimes, 2011, 36, 24)
    Indicator.objects.update(**facts)
    assert forecast(crimes) is None


def test_a_missing_or_suppressed_part_leaves_nothing_to_forecast(crimes):
    figures(crimes, 2011, None, 24)
    assert forecast(crimes) is None
    figures(crimes, 2011, 3)
    assert forecast(crimes) is not None
    Figure.objects.filter(value=3).update(state="suppressed", value=None)
    assert forecast(crimes) is None


def test_the_year_so_far_stands_beside_the_last(crimes):
    figures(crimes, 2010, 90, 60, 150, 200)
    figures(crimes, 2011, 36, 24)
    found = fetched(crimes)
    running = running_year(found, found.figures.all(), YEAR, Period.quarter(2011, 2))
    assert (running.so_far, running.last_year) == ((36, 60), (90, 150, 300, 500))
    assert running.parts == YEAR.quarters()
    before = running_year(
        found, found.figures.all(), YEAR.same_last_year(), Period.quarter(2010, 4)
    )
    assert (before.so_far, before.end) == ((90, 150, 300, 500), None)
