"""The decisions that wait to be taken, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import written
from priorities.models import Decision, Theme
from projects.deciding import DecideBy
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.funding_at_risk import FundingAtRisk, funding_at_risk
from safercornwall.pages.components.open_records import outstanding

# Sorts decisions without a date last.
NO_DATE = date.max


@dataclass(frozen=True)
class DueDecision:
    """An outstanding decision with its themes, and the funding that it holds up."""

    decision: Decision
    themes: list[Theme]
    decide_by: DecideBy | None = None
    funding_at_risk: FundingAtRisk | None = None

    @property
    def is_overdue(self) -> bool:
        return self.decide_by is not None and self.decide_by.is_past

    @property
    def needed(self) -> str:
        """By when: on its own day, or before the money ends that it holds up."""
        if self.urgent_on == NO_DATE:
            return "No day stated"
        tender = self.funding_at_risk and self.funding_at_risk.tender
        if tender and tender.start_by == self.urgent_on:
            verb = "was" if tender.is_too_late(self.funding_at_risk.as_at) else "is"
            return (
                f"Holds up money: the last day to start a tender {verb} {written(tender.start_by)}"
            )
        past = " (past)" if self.is_overdue else ""
        return f"Needed by {written(self.urgent_on)}{past}"

    @property
    def urgent_on(self) -> date:
        """The earlier of its due day and the last day to start a tender for the funding it holds up."""
        days = [
            self.decide_by.day if self.decide_by else None,
            self.funding_at_risk.tender.start_by if self.funding_at_risk else None,
        ]
        return min((day for day in days if day), default=NO_DATE)


def due_decisions(snapshot: Snapshot) -> list[DueDecision]:
    """The outstanding decisions, the most urgent first. Those without a day come last."""
    at_risk = funding_at_risk(snapshot)
    rows = [
        DueDecision(
            row,
            [snapshot.theme_by_id[theme.pk] for theme in row.themes.all()],
            snapshot.days_to_decide[row.pk],
            at_risk.get(row.pk),
        )
        for row in outstanding(snapshot)
    ]
    return sorted(rows, key=lambda row: (row.urgent_on, row.decision.order))
