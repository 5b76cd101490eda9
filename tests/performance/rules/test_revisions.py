"""How far first figures are revised: means worked by hand."""

from decimal import Decimal

import pytest

from performance.rules.revisions import in_a_sentence, read_revisions


def said(*pairs, unit="crimes"):
    pairs = [(Decimal(str(first)), Decimal(str(latest))) for first, latest in pairs]
    found = read_revisions(pairs, unit=unit)
    return found and in_a_sentence(found, unit=unit)


def test_the_mean_and_the_mean_absolute_revision_in_per_cent_of_the_first():
    """+4%, +4%, +6% and −2%."""
    pairs = [(100, 104), (50, 52), (200, 212), (100, 98)]
    found = read_revisions([(Decimal(a), Decimal(b)) for a, b in pairs])
    assert (found.mean, found.mean_absolute, found.rose, found.fell) == (3, 4, 3, 1)
    assert said(*pairs) == "usually rises by 3% (the mean of 4 earlier figures; 4% either way)"


@pytest.mark.parametrize(
    ("pairs", "unit", "words"),
    [
        (
            [(100, 97), (100, 97), (100, 97), (100, 97)],
            "crimes",
            "usually falls by 3% (the mean of 4 earlier figures)",
        ),
        (
            [(100, 104), (100, 96), (100, 104), (100, 96)],
            "crimes",
            "revised by 4% up or down (the mean of 4 earlier figures)",
        ),
        ([(100, 100)] * 5, "crimes", "not revised in 5 earlier figures"),
        # Bases under 20 have no percentage.
        (
            [(5, 6), (30, 31), (30, 31), (30, 31)],
            "crimes",
            "usually rises by 1 crime (the mean of 4 earlier figures)",
        ),
        (
            [(70, 72), (60, 62), (50, 52), (40, 42)],
            "%",
            "usually rises by 2 percentage points (the mean of 4 earlier figures)",
        ),
    ],
)
def test_it_says_what_to_expect(pairs, unit, words):
    assert said(*pairs, unit=unit) == words


def test_three_figures_are_no_custom():
    assert said((100, 104), (100, 104), (100, 104)) is None
