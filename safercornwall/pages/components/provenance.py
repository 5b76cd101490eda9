"""The provenance of a figure: a cell of an upload, or entry by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from performance.models import Figure, Upload

_ROW = re.compile(r"\d+$")


@dataclass(frozen=True)
class Provenance:
    """`upload` and the `place` in it ("row 14 (Figures!D14)"), or none if a person entered the figure by hand.

    `is_added_up`: it follows from figures of its areas, of which `who` changed one where there is no upload.
    """

    upload: Upload | None
    place: str
    who: str
    on: date
    is_added_up: bool = False

    @property
    def by_and_on(self) -> str:
        by = f"by {self.who} " if self.who else ""
        return f"{by}on {self.on.day} {self.on:%B %Y}"


def with_provenance(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """The figures with all that `provenance_of` reads, in the same query."""
    return figures.select_related("upload__applied_by", "recorded_by")


def provenance_of(figure: Figure) -> Provenance | None:
    """None for a figure of the assessment, which nobody recorded."""
    upload = figure.upload
    who = figure.recorded_by or (upload and upload.applied_by)
    if upload is None and who is None:
        return None
    # A revision that an undo brought back keeps the date of its upload.
    moment = (upload and upload.applied_at) or figure.known_from
    return Provenance(
        upload=upload,
        place=place_in(figure.cell) if upload else "",
        who=str(who or ""),
        on=timezone.localtime(moment).date(),
        is_added_up=figure.added_up_from is not None,
    )


def place_in(cell: str) -> str:
    """ "row 14 (Figures!D14)"."""
    row = _ROW.search(cell)
    return f"row {row[0]} ({cell})" if row else cell
