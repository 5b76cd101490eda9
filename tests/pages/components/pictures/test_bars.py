"""Bars to target: a share of the target, the better side, and a mark that needs no colour."""

import re
from decimal import Decimal

import pytest

from safercornwall.pages.components.pictures.bar_rows import (
    BarsToTarget,
    bars_to_target,
    furthest_off_first,
)
from safercornwall.pages.components.pictures.bars import BarToTarget, bar_to_target, scale_top


def bar(value, target, good="lower", **more):
    return BarToTarget("Fires", value, target, good=good, **more)


@pytest.mark.parametrize(
    ("value", "target", "share"),
    [(2, 1, 2), (0, 4, 0), (-1, 4, -0.25), (Decimal("1e12"), 4, 2.5e11), (77, 80, 0.9625)],
)
def test_a_value_is_drawn_as_a_share_of_its_target(value, target, share):
    assert bar(value, target).share == share


@pytest.mark.parametrize(
    ("value", "target"),
    [(None, 4), (4, None), (4, 0), (4, -2), (float("nan"), 4), (4, float("inf"))],
)
def test_no_share_is_made_up_where_there_is_none(value, target):
    found = bar(value, target)
    assert found.share is None
    assert "sc-bar__value" not in bar_to_target(found)


def test_the_bar_ends_at_its_share_and_the_target_stands_at_the_whole():
    drawn = bar_to_target(bar(3, 4), top=2)
    assert 'width="37.5%"' in drawn
    assert 'x1="50%"' in drawn


def test_a_bar_beyond_the_scale_stops_at_its_end_with_an_arrow():
    drawn = bar_to_target(bar(900, 1))
    assert 'width="100%" y="13"' in drawn
    assert "sc-bar__beyond" in drawn
    assert "sc-bar__beyond" not in bar_to_target(bar(3, 4))


def test_a_negative_value_has_no_length_and_an_arrow():
    drawn = bar_to_target(bar(-3, 4))
    assert 'width="0%"' in drawn
    assert "sc-bar__beyond" in drawn


@pytest.mark.parametrize(
    ("good", "band"), [("lower", 'x="0%" width="50%"'), ("higher", 'x="50%" width="50%"')]
)
def test_the_better_side_is_shaded(good, band):
    drawn = bar_to_target(bar(3, 4, good), top=2)
    assert re.search(rf'{band}[^>]*class="sc-bar__good"', drawn)


def test_where_neither_side_is_better_none_is_shaded_or_flagged():
    drawn = bar_to_target(bar(3, 4, ""))
    assert "sc-bar__good" not in drawn
    assert "sc-bar__flag" not in drawn


@pytest.mark.parametrize(("status", "shape"), [("off_track", "m8 .5"), ("at_risk", "M8 1 15.5")])
def test_a_status_has_a_shape_and_not_only_a_colour(status, shape):
    assert shape in bar_to_target(bar(3, 4, status=status))


def test_the_facts_are_told():
    fires = bar(
        Decimal("2.8"),
        Decimal("1.9"),
        status="off_track",
        value_words="2.8 per 10,000",
        target_words="at most 1.9",
        amber_words="2.0",
    )
    assert fires.alt == (
        "Off track: 2.8 per 10,000 against at most 1.9, 147% of the target;"
        " amber up to 2.0; lower is better."
    )
    assert bar(None, 4, target_words="at most 4").alt == "No figures yet; the target is at most 4."


def test_one_scale_holds_all_bars_and_stays_readable():
    assert scale_top([]) == 1.25
    assert scale_top([bar(1, 4), bar(6, 4)]) == pytest.approx(1.575)
    assert scale_top([bar(900, 1)]) == 2


def test_the_furthest_off_comes_first_by_its_share_of_the_target():
    bars = [
        bar(None, 4),
        bar(3, 4),
        bar(5, 4),
        bar(25, 100, "higher"),
        bar(99, 100, "higher"),
    ]
    shares = [found.share for found in furthest_off_first(bars)]
    assert shares == [0.25, 1.25, 0.99, 0.75, None]


def test_rows_say_the_value_the_status_and_the_target_in_words():
    drawn = bars_to_target(
        BarsToTarget(
            (bar(3, 4, status="on_track", value_words="3 fires", target_words="at most 4"),)
        )
    )
    assert "3 fires" in drawn
    assert "On track · at most 4" in drawn


def test_no_bars_are_an_empty_list():
    assert "<li" not in bars_to_target(BarsToTarget(()))
