"""What those cells say of an indicator's figure, and where they contradict each other."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from performance.cells import messages
from performance.cells.cell import quoted
from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.messages import Message
from performance.cells.values import MissingNumber, NotANumber, ReadNumber, read_number
from performance.cells.values.given import Given, MeasureReading, Remark, is_blank
from performance.cells.values.ratios import against_parts, work_out
from performance.choices import FigureState
from performance.models import StagedRow

_LEFT = str(StagedRow.Verdict.LEFT)
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
        return _with_value(subject, read, parts, state)
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
    subject: Subject, read: ReadNumber, parts: _Parts, state: FigureState | None
) -> MeasureReading:
    if state and state in _WITHOUT:
        return _wrong("state", messages.VALUE_WITH_STATE, state=_in_words(state))
    measure = _measure(read.value, parts, state)
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
        return MeasureReading(verdict=_LEFT)
    return _made_of(subject, given, read, parts, state)


def _absent(given: Given, parts: _Parts, state: FigureState) -> MeasureReading:
    if parts != _NO_PARTS:
        # At the cell to be cleared, which says what is not to be said.
        role = "denominator" if parts.numerator is None else "numerator"
        return _wrong(role, messages.PARTS_WITH_STATE, state=_in_words(state), part=role)
    if state == FigureState.NOT_APPLICABLE and is_blank(given.comment):
        return _wrong("value" if is_blank(given.state) else "state", messages.NO_REASON)
    return MeasureReading(state=str(state.value))


def _made_of(
    subject: Subject, given: Given, read: MissingNumber, parts: _Parts, state: FigureState | None
) -> MeasureReading:
    """A blank is filled by what the parts make. A value that is said not to be known is not."""
    made = work_out(subject, *parts)
    if isinstance(made, Wrong):
        return MeasureReading(wrong=made)
    if read.kind != "blank":
        return _wrong("value", messages.RATIO_WITHOUT_VALUE, text=quoted(given.value))
    measure = _measure(made, parts, state)
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
