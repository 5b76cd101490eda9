"""The rules by which a value that can be read is doubted, and what is said of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.cells.doubts.cases import Earlier, counted_in_one
from performance.cells.doubts.earlier_figures import A_HISTORY, is_a_jump, is_far_outside, jump
from performance.cells.doubts.impossible import not_whole
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import Given, Remark, read_measure
from performance.cells.values.numbers import are_whole
from performance.cells.values.ratios import against_parts, work_out, worked_out
from performance.rules.direction import SMALLEST_BASE

COUNT = Subject(pk=1, slug="count", name="Count", unit="incidents", is_whole=True)
SHARE = Subject(pk=2, slug="share", name="Share", unit="%", scale=Decimal(100))
RATE = Subject(pk=3, slug="rate", name="Rate", unit="per 1,000 people", scale=Decimal(1000))

few = st.lists(st.decimals(0, 5000, places=2), min_size=1, max_size=A_HISTORY - 1)


def of(*values):
    return Earlier(len(values), Decimal(min(values)), Decimal(max(values)))


@pytest.mark.parametrize(
    ("value", "earlier", "doubted"),
    [
        (1200, [120], True),
        (1199, [120], False),
        (12, [120], True),
        (13, [120], False),
        (20, [2], True),
        (19, [1], False),
        (1, [19], False),
        (0, [20], True),
        (20, [0], True),
        (19, [0], False),
        (0, [0], False),
        (120, [120, 11], False),
        (1200, [120, 3, 100], True),
        (0, [19, 300], False),
        (-200, [5], False),
        (200, [-5], False),
        (1200, [100, 110, 120, 90, 100], False),
    ],
)
def test_ten_times_as_much_or_a_tenth_is_doubted_where_numbers_are_not_small(
    value, earlier, doubted
):
    assert is_a_jump(Decimal(value), of(*earlier)) is doubted


@given(few, st.decimals(0, 100_000, places=2))
def test_a_jump_is_far_from_every_earlier_figure(values, value):
    far = all(value >= 10 * one for one in values) or all(value * 10 <= one for one in values)
    large = max(value, *values) >= SMALLEST_BASE
    if is_a_jump(value, of(*values)):
        assert far
        assert large
        assert jump(value, of(*values)).message.endswith(".")
    elif far:
        assert max(value, min(values)) < SMALLEST_BASE


@given(few, st.decimals(-1000, 100_000, places=2))
def test_no_figure_is_doubted_by_both_rules(values, value):
    assert not is_far_outside(value, of(*values))
    assert not is_a_jump(value, of(*values, *values, *values, *values, *values))


@pytest.mark.parametrize(
    ("subject", "denominator", "value", "earlier", "doubted"),
    [
        # 3 of 4, and then none of 4: small numbers, however large the percentage.
        (SHARE, 4, 0, 75, False),
        (SHARE, 400, 0, 75, True),
        (SHARE, None, 0, 75, True),
        # 9 in a thousand of 5,000 are 45.
        (RATE, 5000, 9, Decimal("0.9"), True),
        (RATE, None, 9, Decimal("0.9"), False),
        (RATE, 500, 9, Decimal("0.9"), False),
        # What is over what of a count says nothing of its size.
        (COUNT, 1, 400, 40, True),
    ],
)
def test_of_a_rate_it_is_what_was_counted_that_must_not_be_small(
    subject, denominator, value, earlier, doubted
):
    in_one = counted_in_one(subject, None if denominator is None else Decimal(denominator))
    assert is_a_jump(Decimal(value), of(earlier), in_one) is doubted


@pytest.mark.parametrize(
    ("value", "earlier", "said"),
    [
        (1234, [123], "The one earlier figure of this indicator for this area is 123, and this is ten times that or more."),
        (12, [123, 130], "are from 123 to 130, and this is a tenth of the lowest or less."),
        (1300, [123, 130], "and this is ten times the highest or more."),
        (25, [0, 0], "The 2 earlier figures of this indicator for this area are 0."),
    ],
)  # fmt: skip
def test_a_jump_says_beside_what(value, earlier, said):
    message = jump(Decimal(value), of(*earlier)).message
    assert message.startswith(f"The value is {value:,}. The ")
    assert message.endswith(said)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1.234", "1,234"), ("12.5", "12,500"), ("-1.2", "-1,200"), ("999.999", "999,999")],
)
def test_a_fraction_of_a_count_may_be_thousands(value, meant):
    said = not_whole(Decimal(value))
    assert f"read as {value}, with a decimal point" in said.message
    assert f"if {meant} is meant. Accept the warning if {value} is right." in said.remedy


@pytest.mark.parametrize("value", ["0.5", "1234.5", "1.2345"])
def test_where_it_can_be_no_thousands_none_are_offered(value):
    assert "is meant" not in not_whole(Decimal(value)).remedy


@pytest.mark.parametrize(
    ("unit", "aggregation", "decimal_places", "whole"),
    [
        ("offences", "sum", None, True),
        ("offences", "sum", 0, True),
        ("offences", "sum", 1, False),
        ("admissions", "none", 0, True),
        ("people in treatment", "latest", 0, True),
        ("people in treatment", "latest", None, False),
        ("%", "ratio", 0, False),
        ("% change over 3 years", "none", 0, False),
        ("£", "sum", 0, False),
        ("£ thousands", "sum", 0, False),
        ("days lost", "sum", None, False),
        ("Hours of patrol", "sum", None, False),
        ("offences per 1,000", "none", 0, False),
        ("cases", "ratio", 0, False),
        ("holidays", "sum", None, True),
        ("", "sum", None, True),
    ],
)
def test_which_figures_are_whole_numbers(unit, aggregation, decimal_places, whole):
    assert are_whole(unit, aggregation, decimal_places) is whole


# What the parts make


@given(
    st.sampled_from([SHARE, RATE]),
    st.decimals(0, 10**6, places=2),
    st.decimals(Decimal("0.01"), 10**6, places=2),
    st.sampled_from([None, "", "  "]),
    st.sampled_from([None, "final", "provisional"]),
)
def test_what_is_worked_out_agrees_with_its_parts(subject, over, under, blank, state):
    read = read_measure(subject, Given(blank, str(over), str(under), state), "figures")
    assert read.wrong is None
    assert read.remark == Remark.WORKED_OUT
    assert (read.numerator, read.denominator) == (over, under)
    assert read.state == ("provisional" if state == "provisional" else "reported")
    assert against_parts(subject, read.value, over, under) is None
    assert abs(read.value - subject.scale * over / under) <= Decimal("0.0000005")


@pytest.mark.parametrize(
    ("subject", "over", "under", "code", "says"),
    [
        (COUNT, 3, 4, "no_value", "for rates and percentages alone"),
        (SHARE, 3, None, "no_value", "Type the value or the denominator, or clear the numerator"),
        (SHARE, None, 4, "no_value", "Type the value or the numerator, or clear the denominator"),
        (SHARE, 0, 0, "denominator_not_above_zero", "type n/a as the value"),
        (SHARE, 3, -4, "denominator_not_above_zero", "nothing can be divided by that"),
        (RATE, 10**11, Decimal("0.001"), "number_too_large", "a million million"),
    ],
)
def test_where_nothing_can_be_worked_out_it_says_why(subject, over, under, code, says):
    found = work_out(subject, *(None if one is None else Decimal(one) for one in (over, under)))
    assert found.code == code
    assert says in f"{found.message} {found.remedy}"


@pytest.mark.parametrize("said", ["tbc", "-", "not available"])
def test_a_value_that_is_said_not_to_be_known_is_not_worked_out(said):
    read = read_measure(SHARE, Given(said, 154, 200), "figures")
    assert read.wrong.code == "no_value"
    assert "Clear the value, and it is worked out" in read.wrong.remedy


def test_what_is_worked_out_says_from_what():
    said = worked_out(SHARE, Decimal("66.666667"), Decimal(2), Decimal(3))
    assert said.message == "There is no value, so 66.67% is worked out from 2 over 3."
    said = worked_out(RATE, Decimal("2.5"), Decimal(1500), Decimal(600_000))
    assert "2.5 per 1,000 people is worked out from 1,500 over 600,000" in said.message
    said = worked_out(SHARE, Decimal(50), Decimal(1), Decimal(2), as_all=True)
    assert (
        said.message == "No column holds the values, so each is worked out: here 50% from 1 over 2."
    )


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        ("0.79%", Remark.BELOW_ONE_PERCENT),
        ("-0.5 per cent", Remark.BELOW_ONE_PERCENT),
        ("79%", Remark.NONE),
        ("0.79", Remark.NONE),
        (0.79, Remark.NONE),
    ],
)
def test_a_percent_sign_below_one_is_remembered(value, remark):
    assert read_measure(SHARE, Given(value), "figures").remark == remark
