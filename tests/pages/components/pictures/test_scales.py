"""Axes count in round numbers, and say them as people would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safercornwall.pages.components.pictures.scales import Scale, axis_values, axis_words


@pytest.mark.parametrize(
    ("values", "axis"),
    [
        ((), [0, 0.25, 0.5, 0.75, 1]),
        ((0,), [0, 0.25, 0.5, 0.75, 1]),
        ((3, 51), [0, 20, 40, 60]),
        ((-12, 30), [-20, 0, 20, 40]),
        ((-5, -1), [-6, -4, -2, 0]),
        ((1e9,), [0, 2.5e8, 5e8, 7.5e8, 1e9]),
    ],
)
def test_an_axis_reaches_around_its_values_in_round_steps(values, axis):
    assert axis_values(values) == pytest.approx(axis)


def test_an_axis_that_need_not_begin_at_zero_stays_near_its_values():
    assert axis_values((77, 94), from_zero=False) == [75, 80, 85, 90, 95]


@given(st.lists(st.floats(-1e12, 1e12).map(lambda value: round(value, 6)), max_size=5))
def test_no_value_lies_outside_its_axis(values):
    axis = axis_values(values)
    span = axis[-1] - axis[0]
    assert 2 <= len(axis) <= 9
    assert all(axis[0] - span * 1e-6 <= value <= axis[-1] + span * 1e-6 for value in values)


@pytest.mark.parametrize(
    ("values", "around", "words"),
    [
        ([0, 0.5, 1], {}, ["0", "0.5", "1.0"]),
        ([-20, 0, 20], {"after": "%"}, ["−20%", "0%", "20%"]),
        ([0, 500, 1000], {}, ["0", "500", "1,000"]),
        ([0, 5e5, 1e6], {"before": "£"}, ["£0", "£0.5m", "£1.0m"]),
        ([0, 2.5e8, 5e8], {}, ["0", "250m", "500m"]),
        ([], {}, []),
    ],
)
def test_the_numbers_of_an_axis_are_alike(values, around, words):
    assert axis_words(values, **around) == words


def test_a_scale_stops_at_its_ends():
    scale = Scale(0, 10, 100, 0)
    assert [scale.at(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 50, 0, 0]
