"""What the cells of one figure say together: value, numerator, denominator, state and comment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from performance.choices import FigureState
from performance.models import StagedRow, UploadKind
from performance.uploads.cells_in_words import quoted
from performance.uploads.files import Value
from performance.uploads.findings import Wrong
from performance.uploads.lookups import Subject
from performance.uploads.ratios import against_parts, forgotten
from performance.uploads.values import (
    Missing,
    NotANumber,
    NotAState,
    Number,
    read_number,
    read_state,
)

LEFT, REMOVED = str(StagedRow.Verdict.LEFT), str(StagedRow.Verdict.REMOVED)
REMOVE = "remove"
_WITHOUT = (FigureState.NOT_APPLICABLE, FigureState.SUPPRESSED)
# Index scores have less room than figures.
SCORE_PLACES = Decimal("0.001")
LARGEST_SCORE = 10**9


@dataclass(frozen=True, slots=True)
class Given:
    """The cells of one figure as they stand in the file."""

    value: Value = None
    numerator: Value = None
    denominator: Value = None
    state: Value = None
    comment: Value = None

    @property
    def says_nothing(self) -> bool:
        """Whether the figure is left alone: no value, and no state that stands in place of one."""
        if not (is_blank(self.numerator) and is_blank(self.denominator)):
            return False
        read = read_number(self.value, "")
        if not isinstance(read, Missing) or read.state is not None:
            return False
        return read_state(self.state) in (None, FigureState.REPORTED, FigureState.PROVISIONAL)


@dataclass(slots=True)
class Measure:
    """What a figure would become. `verdict` is empty where that is for the comparison to say."""

    verdict: str = ""
    state: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    wrong: Wrong | None = None
    doubt: Wrong | None = None


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def says_remove(value: Value) -> bool:
    return isinstance(value, str) and value.strip().casefold() == REMOVE


def read_measure(subject: Subject, given: Given, kind: str) -> Measure:
    """By the rules of figures; scores and comparators have a value alone."""
    if says_remove(given.value) or (kind == UploadKind.FIGURES and says_remove(given.state)):
        return _removed(given)
    if kind != UploadKind.FIGURES:
        return _value_alone(subject, given, kind)
    state = None if given.state is None else state_of(given.state)
    if isinstance(state, NotAState):
        return Measure(wrong=Wrong("state", "not_a_state", state.message))
    return _figure(subject, given, state)


def state_of(cell: Value) -> FigureState | NotAState | None:
    """As `read_state` reads it; a text that was read before is not read again."""
    return _state_of_text(cell) if isinstance(cell, str) else read_state(cell)


@lru_cache(maxsize=256)
def _state_of_text(text: str) -> FigureState | NotAState | None:
    return read_state(text)


def _removed(given: Given) -> Measure:
    if not is_blank(given.value) and not says_remove(given.value):
        return Measure(
            wrong=Wrong(
                "state",
                "removed_with_value",
                "The row says to remove the figure, and gives a value.",
                "Clear the value, or the word “remove”.",
            )
        )
    return Measure(verdict=REMOVED)


def _value_alone(subject: Subject, given: Given, kind: str) -> Measure:
    read = read_number(given.value, subject.unit)
    if isinstance(read, NotANumber):
        return Measure(wrong=_no_number("value", read))
    if isinstance(read, Missing):
        doubt = None
        if read.kind in ("not_applicable", "suppressed"):
            doubt = Wrong(
                "value",
                "no_state_here",
                f"{quoted(given.value)} is not kept for these, so what is there is left alone.",
                f"Type the number, or “{REMOVE}” if there should be none.",
            )
        return Measure(verdict=LEFT, doubt=doubt)
    value = read.value
    if kind == UploadKind.INDEX_SCORES:
        # Rounded first, which may make it larger; a figure has been read, so that there is room to round.
        value = value.quantize(SCORE_PLACES, rounding=ROUND_HALF_UP)
        if abs(value) >= LARGEST_SCORE:
            message = "The score is a thousand million or more, which is more than is kept."
            return Measure(wrong=Wrong("value", "too_large", message, "Type the score."))
    return Measure(value=value)


def _figure(subject: Subject, given: Given, state: FigureState | None) -> Measure:
    read = read_number(given.value, subject.unit)
    if isinstance(read, NotANumber):
        return Measure(wrong=_no_number("value", read))
    parts: list[Decimal | None] = []
    for role, cell in (("numerator", given.numerator), ("denominator", given.denominator)):
        if cell is None:
            parts.append(None)
            continue
        part = read_number(cell, "")
        if isinstance(part, NotANumber):
            return Measure(wrong=_no_number(role, part))
        parts.append(part.value if isinstance(part, Number) else None)
    numerator, denominator = parts
    if isinstance(read, Missing):
        return _without_value(subject, given, read, state, numerator, denominator)
    if state in _WITHOUT:
        return Measure(
            wrong=Wrong(
                "state",
                "value_with_state",
                f"The state is {FigureState(state).label.lower()}, and the row gives a value.",
                "Clear the value, or change the state to reported or provisional.",
            )
        )
    measure = Measure(
        state=str(state or FigureState.REPORTED.value),
        value=read.value,
        numerator=numerator,
        denominator=denominator,
    )
    measure.wrong = against_parts(subject, read.value, numerator, denominator)
    return measure


def _without_value(
    subject: Subject,
    given: Given,
    read: Missing,
    state: FigureState | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> Measure:
    """No value: left alone, or for a reason that the state or the value cell gives."""
    if read.state and state and read.state != state:
        message = f"The value {quoted(given.value)} means {read.state.label.lower()}, and the state is {state.label.lower()}."
        return Measure(
            wrong=Wrong("state", "states_differ", message, "Let the value and the state agree.")
        )
    state = read.state or (state if state in _WITHOUT else None)
    if state is None:
        if numerator is None and denominator is None:
            return Measure(verdict=LEFT)
        return Measure(wrong=forgotten(subject, numerator, denominator))
    if numerator is not None or denominator is not None:
        message = (
            f"The figure is {state.label.lower()}, and the row gives a numerator or denominator."
        )
        return Measure(
            wrong=Wrong("state", "parts_with_state", message, "Clear them, or give the value.")
        )
    if state == FigureState.NOT_APPLICABLE and is_blank(given.comment):
        return Measure(
            wrong=Wrong(
                "state" if not is_blank(given.state) else "value",
                "no_reason",
                "The figure is not applicable, and the row does not say why.",
                "Give the reason in the comment column.",
            )
        )
    return Measure(state=str(state.value))


def _no_number(role: str, read: NotANumber) -> Wrong:
    return Wrong(role, f"number_{read.fault}", read.message)
