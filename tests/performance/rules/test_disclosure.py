"""Small numbers by plain values: what is withheld, and that a reader who knows the rest cannot tell it."""

from decimal import Decimal
from itertools import combinations_with_replacement, product

import pytest

from core.periods import Period
from performance.choices import WhyWithheld
from performance.rules.disclosure import SumOfCells, is_small, withheld_among
from performance.rules.sums import (
    CellInSum,
    Standpoint,
    connected_periods,
    sums_of_areas,
    sums_of_periods,
)

SMALL, SECONDARY = WhyWithheld.SMALL, WhyWithheld.SECONDARY


def counts(**given):
    return {key: None if n is None else Decimal(n) for key, n in given.items()}


def withheld(sums=(), threshold=5, **given):
    return withheld_among([counts(**given)], sums, threshold=threshold)


PARTS = SumOfCells("total", ("a", "b", "c"))


@pytest.mark.parametrize(
    ("count", "small"),
    [("0", False), ("1", True), ("4", True), ("4.5", True), ("5", False), (None, False)],
)
def test_a_number_is_small_from_one_to_below_the_threshold(count, small):
    assert is_small(count and Decimal(count), 5) is small


def test_a_small_number_beside_nothing_is_withheld_alone():
    assert withheld(a=3, b=7) == {"a": SMALL}


def test_the_next_smallest_is_withheld_so_that_the_total_tells_nothing():
    assert withheld([PARTS], total=60, a=3, b=40, c=17) == {"a": SMALL, "c": SECONDARY}


def test_nought_is_shown_and_hides_nothing():
    assert withheld([PARTS], total=23, a=3, b=20, c=0) == {"a": SMALL, "b": SECONDARY}


def test_two_small_ones_hide_each_other_where_their_sum_leaves_room():
    assert withheld([PARTS], total=26, a=3, b=3, c=20) == {"a": SMALL, "b": SMALL}


def test_two_ones_do_not_hide_each_other():
    found = withheld([PARTS], total=22, a=1, b=1, c=20)
    assert found == {"a": SMALL, "b": SMALL, "c": SECONDARY}


def test_the_total_is_withheld_where_no_part_is_left():
    five = SumOfCells("total", ("a", "b", "c", "d", "e"))
    found = withheld([five], total=5, a=1, b=1, c=1, d=1, e=1)
    assert found["total"] == SECONDARY


def test_a_total_that_is_withheld_cannot_be_added_up():
    """The town lies in an area whose other town is small: that town is withheld, and so is one place in it."""
    sums = [SumOfCells("area", ("t1", "t2")), SumOfCells("t2", ("x", "y"))]
    found = withheld(sums, area=23, t1=3, t2=20, x=8, y=12)
    assert found == {"t1": SMALL, "t2": SECONDARY, "x": SECONDARY}


def test_parts_that_do_not_come_to_the_total_tell_nothing_by_it():
    assert withheld([PARTS], total=99, a=3, b=40, c=17) == {"a": SMALL}


def test_one_that_was_suppressed_by_hand_is_not_told_by_its_total():
    found = withheld([PARTS], total=60, a=None, b=40, c=17)
    assert found == {"c": SECONDARY}


def test_a_total_that_was_suppressed_by_hand_is_not_added_up():
    assert withheld([PARTS], total=None, a=20, b=40, c=17) == {"c": SECONDARY}


def test_another_threshold_withholds_more():
    assert withheld(threshold=10, a=3, b=7, c=10) == {"a": SMALL, "b": SMALL}


def test_of_a_share_all_but_a_few_are_told_as_little_as_a_few():
    in_it, not_in_it, of = counts(a=98, b=40), counts(a=2, b=60), counts(a=100, b=100)
    assert withheld_among([in_it, not_in_it, of], [], threshold=5) == {"a": SMALL}


def with_totals(a, b, c, d):
    return {"a": a, "b": b, "c": c, "d": d, "t1": a + b, "t2": c + d, "all": a + b + c + d}


def what_may_be(given, hidden, most=10):
    """What a reader can think each figure to be: all places that fit what is shown. Nobody withholds nought."""
    guesses = [range(1, most + 1) if key in hidden else [given[key]] for key in "abcd"]
    told = [with_totals(*guess) for guess in product(*guesses)]
    fitting = [one for one in told if all(one[key] == given[key] for key in given.keys() - hidden)]
    return {key: {one[key] for one in fitting} for key in given}


TOWNS = list(combinations_with_replacement([0, 1, 2, 4, 6], 2))


@pytest.mark.parametrize(("first", "second"), list(combinations_with_replacement(TOWNS, 2)))
def test_no_reader_can_narrow_a_small_number_down(first, second):
    """Two towns of two places each, in one area: each set of numbers that fits is tried. 1 and 2 are small here."""
    given = with_totals(*first, *second)
    sums = [
        SumOfCells("t1", ("a", "b")),
        SumOfCells("t2", ("c", "d")),
        SumOfCells("all", ("t1", "t2")),
        SumOfCells("all", ("a", "b", "c", "d")),
    ]
    found = withheld(sums, threshold=3, **given)
    may_be = what_may_be(given, found.keys())
    assert all(len(may_be[key]) > 1 for key, why in found.items() if why == SMALL), (given, found)


def area(n, path, kind):
    return {n: Standpoint(path, kind)}


def test_areas_add_up_by_kind_and_by_what_lies_nearest():
    areas = {
        **area(1, "/county/", "county"),
        **area(2, "/county/east/", "network_area"),
        **area(3, "/county/west/", "network_area"),
        **area(4, "/county/east/town/", "town"),
    }
    year = Period.financial_year(2011)
    cells = [CellInSum(n, year) for n in areas]
    found = {
        (one.total.area, tuple(part.area for part in one.parts))
        for one in sums_of_areas(cells, areas)
    }
    assert found == {(1, (2, 3)), (1, (4,)), (2, (4,))}


def test_periods_add_up_by_months_quarters_and_totals_so_far():
    months = [Period.month(2011, n) for n in (4, 5, 6)]
    first, second = Period.quarter(2011, 1), Period.quarter(2011, 2)
    half = Period(first.start, second.end)
    cells = [CellInSum(1, one) for one in (*months, first, second, half)]
    found = {(one.total.period, one.parts) for one in sums_of_periods(cells)}
    assert (first, tuple(CellInSum(1, one) for one in months)) in found
    assert (half, (CellInSum(1, first), CellInSum(1, second))) in found


def test_a_month_leads_to_its_quarter_and_from_there_to_the_other_months():
    months = [Period.month(2011, n) for n in (4, 5, 6, 7)]
    quarter = Period.quarter(2011, 1)
    assert connected_periods(months[:1], [*months, quarter]) == {*months[:3], quarter}
    assert connected_periods(months[:1], months) == set(months[:1])
