"""Which column holds the values, where a count, a rate and a percentage could each be it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from performance.cells.lookups import Lookups, plain
from performance.cells.subjects import Subject
from performance.uploads.files import Value
from performance.uploads.layout.headings import is_no_figure, measure_in, measure_of, without_scale
from performance.uploads.layout.roles import SYNONYMS

_ANY_KIND = frozenset(SYNONYMS["value"]) - {"count", "rate"}


def choose_value(
    columns: dict[str, int],
    headings: Sequence[Value],
    rows: Sequence[Sequence[Value]],
    lookups: Lookups,
) -> bool:
    """Choose the column of values where several could be it; False where a person must."""
    words = [plain(without_scale(one)) if isinstance(one, str) else "" for one in headings]
    taken = {place for role, place in columns.items() if role != "value"}
    free = [n for n, word in enumerate(words) if word and n not in taken]
    plainly = [n for n in free if words[n] in _ANY_KIND]
    if plainly:
        columns["value"] = plainly[0] if "value" not in columns else columns["value"]
        if columns["value"] not in plainly:
            columns["value"] = min(plainly, key=lambda n: SYNONYMS["value"].index(words[n]))
        return [words[n] for n in plainly].count(words[columns["value"]]) == 1
    kinds = {
        n: measure_in(str(headings[n]))
        for n in free
        if not is_no_figure(str(headings[n])) and _begins_as_measure(words[n])
    }
    kinds = {n: kind for n, kind in kinds.items() if kind and _holds_numbers(rows, n)}
    if not kinds and "value" not in columns:
        return True
    if "period" not in columns or "indicator" not in columns:
        # The indicator is chosen by a person, and the column with it.
        return len(kinds) <= 1
    wanted = {measure_of(one) for one in _subjects_of(columns["indicator"], rows, lookups)}
    if len(wanted) != 1:
        columns.pop("value", None)
        return not kinds or (len(kinds) == 1 and not wanted and _keep(columns, kinds))
    (kind,) = wanted
    right = [n for n, one in kinds.items() if one == kind] if kind else list(kinds)
    if len(right) == 1:
        columns["value"] = right[0]
        return True
    if kinds or "value" in columns:
        columns.pop("value", None)
        return False
    return True


def _keep(columns: dict[str, int], kinds: Mapping[int, str]) -> bool:
    (columns["value"],) = kinds
    return True


_MEASURES = re.compile(
    r"(crude |standardised |age standardised )?(rate|count|number|no|volume|percentage|percent|per cent|%|proportion)\b.*"
    r"|value .*|.* rate|.* count|total"
)


def _begins_as_measure(words: str) -> bool:
    """Whether a heading is of a kind of number, and not the name of what is counted."""
    return _MEASURES.fullmatch(words) is not None or words.startswith("%")


def _holds_numbers(rows: Sequence[Sequence[Value]], place: int) -> bool:
    return not rows or any(place < len(row) and row[place] is not None for row in rows)


def _subjects_of(
    place: int, rows: Sequence[Sequence[Value]], lookups: Lookups
) -> Iterator[Subject]:
    named = {row[place] for row in rows if place < len(row) and isinstance(row[place], str)}
    for name in named:
        found = lookups.subject(name)
        if isinstance(found, Subject):
            yield found
