"""Everything that one figure has ever said, and who made it say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from performance.models import ClosedPeriod, Figure, Indicator, Upload
from performance.presenters.provenance import Provenance, provenance_of, with_provenance
from performance.presenters.revisions import Change, changes_between, counts_of, value_words
from performance.removals import is_removal
from performance.rounds.reported import Reported, reported_and_latest
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
    # The upload that took it back, removed it or brought it back, where one did.
    taken_back: Upload | None = None
    removed: str = ""
    brought_back: Upload | None = None

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
    uploads: Sequence[Upload] = field(default=(), repr=False)

    @property
    def latest(self) -> Figure | None:
        """The revision that counts now; None where the figure has been removed."""
        return next((row for row in self.figures if row.known_to is None), None)

    @cached_property
    def latest_words(self) -> str:
        return value_words(self.indicator, self.latest) if self.latest else ""

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
        figures = [row for row in self.figures if not is_removal(row)]
        before = [*figures[1:], None]
        after = [None, *figures[:-1]]
        rows = zip(figures, before, after, strict=True)
        return [self._revision(row, old, new) for row, old, new in rows]

    def _revision(self, row: Figure, old: Figure | None, new: Figure | None) -> Revision:
        upload = row.upload
        undone = row.known_to and upload and upload.undone_at == row.known_to
        is_succeeded = new is not None and new.known_from == row.known_to
        return Revision(
            figure=row,
            words=value_words(self.indicator, row, old),
            counted=_counted(row),
            counts=counts_of(row),
            changes=changes_between(self.indicator, old, row) if old else [],
            provenance=provenance_of(row),
            is_reported=bool(self.told and self.told.reported and self.told.reported.pk == row.pk),
            taken_back=upload if undone else None,
            removed="" if undone or is_succeeded or not row.known_to else self._removed(row),
            brought_back=next((up for up in self.uploads if up.undone_at == row.known_from), None),
        )

    def _removed(self, row: Figure) -> str:
        """By which upload, or by whom and why."""
        removals = (one for one in self.figures if is_removal(one))
        trace = next((one for one in removals if one.known_from == row.known_to), None)
        if trace:
            who = f"{moment(row.known_to)} by {trace.recorded_by}"
            return f"on {who}, for this reason: “{trace.reason_for_change}”"
        by = next((up for up in self.uploads if up.applied_at == row.known_to), None)
        how = f" with {by.file_name}, by {by.applied_by}" if by else ""
        return f"on {moment(row.known_to)}{how}"


def history_of(indicator: Indicator, area: Area, start, end) -> FigureHistory | None:
    """Every revision of the figure for the days `start` to `end`, in three queries; None where there never was one."""
    key = {"indicator": indicator, "area": area, "period_start": start, "period_end": end}
    figures = list(
        with_provenance(Figure.objects.filter(**key).select_related("upload__undone_by")).order_by(
            "-revision"
        )
    )
    if not figures:
        return None
    moments = {row.known_from for row in figures} | {row.known_to for row in figures} - {None}
    return FigureHistory(
        indicator=indicator,
        area=area,
        period=figures[0].period,
        figures=figures,
        closings=list(ClosedPeriod.objects.filter(period_start__lte=end, period_end__gte=end)),
        uploads=list(
            Upload.objects.filter(
                Q(applied_at__in=moments) | Q(undone_at__in=moments)
            ).select_related("applied_by", "undone_by")
        ),
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
