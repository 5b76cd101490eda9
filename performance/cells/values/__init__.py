"""Reads the cells of an upload: numbers, states and periods, each by stated rules, and never with an exception."""

from performance.cells.values.numbers import (
    LARGEST,
    PLACES,
    MissingNumber,
    NotANumber,
    ReadNumber,
    read_number,
)
from performance.cells.values.period_texts import Quarters
from performance.cells.values.period_words import NotAPeriod, read_period, suits
from performance.cells.values.states import NotAState, read_state

__all__ = [
    "LARGEST",
    "PLACES",
    "MissingNumber",
    "NotANumber",
    "NotAPeriod",
    "NotAState",
    "Quarters",
    "ReadNumber",
    "read_number",
    "read_period",
    "read_state",
    "suits",
]
