"""The history of a figure: its revisions, their authors, and its removals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from core.periods import Period, written
from performance.figures.withholding import is_withheld, visible_figures
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
    """One removal. `who` and `reason` may be empty. `upload` and `place` name the file that removed the figure.

    `outcome` says what an undo of the upload brought back. It is empty without an undo.
    """

    at: datetime
    who: str
    reason: str
    upload: Upload | None = None
    place: str = ""
    outcome: str = ""
    is_last: bool = False


def cells_of_removals(figures: Sequence[Figure]) -> dict[int, str]:
    """The cells of the removals in their files, by id of the removed figure. One query at most."""
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
    """Whether an undo of the figure's own upload closed it."""
    return figure.closed_by_upload_id is not None and figure.closed_by_upload_id == figure.upload_id


def removal_of(
    indicator: Indicator, figure: Figure, figures: Sequence[Figure], cell: str = ""
) -> Removal | None:
    """The removal after a revision, or None if it counts, was corrected or was undone with its upload.

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
    """One revision: its content, the time for which it counted, and its changes."""

    figure: Figure
    words: str
    counted: str
    counts: str
    changes: list[RevisionChange]
    provenance: Provenance | None
    is_reported: bool
    removal: Removal | None = None
    # Why no figure counted when it came, though there are earlier revisions.
    nothing_before: str = ""
    # The undone uploads that closed it, or brought it back, if any.
    taken_back: Upload | None = None
    brought_back: Upload | None = None

    @property
    def is_restricted(self) -> bool:
        """Whether only people who may change figures can read it."""
        return is_withheld(self.figure) and self.figure.value is not None

    @property
    def title(self) -> str:
        return f"Revision {self.figure.revision}"


@dataclass(frozen=True)
class FigureHistory:
    """The revisions of one figure, newest first. There is at least one."""

    indicator: Indicator
    area: Area
    period: Period
    figures: Sequence[Figure]
    closings: Sequence[ClosedPeriod] = ()
    # The cells of their removals in the files, by id of the figure.
    cells: Mapping[int, str] = field(default_factory=dict, repr=False)

    @property
    def latest(self) -> Figure | None:
        """The revision that counts now, or None if the figure was removed."""
        return next((row for row in self.figures if row.known_to is None), None)

    @cached_property
    def latest_words(self) -> str:
        return value_words(self.indicator, self.latest) if self.latest else ""

    @property
    def removed_words(self) -> str:
        """The reason why no figure counts now."""
        how = "taken back" if was_taken_back(self.figures[0]) else "removed"
        return f"No figure counts now: it was {how}"

    @cached_property
    def closed(self) -> Reported | None:
        """The figure as reported to the board, if its period is closed."""
        return next(iter(reported_and_latest(self.figures, self.closings).values()), None)

    @property
    def reported_words(self) -> str:
        if self.closed is None:
            return ""
        shown = self.closed.reported
        words = value_words(self.indicator, shown) if shown else "Not in yet"
        return f"{words}, when {self.closed.closing.period} was closed on {moment(self.closed.closing.closed_at)}"

    @cached_property
    def revisions(self) -> list[RevisionRow]:
        previous = [*self.figures[1:], None]
        rows = zip(self.figures, previous, strict=True)
        return [self._revision(row, old) for row, old in rows]

    def _revision(self, row: Figure, before: Figure | None) -> RevisionRow:
        # A revision that was removed or taken back before this one came was not there to be changed.
        old = before if before and before.known_to == row.known_from else None
        return RevisionRow(
            figure=row,
            words=value_words(self.indicator, row, old),
            counted=_counted(row),
            counts=counts_of(row),
            changes=changes_between(self.indicator, old, row) if old else [],
            nothing_before=_gone(self.indicator, before) if before and not old else "",
            provenance=provenance_of(row),
            is_reported=bool(
                self.closed and self.closed.reported and self.closed.reported.pk == row.pk
            ),
            removal=removal_of(self.indicator, row, self.figures, self.cells.get(row.pk, "")),
            taken_back=row.closed_by_upload if was_taken_back(row) else None,
            brought_back=self._brought_back(row),
        )

    def _brought_back(self, row: Figure) -> Upload | None:
        """The upload whose undo opened the revision. It had closed an earlier revision."""
        uploads = (one.closed_by_upload for one in self.figures)
        return next((up for up in uploads if up and up.undone_at == row.known_from), None)


def history_of(
    indicator: Indicator, area: Area, start, end, *, sees_withheld: bool = False
) -> FigureHistory | None:
    """All revisions of the figure for the days `start` to `end`, in three queries. None if there is none.

    The values before a suppression are left out unless the reader `sees_withheld`.
    """
    key = {"indicator": indicator, "area": area, "period_start": start, "period_end": end}
    found = Figure.objects.filter(**key).select_related("closed_by", "closed_by_upload__undone_by")
    figures = visible_figures(
        with_provenance(found).order_by("-revision"), sees_withheld=sees_withheld
    )
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


def _gone(indicator: Indicator, before: Figure) -> str:
    how = "taken back" if was_taken_back(before) else "removed"
    return f"No figure counted: {value_words(indicator, before)} had been {how}"


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
