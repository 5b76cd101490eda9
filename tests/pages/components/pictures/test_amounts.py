"""Money by year adds up, and what is unknown is not drawn as nothing."""

import re
from decimal import Decimal

import pytest

from safercornwall.pages.components.pictures.amounts import (
    StackedAmounts,
    YearAmounts,
    stacked_amounts,
)
from safercornwall.pages.components.pictures.money import amount_words


def drawn(*years):
    return stacked_amounts(StackedAmounts("Pastors", years))


def heights(markup):
    """The height of each block, without those of the key."""
    found = re.findall(r'width="[\d.]+%" y="[\d.]+" height="([\d.]+)" class="sc-money ', markup)
    return [float(height) + 1.5 for height in found if height != "12.5"]


def test_a_column_is_as_high_as_its_amounts():
    markup = drawn(YearAmounts("2011/12", secured=100, sought=50, no_source=50))
    assert heights(markup) == [100, 50, 50]
    assert ">£200<" in markup


@pytest.mark.parametrize("amount", [None, 0, -5, float("nan"), Decimal(0)])
def test_no_block_is_drawn_for_what_is_unknown_or_nothing(amount):
    markup = drawn(YearAmounts("2011/12", secured=amount, sought=10))
    assert "sc-money--secured" not in markup


def test_a_year_of_which_nothing_is_known_says_so():
    markup = drawn(YearAmounts("2011/12"))
    assert ">None known<" in markup
    assert "2011/12: no amount known." in markup


def test_spending_is_a_line_that_may_stand_above_the_column():
    markup = drawn(YearAmounts("2011/12", secured=100, spent=200))
    assert re.search(r'sc-amounts__spent" x1="[^"]+" x2="[^"]+" y1="26"', markup)


def test_the_years_are_told_in_words():
    one = StackedAmounts("Pastors", (YearAmounts("2011/12", 40_000, 5_000, spent=0),))
    assert one.alt == (
        "Pastors, money by financial year. 2011/12: £40,000 secured, £5,000 sought, £0 spent."
    )


def test_no_years_are_an_empty_plane():
    assert "sc-money" not in drawn()


def test_huge_amounts_are_said_in_billions():
    assert ">£2.5bn<" in drawn(YearAmounts("2011/12", 2_500_000_000))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "£0"),
        (999_999, "£999,999"),
        (1_000_000, "£1m"),
        (1_250_000, "£1.25m"),
        (Decimal("1234.50"), "£1,234"),
        (-500, "−£500"),
    ],
)
def test_an_amount_in_words(amount, words):
    assert amount_words(amount) == words


def test_many_years_leave_out_totals_that_have_no_room():
    markup = drawn(*(YearAmounts(f"20{n}/{n + 1}", 100_000) for n in range(10, 22)))
    assert "sc-pic__never" in markup
