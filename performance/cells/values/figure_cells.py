"""Reads the cells of one figure, a score or a comparator, and says where they contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from performance.cells import messages
from performance.cells.cell import (
    CellProblem,
    Message,
    Value,
    Worded,
    Wrong,
    cell_problem,
    quoted,
    text_of,
)
from performance.cells.subjects import Subject
from performance.cells.values.numbers import MissingNumber, NotANumber, ReadNumber, read_number
from performance.cells.values.ratios import against_parts, work_out
from performance.choices import FigureState
from performance.models import StagedRow, UploadKind

_SYNONYMS = {
    FigureState.REPORTED: ("f", "final", "actual", "confirmed", "published", "revised", "r"),
    FigureState.PROVISIONAL: ("p", "prov", "prov.", "draft", "interim", "unconfirmed"),
    FigureState.NOT_APPLICABLE: ("n/a", "n.a.", "na", "not_applicable", "not relevant", "z"),
    FigureState.SUPPRESSED: ("*", "c", "s", "small number", "confidential", "disclosive"),
}
_STATES = {
    word.casefold(): state
    for state, words in _SYNONYMS.items()
    for word in (*words, state.value, state.label, state.label.partition(" (")[0])
}
# As the template and the form offer them.
RIGHT = "final, provisional, not applicable or suppressed"


@dataclass(frozen=True, slots=True)
class NotAState(Worded):
    """What is wrong, and what would be right, as a finding for the analyst."""


def read_state(value: Value) -> FigureState | NotAState | None:
    """The state that a cell names, in one of many words: "final", "p", "n/a", "*". None for a blank. Never raises."""
    if value is None:
        return None
    if isinstance(value, CellProblem):
        found = cell_problem(value, RIGHT)
        return NotAState(found.says.under(messages.NOT_A_STATE.code), found.facts)
    plain = " ".join(text_of(value).split()).casefold()
    if not plain:
        return None
    bare = plain[1:-1].strip() if plain[0] + plain[-1] in ("[]", "()") else plain
    if state := _STATES.get(bare):
        return state
    return NotAState(messages.NOT_A_STATE, {"text": quoted(value), "right": RIGHT})


class Remark(StrEnum):
    """How a value came about, where it is doubted by what stands in its series and not by the cell alone."""

    NONE = ""
    # "0.79%": whether 79% is meant, the sign leaves to the earlier figures and to the analyst.
    BELOW_ONE_PERCENT = "below_one_percent"
    WORKED_OUT = "worked_out"


@dataclass(frozen=True, slots=True)
class Given:
    """The cells of one figure as they stand in the file."""

    value: Value = None
    numerator: Value = None
    denominator: Value = None
    state: Value = None
    comment: Value = None

    @property
    def is_left_alone(self) -> bool:
        """Whether the figure is left alone: no value, and no state that stands in place of one."""
        if not (is_blank(self.numerator) and is_blank(self.denominator)):
            return False
        read = read_number(self.value, "")
        if not isinstance(read, MissingNumber) or read.state is not None:
            return False
        return read_state(self.state) in (None, FigureState.REPORTED, FigureState.PROVISIONAL)


@dataclass(slots=True)
class MeasureReading:
    """What a figure would become. `verdict` is empty where that is for the comparison to say."""

    verdict: str = ""
    state: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    wrong: Wrong | None = None
    doubt: Wrong | None = None
    remark: Remark = Remark.NONE


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


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


_WITHOUT = (FigureState.NOT_APPLICABLE, FigureState.SUPPRESSED)


class _Parts(NamedTuple):
    numerator: Decimal | None = None
    denominator: Decimal | None = None


_NO_PARTS = _Parts()


def read_figure(subject: Subject, given: Given, state: FigureState | None) -> MeasureReading:
    """`state` is what the state column says, if anything."""
    read = read_number(given.value, subject.unit)
    if isinstance(read, NotANumber):
        return MeasureReading(wrong=no_number("value", read))
    parts = _parts(given)
    if isinstance(parts, Wrong):
        return MeasureReading(wrong=parts)
    if isinstance(read, ReadNumber):
        return _with_value(subject, given.value, read, parts, state)
    return _without_value(subject, given, read, parts, state)


def no_number(role: str, read: NotANumber) -> Wrong:
    return Wrong(read.says, read.facts, role=role)


def _parts(given: Given) -> _Parts | Wrong:
    if given.numerator is None and given.denominator is None:
        return _NO_PARTS
    found: list[Decimal | None] = []
    for role, cell in (("numerator", given.numerator), ("denominator", given.denominator)):
        read = read_number(cell, "")
        if isinstance(read, NotANumber):
            return no_number(role, read)
        found.append(read.value if isinstance(read, ReadNumber) else None)
    return _Parts(*found)


def _with_value(
    subject: Subject,
    given_value: Value,
    read: ReadNumber,
    parts: _Parts,
    state: FigureState | None,
) -> MeasureReading:
    if state and state in _WITHOUT:
        return _wrong("state", messages.VALUE_WITH_STATE, state=_in_words(state))
    measure = _measure(read.value, parts, state or read.state)
    if read.doubt is not None:
        measure.doubt = Wrong(read.doubt, {"text": quoted(given_value)}, role="value")
    measure.wrong = against_parts(subject, read.value, *parts, in_percent=read.in_percent)
    if read.in_percent and abs(read.value) < 1:
        measure.remark = Remark.BELOW_ONE_PERCENT
    return measure


def _without_value(
    subject: Subject, given: Given, read: MissingNumber, parts: _Parts, state: FigureState | None
) -> MeasureReading:
    """There is none for a reason that the value cell or the state gives, or its parts make it, or it is left alone."""
    if read.state and state and read.state != state:
        meant = _in_words(read.state)
        facts = {"text": quoted(given.value), "meant": meant, "state": _in_words(state)}
        return _wrong("state", messages.STATES_DIFFER, **facts)
    reason = read.state or (state if state in _WITHOUT else None)
    if reason:
        return _absent(given, parts, reason)
    if parts == _NO_PARTS:
        return MeasureReading(verdict=LEFT)
    return _worked_out(subject, given, read, parts, state)


def _absent(given: Given, parts: _Parts, state: FigureState) -> MeasureReading:
    if parts != _NO_PARTS:
        # At the cell to be cleared.
        role = "denominator" if parts.numerator is None else "numerator"
        return _wrong(role, messages.PARTS_WITH_STATE, state=_in_words(state), part=role)
    if state == FigureState.NOT_APPLICABLE and is_blank(given.comment):
        return _wrong("value" if is_blank(given.state) else "state", messages.NO_REASON)
    return MeasureReading(state=str(state.value))


def _worked_out(
    subject: Subject, given: Given, read: MissingNumber, parts: _Parts, state: FigureState | None
) -> MeasureReading:
    """A blank value is worked out from the numerator and denominator; “not known” is not."""
    value = work_out(subject, *parts)
    if isinstance(value, Wrong):
        return MeasureReading(wrong=value)
    if read.kind != "blank":
        return _wrong("value", messages.RATIO_WITHOUT_VALUE, text=quoted(given.value))
    measure = _measure(value, parts, state)
    measure.remark = Remark.WORKED_OUT
    return measure


def _measure(value: Decimal, parts: _Parts, state: FigureState | None) -> MeasureReading:
    return MeasureReading(
        state=str((state or FigureState.REPORTED).value),
        value=value,
        numerator=parts.numerator,
        denominator=parts.denominator,
    )


def _wrong(role: str, says: Message, **facts: str) -> MeasureReading:
    return MeasureReading(wrong=Wrong(says, facts, role=role))


def _in_words(state: FigureState) -> str:
    return state.label.lower()
