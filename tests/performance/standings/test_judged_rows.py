"""Rows at a boundary: the end of a target's period, a break, the edge of a tolerance, a part that is missing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.periods import Period
from performance.choices import Status
from performance.models import (
    Comparator,
    Figure,
    Indicator,
    KeptStanding,
    SeriesBreak,
    Target,
)
from performance.standings.keeping import standings_now
from performance.standings.series import series_of, so_far
from performance.standings.standing import current_standing, standings_of, with_figures
from tests.world import KNOWN

AS_AT = date(2011, 11, 30)
OVER = date(2012, 6, 1)
THIS_YEAR = "2011/12"
ON_1_APRIL, ON_1_JULY = date(2011, 4, 1), date(2011, 7, 1)
QUARTERS = ("Q1 2010/11", "Q2 2010/11", "Q3 2010/11", "Q4 2010/11")
MONTHS = Period.financial_year(2010).months()


@pytest.fixture
def rows(world):
    """Makes an indicator with figures, targets and breaks; a figure is a value, counts, or a state."""

    def make(figures, targets, breaks=(), **facts):
        facts = {"unit": "crimes", "polarity": "lower", "number_kind": "counted"} | facts
        indicator = world.indicator(world.theme(), **facts)
        for period, said in figures:
            _figure(indicator, period, said)
        for period, target in targets:
            period = Period.parse(period)
            Target.objects.create(
                indicator=indicator, area=indicator.area, period_start=period.start,
                period_end=period.end, **target,
            )  # fmt: skip
        for day in breaks:
            SeriesBreak.objects.create(
                indicator=indicator, starts_on=day, what_changed="New counting rule"
            )
        return indicator

    return make


def _figure(indicator, period, said):
    period = period if isinstance(period, Period) else Period.parse(period)
    facts = {"value": said}
    if isinstance(said, str):
        facts = {"state": said, "reason": "The scheme began in July" if said == "not_applicable" else ""}  # fmt: skip
    elif isinstance(said, dict):
        facts = said
    elif isinstance(said, tuple):
        numerator, denominator = map(Decimal, said)
        value = round(numerator * 100 / denominator, 6)
        facts = {"value": value, "numerator": numerator, "denominator": denominator}
    Figure.objects.create(
        indicator=indicator, area=indicator.area, period_start=period.start, period_end=period.end,
        known_from=KNOWN, **facts,
    )  # fmt: skip


def now(indicator, as_at=AS_AT):
    (fetched,) = with_figures(Indicator.objects.filter(pk=indicator.pk), as_at)
    return current_standing(fetched, as_at)


def standing_for(indicator, period, as_at=AS_AT):
    (fetched,) = with_figures(Indicator.objects.filter(pk=indicator.pk), as_at)
    found = standings_of(fetched, as_at)
    return next(row for row in found if row.period == Period.parse(period))


def at_most(value, **more):
    return {"form": "at_most", "value": value} | more


def at_least(value, **more):
    return {"form": "at_least", "value": value} | more


def fall(percent=-6, since="2010/11", **more):
    since = Period.parse(since)
    return {
        "form": "change", "change_percent": percent, "baseline_start": since.start,
        "baseline_end": since.end,
    } | more  # fmt: skip


SHARE = {"unit": "%", "number_kind": "share"}
UP = {"polarity": "higher"}


# The target that holds on the last day of the figure.


@pytest.mark.parametrize(
    ("figure", "target", "status"),
    [
        ("12 months to September 2011", THIS_YEAR, Status.OFF_TRACK),
        ("12 months to April 2011", THIS_YEAR, Status.OFF_TRACK),
        ("January to May 2011", THIS_YEAR, Status.OFF_TRACK),
        ("June 2011", THIS_YEAR, Status.OFF_TRACK),
        ("12 months to September 2011", "January to December 2011", Status.OFF_TRACK),
        ("12 months to September 2011", "April to September 2011", Status.MISSED),
        ("12 months to March 2011", "January to March 2011", Status.MISSED),
    ],
)
def test_a_share_is_held_to_the_target_that_holds_on_its_last_day(rows, figure, target, status):
    indicator = rows([(figure, 5)], [(target, at_most(4))], **SHARE)

    found = now(indicator)

    assert (found.status, found.period) == (status, Period.parse(figure))
    assert "5% " in found.sentence


def test_a_figure_that_ends_the_day_before_its_target_begins_is_not_held_to_it(rows):
    indicator = rows([("12 months to March 2011", 5)], [(THIS_YEAR, at_most(4))], **SHARE)

    assert standing_for(indicator, "2010/11").status == Status.NO_TARGET


def test_of_two_targets_the_nearest_in_length_holds_for_a_rolling_year(rows):
    indicator = rows(
        [("12 months to September 2011", 5)],
        [("Q2 2011/12", at_most(9)), (THIS_YEAR, at_most(4))],
        **SHARE,
    )

    assert now(indicator).judgement.limit == 4


def test_a_rolling_count_of_a_year_is_held_to_the_whole_of_a_years_target(rows):
    indicator = rows([("12 months to September 2011", 4)], [(THIS_YEAR, at_least(8))], **UP)

    found = now(indicator)

    assert (found.status, found.judgement.limit) == (Status.OFF_TRACK, 8)


# The year to date starts with the target.


@pytest.mark.parametrize(
    ("target", "value", "limit", "status"),
    [
        ("January to December 2011", 12, 9, Status.ON_TRACK),
        ("April to September 2011", 9, 12, Status.MISSED),
        ("July to December 2011", 5, 6, Status.OFF_TRACK),
        (THIS_YEAR, 9, 6, Status.ON_TRACK),
    ],
)
def test_a_count_adds_up_from_where_its_target_starts(rows, target, value, limit, status):
    indicator = rows(
        [("Q4 2010/11", 3), ("Q1 2011/12", 4), ("Q2 2011/12", 5)],
        [(target, at_least(12))],
        **UP,
    )

    found = now(indicator)

    assert (found.judgement.value, found.judgement.limit) == (value, limit)
    assert found.status == status


def test_the_chart_of_a_count_starts_its_year_to_date_with_the_target(rows):
    indicator = rows(
        [("Q4 2010/11", 3), ("Q1 2011/12", 4)], [("January to December 2011", at_least(12))], **UP
    )
    (fetched,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    (series,) = series_of(standings_of(fetched, AS_AT))

    found = so_far(series, fetched)

    assert [reading.value for _, reading in sorted(found.items())] == [3, 7]


# Baselines and the shape of last year, from their parts.


@pytest.mark.parametrize(
    "before",
    [
        [("2010/11", 400)],
        [(quarter, 100) for quarter in QUARTERS],
        [(month, 25) for month in MONTHS[:6]] + [("Q3 2010/11", 150), ("Q4 2010/11", 100)],
        [(month, 40 if n < 4 else 30) for n, month in enumerate(MONTHS)],
    ],
    ids=["a year", "quarters", "some of each", "months"],
)
def test_a_baseline_is_made_of_the_parts_that_are_in(rows, before):
    indicator = rows([*before, ("Q1 2011/12", 90)], [(THIS_YEAR, fall())])

    found = now(indicator)

    assert (found.label, found.judgement.limit) == ("Just on track", 94)
    assert "(−6% on 400 in 2010/11)" in found.sentence


def test_a_baseline_with_a_part_missing_is_not_known(rows):
    before = [(quarter, 100) for quarter in QUARTERS[1:]]
    indicator = rows([*before, ("Q1 2011/12", 90)], [(THIS_YEAR, fall())])

    found = now(indicator)

    assert found.status == Status.NO_TARGET
    assert "a change on a baseline that is not known" in found.sentence


def test_a_change_against_a_comparator_is_not_against_ones_own_figure(rows):
    since = Period.parse("2010/11")
    aim = fall(baseline_label="England")
    indicator = rows([("2010/11", 50), ("Q1 2011/12", 30)], [(THIS_YEAR, aim)], **SHARE)
    assert now(indicator).status == Status.NO_TARGET, "England's figure is not known"

    Comparator.objects.create(
        indicator=indicator, kind="national", label="England", value=40,
        period_start=since.start, period_end=since.end,
    )  # fmt: skip

    assert now(indicator).judgement.limit == Decimal("37.6")


def test_a_baseline_of_a_share_comes_from_its_counts(rows):
    before = list(zip(QUARTERS, [(1, 3), (1, 4), (0, 1), (2, 5)], strict=True))
    indicator = rows([*before, ("Q1 2011/12", 25)], [(THIS_YEAR, fall(0))], **SHARE)

    assert now(indicator).judgement.limit == Fraction(400, 13)


def test_a_baseline_of_a_level_is_what_it_was_at_the_end(rows):
    before = [("Q1 2010/11", 7), ("Q4 2010/11", 50)]
    indicator = rows(
        [*before, ("Q1 2011/12", 47)], [(THIS_YEAR, fall())], unit="people", number_kind="level"
    )

    assert now(indicator).judgement.limit == 47


@pytest.mark.parametrize(
    ("before", "limit"),
    [
        (list(zip(QUARTERS, (40, 20, 20, 20), strict=True)), 20),
        ([(month, n + 1) for n, month in enumerate(MONTHS)], Fraction(50 * 6, 78)),
        (
            [("Q1 2010/11", 40), ("April to September 2010", 60),
             ("April to December 2010", 80), ("2010/11", 100)],
            20,
        ),
    ],
    ids=["quarters", "months", "totals so far"],
)  # fmt: skip
def test_the_shape_of_last_year_is_made_of_the_parts_that_are_in(rows, before, limit):
    aim = at_most(50, profile="last_year")
    indicator = rows([*before, ("Q1 2011/12", 1)], [(THIS_YEAR, aim)])

    assert now(indicator).judgement.limit == limit


# Nothing across a break.


def test_a_change_is_not_compared_across_a_break_and_says_so(rows):
    figures = [("2010/11", 1000), (THIS_YEAR, 1200)]
    indicator = rows(figures, [(THIS_YEAR, fall())], [ON_1_APRIL])

    found = now(indicator, OVER)

    assert found.status == Status.NO_TARGET
    assert found.sentence == (
        "No target: 1,200 crimes in 2011/12; the target for 2011/12 is a change on 2010/11, which is not compared: "
        "the series breaks on 1 April 2011 (New counting rule); lower is better."
    )
    assert now(rows(figures, [(THIS_YEAR, fall())]), OVER).status == Status.MISSED


def test_a_year_to_date_is_not_added_up_across_a_break_and_says_so(rows):
    figures = [("Q1 2011/12", 3), ("Q2 2011/12", 3)]
    indicator = rows(figures, [(THIS_YEAR, at_least(8))], [ON_1_JULY], **UP)

    found = now(indicator)

    assert found.status == Status.NO_TARGET
    assert found.sentence == (
        "No target: 3 crimes in Q2 2011/12; the year to date is not added up: the series breaks on 1 July 2011 "
        "(New counting rule); higher is better."
    )
    assert standing_for(indicator, "Q1 2011/12").status == Status.ON_TRACK


def test_a_break_speaks_before_a_quarter_that_is_missing(rows):
    indicator = rows([("Q2 2011/12", 3)], [(THIS_YEAR, at_least(8))], [ON_1_JULY], **UP)

    found = now(indicator)

    assert (found.status, found.missing) == (Status.NO_TARGET, ())


def test_the_shape_of_last_year_is_not_taken_across_a_break(rows):
    before = [(quarter, 25) for quarter in QUARTERS]
    aim = at_most(50, profile="last_year")
    indicator = rows([*before, ("Q1 2011/12", 1)], [(THIS_YEAR, aim)], [ON_1_APRIL])

    found = now(indicator)

    assert found.status == Status.NO_TARGET
    assert "follows last year, which is not compared: the series breaks on" in found.sentence


def test_direction_is_not_read_across_a_break_and_says_so(rows):
    indicator = rows([("Q1 2010/11", 30), ("Q1 2011/12", 20)], [], [ON_1_APRIL])

    assert now(indicator).travel.sentence == (
        "Nothing to compare Q1 2011/12 with: the series breaks on 1 April 2011 (New counting rule)."
    )


# Quarters settle a year.


@pytest.mark.parametrize(
    ("last", "status", "sentence"),
    [
        ((9, 10), Status.ACHIEVED, "Achieved: 80% in 2011/12 against a target of at least 80%; higher is better."),
        ((8, 10), Status.MISSED, "Missed: 77.5% in 2011/12 against a target of at least 80%; higher is better."),
        (90, Status.ON_TRACK, "2011/12 is over but its final figure is not in."),
    ],
)  # fmt: skip
def test_quarterly_percentages_with_their_counts_settle_the_year(rows, last, status, sentence):
    figures = [("Q1 2011/12", (7, 10)), ("Q2 2011/12", (8, 10)), ("Q3 2011/12", (8, 10))]
    indicator = rows([*figures, ("Q4 2011/12", last)], [(THIS_YEAR, at_least(80))], **(SHARE | UP))

    found = now(indicator, OVER)

    assert found.status == status
    assert found.sentence.endswith(sentence)
    still = now(indicator, date(2012, 3, 31)).judgement
    assert still.value == (last if isinstance(last, int) else 10 * last[0]), "it runs on that day"


def test_a_quarterly_rate_settles_the_year_in_its_own_unit(rows):
    population = 200_000
    figures = [
        (f"Q{n} 2011/12", {"value": Decimal(count) / 2, "numerator": count, "denominator": population})
        for n, count in enumerate((3, 4, 5, 4), start=1)
    ]  # fmt: skip
    indicator = rows(
        figures, [(THIS_YEAR, at_most(2))], unit="per 100,000 population", number_kind="rate"
    )

    found = now(indicator, OVER)

    assert (found.status, found.judgement.value) == (Status.ACHIEVED, 2)


# What is said.


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (90, "2011/12 is over, and its final figure is in."),
        ("suppressed", "2011/12 is over, and its final figure is suppressed."),
        ("not_applicable", "2011/12 is over, and its final figure is not applicable."),
        ({"value": 90, "state": "provisional"}, "2011/12 is over but its final figure is not in."),
    ],
)
def test_a_quarter_whose_year_is_in_does_not_say_that_it_is_not(rows, year, words):
    indicator = rows(
        [("Q2 2011/12", 85), (THIS_YEAR, year)], [(THIS_YEAR, at_least(80))], **(SHARE | UP)
    )

    assert standing_for(indicator, "Q2 2011/12", OVER).sentence.endswith(words)


def test_a_quarter_of_a_year_that_its_quarters_settle_says_so_too(rows):
    figures = [(f"Q{n} 2011/12", (8, 10)) for n in range(1, 5)]
    indicator = rows(figures, [(THIS_YEAR, at_least(80))], **(SHARE | UP))

    assert standing_for(indicator, "Q2 2011/12", OVER).sentence.endswith("its final figure is in.")


def test_a_count_with_a_suppressed_quarter_does_not_say_that_it_is_missing(rows):
    indicator = rows([("Q1 2011/12", "suppressed"), ("Q2 2011/12", 3)], [(THIS_YEAR, at_most(8))])

    found = now(indicator)

    assert (found.label, found.missing) == ("Incomplete", ())
    assert found.word == "Incomplete"
    assert found.sentence == "Incomplete: Q1 2011/12 is suppressed."


@pytest.mark.parametrize(
    ("live_from", "status"), [(None, Status.OVERDUE), (ON_1_JULY, Status.NO_FIGURES)]
)
def test_a_part_from_before_the_indicator_was_live_is_not_overdue(rows, live_from, status):
    indicator = rows(
        [("Q2 2011/12", 3)], [(THIS_YEAR, at_most(8))], reporting_lag_days=30, live_from=live_from
    )

    assert standing_for(indicator, "Q2 2011/12").judgement.status == status


def test_a_count_whose_target_is_not_confirmed_has_no_target_and_is_not_incomplete(rows):
    unconfirmed = {"form": "at_most", "is_confirmed": False}
    indicator = rows([("Q2 2011/12", 3)], [(THIS_YEAR, unconfirmed)])

    assert now(indicator).status == Status.NO_TARGET


def test_a_part_that_is_not_applicable_has_nothing_to_add(rows):
    indicator = rows(
        [("Q1 2011/12", "not_applicable"), ("Q2 2011/12", 3)], [(THIS_YEAR, at_most(8))]
    )

    assert (now(indicator).status, now(indicator).judgement.value) == (Status.ON_TRACK, 3)


def test_a_year_that_is_not_applicable_does_not_hide_a_quarter_that_is_missing(rows):
    figures = [("Q1 2011/12", 1), ("Q2 2011/12", 1), ("Q4 2011/12", 1), (THIS_YEAR, "not_applicable")]  # fmt: skip
    indicator = rows(figures, [(THIS_YEAR, at_most(8))])

    found = standing_for(indicator, "Q4 2011/12", OVER)

    assert found.sentence == "Incomplete: no figure for Q3 2011/12."


# Exact.


def test_a_count_on_the_edge_of_its_tolerance_is_at_risk_be_it_kept_or_not(rows):
    shape = ["12", "2", "1", "4"]
    aim = at_least(160, profile="given", profile_values=shape)
    indicator = rows([("Q1 2011/12", 96)], [(THIS_YEAR, aim)], **UP)

    found = now(indicator)
    assert (found.status, found.judgement.amber) == (Status.AT_RISK, 96)
    assert "at least 101.05 by 30 June 2011 (amber down to 96)" in found.sentence

    standings_now(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    (kept,) = standings_now(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    assert KeptStanding.objects.count() == 1
    assert kept.judgement == found.judgement
    assert kept.judgement.limit == Fraction(1920, 19)


def test_a_range_is_just_met_at_either_end(rows):
    span = {"form": "range", "value": 10, "upper_value": Decimal("11.06")}
    indicator = rows([("Q1 2011/12", Decimal("10.52"))], [(THIS_YEAR, span)], **SHARE)

    assert now(indicator).label == "Just on track"
