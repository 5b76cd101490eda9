"""A row as it is staged: the values of `staging.COLUMNS`, in text and numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from performance.cells.lookups import Subject
from performance.models import StagedRow
from performance.uploads.files import Value
from performance.uploads.judging import areas, periods
from performance.uploads.judging.plain_cells import NO_NUMBERS, Numbers
from performance.uploads.judging.sources import LookupEntry

Staged = tuple[Any, ...]
REJECTED = str(StagedRow.Verdict.REJECTED)


class At(NamedTuple):
    """Where a figure stands: its row, the column of its value, and the cells of the row."""

    row: int
    entry: LookupEntry
    cells: Sequence[Value]


def staged(
    upload: int,
    at: At,
    subject: Subject | None = None,
    where: areas.Where = areas.NOT_SAID,
    when: periods.When = periods.NOT_SAID,
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
