"""What a template would have rows for, as its page lists it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from performance.workbooks.due import Due

_MOST_NAMED = 3


@dataclass(frozen=True)
class TemplateSubject:
    """An indicator, or a measure of an index, and its rows in words."""

    record: Any
    index: str
    where: str
    periods: str
    rows: int


def subjects_of(due: Iterable[Due]) -> list[TemplateSubject]:
    """In the order in which they are due."""
    rows: dict[Any, list[Due]] = {}
    for one in due:
        rows.setdefault(one.subject, []).append(one)
    return [
        TemplateSubject(
            record=subject,
            index=str(getattr(subject, "index", "")),
            where=_listed(one.area.named if one.area else one.label for one in found),
            periods=_listed(one.period.label for one in found),
            rows=len(found),
        )
        for subject, found in rows.items()
    ]


def _listed(names: Iterable[str]) -> str:
    """Each once; of many the first, and how many more."""
    each = list(dict.fromkeys(names))
    more = len(each) - _MOST_NAMED
    said = ", ".join(each[:_MOST_NAMED])
    return f"{said} and {more:,} more" if more > 0 else said
