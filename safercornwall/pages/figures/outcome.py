"""What a figure entered by hand would do to its indicator, worked out in memory: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import Period, written
from performance.cells.values.given import MeasureReading
from performance.figures.keys import FigureKey
from performance.models import Indicator, StagedRow, UploadKind
from performance.standings.standing import Standing, current_standing, standings_of, with_figures
from performance.uploads.status_impact import as_staged

Verdict = StagedRow.Verdict


@dataclass(frozen=True)
class Move:
    """How the indicator stands, now or in the figure's own period, and how it would."""

    of: str
    before: Standing | None
    after: Standing | None

    @property
    def is_one(self) -> bool:
        return (self.before and self.before.label) != (self.after and self.after.label)

    @property
    def sentence(self) -> str:
        if not self.is_one:
            label = self.after.label if self.after else "without a status"
            return f"{self.of} stays {label}."
        if self.before is None or self.after is None:
            now = self.after.label if self.after else "without a status"
            return f"{self.of} would be {now}."
        return f"{self.of} would move from {self.before.label} to {self.after.label}."


@dataclass(frozen=True)
class EntryOutcome:
    """`moves` are of the indicator and, where it stands by another, of the figure's own period; none where nothing
    rests on the figure, and `note` says why.
    """

    moves: tuple[Move, ...] = ()
    note: str = ""


def outcome_of(asked: FigureKey, measure: MeasureReading | None, as_at: date) -> EntryOutcome:
    """What keeping `measure` would do, or where it is None removing the figure. One query."""
    if not asked.is_headline:
        return EntryOutcome(
            note=f"The status rests on the figures for {asked.indicator.area}, so it stays as it is."
        )
    if not asked.period.end <= as_at:
        return EntryOutcome(
            note=f"Pages describe {written(as_at)}, and {asked.period} ends later:"
            " the status stays as it is until the plan’s reporting date is past that."
        )
    now = with_figures(Indicator.objects.filter(pk=asked.indicator.pk), as_at)[0]
    there = as_staged(now, [_staged(asked, measure)], UploadKind.FIGURES, as_at)
    before, after = current_standing(now, as_at), current_standing(there, as_at)
    moves = [Move("The indicator", before, after)]
    if asked.period not in (before.period, after.period):
        own = Move(
            str(asked.period), _of(now, asked.period, as_at), _of(there, asked.period, as_at)
        )
        moves += [own] if own.before or own.after else []
    return EntryOutcome(tuple(moves))


def _of(indicator: Indicator, period: Period, as_at: date) -> Standing | None:
    return next((row for row in standings_of(indicator, as_at) if row.period == period), None)


def _staged(asked: FigureKey, measure: MeasureReading | None) -> StagedRow:
    row = StagedRow(
        subject=asked.indicator.pk,
        area=asked.area.pk,
        period_start=asked.period.start,
        period_end=asked.period.end,
        verdict=Verdict.REMOVED,
    )
    if measure is not None:
        row.verdict, row.state, row.value = Verdict.CHANGED, measure.state, measure.value
        row.numerator, row.denominator = measure.numerator, measure.denominator
    return row
