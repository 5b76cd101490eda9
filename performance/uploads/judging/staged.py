"""A row as it is staged: the values of `staging.COLUMNS`, in text and numbers alone."""

from __future__ import annotations

from typing import Any

from performance.models import StagedRow
from performance.uploads.judging import whens, wheres
from performance.uploads.judging.sources import Entry
from performance.uploads.lookups import Subject

Staged = tuple[Any, ...]
REJECTED = str(StagedRow.Verdict.REJECTED)


def without_value(
    upload: int,
    row: int,
    entry: Entry,
    verdict: str,
    subject: Subject | None = None,
    where: wheres.Where = wheres.NOT_SAID,
    when: whens.When = whens.NOT_SAID,
) -> Staged:
    """As much as is known of a row that is rejected or left alone."""
    return (
        upload,
        row,
        f"{entry.cell}{row}",
        subject.pk if subject else None,
        where.area,
        where.label,
        when.start,
        when.end,
        "",
        None,
        None,
        None,
        "",
        verdict,
    )
