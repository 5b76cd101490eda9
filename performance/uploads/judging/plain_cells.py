"""Figures in plain numbers, as nearly all are: read in a tenth of the time that the rules for all others take."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from performance.cells.lookups import Subject
from performance.cells.values.measures import state_of
from performance.cells.values.numbers import in_digits
from performance.choices import FigureState
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.sources import Extras

# As plain texts, which are told apart in half the time that members of an enumeration take.
_SCORES, _COMPARATORS = str(UploadKind.INDEX_SCORES), str(UploadKind.COMPARATORS)

_REPORTED = str(FigureState.REPORTED)

_WITH_A_VALUE = (FigureState.REPORTED, FigureState.PROVISIONAL)

# Below this the rounding of the machine's own arithmetic is far finer than any figure.
_SURE_BELOW = 1e6


# Of a value, its numerator and its denominator, in text.
Numbers = tuple[str | None, str | None, str | None]

NO_NUMBERS: Numbers = (None, None, None)


def read_plainly(
    scale: float | None, value: Value, extras: Extras, kind: str
) -> tuple[str, Numbers] | None:
    """The state and the numbers that `read_measure` would read, or None where that is to be asked.

    `scale` is what `scale_of` gives of the subject.
    """
    digits = _digits(value)
    if digits is None or kind == _SCORES:
        return None
    if kind == _COMPARATORS:
        return "", (digits, None, None)
    over, under, state, _ = extras
    said = _REPORTED if state is None else _state_with_a_value(state)
    if said is None:
        return None
    if over is None and under is None:
        return said, (digits, None, None)
    numerator, denominator = _digits(over), _digits(under)
    if numerator is None or denominator is None:
        return None
    if not _agree(scale, value, digits, over, under):
        return None
    return said, (digits, numerator, denominator)


def scale_of(subject: Subject) -> float | None:
    return None if subject.scale is None else float(subject.scale)


def _digits(value: Value) -> str | None:
    """Whole numbers are written out as quickly as they are looked up."""
    return _of_fraction(value) if value.__class__ is float else in_digits(value)


_of_fraction = lru_cache(maxsize=1 << 12)(in_digits)


@lru_cache(maxsize=256, typed=True)
def _state_with_a_value(cell: Value) -> str | None:
    said = state_of(cell) or FigureState.REPORTED
    return str(said) if said in _WITH_A_VALUE else None


def _agree(scale: float | None, value: Any, digits: str, over: Any, under: Any) -> bool:
    """Whether the three numbers surely fit each other, to less than half of the last of the value's `digits`."""
    if under <= 0:
        return False
    if scale is None:
        return True
    made = scale * over / under
    places = len(digits) - digits.find(".") - 1 if "." in digits else 0
    return abs(made) < _SURE_BELOW and abs(value - made) < 0.49 / 10**places
