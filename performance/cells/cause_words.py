"""The words for what the errors of a file come from, and for what a person has answered about it."""

from __future__ import annotations

from collections.abc import Sequence

from performance.cells.area_codes import area_codes_in_words
from performance.cells.causes import AREA, BLANK, CODES, INDICATOR, OTHERS, PERIOD, REST
from performance.cells.cell import Message, Wrong
from performance.models.upload_counts import Cause

_NOUNS = {
    INDICATOR: ("indicator", "indicators"),
    AREA: ("area", "areas"),
    PERIOD: ("period", "periods"),
}
_MOST_TOLD = 12

LEFT_OUT = Message("left_out", "{rows} left out, as was answered: {what}.")
READ_AS = Message("read_as", "Read as was answered: {names}.")


def what_is_wrong(cause: Cause) -> str:
    """ "“Burglary” is no indicator here"; the message itself where that says more."""
    if cause.message:
        return cause.message
    one, many = _NOUNS[cause.role]
    if cause.key == BLANK:
        return f"The {one} is missing"
    if cause.key == REST and cause.role == INDICATOR:
        return f"{cause.names:,} {many} that are not here"
    if cause.key == REST:
        return f"{cause.names:,} other {many} that are not known"
    if cause.key == OTHERS:
        return f"{cause.names:,} areas that are not yours"
    if cause.key.startswith(CODES):
        return f"{_codes(cause)} not among your areas"
    return f"“{cause.name}” is no {one} here"


def who_is_left_out(cause: Cause) -> str:
    """The same as a name: "714 LSOAs that are not yours"."""
    if not cause.role:
        return "what was answered"
    one, many = _NOUNS[cause.role]
    if cause.key == BLANK:
        return f"rows without {'an' if one[0] in 'ai' else 'a'} {one}"
    if cause.key.startswith(CODES):
        return f"{_codes(cause)} that {'is' if cause.names == 1 else 'are'} not yours"
    if cause.key in (OTHERS, REST):
        return f"{cause.names:,} {'other ' if cause.key == REST else ''}{many} not known here"
    return f"“{cause.name}”"


def _codes(cause: Cause) -> str:
    one, many = area_codes_in_words(cause.key.removeprefix(CODES))
    return f"{cause.names:,} {one if cause.names == 1 else many}"


def counted_rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"


def left_out_words(causes: Sequence[Cause]) -> str:
    """ "714 LSOAs that are not yours (38,120 rows) and “Burglary” (21 rows)"."""
    told = [f"{who_is_left_out(one)} ({counted_rows(one.rows)})" for one in causes[:_MOST_TOLD]]
    more = sum(one.rows for one in causes[_MOST_TOLD:])
    if more:
        told.append(f"{len(causes) - _MOST_TOLD} more answers ({counted_rows(more)})")
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def notes_of_answers(left_out: Sequence[Cause], read_as: Sequence[Cause]) -> list[Wrong]:
    """What is said of a file whose names a person has answered for."""
    notes = []
    if left_out:
        total = sum(one.rows for one in left_out)
        rows = f"{counted_rows(total)} {'is' if total == 1 else 'are'}"
        facts = {"rows": rows, "what": left_out_words(left_out)}
        notes.append(Wrong(LEFT_OUT, facts, role=""))
    if read_as:
        names = "; ".join(f"“{one.name}” is {one.near[0][1]}" for one in read_as[:_MOST_TOLD])
        more = len(read_as) - _MOST_TOLD
        names += f"; and {more} more" if more > 0 else ""
        notes.append(Wrong(READ_AS, {"names": names}, role=""))
    return notes
