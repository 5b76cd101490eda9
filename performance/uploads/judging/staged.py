"""A row as it is staged: the values of `staging.COLUMNS`, in text and numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from performance.models import StagedRow
from performance.uploads.files import Value
from performance.uploads.judging import whens, wheres
from performance.uploads.judging.plainly import NO_NUMBERS, Numbers
from performance.uploads.judging.sources import Entry
from performance.uploads.lookups import Subject

Staged = tuple[Any, ...]
REJECTED = str(StagedRow.Verdict.REJECTED)


class At(NamedTuple):
    """Where a figure stands: its row, the column of its value, and the cells of the row."""

    row: int
    entry: Entry
    cells: Sequence[Value]


def staged(
    upload: int,
    at: At,
    subject: Subject | None = None,
    where: wheres.Where = wheres.NOT_SAID,
    when: whens.When = whens.NOT_SAID,
    state: str = "",
    numbers: Numbers = NO_NUMBERS,
    comment: str = "",
    *,
    verdict: str,
) -> Staged:
    """As much as is known of it."""
    return (
        upload,
        at.row,
        f"{at.entry.cell}{at.row}",
        subject.pk if subject else None,
        where.area,
        where.label,
        when.start,
        when.end,
        state,
        *numbers,
        comment,
        verdict,
    )
