"""The band of a score, by a threshold or by the share of the areas that score highest."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from places.bands import band_of, in_top_share


@dataclass(frozen=True)
class PlainBand:
    label: str
    at_least: Decimal | None = None
    top_share: Decimal | None = None


BY_SCORE = [
    PlainBand("average", at_least=Decimal(1)),
    PlainBand("very high", at_least=Decimal(5)),
    PlainBand("high", at_least=Decimal(4)),
    PlainBand("above average", at_least=Decimal(3)),
]
TOP_FIFTH = PlainBand("very high", top_share=Decimal("0.2"))
TOP_TWO_FIFTHS = PlainBand("high", top_share=Decimal("0.4"))
EIGHTEEN = [Decimal(n) for n in range(1, 19)]


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("6", "very high"),
        ("5", "very high"),
        ("4.999", "high"),
        ("4", "high"),
        ("3", "above average"),
        ("2", "average"),
        ("1", "average"),
        ("0.999", None),
    ],
)
def test_a_score_has_the_highest_band_that_it_reaches(value, label):
    band = band_of(Decimal(value), [], BY_SCORE)
    assert (band.label if band else None) == label


@pytest.mark.parametrize(
    ("value", "column", "is_in"),
    [
        # A fifth of 18 areas is 3.6: three of them.
        (16, EIGHTEEN, True),
        (15, EIGHTEEN, False),
        # A fifth of 5 is exactly one.
        (5, [1, 2, 3, 4, 5], True),
        (4, [1, 2, 3, 4, 5], False),
        # Ties share the best of their ranks: third and fourth are both third.
        (15, [18, 17, 15, 15, *range(1, 15)], True),
        # Four areas at the top leave the next one fifth.
        (9, [18, 18, 18, 18, 9, *range(13)], False),
        # In a short column the highest still stands out.
        (3, [1, 2, 3], True),
        (2, [1, 2, 3], False),
        (7, [7], True),
        # Where all are the same, none does.
        (0, [0, 0, 0, 0, 0], False),
    ],
)
def test_a_share_is_taken_by_rank_and_ties_go_together(value, column, is_in):
    column = [Decimal(number) for number in column]
    assert in_top_share(Decimal(value), column, Decimal("0.2")) is is_in


def test_the_smaller_share_is_the_higher_band():
    bands = [TOP_TWO_FIFTHS, TOP_FIFTH]
    assert band_of(Decimal(18), EIGHTEEN, bands) is TOP_FIFTH
    assert band_of(Decimal(12), EIGHTEEN, bands) is TOP_TWO_FIFTHS
    assert band_of(Decimal(11), EIGHTEEN, bands) is None


def test_a_score_that_is_not_stated_has_no_band_and_does_not_count_as_an_area():
    assert band_of(None, EIGHTEEN, [TOP_FIFTH]) is None
    # Nine scores: one is in. With the missing ones counted, two would be.
    column = [*range(1, 10), None, None]
    assert band_of(8, column, [TOP_FIFTH]) is None
    assert band_of(9, column, [TOP_FIFTH]) is TOP_FIFTH


def test_without_bands_no_score_has_one():
    assert band_of(Decimal(5), [Decimal(5)], []) is None
