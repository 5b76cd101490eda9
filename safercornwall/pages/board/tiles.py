"""Counts of the plan, each of which leads to its list."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core.lists.tiles import Tile
from performance.choices import WORST_FIRST
from priorities.models import Decision
from projects.models import ProjectStatus
from safercornwall.flags.registry import Flag, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.flags import flags_address
from safercornwall.pages.components.open_records import open_gaps, outstanding
from safercornwall.pages.components.status_tiles import with_set_aside_note

# Worst first, as a board reads them.
PROJECT_STATUSES = (
    *(ProjectStatus.ON_HOLD, ProjectStatus.AWAITING, ProjectStatus.PLANNED),
    *(ProjectStatus.CURRENT, ProjectStatus.CLOSED),
)


def indicator_tiles(snapshot: Snapshot) -> list[Tile]:
    """The statuses that some indicator has, with their numbers."""
    address = reverse("indicators:list")
    found = [standing.status for standing in snapshot.standings]
    tiles = [
        Tile(status.label, found.count(status), f"{address}?status={status.value}", status.value)
        for status in WORST_FIRST
        if status in found
    ]
    return with_set_aside_note(tiles, snapshot.standings)


def project_tiles(snapshot: Snapshot) -> list[Tile]:
    address = reverse("projects:list")
    found = [project.status for project in snapshot.projects]
    return [
        Tile(status.label, found.count(status), f"{address}?status={status.value}")
        for status in PROJECT_STATUSES
        if status in found
    ]


def plan_tiles(snapshot: Snapshot, flags: Iterable[Flag]) -> list[Tile]:
    """The open flags, gaps, threats and decisions of the plan, in numbers."""
    slug = snapshot.plan.slug
    serious = [flag for flag in flags if flag.severity == Severity.HIGH]
    gaps = open_gaps(snapshot)
    ownerless = sum(gap.owner_id is None for gap in gaps)
    threats = snapshot.open_threats
    unmitigated = sum(not threat.mitigation for threat in threats)
    decisions = outstanding(snapshot)
    return [
        Tile(
            "Flags of high severity",
            len(serious),
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
            note=f"{unmitigated} with no mitigation" if unmitigated else "",
        ),
        Tile(
            "Outstanding decisions",
            len(decisions),
            f"{reverse('decisions:list', args=[slug])}?status=outstanding",
            note=_undated(decisions, snapshot),
        ),
        Tile("Themes", len(snapshot.themes), reverse("themes:list", args=[slug])),
    ]


def _undated(decisions: list[Decision], snapshot: Snapshot) -> str:
    undated = sum(snapshot.days_to_decide[decision.pk] is None for decision in decisions)
    return f"{undated} with no day to decide by" if undated else ""
