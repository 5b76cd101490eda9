"""Everything that one figure has ever said, who made it say so, and how it was removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from core.periods import Period, written
from performance.figures.withholding import as_seen, is_withheld
from performance.models import ClosedPeriod, Figure, Indicator, StagedRow, Upload
from performance.rounds.reported import Reported, reported_and_latest
from places.models import Area
from safercornwall.pages.components.provenance import (
    Provenance,
    place_in,
    provenance_of,
    with_provenance,
)
from safercornwall.pages.components.revisions import (
    RevisionChange,
    changes_between,
    counts_of,
    value_words,
)


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


@dataclass(frozen=True)
class RevisionRow:
    """One revision: what it said, from when until when it counted, and what it changed."""

    figure: Figure
    words: str
    counted: str
    counts: str
    changes: list[RevisionChange]
    provenance: Provenance | None
    is_reported: bool
    removal: Removal | None = None
    # The upload that it was taken back with, or brought back by the taking back of, where there is one.
    taken_back: Upload | None = None
    brought_back: Upload | None = None

    @property
    def is_for_some(self) -> bool:
        """Whether others do not read it."""
        return is_withheld(self.figure) and self.figure.value is not None

    @property
    def title(self) -> str:
        return f"Revision {self.figure.revision}"


@dataclass(frozen=True)
class FigureHistory:
    """The revisions of one figure, which are not empty, newest first."""

    indicator: Indicator
    area: Area
    period: Period
    figures: Sequence[Figure]
    closings: Sequence[ClosedPeriod] = ()
    # Where their removals stand in the files, by the number of the figure.
    cells: Mapping[int, str] = field(default_factory=dict, repr=False)

    @property
    def latest(self) -> Figure | None:
        """The revision that counts now; None where the figure has been removed."""
        return next((row for row in self.figures if row.known_to is None), None)

    @cached_property
    def latest_words(self) -> str:
        return value_words(self.indicator, self.latest) if self.latest else ""

    @property
    def gone_words(self) -> str:
        """Why no figure counts now."""
        how = "taken back" if was_taken_back(self.figures[0]) else "removed"
        return f"No figure counts now: it was {how}"

    @cached_property
    def told(self) -> Reported | None:
        """What the board was shown, where the period is closed."""
        return next(iter(reported_and_latest(self.figures, self.closings).values()), None)

    @property
    def reported_words(self) -> str:
        if self.told is None:
            return ""
        shown = self.told.reported
        words = value_words(self.indicator, shown) if shown else "Not in yet"
        return f"{words}, when {self.told.closing.period} was closed on {moment(self.told.closing.closed_at)}"

    @cached_property
    def revisions(self) -> list[RevisionRow]:
        before = [*self.figures[1:], None]
        rows = zip(self.figures, before, strict=True)
        return [self._revision(row, old) for row, old in rows]

    def _revision(self, row: Figure, old: Figure | None) -> RevisionRow:
        return RevisionRow(
            figure=row,
            words=value_words(self.indicator, row, old),
            counted=_counted(row),
            counts=counts_of(row),
            changes=changes_between(self.indicator, old, row) if old else [],
            provenance=provenance_of(row),
            is_reported=bool(self.told and self.told.reported and self.told.reported.pk == row.pk),
            removal=removal_of(self.indicator, row, self.figures, self.cells.get(row.pk, "")),
            taken_back=row.closed_by_upload if was_taken_back(row) else None,
            brought_back=self._brought_back(row),
        )

    def _brought_back(self, row: Figure) -> Upload | None:
        """The upload whose taking back opened the revision: one that had closed an earlier one."""
        uploads = (one.closed_by_upload for one in self.figures)
        return next((up for up in uploads if up and up.undone_at == row.known_from), None)


def history_of(
    indicator: Indicator, area: Area, start, end, *, sees_withheld: bool = False
) -> FigureHistory | None:
    """Every revision of the figure for the days `start` to `end`, in three queries; None where there never was one.

    What it said before it was suppressed is in it only where somebody `sees_withheld`.
    """
    key = {"indicator": indicator, "area": area, "period_start": start, "period_end": end}
    found = Figure.objects.filter(**key).select_related("closed_by", "closed_by_upload__undone_by")
    figures = as_seen(with_provenance(found).order_by("-revision"), sees=sees_withheld)
    if not figures:
        return None
    return FigureHistory(
        indicator=indicator,
        area=area,
        period=figures[0].period,
        figures=figures,
        closings=list(ClosedPeriod.objects.filter(period_start__lte=end, period_end__gte=end)),
        cells=cells_of_removals(figures),
    )


def moment(when: datetime | None) -> str:
    """ "3 December 2011, 10:04"."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    return f"{written(local.date())}, {local:%H:%M}"


def _counted(row: Figure) -> str:
    if row.known_to is None:
        return f"Since {moment(row.known_from)}; it counts now"
    return f"From {moment(row.known_from)} until {moment(row.known_to)}"
