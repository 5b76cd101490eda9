"""Reads the cells of an upload: numbers, states and periods, each by stated rules, and never with an exception."""

from performance.uploads.values.number_results import Missing, NotANumber, Number
from performance.uploads.values.numbers import LARGEST, PLACES, read_number
from performance.uploads.values.period_texts import Quarters
from performance.uploads.values.period_words import NotAPeriod, read_period, suits
from performance.uploads.values.states import NotAState, read_state

__all__ = [
    "LARGEST",
    "PLACES",
    "Missing",
    "NotANumber",
    "NotAPeriod",
    "NotAState",
    "Number",
    "Quarters",
    "read_number",
    "read_period",
    "read_state",
    "suits",
]
