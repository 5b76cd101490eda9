"""Why a figure differs from what the board was shown, who changed it, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from core.records.revisions import Revision
from performance.figures.withholding import REASON_WITHHELD, VisibleFigure, is_reason_hidden
from performance.models import Upload
from performance.rounds.reported import Reported


@dataclass(frozen=True)
class Deed:
    """`by` is None where nobody is on record; `reason` may be empty: nobody need say why a figure came late."""

    at: datetime
    by: Any
    reason: str


Deeds = Mapping[datetime, Deed]


def deed_of(found: Reported, uploads: Deeds) -> Deed | None:
    """What last changed the figure; None where there was never anything. `uploads` are those of `uploads_at`.

    An undo brings a revision back with whoever recorded it first: there the upload says who.
    """
    last = found.last
    if last is None:
        return None
    moment = moment_of(last)
    if last.known_to is not None:
        return Deed(moment, last.closed_by, last.reason_for_closing)
    deed = uploads.get(moment) or Deed(moment, last.recorded_by, last.reason_for_change)
    if deed.reason and is_reason_hidden(last):
        return replace(deed, reason=REASON_WITHHELD)
    return deed


def moment_of(last: Revision | VisibleFigure) -> datetime:
    """When the figure came to say what it says, or was removed, `last` being its last revision."""
    moment: datetime = last.known_to or last.known_from
    return moment


def uploads_at(found: Iterable[Reported]) -> dict[datetime, Deed]:
    """The applying and taking back of uploads that made figures say something else, in one query at most."""
    lasts = (row.last for row in found if row.differs)
    moments = {moment_of(last) for last in lasts if last is not None and last.known_to is None}
    if not moments:
        return {}
    uploads = Upload.objects.filter(Q(applied_at__in=moments) | Q(undone_at__in=moments))
    deeds = {}
    for row in uploads.select_related("applied_by", "undone_by"):
        if row.applied_at is not None:
            deeds[row.applied_at] = Deed(row.applied_at, row.applied_by, row.reason)
        if row.undone_at is not None:
            reason = row.undo_reason or f"{row.file_name} was taken back."
            deeds[row.undone_at] = Deed(row.undone_at, row.undone_by, reason)
    return deeds
