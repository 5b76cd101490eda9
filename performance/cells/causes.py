"""What the errors of a file come from: rows that one thing is wrong with are one cause, however many they are.

A cause of names can be answered once for the file: "this is …", or "leave these rows out". Others are put right in the
file itself, and have no role.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from core.periods import written
from performance.cells.area_codes import area_code_kind
from performance.cells.cell import CellProblem, Value, Wrong, name_text
from performance.cells.lookups import plain
from performance.models.upload_counts import Cause

INDICATOR, AREA, PERIOD = "indicator", "area", "period"

# The keys of causes. A name by itself is "name:" and its words.
BLANK = "blank"
CODES = "codes:"
OTHERS = "others"
REST = "rest"

# More would be a form that nobody can fill in.
MOST_NAMES = 30
# Of more names that are like none of ours, nobody wants to answer each.
FEW_OTHERS = 8
SHOWN = 4
_LONGEST = 200

ONLY_OF_OTHER_KIND = "only_of_other_kind"
_ANSWERED = {
    ONLY_OF_OTHER_KIND,
    *("no_indicator", "unknown_indicator", "ambiguous_indicator"),
    *("no_measure", "unknown_measure", "ambiguous_measure"),
    *("no_area", "unknown_area", "ambiguous_area", "unknown_code", "unknown_code_of_ours"),
    *("period_missing", "period_text", "period_out_of_range", "period_ambiguous"),
    "period_not_over",
}
_UNKNOWN = ("unknown_indicator", "unknown_measure")
# Names that are some of ours, though it is not clear which.
_SURELY_LIKE = {
    *("ambiguous_indicator", "ambiguous_measure", "ambiguous_area", "unknown_code_of_ours"),
}
# Of these it would be wrong to say that the name is none.
_SAID_IN_FULL = _SURELY_LIKE | {
    ONLY_OF_OTHER_KIND,
    "period_out_of_range",
    "period_ambiguous",
    "period_not_over",
}


class Likely(Protocol):
    """What an unknown name may mean: `Likeness`."""

    def is_like_area(self, text: str) -> bool: ...

    def is_like_subject(self, words: str) -> bool: ...

    def areas(self, text: str) -> list[tuple[str, str]]: ...

    def subjects(self, words: str) -> list[tuple[str, str]]: ...

    def code_missed(self, code: str) -> str: ...


def shown_name(raw: Value) -> str:
    """The name that a cell holds, as it is shown."""
    if isinstance(raw, date):
        return written(raw)
    return " ".join((raw.text if isinstance(raw, CellProblem) else name_text(raw)).split())


def key_of_name(name: str) -> str:
    """The key of a cause that is one name alone."""
    words = plain(name)
    return f"name:{words}" if words else BLANK


@dataclass(slots=True)
class _RowsOfName:
    """The rows of one name, and the first message about it."""

    message: str
    rows: int = 0
    last: int | None = -1

    def count(self, row: int | None, rows: int = 1) -> None:
        if row != self.last or row is None:
            self.rows, self.last = self.rows + rows, row


@dataclass
class CauseCounts:
    """Counts the rows with errors by cause, while a file is read."""

    _found: dict[tuple[str, str, Value], _RowsOfName] = field(default_factory=dict)

    def count(
        self, wrong: Wrong, row: int | None, found: Value, *, in_column: bool, rows: int = 1
    ) -> None:
        """`in_column`: what is wrong is a name in a column of the row, not in a heading or said once for the file.

        `rows` is how many rows of the file the row stands for, where incidents were counted.
        """
        is_answered = in_column and wrong.code in _ANSWERED
        key = (wrong.role if is_answered else "", wrong.code, found if is_answered else None)
        counted = self._found.get(key)
        if counted is None:
            counted = self._found[key] = _RowsOfName(wrong.message)
        counted.count(row, rows)

    def causes(self, known: Likely) -> tuple[Cause, ...]:
        """Those with most rows first; what is put right in the file itself comes last."""
        names: dict[tuple[str, str], _UnknownName] = {}
        rest: dict[str, Cause] = {}
        for (role, code, raw), found in self._found.items():
            if not role:
                there = rest.get(code)
                rows = found.rows + (there.rows if there else 0)
                message = there.message if there else found.message[:_LONGEST]
                rest[code] = Cause(rows=rows, message=message)
                continue
            name = shown_name(raw)
            named = _UnknownName(role, name, code, message=found.message)
            one = names.setdefault((role, key_of_name(name)), named)
            one.rows += found.rows
        grouped = [
            *_causes_of_indicators([one for one in names.values() if one.role == INDICATOR], known),
            *_causes_of_areas([one for one in names.values() if one.role == AREA], known),
            *_causes_of_names((one for one in names.values() if one.role == PERIOD), known),
        ]
        # What stands for all others comes after those that it is not.
        grouped.sort(key=lambda one: (one.key == REST, -one.rows))
        return (*grouped, *sorted(rest.values(), key=lambda one: -one.rows))


class LeftOut(NamedTuple):
    """A name whose rows are left out, as a person has answered for the cause of this key."""

    role: str
    key: str
    name: str = ""


@dataclass
class AnsweredRows:
    """The rows that are left out by an answer, and the names that stand for others."""

    _left_out: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    _read_as: dict[tuple[str, str], Cause] = field(default_factory=dict)
    _row: int = 0

    def leave_out(self, why: LeftOut, row: int, rows: int = 1) -> None:
        """A row counts once, by the first of its names that is left out; `rows` as for causes."""
        if row == self._row:
            return
        self._row = row
        names = self._left_out.setdefault((why.role, why.key), {})
        names[why.name] = names.get(why.name, 0) + rows

    def read_as(self, role: str, name: str, slug: str, known: str) -> None:
        key = key_of_name(name)
        cause = Cause(role=role, key=key, name=name[:_LONGEST], near=((slug, known),))
        self._read_as.setdefault((role, key), cause)

    @property
    def left_out(self) -> tuple[Cause, ...]:
        """Those of most rows first."""
        found = []
        for (role, key), counted in self._left_out.items():
            names = [_UnknownName(role, name, "", rows) for name, rows in counted.items()]
            one = _together(role, key, _sorted(names))
            is_alone = key.startswith("name:")
            found.append(
                one._replace(name=one.examples[0], names=1, examples=()) if is_alone else one
            )
        return tuple(sorted(found, key=lambda one: -one.rows))

    @property
    def read_as_others(self) -> tuple[Cause, ...]:
        return tuple(self._read_as.values())


@dataclass
class _UnknownName:
    """A name of the file that is not known, and how many rows have it."""

    role: str
    name: str
    code: str
    rows: int = 0
    message: str = ""


def _sorted(names: Iterable[_UnknownName]) -> list[_UnknownName]:
    return sorted(names, key=lambda one: (-one.rows, one.name))


def _cause(one: _UnknownName, known: Likely) -> Cause:
    near: list[tuple[str, str]] = []
    is_like = bool(one.name) and one.code in _SURELY_LIKE
    if one.role == INDICATOR and one.name:
        words = plain(one.name)
        near, is_like = known.subjects(words), is_like or known.is_like_subject(words)
        if one.code == ONLY_OF_OTHER_KIND:
            near = [(slug, name) for slug, name in near if plain(name) != words]
    elif one.role == AREA and one.name:
        near, is_like = known.areas(one.name), is_like or known.is_like_area(one.name)
    return Cause(
        role=one.role,
        key=key_of_name(one.name),
        name=one.name[:_LONGEST],
        rows=one.rows,
        message=one.message[:_LONGEST] if one.code in _SAID_IN_FULL else "",
        near=tuple(near),
        is_like=is_like,
    )


def _together(role: str, key: str, names: list[_UnknownName]) -> Cause:
    shown = tuple(one.name[:_LONGEST] for one in names[:SHOWN])
    return Cause(
        role=role, key=key, rows=sum(one.rows for one in names), names=len(names), examples=shown
    )


def _causes_of_indicators(names: list[_UnknownName], known: Likely) -> list[Cause]:
    """Names that are like none of ours in one, where they are many: they are made indicators in one table."""
    others = [one for one in names if one.code in _UNKNOWN and not _is_like(one, known)]
    if len(others) <= FEW_OTHERS:
        return _causes_of_names(names, known)
    alone = [one for one in names if one not in others]
    return [
        _together(INDICATOR, REST, _sorted(others)),
        *_causes_of_names(alone, known)[:MOST_NAMES],
    ]


def _is_like(one: _UnknownName, known: Likely) -> bool:
    return not one.name or known.is_like_subject(plain(one.name))


def _causes_of_names(names: Iterable[_UnknownName], known: Likely) -> list[Cause]:
    """Each by itself, as far as a person can answer them; the others in one."""
    listed = _sorted(names)
    found = [_cause(one, known) for one in listed[:MOST_NAMES]]
    more = listed[MOST_NAMES:]
    return [*found, _together(more[0].role, REST, more)] if more else found


def _cause_of_codes(kind: str, codes: list[_UnknownName], known: Likely) -> Cause:
    """All in one; those that may be codes of ours, mistyped, are shown first."""
    cause = _together(AREA, f"{CODES}{kind}", codes)
    missed = [(one.name, ours) for one in codes if (ours := known.code_missed(one.name))]
    if not missed:
        return cause
    shown = [
        f"{name} (may be {ours}, which the file does not name)" for name, ours in missed[:SHOWN]
    ]
    return cause._replace(examples=(*shown, *cause.examples)[:SHOWN], is_like=True)


def _causes_of_areas(names: list[_UnknownName], known: Likely) -> list[Cause]:
    """All codes of a kind in one, as are names that are like none of ours; a name that is like one of ours by itself."""
    codes: dict[str, list[_UnknownName]] = {}
    others: list[_UnknownName] = []
    alone: list[_UnknownName] = []
    for one in names:
        kind = area_code_kind(one.name) if one.code == "unknown_code" else None
        if kind is not None:
            codes.setdefault(kind, []).append(one)
        elif one.code == "unknown_area" and one.name and not known.is_like_area(one.name):
            others.append(one)
        else:
            alone.append(one)
    if len(others) <= FEW_OTHERS:
        alone, others = [*alone, *others], []
    grouped = [_cause_of_codes(kind, _sorted(found), known) for kind, found in codes.items()]
    if others:
        grouped.append(_together(AREA, OTHERS, _sorted(others)))
    return [*grouped, *_causes_of_names(alone, known)]
