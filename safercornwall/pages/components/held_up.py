"""By when a decision is needed, worked out from the money of the projects that wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import written
from priorities.models import Decision
from projects.funding import Tender, tender_of
from safercornwall.flags.snapshot import Snapshot


@dataclass(frozen=True)
class HeldUp:
    """Funding that ends while its project waits: of several, the one whose tender must start first."""

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


def held_up(snapshot: Snapshot) -> dict[int, HeldUp]:
    """The id of each outstanding decision that an open project waits for, where that project's money has an end."""
    outstanding = {
        row.pk for row in snapshot.decisions if row.status == Decision.Status.OUTSTANDING
    }
    found: dict[int, HeldUp] = {}
    for project in snapshot.open_projects:
        tender = tender_of(project.funding_lines.all(), project.procurement_lead_months)
        if tender is None:
            continue
        waits_for = {
            row.on_decision_id or 0 for row in project.dependencies.all() if row.met_on is None
        }
        for pk in waits_for & outstanding:
            if pk not in found or tender.start_by < found[pk].tender.start_by:
                found[pk] = HeldUp(tender, snapshot.as_at)
    return found
