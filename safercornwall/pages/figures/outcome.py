"""How a figure entered by hand would change the status of its indicator. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import Period, written
from performance.cells.values.figure_cells import MeasureReading
from performance.figures.keys import FigureKey
from performance.models import Indicator, StagedRow, UploadKind
from performance.standings.standing import Standing, current_standing, standings_of, with_figures
from performance.standings.status_impact import as_staged

Verdict = StagedRow.Verdict


@dataclass(frozen=True)
class StatusChange:
    """The standing of the indicator, or of the figure's own period, before and after."""

    label: str
    before: Standing | None
    after: Standing | None

    @property
    def changes_status(self) -> bool:
        return (self.before and self.before.label) != (self.after and self.after.label)

    @property
    def sentence(self) -> str:
        if not self.changes_status:
            status = self.after.label if self.after else "without a status"
            return f"{self.label} stays {status}."
        if self.before is None or self.after is None:
            status = self.after.label if self.after else "without a status"
            return f"{self.label} would be {status}."
        return f"{self.label} would move from {self.before.label} to {self.after.label}."


@dataclass(frozen=True)
class FigureOutcome:
    """The changes of the indicator and, if its status rests on another period, of the figure's own period.

    Without any changes, `note` says why the status does not depend on the figure.
    """

    changes: tuple[StatusChange, ...] = ()
    note: str = ""


def outcome_of(figure_key: FigureKey, measure: MeasureReading | None, as_at: date) -> FigureOutcome:
    """The outcome of saving `measure`, or of removing the figure if it is None. One query."""
    if not figure_key.is_headline:
        return FigureOutcome(
            note=f"The status rests on the figures for {figure_key.indicator.area}, so it stays as it is."
        )
    if not figure_key.period.end <= as_at:
        return FigureOutcome(
            note=f"Pages describe {written(as_at)}, and {figure_key.period} ends later:"
            " the status stays as it is until the plan’s reporting date is past that."
        )
    now = with_figures(Indicator.objects.filter(pk=figure_key.indicator.pk), as_at)[0]
    changed = as_staged(now, [_staged(figure_key, measure)], UploadKind.FIGURES, as_at)
    before, after = current_standing(now, as_at), current_standing(changed, as_at)
    changes = [StatusChange("The indicator", before, after)]
    if figure_key.period not in (before.period, after.period):
        own = StatusChange(
            str(figure_key.period),
            _standing_in(now, figure_key.period, as_at),
            _standing_in(changed, figure_key.period, as_at),
        )
        changes += [own] if own.before or own.after else []
    return FigureOutcome(tuple(changes))


def _standing_in(indicator: Indicator, period: Period, as_at: date) -> Standing | None:
    return next((row for row in standings_of(indicator, as_at) if row.period == period), None)


def _staged(figure_key: FigureKey, measure: MeasureReading | None) -> StagedRow:
    row = StagedRow(
        subject=figure_key.indicator.pk,
        area=figure_key.area.pk,
        period_start=figure_key.period.start,
        period_end=figure_key.period.end,
        verdict=Verdict.REMOVED,
    )
    if measure is not None:
        row.verdict, row.state, row.value = Verdict.CHANGED, measure.state, measure.value
        row.numerator, row.denominator = measure.numerator, measure.denominator
    return row
