"""How a figure came to be gone: by whom, why and with which file, and what became of that when the file was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from performance.models import Figure, Indicator, StagedRow, Upload
from performance.presenters.provenance import place_in
from performance.presenters.revisions import value_words


@dataclass(frozen=True)
class Removal:
    """One removal. `who` and `reason` may be empty; `upload` and the `place` in it are of a file that removed it.

    `outcome` says what taking the upload back gave back, or why nothing; empty where it was not.
    """

    at: datetime
    who: str
    reason: str
    upload: Upload | None = None
    place: str = ""
    outcome: str = ""
    is_last: bool = False


def cells_of_removals(figures: Sequence[Figure]) -> dict[int, str]:
    """Where the removals stand in their files, by the number of the figure removed; in one query at most."""
    uploads = {row.closed_by_upload_id for row in figures if not was_taken_back(row)} - {None}
    if not uploads:
        return {}
    rows = StagedRow.objects.filter(
        upload__in=uploads,
        verdict=StagedRow.Verdict.REMOVED,
        base__in=[row.pk for row in figures],
    )
    return {base: cell for base, cell in rows.values_list("base", "cell") if base is not None}


def was_taken_back(figure: Figure) -> bool:
    """Whether it was closed because the upload that it came from was taken back."""
    return figure.closed_by_upload_id is not None and figure.closed_by_upload_id == figure.upload_id


def removal_of(
    indicator: Indicator, figure: Figure, figures: Sequence[Figure], cell: str = ""
) -> Removal | None:
    """None for a revision that counts, that another followed at once, or that was taken back.

    `figures` are all revisions of the same figure.
    """
    at = figure.known_to
    if at is None or was_taken_back(figure) or any(row.known_from == at for row in figures):
        return None
    return Removal(
        at=at,
        who=str(figure.closed_by or ""),
        reason=figure.reason_for_closing,
        upload=figure.closed_by_upload,
        place=place_in(cell) if cell else "",
        outcome=_outcome(indicator, figure, figures),
        is_last=all(row.known_from < at for row in figures),
    )


def _outcome(indicator: Indicator, figure: Figure, figures: Sequence[Figure]) -> str:
    upload = figure.closed_by_upload
    if upload is None or upload.undone_at is None:
        return ""
    moment = upload.undone_at
    counted = next((row for row in figures if row.counted_at(moment)), None)
    if counted is None:
        return "Nothing came back: by then it was removed again, or what the file removed had been taken back too."
    words = f"revision {counted.revision}, {value_words(indicator, counted)}"
    if counted.known_from == moment:
        return f"It came back as {words}."
    return f"Nothing came back, as another figure counted by then: {words}."
