"""What a new indicator seems to be, by its words and its numbers."""

from decimal import Decimal

import pytest

from performance.indicators.guessing import guess_indicator


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
