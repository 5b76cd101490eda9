"""Figures in plain numbers, as nearly all are: read in a tenth of the time that the rules for all others take."""

from __future__ import annotations

from performance.choices import FigureState
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.judging.sources import Extras
from performance.uploads.lookups import Subject
from performance.uploads.measures import state_of
from performance.uploads.numbers import in_digits

_WITH_A_VALUE = (FigureState.REPORTED, FigureState.PROVISIONAL)
# Below this the rounding of the machine's own arithmetic is far finer than any figure.
_SURE_BELOW = 1e6

# Of a value, its numerator and its denominator, in text.
Numbers = tuple[str | None, str | None, str | None]


def read_plainly(
    subject: Subject, value: Value, extras: Extras, kind: str
) -> tuple[str, Numbers] | None:
    """The state and the numbers that `read_measure` would read, or None where that is to be asked."""
    digits = in_digits(value)
    if digits is None or kind == UploadKind.INDEX_SCORES:
        return None
    if kind == UploadKind.COMPARATORS:
        return "", (digits, None, None)
    over, under, state, _ = extras
    said = FigureState.REPORTED if state is None else state_of(state) or FigureState.REPORTED
    if said not in _WITH_A_VALUE:
        return None
    if over is None and under is None:
        return said.value, (digits, None, None)
    numerator, denominator = in_digits(over), in_digits(under)
    if (
        numerator is None
        or denominator is None
        or not _agree(subject, digits, numerator, denominator)
    ):
        return None
    return said.value, (digits, numerator, denominator)


def _agree(subject: Subject, value: str, numerator: str, denominator: str) -> bool:
    """Whether the three surely fit each other, to less than half of the value's last place."""
    under = float(denominator)
    if under <= 0:
        return False
    if subject.scale is None:
        return True
    made = float(subject.scale) * float(numerator) / under
    places = len(value) - value.find(".") - 1 if "." in value else 0
    return abs(made) < _SURE_BELOW and abs(float(value) - made) < 0.49 / 10**places
