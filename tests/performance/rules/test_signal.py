"""Signal or noise: the four rules in their order, worked through on small series."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from performance.choices import Polarity
from performance.rules.signal import (
    Assurance,
    SignalPoint,
    SignalRule,
    SignalTarget,
    Variation,
    read_chart,
)

LOWER, HIGHER, NEITHER = Polarity.LOWER, Polarity.HIGHER, Polarity.NEITHER
O, T, W, S = SignalRule.OUTSIDE, SignalRule.TREND, SignalRule.TWO_IN_THREE, SignalRule.ONE_SIDE  # noqa: E741

# Mean 10, every move 2: limits 10 \u00b1 5.32, two thirds of the way is 10 \u00b1 3.546667.
ZIGZAG = [9, 11] * 8


def months(values):
    return [
        SignalPoint(
            Period.whole_months(2010, 1 + n, 1), None if value is None else Decimal(str(value))
        )
        for n, value in enumerate(values)
    ]


def chart(values, polarity=HIGHER, **more):
    return read_chart(months(values), polarity=polarity, **more)


def rules(values, **more):
    return [point.rule for point in chart(values, **more).points]


def test_limits_are_the_mean_and_2_66_average_moves():
    last = chart(ZIGZAG).points[-1]
    assert (last.mean, last.lower, last.upper) == (10, Decimal("4.68"), Decimal("15.32"))
    assert chart(ZIGZAG).variation == Variation.COMMON
    assert set(rules(ZIGZAG)) == {None}


# The series of NHSRplotthedots' own tests of its limits (test-ptd_spc_standard.R): R's rnorm(20) after set.seed(123).
REFERENCE = [
    "-0.56047565", "-0.23017749", "1.55870831", "0.07050839", "0.12928774", "1.71506499", "0.46091621",
    "-1.26506123", "-0.68685285", "-0.44566197", "1.22408180", "0.35981383", "0.40077145", "0.11068272",
    "-0.55584113", "1.78691314", "0.49785048", "-1.96661716", "0.70135590", "-0.47279141",
]  # fmt: skip


def test_the_limits_are_those_that_the_reference_prints():
    """In its snapshot: mean 0.142, lower limit -3.01, upper limit 3.29."""
    last = chart(REFERENCE).points[-1]
    printed = (f"{last.mean:.3f}", f"{last.lower:.2f}", f"{last.upper:.2f}")
    assert printed == ("0.142", "-3.01", "3.29")


def test_two_points_close_to_opposite_limits_are_no_signal_in_the_reference_either():
    """The last test of the same file: both are common cause."""
    found = chart([*[1, -1] * 7, 5.5, -5.5])
    assert [point.variation for point in found.points[-2:]] == [Variation.COMMON] * 2


def test_moves_of_3_267_average_moves_or_more_are_left_out_of_the_limits():
    # Fourteen moves of 1 and one jump of 15 (average 29/15 = 1.93; 3.267 of those are 6.3): the average is 1 again.
    values = [10, 11] * 4 + [26, 27] * 4
    last = chart(values).points[-1]
    assert last.mean == Decimal("18.5")
    assert last.upper - last.mean == Decimal("2.66")


def test_a_point_outside_a_limit_signals():
    found = rules([*ZIGZAG, 18])
    assert found[-1] == O
    assert set(found[:-1]) == {None}
    assert chart([*ZIGZAG, 18]).variation == Variation.IMPROVEMENT
    assert chart([*ZIGZAG, 18], LOWER).variation == Variation.CONCERN
    assert chart([*ZIGZAG, 18], NEITHER).variation == Variation.HIGH
    assert chart([*ZIGZAG, 2], HIGHER).variation == Variation.CONCERN
    assert chart([*ZIGZAG, 2], LOWER).variation == Variation.IMPROVEMENT
    assert chart([*ZIGZAG, 2], NEITHER).variation == Variation.LOW


RISE = [8, 9, 9.5, 10, 10.5, 11, 12]


def test_seven_rising_signal_and_six_do_not():
    wide = [6, 14] * 4
    assert rules([*wide, *RISE])[-7:] == [T] * 7
    assert T not in rules([*wide, 15, *RISE[1:]])
    level = [8, 9, 10, 10, 10.5, 11, 12]
    assert T not in rules([*wide, *level])


def test_a_trend_is_read_by_its_way_and_not_by_its_side_of_the_mean():
    wide = [6, 14] * 4
    found = chart([*wide, *RISE], LOWER).points[-7:]
    assert {point.variation for point in found} == {Variation.CONCERN}


def test_where_two_trends_meet_the_point_belongs_to_the_second():
    wide = [6, 14] * 4
    values = [*wide, *RISE, *reversed(RISE[:-1])]
    points = chart(values, HIGHER).points
    peak = len(wide) + len(RISE) - 1
    assert [point.rule for point in points[peak - 6 :]] == [T] * 13
    assert points[peak - 1].variation == Variation.IMPROVEMENT
    assert points[peak].variation == Variation.CONCERN


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ([15, 15.2], [W, W]),
        ([15, 11, 15.2], [W, None, W]),
        ([15, 9, 15.2], [None, None, None]),
        ([15, 11, 11, 15.2], [None, None, None, None]),
        ([5, 15], [None, None]),
        ([13, 11, 13], [None, None, None]),
    ],
)
def test_two_in_three_close_to_a_limit_on_one_side_signal(tail, found):
    # Forty quiet points keep the lines near 10, 4 to 16 and 6 to 14 whatever the tail.
    values = [9, 11] * 20 + tail
    assert rules(values)[-len(tail) :] == found


def test_a_point_outside_a_limit_does_not_count_among_the_two_in_three():
    assert rules([9, 11] * 20 + [19, 11, 15])[-3:] == [O, None, None]


def test_seven_on_one_side_of_the_mean_signal():
    values = [9, 11] * 10 + [11, 11.5, 11, 11.5, 11, 11.5, 11]
    found = rules(values)
    assert found[-8:] == [S] * 8
    assert set(found[:-8]) == {None}
    assert chart(values, LOWER).variation == Variation.CONCERN


def test_a_series_that_never_moves_has_no_signal():
    third = Decimal(10) / 3
    assert set(rules([third] * 20)) == {None}


@pytest.mark.parametrize("count", [0, 1, 7, 12])
def test_no_signal_is_claimed_under_13_points(count):
    found = chart(
        [*([9, 11] * 7)[: count - 1], 99] if count else [],
        target=SignalTarget(at_least=Decimal(50)),
    )
    assert found.variation == Variation.TOO_FEW
    assert found.assurance == Assurance.UNKNOWN
    assert found.sentence == f"Too few points to tell ({count} of 13)."
    assert all(
        (point.rule, point.mean, point.upper) == (None, None, None) for point in found.points
    )


def test_thirteen_points_are_enough():
    assert chart([9, 11] * 6 + [99]).variation == Variation.IMPROVEMENT


def test_limits_restart_at_a_break():
    values = ZIGZAG + [n + 90 for n in ZIGZAG]
    day = months(values)[16].period.start
    found = chart(values, breaks=[day])
    assert (found.points[0].mean, found.points[-1].mean) == (10, 100)
    assert {point.rule for point in found.points} == {None}
    assert found.count == 16
    short = chart([*ZIGZAG, 99, 99], breaks=[day])
    assert short.sentence == "Too few points to tell (2 of 13)."
    assert short.points[0].mean == 10


def test_a_period_that_a_break_falls_inside_stands_alone():
    values = [*ZIGZAG, 55, *[n + 90 for n in ZIGZAG]]
    inside = date(2011, 5, 15)
    found = chart(values, breaks=[inside])
    assert found.points[16].variation == Variation.TOO_FEW
    assert (found.points[15].mean, found.points[17].mean) == (10, 100)


def test_a_gap_breaks_a_run_and_makes_no_move():
    gap = [9, 11] * 10 + [11.5, 11.6, 11.5, None, 11.6, 11.5, 11.6]
    assert S not in rules(gap)
    assert chart(gap).count == 26
    jump = [*ZIGZAG, None, *ZIGZAG]
    assert chart(jump).points[-1].upper == Decimal("15.32")
    assert chart(jump).points[16].rule is None


@pytest.mark.parametrize("polarity", [LOWER, HIGHER, NEITHER])
@pytest.mark.parametrize(
    ("at_least", "at_most", "assurance"),
    [
        (None, "16", Assurance.MET),
        (None, "15.33", Assurance.MET),
        (None, "15.32", Assurance.HIT_OR_MISS),
        (None, "10", Assurance.HIT_OR_MISS),
        (None, "4.68", Assurance.HIT_OR_MISS),
        (None, "4.67", Assurance.MISSED),
        ("16", None, Assurance.MISSED),
        ("15.32", None, Assurance.HIT_OR_MISS),
        ("4.68", None, Assurance.HIT_OR_MISS),
        ("4.67", None, Assurance.MET),
        ("4", "16", Assurance.MET),
        ("4", "15", Assurance.HIT_OR_MISS),
        ("5", "16", Assurance.HIT_OR_MISS),
        ("16", "20", Assurance.MISSED),
        ("1", "4", Assurance.MISSED),
        (None, None, Assurance.UNKNOWN),
    ],
)
def test_assurance_is_where_the_target_lies_beside_the_limits(
    at_least, at_most, assurance, polarity
):
    """Limits of 4.68 and 15.32. The form of the target decides, and not which way is good."""
    target = SignalTarget(*(end and Decimal(end) for end in (at_least, at_most)))
    assert chart(ZIGZAG, polarity, target=target).assurance == assurance
    assert chart(ZIGZAG, polarity).assurance == Assurance.UNKNOWN


@pytest.mark.parametrize("value", [500, 0, Decimal(10) / 3])
def test_what_never_varies_has_no_limits_and_no_assurance(value):
    found = chart([value] * 13, target=SignalTarget(at_least=Decimal(600)))
    assert (found.variation, found.assurance) == (Variation.NO_LIMITS, Assurance.UNKNOWN)
    assert found.sentence == "No variation, so no limits: all 13 points are the same."
    assert {(point.rule, point.mean, point.lower, point.upper) for point in found.points} == {
        (None, None, None, None)
    }


def test_zeros_with_a_single_one_are_no_signal():
    """Sixteen points: the two moves are screened out, and an average of 0 is left."""
    found = chart([0] * 15 + [1])
    assert found.variation == Variation.NO_LIMITS
    assert found.sentence == (
        "No limits: from one point to the next most figures do not vary, so any other would be outside them."
    )
    assert {point.rule for point in found.points} == {None}


def test_says_what_it_found_in_a_sentence():
    assert chart([*ZIGZAG, 18], LOWER, target=SignalTarget(at_most=Decimal(90))).sentence == (
        "Concern: the latest point (May 2011) is outside a limit; the target is consistently met."
    )
    assert chart(ZIGZAG).sentence == "No signal: the latest point is within ordinary variation."


def test_refuses_points_out_of_order():
    with pytest.raises(ValueError, match="in order of time"):
        read_chart(list(reversed(months([1, 2]))), polarity=LOWER)


VALUES = st.lists(st.integers(-50, 50), min_size=13, max_size=40)


@given(VALUES)
def test_a_series_turned_upside_down_signals_alike_the_other_way(values):
    up = chart(values, NEITHER).points
    down = chart([-value for value in values], NEITHER).points
    other = {Variation.HIGH: Variation.LOW, Variation.LOW: Variation.HIGH}
    assert [point.rule for point in up] == [point.rule for point in down]
    assert [other.get(point.variation, point.variation) for point in up] == [
        p.variation for p in down
    ]


@given(VALUES)
def test_every_point_outside_its_limits_says_so_first(values):
    for point in chart(values).points:
        has_limits = point.lower is not None
        is_outside = has_limits and not point.lower <= point.value <= point.upper
        assert (point.rule == O) is is_outside
