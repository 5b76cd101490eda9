"""Better, similar or worse than the same measure elsewhere, by whether the interval holds it."""

from decimal import Decimal

import pytest

from performance.choices import Polarity
from performance.rules.benchmark import beside_benchmark
from performance.rules.intervals import Interval
from performance.rules.readings import Yardstick
from performance.rules.sentences import compare, interval_words

LOWER, HIGHER, NEITHER = Polarity.LOWER, Polarity.HIGHER, Polarity.NEITHER


@pytest.mark.parametrize(
    ("value", "benchmark", "interval", "polarity", "found"),
    [
        # Newcombe (1998): 81 of 263 is 30.8%, from 25.53% to 36.62%.
        (30.8, 28, (25.53, 36.62), LOWER, "similar"),
        (30.8, 25, (25.53, 36.62), LOWER, "worse"),
        (30.8, 37, (25.53, 36.62), LOWER, "better"),
        (30.8, 37, (25.53, 36.62), HIGHER, "worse"),
        (30.8, 25, (25.53, 36.62), HIGHER, "better"),
        (30.8, 25, (25.53, 36.62), NEITHER, "above"),
        (30.8, 37, (25.53, 36.62), NEITHER, "below"),
        (30.8, 25.53, (25.53, 36.62), LOWER, "similar"),
        (17, 28, None, LOWER, "better"),
        (28, 28, None, LOWER, "the same"),
        (29, 28, None, LOWER, "worse"),
    ],
)
def test_it_is_similar_where_the_interval_holds_the_benchmark(
    value, benchmark, interval, polarity, found
):
    interval = Interval(*interval) if interval else None
    numbers = Decimal(str(value)), Decimal(str(benchmark))
    assert beside_benchmark(*numbers, interval=interval, polarity=polarity) == found


@pytest.mark.parametrize(("value", "found"), [(17, "below"), (28, "the same"), (29, "above")])
def test_a_bare_difference_is_never_better_where_a_denominator_is_known(value, found):
    """Of counts that do not make the value, or without the numerator, there is no interval."""
    facts = {"interval": None, "polarity": LOWER, "has_counts": True}
    assert beside_benchmark(Decimal(value), Decimal(28), **facts) == found


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (
            Interval(25.53, 36.62),
            "similar to the national benchmark of 28% (95% interval 26% to 37%)",
        ),
        (Interval(29.1, 36.62), "worse than the national benchmark of 28%"),
        (None, "worse than the national benchmark of 28%"),
    ],
)
def test_the_sentence_says_similar_with_the_interval(interval, words):
    yardstick = Yardstick("national benchmark", Decimal(28))
    said = compare(Decimal("30.8"), yardstick, polarity=LOWER, unit="%", interval=interval)
    assert said == words


@pytest.mark.parametrize(
    ("interval", "beside", "unit", "words"),
    [
        (Interval(25.53, 36.62), (), "%", "26% to 37%"),
        (Interval(0.61, 17.18), (), "%", "0.6% to 17.2%"),
        (Interval(79.8, 90), (80,), "%", "79.8% to 90%"),
        (Interval(4800.2, 5199.7), (), "crimes", "4,800 to 5,200"),
    ],
)
def test_an_end_is_rounded_and_stays_on_its_side_of_the_target(interval, beside, unit, words):
    assert interval_words(interval, [Decimal(one) for one in beside], unit=unit) == words
