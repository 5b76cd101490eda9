"""What a row would make of a figure, a score or a comparator: the one door to the rules of its cells."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from performance.cells import messages
from performance.cells.cell import Value, quoted
from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.values import MissingNumber, NotANumber, NotAState, read_number, read_state
from performance.cells.values.figure_cells import no_number, read_figure
from performance.cells.values.given import Given, MeasureReading, is_blank
from performance.choices import FigureState
from performance.models import StagedRow, UploadKind

LEFT, REMOVED = str(StagedRow.Verdict.LEFT), str(StagedRow.Verdict.REMOVED)
REMOVE = "remove"
# Index scores have less room than figures.
SCORE_PLACES = Decimal("0.001")
LARGEST_SCORE = 10**9


def says_remove(value: Value) -> bool:
    return isinstance(value, str) and value.strip().casefold() == REMOVE


def read_measure(subject: Subject, given: Given, kind: str) -> MeasureReading:
    """By the rules of figures; scores and comparators have a value alone."""
    if says_remove(given.value) or (kind == UploadKind.FIGURES and says_remove(given.state)):
        return _removed(given)
    if kind != UploadKind.FIGURES:
        return _value_alone(subject, given, kind)
    state = None if given.state is None else state_of(given.state)
    if isinstance(state, NotAState):
        return MeasureReading(wrong=Wrong(state.says, state.facts, role="state"))
    return read_figure(subject, given, state)


def state_of(cell: Value) -> FigureState | NotAState | None:
    """As `read_state` reads it; a text that was read before is not read again."""
    return _state_of_text(cell) if isinstance(cell, str) else read_state(cell)


@lru_cache(maxsize=256)
def _state_of_text(text: str) -> FigureState | NotAState | None:
    return read_state(text)


def _removed(given: Given) -> MeasureReading:
    if not is_blank(given.value) and not says_remove(given.value):
        return MeasureReading(wrong=Wrong(messages.REMOVED_WITH_VALUE, role="state"))
    return MeasureReading(verdict=REMOVED)


def _value_alone(subject: Subject, given: Given, kind: str) -> MeasureReading:
    read = read_number(given.value, subject.unit)
    if isinstance(read, NotANumber):
        return MeasureReading(wrong=no_number("value", read))
    if isinstance(read, MissingNumber):
        return MeasureReading(verdict=LEFT, doubt=_no_state_here(given, read))
    if kind == UploadKind.INDEX_SCORES:
        return _score(read.value)
    return MeasureReading(value=read.value)


def _no_state_here(given: Given, read: MissingNumber) -> Wrong | None:
    if read.state is None:
        return None
    return Wrong(messages.NO_STATE_HERE, {"text": quoted(given.value)}, role="value")


def _score(value: Decimal) -> MeasureReading:
    # Rounded first, which may make it larger; a figure has been read, so that there is room to round.
    value = value.quantize(SCORE_PLACES, rounding=ROUND_HALF_UP)
    if abs(value) >= LARGEST_SCORE:
        return MeasureReading(wrong=Wrong(messages.SCORE_TOO_LARGE, role="value"))
    return MeasureReading(value=value)
