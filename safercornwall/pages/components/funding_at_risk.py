"""The funding that runs out while a project waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import written
from projects.funding import Tender, tender_of
from safercornwall.flags.snapshot import Snapshot


@dataclass(frozen=True)
class FundingAtRisk:
    """The funding of a waiting project. Of several, it is the one whose tender must start first."""

    tender: Tender
    as_at: date

    @property
    def is_too_late(self) -> bool:
        return self.tender.is_too_late(self.as_at)

    @property
    def words(self) -> str:
        verb = "ended" if self.tender.has_ended(self.as_at) else "ends"
        return (
            f"Holds up funding that {verb} on {written(self.tender.ends_on)}; the last date to start a tender "
            f"{'was' if self.is_too_late else 'is'} {written(self.tender.start_by)}"
        )


def funding_at_risk(snapshot: Snapshot) -> dict[int, FundingAtRisk]:
    """The funding at risk by id of the outstanding decision that an open project waits for."""
    outstanding = {row.pk for row in snapshot.decisions if row.is_outstanding_on(snapshot.as_at)}
    found: dict[int, FundingAtRisk] = {}
    for project in snapshot.open_projects:
        tender = tender_of(project.funding_lines.all(), project.procurement_lead_months)
        if tender is None:
            continue
        waits_for = {
            row.on_decision_id or 0
            for row in project.dependencies.all()
            if not row.is_met(snapshot.as_at)
        }
        for pk in waits_for & outstanding:
            if pk not in found or tender.start_by < found[pk].tender.start_by:
                found[pk] = FundingAtRisk(tender, snapshot.as_at)
    return found
