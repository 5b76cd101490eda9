"""The board's home: counts that lead to what they count, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from core.lists.tiles import Tile
from performance.choices import WORST_FIRST
from priorities.models import Decision, DeliveryGap, Theme
from projects.models import ProjectStatus
from safercornwall.flags.registry import Flag, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.flag_lines import flags_address
from safercornwall.pages.components.held_up import HeldUp, held_up
from safercornwall.pages.components.status_tiles import noted

# Worst first, as a board reads them.
PROJECT_STATUSES = (
    *(ProjectStatus.ON_HOLD, ProjectStatus.AWAITING, ProjectStatus.PLANNED),
    *(ProjectStatus.CURRENT, ProjectStatus.CLOSED),
)

LONG_AFTER = date.max


@dataclass(frozen=True)
class DueDecision:
    """An outstanding decision with the themes that wait for it, and the money that it holds up."""

    decision: Decision
    themes: list[Theme]
    as_at: date
    held_up: HeldUp | None = None

    @property
    def is_overdue(self) -> bool:
        return self.decision.due_on is not None and self.decision.due_on < self.as_at

    @property
    def pressing_on(self) -> date:
        """The first day that presses: the one stated, or the one on which a tender for its money must start."""
        days = [self.decision.due_on, self.held_up.tender.start_by if self.held_up else None]
        return min((day for day in days if day), default=LONG_AFTER)


def indicator_tiles(snapshot: Snapshot) -> list[Tile]:
    """Only statuses that some indicator has."""
    address = reverse("indicators:list")
    found = [standing.status for standing in snapshot.standings]
    tiles = [
        Tile(status.label, found.count(status), f"{address}?status={status.value}", status.value)
        for status in WORST_FIRST
        if status in found
    ]
    return noted(tiles, snapshot.standings)


def project_tiles(snapshot: Snapshot) -> list[Tile]:
    address = reverse("projects:list")
    found = [project.status for project in snapshot.projects]
    return [
        Tile(status.label, found.count(status), f"{address}?status={status.value}")
        for status in PROJECT_STATUSES
        if status in found
    ]


def plan_tiles(snapshot: Snapshot, flags: Iterable[Flag]) -> list[Tile]:
    """What the plan holds that is still open, the gravest first."""
    slug = snapshot.plan.slug
    grave = [flag for flag in flags if flag.severity == Severity.HIGH]
    gaps = [gap for gap in snapshot.gaps if gap.status == DeliveryGap.Status.OPEN]
    ownerless = sum(gap.owner_id is None for gap in gaps)
    threats = [threat for threat in snapshot.threats if threat.status == "open"]
    unanswered = sum(not threat.mitigation for threat in threats)
    decisions = outstanding(snapshot)
    return [
        Tile(
            "Flags of high severity",
            len(grave),
            flags_address(severity=Severity.HIGH.value),
            severity=Severity.HIGH.value,
        ),
        Tile(
            "Open delivery gaps",
            len(gaps),
            f"{reverse('gaps:list', args=[slug])}?status=open",
            note=f"{ownerless} without an owner" if ownerless else "",
        ),
        Tile(
            "Emerging threats",
            len(threats),
            f"{reverse('threats:list', args=[slug])}?status=open",
            note=f"{unanswered} with no mitigation" if unanswered else "",
        ),
        Tile(
            "Outstanding decisions",
            len(decisions),
            f"{reverse('decisions:list', args=[slug])}?status=outstanding",
            note=_undated(decisions),
        ),
        Tile("Themes", len(snapshot.themes), reverse("themes:list", args=[slug])),
    ]


def _undated(decisions: list[Decision]) -> str:
    undated = sum(decision.due_on is None for decision in decisions)
    return f"{undated} with no day to decide by" if undated else ""


def outstanding(snapshot: Snapshot) -> list[Decision]:
    return [row for row in snapshot.decisions if row.status == Decision.Status.OUTSTANDING]


def due_decisions(snapshot: Snapshot) -> list[DueDecision]:
    """Outstanding decisions, the most pressing first, those that no day presses last."""
    money = held_up(snapshot)
    rows = [
        DueDecision(
            row,
            [snapshot.theme_by_id[theme.pk] for theme in row.themes.all()],
            snapshot.as_at,
            money.get(row.pk),
        )
        for row in outstanding(snapshot)
    ]
    return sorted(rows, key=lambda row: (row.pressing_on, row.decision.order))
