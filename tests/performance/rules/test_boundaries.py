"""Where a figure lies exactly on the edge: of its tolerance, of its target's period, of a break in its series."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.periods import Period
from performance.choices import Aggregation, FigureState, Polarity, Profile, Status, TargetForm
from performance.rules.direction import direction_of_travel
from performance.rules.readings import BreakInSeries, Reading
from performance.rules.rollup import (
    final_state,
    held_against,
    roll_up_over,
    shape_of,
    year_to_date,
)
from performance.rules.status import judge
from performance.rules.targets import Limit, NoLimit, TargetValue, limit_for, whole_limit
from performance.rules.wording import Digits, decimals_carried, rounded, show

AS_AT = date(2011, 11, 30)
YEAR, BEFORE = Period.financial_year(2011), Period.financial_year(2010)
Q1, Q2, Q3, Q4 = YEAR.quarters()
CALENDAR = Period.whole_months(2011, 1, 12)
LOWER, HIGHER = Polarity.LOWER, Polarity.HIGHER
SUM, RATIO, LEVEL = Aggregation.SUM, Aggregation.RATIO, Aggregation.LATEST
PROVISIONAL, SUPPRESSED = FigureState.PROVISIONAL, FigureState.SUPPRESSED
NOT_APPLICABLE = FigureState.NOT_APPLICABLE
CUT = BreakInSeries(date(2011, 7, 1), "New counting rule.")


def figure(period, value, state=FigureState.REPORTED, counts=(None, None)):
    period = Period.parse(period) if isinstance(period, str) else period
    numerator, denominator = (None if count is None else Decimal(count) for count in counts)
    return Reading(
        period, None if value is None else Decimal(str(value)), state, numerator, denominator
    )


def share(period, numerator, denominator, state=FigureState.REPORTED):
    value = rounded(Fraction(100 * numerator, denominator), 6)
    return figure(period, value, state, (numerator, denominator))


def target(form=TargetForm.AT_LEAST, value=None, period=YEAR, **more):
    return TargetValue(form, period, None if value is None else Decimal(str(value)), **more)


# Exact to the end.


@pytest.mark.parametrize(
    ("value", "label"),
    [("96", "At risk"), ("95.999999", "Off track"), ("96.000001", "At risk")],
)
def test_a_figure_on_the_edge_of_its_tolerance_is_within_it(value, label):
    shape = tuple(map(Decimal, (12, 2, 1, 4)))
    aim = target(value=160, profile=Profile.GIVEN, profile_values=shape)
    judged = judge(figure(Q1, value), aim, polarity=HIGHER, as_at=AS_AT, aggregation=SUM)
    assert judged.label == label
    assert (judged.limit, judged.amber) == (Fraction(1920, 19), 96)
    shown = "101.05" if value == "96" else "101.052632"
    assert f"at least {shown} by 30 June 2011 (amber down to 96)" in judged.sentence


def test_a_share_of_three_months_in_nine_is_a_third():
    nine = Period.whole_months(2011, 4, 9)
    limit = limit_for(target(value=10, period=nine), Q1, polarity=HIGHER, year_to_date=True)
    assert limit.at_least == Fraction(10, 3)
    assert limit.met(Fraction(10, 3))
    assert not limit.met(Decimal("3.333333333333333333333333333"))


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 1), 0, "5"),
    ],
)
def test_a_fraction_is_rounded_as_a_decimal_is(value, decimals, shown):
    assert str(rounded(value, decimals)) == shown


def test_a_fraction_is_shown_with_two_decimals_and_more_only_to_keep_its_side():
    assert show(Fraction(1920, 19)) == "101.05"
    assert (decimals_carried(Fraction(1, 8)), decimals_carried(Fraction(4))) == (3, 0)
    near = [Fraction(1920, 19), Decimal("101.0526")]
    digits = Digits.suiting(near).telling_apart(near[0], near[1:])
    assert [digits.show(value) for value in near] == ["101.05263", "101.0526"]


# Just: every bound.


@pytest.mark.parametrize(
    ("value", "just"),
    [
        ("10.49", True),  # less than 0.5 above the floor
        ("10.5", True),  # not that, but 0.5 below the ceiling, whose tolerance is 0.55
        ("10.44", True),
        ("10.9", True),
    ],
)
def test_just_tries_both_ends_of_a_range(value, just):
    aim = target(TargetForm.RANGE, 10, upper=Decimal(11))
    assert judge(figure(Q1, value), aim, polarity=HIGHER, as_at=AS_AT).just is just


def test_a_figure_nearer_the_floor_may_be_just_below_the_ceiling():
    """10.52 is 0.52 above the floor, whose tolerance is 0.5, and 0.54 below the ceiling, whose tolerance is 0.553."""
    limit = Limit(YEAR, Fraction(10), Fraction("11.06"))
    assert limit.nearest(Decimal("10.52")).limit == 10
    assert limit.just_met(Decimal("10.52"))
    assert not Limit(YEAR, Fraction(10), Fraction("11.08")).just_met(Decimal("10.52"))


# The year to date starts with the target.


@pytest.mark.parametrize(
    ("whole", "newest", "value", "limit"),
    [
        (CALENDAR, "Q1 2011/12", 7, 4),
        (CALENDAR, "Q2 2011/12", 12, 6),
        (Period.whole_months(2011, 7, 6), "Q2 2011/12", 5, 4),
        (Period.whole_months(2010, 4, 24), "Q2 2011/12", 16, 6),
        (YEAR, "Q2 2011/12", 9, 4),
    ],
)
def test_a_count_adds_up_from_the_first_day_of_its_target(whole, newest, value, limit):
    figures = [
        figure(period, count)
        for period, count in (("2009/10", 99), ("April to December 2010", 4), ("Q4 2010/11", 3),
                              ("Q1 2011/12", 4), ("Q2 2011/12", 5))
    ]  # fmt: skip
    reading = next(one for one in figures if one.period == Period.parse(newest))
    held = held_against(reading, figures, whole=whole, aggregation=SUM, as_at=AS_AT).reading
    judged = judge(
        held, target(value=8, period=whole), polarity=HIGHER, as_at=AS_AT, aggregation=SUM
    )
    assert (judged.value, judged.limit) == (value, limit)


def test_a_count_as_long_as_its_target_stands_by_itself():
    rolling = figure("12 months to September 2011", 9)
    held = held_against(rolling, [rolling], whole=YEAR, aggregation=SUM, as_at=AS_AT)
    assert held.reading == rolling
    judged = judge(rolling, target(value=8), polarity=HIGHER, as_at=AS_AT, aggregation=SUM)
    assert (judged.status, judged.limit) == (Status.ON_TRACK, 8)


def test_a_count_that_reaches_back_before_its_target_is_no_part_of_it():
    half = Period.whole_months(2011, 4, 6)
    rolling = figure("12 months to September 2011", 9)
    aim = target(value=8, period=half)
    judged = judge(rolling, aim, polarity=HIGHER, as_at=AS_AT, aggregation=SUM)
    assert judged.status == Status.NO_TARGET
    assert "reaches back before April to September 2011" in judged.sentence


# Rolling up: the parts that are in.


@pytest.mark.parametrize(
    "parts",
    [
        [("2010/11", 40)],
        [("April to September 2010", 15), ("October 2010 to March 2011", 25)],
        [("Q1 2010/11", 10), ("Q2 2010/11", 5), ("Q3 2010/11", 10), ("Q4 2010/11", 15)],
        [("April to December 2010", 25), ("Q4 2010/11", 15)],
        [("Q1 2010/11", 10), ("July 2010", 2), ("August 2010", 3), ("September 2010", 0),
         ("October 2010 to March 2011", 25)],
    ],
)  # fmt: skip
def test_a_year_is_what_its_parts_come_to_whatever_their_length(parts):
    readings = [figure(period, value) for period, value in parts]
    rolled = roll_up_over(readings, over=BEFORE, aggregation=SUM)
    assert rolled.reading.value == 40
    short = roll_up_over(readings[:-1], over=BEFORE, aggregation=SUM)
    assert short.reading is None
    assert short.missing


def test_a_share_is_rolled_up_from_its_counts_exactly():
    readings = [share(Q1, 1, 3), share(Q2, 1, 4), share(Q3, 0, 1), share(Q4, 2, 5)]
    rolled = roll_up_over(readings, over=YEAR, aggregation=RATIO)
    assert rolled.reading.exact == Fraction(400, 13)


def test_a_level_is_what_it_is_at_the_end():
    readings = [figure(Q1, 5), figure(Q4, 9)]
    assert roll_up_over(readings, over=YEAR, aggregation=LEVEL).reading.value == 9
    assert roll_up_over(readings[:1], over=YEAR, aggregation=LEVEL).reading is None


def test_what_is_never_rolled_up_has_its_own_figure_alone():
    quarters = [figure(one, 5) for one in YEAR.quarters()]
    assert roll_up_over(quarters, over=YEAR, aggregation=Aggregation.NONE).reading is None
    own = figure(YEAR, 7)
    assert roll_up_over([own], over=YEAR, aggregation=Aggregation.NONE).reading == own


MONTHS = [figure(month, n + 1) for n, month in enumerate(BEFORE.months())]


@pytest.mark.parametrize(
    ("readings", "shape"),
    [
        (MONTHS, tuple(range(1, 13))),
        ([figure(one, n) for n, one in enumerate(BEFORE.quarters())], (0, 1, 2, 3)),
        ([figure("Q1 2010/11", 4), figure("April to September 2010", 6),
          figure("April to December 2010", 7), figure("2010/11", 12)], (4, 2, 1, 5)),
        (MONTHS[3:], (None, None, None, None)),
        ([figure("Q1 2010/11", 4), figure("Q3 2010/11", 2)], (4, None, None, None)),
    ],
)  # fmt: skip
def test_the_shape_of_last_year_is_made_of_what_is_in(readings, shape):
    assert shape_of(readings, BEFORE) == shape


# Breaks.


@pytest.mark.parametrize("day", [1, 2])
def test_a_year_to_date_is_not_added_up_across_a_break(day):
    """1 July is the first day of Q2, 2 July lies in it: the parts are on both sides of either."""
    cut = BreakInSeries(date(2011, 7, day), "New counting rule.")
    figures = [figure(Q1, 4), figure(Q2, 5)]
    rolled = year_to_date(figures, upto=Q2, aggregation=SUM, breaks=[cut])
    assert (rolled.reading, rolled.across) == (None, cut)
    assert year_to_date(figures, upto=Q1, aggregation=SUM, breaks=[cut]).reading == figures[0]


@pytest.mark.parametrize("day", [date(2011, 4, 1), date(2011, 10, 1)])
def test_a_year_to_date_on_one_side_of_a_break_is_added_up(day):
    figures = [figure(Q1, 4), figure(Q2, 5)]
    cut = BreakInSeries(day)
    assert year_to_date(figures, upto=Q2, aggregation=SUM, breaks=[cut]).reading.value == 9


def test_a_total_that_came_in_as_one_figure_stands_though_a_break_lies_in_it():
    half = figure("April to September 2011", 9)
    assert year_to_date([half], upto=Q2, aggregation=SUM, breaks=[CUT]).reading == half


def change(**more):
    facts = {"change_percent": Decimal(-6), "baseline": Decimal(1000), "baseline_period": BEFORE}
    return target(TargetForm.CHANGE, **(facts | more))


@pytest.mark.parametrize(
    ("cut", "period", "is_compared"),
    [
        (date(2010, 4, 1), Q1, True),  # the first day of the baseline
        (date(2010, 4, 2), Q1, False),
        (date(2011, 4, 1), Q1, False),  # between the two
        (date(2011, 6, 30), Q1, False),  # the last day of the figure
        (date(2011, 7, 1), Q1, True),  # the day after it
        (date(2011, 7, 1), Q2, False),
    ],
)
def test_a_change_is_not_compared_across_a_break(cut, period, is_compared):
    aim = change(breaks=(BreakInSeries(cut, "New counting rule."),))
    judged = judge(figure(period, 900), aim, polarity=LOWER, as_at=AS_AT)
    assert (judged.status == Status.ON_TRACK) is is_compared
    if not is_compared:
        assert judged.status == Status.NO_TARGET
        assert "a change on 2010/11, which is not compared: the series breaks on" in judged.sentence
        assert judged.sentence.count("(New counting rule)") == 1


def test_a_break_in_the_series_does_not_touch_a_comparator_or_a_bare_value():
    cut = BreakInSeries(date(2011, 4, 1))
    for aim in (change(breaks=(cut,), baseline_is_own=False), change(breaks=(cut,), baseline_period=None)):  # fmt: skip
        assert judge(figure(Q1, 900), aim, polarity=LOWER, as_at=AS_AT).status == Status.ON_TRACK


def test_a_change_across_a_break_asks_for_nothing_even_without_a_figure():
    aim = change(breaks=(BreakInSeries(date(2011, 4, 1)),))
    assert isinstance(whole_limit(aim, polarity=LOWER), NoLimit)
    later = change(breaks=(BreakInSeries(date(2011, 4, 2)),))
    assert whole_limit(later, polarity=LOWER).at_most == 940


@pytest.mark.parametrize(
    ("cut", "is_compared"),
    [(date(2010, 4, 1), True), (date(2010, 10, 1), False), (date(2011, 7, 1), True)],
)
def test_the_shape_of_last_year_is_not_taken_across_a_break(cut, is_compared):
    aim = target(
        value=8, profile=Profile.LAST_YEAR, profile_values=(Decimal(1),) * 4,
        breaks=(BreakInSeries(cut, "New source"),),
    )  # fmt: skip
    limit = limit_for(aim, Q1, polarity=HIGHER, year_to_date=True)
    assert isinstance(limit, Limit) is is_compared
    if not is_compared:
        assert limit.reason.endswith("the series breaks on 1 October 2010 (New source)")


# Final figures, and what is said where there is none.


@pytest.mark.parametrize(
    ("figures", "status", "value"),
    [
        ([share(Q1, 7, 10), share(Q2, 8, 10), share(Q3, 8, 10), share(Q4, 9, 10)], "achieved", 80),
        ([share(Q1, 7, 10), share(Q2, 8, 10), share(Q3, 7, 10), share(Q4, 9, 10)], "missed", 77.5),
        ([share(Q2, 8, 10), share(Q3, 8, 10), share(Q4, 9, 10)], "on_track", 90),
        ([share(Q1, 7, 10), figure(Q2, 80), share(Q3, 8, 10), share(Q4, 9, 10)], "on_track", 90),
        ([share(Q1, 7, 10), share(Q2, 8, 10), share(Q3, 8, 10), share(Q4, 9, 10, PROVISIONAL)],
         "on_track", 80),
    ],
)  # fmt: skip
def test_four_quarters_with_their_counts_settle_the_year(figures, status, value):
    over = date(2012, 4, 1)
    held = held_against(figures[-1], figures, whole=YEAR, aggregation=RATIO, as_at=over).reading
    judged = judge(held, target(value=80), polarity=HIGHER, as_at=over, aggregation=RATIO, unit="%")
    assert (judged.status, judged.value) == (status, Fraction(str(value)))
    assert ("its final figure is not in" in judged.sentence) is (status == "on_track")
    still = held_against(
        figures[-1], figures, whole=YEAR, aggregation=RATIO, as_at=YEAR.end
    ).reading
    assert still == figures[-1], "on its last day the year still runs"


def test_a_share_is_not_rolled_up_across_a_break_and_says_so():
    figures = [share(one, 9, 10) for one in YEAR.quarters()]
    over = date(2012, 4, 1)
    held = held_against(
        figures[-1], figures, whole=YEAR, aggregation=RATIO, as_at=over, breaks=[CUT]
    )
    assert (held.reading, held.across) == (figures[-1], CUT)
    judged = judge(
        held.reading, target(value=80), polarity=HIGHER, as_at=over, aggregation=RATIO,
        not_final=held.across.words,
    )  # fmt: skip
    assert judged.sentence.endswith(
        "2011/12 is over but its final figure is not in: the series breaks on 1 July 2011 (New counting rule)."
    )


@pytest.mark.parametrize(
    ("figures", "aggregation", "state"),
    [
        ([figure(YEAR, 5)], RATIO, FigureState.REPORTED),
        ([figure(YEAR, 5, PROVISIONAL)], RATIO, PROVISIONAL),
        ([figure(YEAR, None, SUPPRESSED)], RATIO, SUPPRESSED),
        ([figure(YEAR, None, NOT_APPLICABLE)], RATIO, NOT_APPLICABLE),
        ([figure(Q4, 5)], RATIO, None),
        ([figure(Q4, 5)], LEVEL, FigureState.REPORTED),
        ([figure(Q4, 5)], SUM, None),
        ([figure(one, 5) for one in YEAR.quarters()], SUM, FigureState.REPORTED),
        ([figure(one, 5) for one in YEAR.quarters()], RATIO, None),
        ([share(one, 5, 9) for one in YEAR.quarters()], RATIO, FigureState.REPORTED),
        ([], SUM, None),
    ],
)
def test_what_is_known_of_the_final_figure(figures, aggregation, state):
    assert final_state(figures, whole=YEAR, aggregation=aggregation) == state


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "2011/12 is over but its final figure is not in"),
        (PROVISIONAL, "2011/12 is over but its final figure is not in"),
        (FigureState.REPORTED, "2011/12 is over, and its final figure is in"),
        (SUPPRESSED, "2011/12 is over, and its final figure is suppressed"),
        (NOT_APPLICABLE, "2011/12 is over, and its final figure is not applicable"),
    ],
)
def test_a_quarter_of_a_year_that_is_over_says_what_is_known_of_the_year(state, words):
    judged = judge(
        figure(Q2, 85), target(value=80), polarity=HIGHER, as_at=date(2012, 6, 1),
        aggregation=RATIO, final_state=state,
    )  # fmt: skip
    assert judged.status == Status.ON_TRACK
    assert judged.sentence.endswith(f"; {words}.")


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        ([], "there is no figure for Q1 2010/11 or Q4 2010/11"),
        (
            [figure("Q1 2010/11", None, SUPPRESSED)],
            "there is no figure for Q4 2010/11, and the figure for Q1 2010/11 is suppressed (small number)",
        ),
        (
            [figure("Q1 2010/11", None, SUPPRESSED), figure("Q4 2010/11", None, NOT_APPLICABLE)],
            "the figure for Q1 2010/11 is suppressed (small number), and the figure for Q4 2010/11 is not applicable",
        ),
    ],
)
def test_direction_says_that_an_earlier_figure_is_suppressed_and_not_that_there_is_none(
    earlier, words
):
    travel = direction_of_travel(figure(Q1, 5), earlier, polarity=LOWER)
    assert travel.sentence == f"Nothing to compare Q1 2011/12 with: {words}."
