"""What a new indicator seems to be, by its words and its numbers."""

from decimal import Decimal

import pytest

from performance.indicators.guessing import frequency_said, guess_indicator, polarity_said


@pytest.mark.parametrize(
    ("name", "said", "guessed"),
    [
        ("% of telephone calls answered in 15 seconds", {}, ("%", "higher", "share")),
        ("Percentage of Audit Plan completed", {}, ("%", "higher", "share")),
        ("% Reduction in antisocial behaviour", {"unit": "%"}, ("%", "higher", "alone")),
        ("% of assessments correct (new and change in circumstances)", {}, ("%", "higher", "share")),
        ("Number of missed collections (per 100,000)", {}, ("per 100,000", "lower", "rate")),
        ("Working Days Lost Due to Sickness Absence", {}, ("working days", "lower", "level")),
        ("Average time (in days) to decide", {}, ("days", "lower", "level")),
        ("Number of affordable homes delivered", {}, ("affordable homes delivered", "higher", "counted")),
        ("Drug Offences", {}, ("offences", "lower", "counted")),
        ("Burglary", {"unit": "Crimes", "measure": "Rate"}, ("crimes, rate", "lower", "rate")),
        ("Something", {"numbers": [Decimal("2.5")]}, ("number", "neither", "level")),
        ("Something", {"numbers": [Decimal(-2)]}, ("number", "neither", "alone")),
        ("Something", {"numbers": [Decimal(2)]}, ("number", "neither", "counted")),
    ],
)  # fmt: skip
def test_it_is_guessed(name, said, guessed):
    found = guess_indicator(name, **said)
    assert (found.unit, found.polarity, found.number_kind) == guessed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Low", "lower"), ("Lower is better", "lower"), ("Decrease", "lower"), ("Down", "lower"),
        ("High", "higher"), ("Bigger is better", "higher"), ("Increase", "higher"),
        ("Neither", "neither"), ("n/a", "neither"), ("", ""), ("Improving", ""),
        ("Higher or lower", ""),
    ],
)  # fmt: skip
def test_a_cell_says_which_way_is_good(words, said):
    assert polarity_said(words) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Monthly", "month"), ("Quarterly", "quarter"), ("Annual", "year"), ("yearly", "year"),
        ("Rolling 12 months", "rolling_year"), ("Quarterly or annually", ""), ("As needed", ""),
    ],
)  # fmt: skip
def test_a_cell_says_how_often_figures_come(words, said):
    assert frequency_said(words) == said
