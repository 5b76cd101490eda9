"""What is read of a figure beside its status, worked out and kept with the standing."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.periods import Period
from performance.models import Figure, Indicator, SeriesBreak
from performance.standings.beside import besides_of
from performance.standings.keeping import standings_now
from performance.standings.standing import Beside, current_standing, with_figures
from tests.world import AS_AT, KNOWN

LATER = datetime(2011, 12, 3, tzinfo=UTC)
COUNTED = {"unit": "crimes", "number_kind": "counted", "polarity": "lower"}


def beside(indicator, known_on=None):
    (found,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    return besides_of([current_standing(found, AS_AT)], AS_AT, known_on=known_on)[indicator.pk]


def quarters(world, indicator, first, *values):
    for place, value in enumerate(values):
        world.figure(indicator, Period.quarter(first + place // 4, place % 4 + 1), value)


def test_the_forecast_the_change_and_the_year_before_stand_in_a_few_words(world):
    indicator = world.indicator(world.theme(), **COUNTED)
    quarters(world, indicator, 2009, 90, 60, 150, 200, 90, 60, 150, 200, 36, 24)
    assert beside(indicator) == Beside(
        "200 crimes in 2011/12, likely 169 to 236",
        "the change from Q2 2010/11 is more than chance (improvement)",
        "0 of the last 6 quarters above a year before, 2 below",
    )


def test_a_change_that_chance_makes_is_said_to_be_one(world):
    indicator = world.indicator(world.theme(), **COUNTED)
    quarters(world, indicator, 2010, 4, 3)
    assert beside(indicator).change == "the change from Q1 2010/11 is within chance"


def test_nothing_is_said_across_a_break(world):
    indicator = world.indicator(world.theme(), **COUNTED)
    quarters(world, indicator, 2010, 4, 30)
    SeriesBreak.objects.create(
        indicator=indicator, starts_on=date(2010, 7, 1), what_changed="New rule"
    )
    assert beside(indicator).change == ""


@pytest.mark.parametrize(("last", "said"), [(10, "No signal"), (60, "Concern: outside a limit")])
def test_from_thirteen_figures_on_the_limits_tell(world, last, said):
    indicator = world.indicator(world.theme(), **COUNTED)
    quarters(world, indicator, 2008, *[10, 12] * 6, last)
    assert beside(indicator).change == said


def test_of_a_level_and_of_an_indicator_without_figures_nothing_is_said(world):
    level = world.indicator(world.theme(), number_kind="level", value=5)
    assert beside(level) == beside(world.indicator(world.theme())) == Beside()


def revised(indicator, *pairs, between=()):
    """Provisional figures that were reported later, and what they were `between`."""
    for place, (before, after) in enumerate(pairs):
        period = Period.quarter(2009 + place // 4, place % 4 + 1)
        facts = {"indicator": indicator, "area": indicator.area}
        facts |= {"period_start": period.start, "period_end": period.end}
        states = ("provisional", *between, "reported")
        for revision, state in enumerate(states, start=1):
            is_last = revision == len(states)
            Figure.objects.create(
                **facts, state=state, revision=revision, known_from=LATER if is_last else KNOWN,
                known_to=None if is_last else LATER, reason_for_change="Returns" if revision > 1 else "",
                value=None if state == "suppressed" else after if is_last else before,
            )  # fmt: skip


@pytest.fixture
def provisional(world):
    indicator = world.indicator(world.theme(), **COUNTED)
    world.figure(indicator, Period.quarter(2011, 1), 120)
    Figure.objects.update(state="provisional")
    return indicator


PAIRS = ((100, 104), (50, 52), (200, 212), (100, 98))


def test_a_provisional_figure_says_how_far_such_figures_are_revised(provisional):
    revised(provisional, *PAIRS)
    assert beside(provisional).revision == "usually rises by 3%"
    Figure.objects.filter(value=120).update(state="reported")
    assert beside(provisional).revision == ""


def test_a_revision_that_was_not_known_on_the_day_does_not_count(provisional):
    revised(provisional, *PAIRS)
    assert beside(provisional, known_on=KNOWN).revision == ""
    assert beside(provisional, known_on=LATER).revision == "usually rises by 3%"


def test_a_figure_that_was_ever_suppressed_tells_nothing_of_its_first_value(provisional):
    revised(provisional, *PAIRS, between=("suppressed",))
    assert beside(provisional).revision == ""


def test_what_is_kept_is_what_is_worked_out(world, provisional):
    revised(provisional, *PAIRS)
    indicators = Indicator.objects.filter(pk=provisional.pk)
    (fresh,) = standings_now(indicators, AS_AT)
    with CaptureQueriesContext(connection) as captured:
        (kept,) = standings_now(indicators, AS_AT)
        assert besides_of([kept], AS_AT) == {provisional.pk: fresh.beside}
    assert len(captured) == 1
    assert fresh.beside == beside(provisional)
    assert fresh.beside.revision


def test_many_provisional_figures_take_one_query(world, provisional, django_assert_num_queries):
    for _ in range(3):
        indicator = world.indicator(world.theme(), **COUNTED)
        world.figure(indicator, Period.quarter(2011, 1), 120)
    Figure.objects.update(state="provisional")
    found = with_figures(Indicator.objects.select_related("area"), AS_AT)
    standings = [current_standing(one, AS_AT) for one in found]
    with django_assert_num_queries(1):
        assert len(besides_of(standings, AS_AT)) == 4
