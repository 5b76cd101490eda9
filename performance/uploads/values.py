"""Reads the cells of an upload: numbers, states and periods, each by stated rules, and never with an exception."""

from performance.uploads.number_results import Missing, NotANumber, Number
from performance.uploads.numbers import LARGEST, PLACES, read_number
from performance.uploads.period_texts import Quarters
from performance.uploads.period_words import NotAPeriod, read_period, suits
from performance.uploads.states import NotAState, read_state

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
