"""Everything that one figure has ever said, and who made it say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from performance.models import ClosedPeriod, Figure, Indicator, Upload
from performance.presenters.provenance import Provenance, provenance_of, with_provenance
from performance.presenters.removals import Removal, cells_of_removals, removal_of, was_taken_back
from performance.presenters.revisions import Change, changes_between, counts_of, value_words
from performance.rounds.reported import Reported, reported_and_latest
from performance.withholding import as_seen
from places.models import Area
from safercornwall.periods import Period, written


@dataclass(frozen=True)
class Revision:
    """One revision: what it said, from when until when it counted, and what it changed."""

    figure: Figure
    words: str
    counted: str
    counts: str
    changes: list[Change]
    provenance: Provenance | None
    is_reported: bool
    removal: Removal | None = None
    # The upload that it was taken back with, or brought back by the taking back of, where there is one.
    taken_back: Upload | None = None
    brought_back: Upload | None = None

    @property
    def is_for_some(self) -> bool:
        """Whether others do not read it."""
        return self.figure.is_withheld and self.figure.value is not None

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
    def revisions(self) -> list[Revision]:
        before = [*self.figures[1:], None]
        rows = zip(self.figures, before, strict=True)
        return [self._revision(row, old) for row, old in rows]

    def _revision(self, row: Figure, old: Figure | None) -> Revision:
        return Revision(
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
