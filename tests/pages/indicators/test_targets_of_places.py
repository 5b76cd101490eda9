"""A target for one place judges the figures of that place: in the table by area, and on the place's own page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import Status
from performance.models import Commentary, Figure, Indicator, SeriesBreak, Target
from performance.standings.of_places import indicators_aimed_at, standings_at
from performance.standings.standing import current_standing, with_figures
from priorities.models import Plan, Theme
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN, QUARTER, YEAR

AS_AT = date(2011, 11, 30)


@pytest.fixture
def town(world):
    return world.area("Truro", within=world.county)


@pytest.fixture
def indicator(world, town):
    """On track for the county, and off track in the town, which has a target of its own."""
    made = world.indicator(world.theme(), value=85, target=80, slug="repeats")
    at(town, made, QUARTER, 50)
    aim(town, made, 90)
    return made


def at(area, indicator, period, value):
    return Figure.objects.create(
        indicator=indicator, area=area, value=Decimal(value), known_from=KNOWN,
        period_start=period.start, period_end=period.end,
    )  # fmt: skip


def aim(area, indicator, value, period=YEAR):
    return Target.objects.create(
        indicator=indicator, area=area, form="at_least", value=value,
        period_start=period.start, period_end=period.end,
    )  # fmt: skip


def standing_of(indicator, *areas, period=QUARTER):
    (found,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    return standings_at(found, areas, period, AS_AT)


def test_the_figure_of_a_place_is_held_to_the_target_of_the_place(indicator, town):
    found = standing_of(indicator, town)
    assert found[town.pk].status == Status.OFF_TRACK
    assert "50%" in found[town.pk].sentence
    (own,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    assert current_standing(own, AS_AT).status == Status.ON_TRACK
    assert own.area.pk != town.pk


def test_a_count_of_a_place_is_held_to_its_share_of_the_year(world, town):
    made = world.indicator(world.theme(), number_kind="counted", unit="closures")
    aim(town, made, 8)
    at(town, made, QUARTER, 2)
    assert standing_of(made, town)[town.pk].status == Status.ON_TRACK
    Figure.objects.update(value=1)
    assert standing_of(made, town)[town.pk].status == Status.OFF_TRACK


def test_without_a_target_of_its_own_or_for_that_period_a_place_is_not_judged(
    indicator, town, world
):
    other = world.area("Bodmin", within=world.county)
    at(other, indicator, QUARTER, 50)
    assert set(standing_of(indicator, town, other, world.county)) == {town.pk}
    before = Period.quarter(2010, 1)
    at(town, indicator, before, 50)
    assert standing_of(indicator, town, period=before) == {}
    assert standing_of(indicator, town, period=Period.quarter(2011, 3)) == {}, "after the view"


def test_what_is_said_of_the_headline_overrides_nothing_elsewhere(indicator, town):
    Commentary.objects.create(
        indicator=indicator, period_start=QUARTER.start, period_end=QUARTER.end,
        written_at=datetime(2011, 11, 1, tzinfo=UTC), status_override="achieved",
        override_reason="Because",
    )  # fmt: skip
    assert standing_of(indicator, town)[town.pk].status == Status.OFF_TRACK


def test_breaks_part_the_figures_of_a_place_too(indicator, town):
    at(town, indicator, Period.quarter(2010, 1), 40)
    assert standing_of(indicator, town)[town.pk].travel.direction == "improving"
    SeriesBreak.objects.create(
        indicator=indicator, starts_on=date(2011, 4, 1), what_changed="New rule"
    )
    found = indicators_aimed_at(town)
    assert list(found) == [indicator.pk]
    assert standing_of(indicator, town)[town.pk].travel.direction == "unknown"


def test_the_table_by_area_and_the_page_of_the_place_show_it(
    indicator, town, world, board, sign_in
):
    client = sign_in(board)
    other = world.area("Bodmin", within=world.county)
    at(other, indicator, QUARTER, 70)
    table = words_of(client.get(indicator.get_absolute_url())).split("Figures by area")[-1]
    assert "Its own target" in table
    assert "Off track At least 90%" in table
    place = words_of(client.get(town.get_absolute_url()))
    assert "Off track At least 90% in 2011/12 50%" in place
    assert "No target here" not in words_of(client.get(other.get_absolute_url()))


@pytest.mark.parametrize(
    ("lag", "status", "waits_for"),
    [(None, "No figures yet", "Q2"), (153, "No figures yet", "Q2"), (152, "Overdue", "Q1")],
)
def test_a_place_with_a_target_and_no_figures_says_so_with_the_target(
    indicator, world, board, sign_in, lag, status, waits_for
):
    """The figure for Q1 is due 153 days after 30 June, on the day of the view; no figure for Q2 is due by then."""
    Indicator.objects.update(reporting_lag_days=lag, live_from=QUARTER.start)
    other = world.area("Bodmin", within=world.county)
    aim(other, indicator, 75)
    words = words_of(sign_in(board).get(other.get_absolute_url()))
    said = f"{status} At least 75% in 2011/12 No figures yet {waits_for} 2011/12"
    assert f"Indicator {indicator.order} {said}" in words
    assert "Performance 1" in words


def test_a_target_to_come_stands_there_too_and_one_of_another_plan_does_not(
    indicator, world, board, sign_in
):
    client = sign_in(board)
    other = world.area("Bodmin", within=world.county)
    target = aim(other, indicator, 75, Period.financial_year(2012))
    words = words_of(client.get(other.get_absolute_url()))
    assert "No figures yet At least 75% in 2012/13 No figures yet None" in words
    draft = Plan.objects.create(
        partnership=world.partnership, title="Next", slug="next", financial_year=2013,
        assessment_title="x", stage="draft", reporting_date=AS_AT,
    )  # fmt: skip
    Theme.objects.update(plan=draft)
    target.save()
    words = words_of(client.get(other.get_absolute_url()))
    assert "No indicator is measured for it, and no figure is held for it." in words


def test_more_places_with_targets_take_no_more_queries(indicator, world, board, sign_in):
    client, page = sign_in(board), indicator.get_absolute_url()
    client.get(page)
    few = queries_of(client, page)
    for number in range(5):
        place = world.area(f"Place {number}", within=world.county)
        at(place, indicator, QUARTER, 70)
        aim(place, indicator, 60)
    client.get(page)
    assert queries_of(client, page) == few
