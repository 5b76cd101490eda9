"""Numbers as nearly all cells hold them, read in a tenth of the time that the rules take and to the same end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import state_of
from performance.cells.values.numbers import in_digits
from performance.choices import FigureState
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.sources import Extras

# As plain texts, which are told apart in half the time that members of an enumeration take.
SCORES, COMPARATORS = str(UploadKind.INDEX_SCORES), str(UploadKind.COMPARATORS)


_WITH_A_VALUE = (FigureState.REPORTED, FigureState.PROVISIONAL)


# Below this the rounding of the machine's own arithmetic is far finer than any figure.
_SURE_BELOW = 1e6


# Of a value, its numerator and its denominator, in text.
Numbers = tuple[str | None, str | None, str | None]


NO_NUMBERS: Numbers = (None, None, None)


def read_plain_numbers(
    scale: float | None, value: Value, extras: Extras, kind: str
) -> tuple[str, Numbers] | None:
    """The state and the numbers that `read_measure` would read, or None when the rules must read them.

    `scale` is what `scale_of` gives of the subject.
    """
    digits = digits_of(value)
    if digits is None or kind == SCORES:
        return None
    if kind == COMPARATORS:
        return "", (digits, None, None)
    over, under, state, _ = extras
    state_text = state_with_a_value(state)
    if state_text is None:
        return None
    if over is None and under is None:
        return state_text, (digits, None, None)
    numerator, denominator = digits_of(over), digits_of(under)
    if numerator is None or denominator is None:
        return None
    if not agree(scale, value, digits, over, under):
        return None
    return state_text, (digits, numerator, denominator)


def scale_of(subject: Subject) -> float | None:
    scale = subject.scale if subject.parts_scale is None else subject.parts_scale
    return None if scale is None else float(scale)


def digits_of(value: Value) -> str | None:
    """Only fractions are cached: a whole number is written as quickly as it is looked up."""
    return _of_fraction(value) if value.__class__ is float else in_digits(value)


_PERCENT = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?%")


@lru_cache(maxsize=1 << 12)
def number_of_percent(text: str) -> Value:
    """79 of "79%"; what is less than 1% is left to the rules, which doubt it."""
    if not _PERCENT.fullmatch(text):
        return text
    number = float(text[:-1])
    return number if abs(number) >= 1 else text


# Three decimals may be thousands parted by a point, and less than 1 a share: the rules ask.
_IN_DIGITS = re.compile(r"-?[1-9][0-9]{0,8}(?:\.[0-9]{1,2})?|0")


@lru_cache(maxsize=1 << 14)
def number_of_text(text: str) -> Value:
    """44 of "44", as a .csv has it; what is written otherwise is left to the rules."""
    if not _IN_DIGITS.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


_of_fraction = lru_cache(maxsize=1 << 12)(in_digits)


@lru_cache(maxsize=1 << 14)
def _digits_of_text(text: str) -> str | None:
    return digits_of(number_of_text(text))


def numbers_in(values: Sequence[Value]) -> Sequence[Value]:
    """The values of a column, with the numbers that are written as texts."""
    if str not in set(map(type, values)):
        return values
    return [number_of_text(one) if one.__class__ is str else one for one in values]


def digits_in(values: Sequence[Value]) -> list[str | None]:
    """The digits of each value of a column; None where the rules must read it."""
    kinds = set(map(type, values))
    if kinds == {float}:
        return list(map(_of_fraction, values))
    if kinds == {str}:
        return list(map(_digits_of_text, values))
    return [_digits_of_text(one) if one.__class__ is str else digits_of(one) for one in values]


@lru_cache(maxsize=256, typed=True)
def state_with_a_value(cell: Value) -> str | None:
    """The state of a figure with a value: reported, where the cell is blank. None for any other."""
    stated = state_of(cell) or FigureState.REPORTED
    return str(stated) if stated in _WITH_A_VALUE else None


def agree(scale: float | None, value: Any, digits: str, over: Any, under: Any) -> bool:
    """Whether value and ratio surely agree, to less than half of the last of the value's `digits`."""
    if under <= 0:
        return False
    if scale is None:
        return True
    ratio = scale * over / under
    places = len(digits) - digits.find(".") - 1 if "." in digits else 0
    return abs(ratio) < _SURE_BELOW and abs(value - ratio) < 0.49 / 10**places
