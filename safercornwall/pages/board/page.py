"""The board's home: what needs attention, what is to be decided and where money ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile
from performance.choices import WORST_FIRST
from priorities.models import Decision, DeliveryGap, Theme
from projects.funding import last_secured_day, last_tender_start
from projects.models import FundingLine, Project, ProjectStatus
from safercornwall.flags.catalogue import all_rules, raise_flags
from safercornwall.flags.registry import Flag, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.flag_lines import by_group, flags_address, line_of, worst
from safercornwall.pages.components.held_up import HeldUp, held_up
from safercornwall.pages.components.performance_table import performance_table
from safercornwall.pages.components.plan_in_view import current_plan, read_plan
from safercornwall.pages.components.status_tiles import noted

# Worst first, as a board reads them.
PROJECT_STATUSES = (
    *(ProjectStatus.ON_HOLD, ProjectStatus.AWAITING, ProjectStatus.PLANNED),
    *(ProjectStatus.CURRENT, ProjectStatus.CLOSED),
)
LONG_AFTER = date.max

MOST_WORST = 8


@dataclass(frozen=True)
class FundingEnd:
    """A project whose secured money runs out within the time that a tender takes."""

    project: Project
    sources: list[str]
    ends_on: date
    start_by: date
    as_at: date
    reason: str
    severity: str

    @property
    def is_too_late(self) -> bool:
        return self.start_by < self.as_at

    @property
    def days(self) -> int:
        """From the last day to start to the day that the plan describes."""
        return (self.as_at - self.start_by).days


@dataclass(frozen=True)
class FundingCliff:
    """The first day on which funding ends, and the projects that it ends for."""

    ends_on: date
    ends: list[FundingEnd]
    later: int

    @property
    def first(self) -> FundingEnd:
        return min(self.ends, key=lambda end: end.start_by)


def funding_ends(snapshot: Snapshot, flags: Iterable[Flag]) -> list[FundingEnd]:
    """The projects that the funding rule flags, those that end first at the top."""
    ends = [_funding_end(flag, snapshot.as_at) for flag in flags if flag.rule.key == "funding_ends"]
    return sorted(ends, key=lambda end: end.ends_on)


def funding_cliff(ends: list[FundingEnd]) -> FundingCliff | None:
    """Of `ends`, in order of their days, those of the first day together."""
    if not ends:
        return None
    together = [end for end in ends if end.ends_on == ends[0].ends_on]
    return FundingCliff(ends[0].ends_on, together, len(ends) - len(together))


def _funding_end(flag: Flag, as_at: date) -> FundingEnd:
    project = flag.record
    lines = [row for row in project.funding_lines.all() if row.state == FundingLine.State.SECURED]
    ends_on = last_secured_day(lines)
    return FundingEnd(
        project=project,
        sources=list(dict.fromkeys(line.source for line in lines)),
        ends_on=ends_on,
        start_by=last_tender_start(ends_on, project.procurement_lead_months),
        as_at=as_at,
        reason=flag.reason,
        severity=flag.severity.value,
    )


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


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def board(request):
    if current_plan(request) is None:
        return render(request, "board/page.html")
    snapshot = read_plan(request)
    flags = raise_flags(snapshot)
    ends = funding_ends(snapshot, flags)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "indicator_tiles": indicator_tiles(snapshot),
        "project_tiles": project_tiles(snapshot),
        "plan_tiles": plan_tiles(snapshot, flags),
        "flag_count": len(flags),
        "flag_groups": by_group(flags, all_rules()),
        "worst_flags": [line_of(flag) for flag in worst(flags, MOST_WORST)],
        "funding_ends": ends,
        "cliff": funding_cliff(ends),
        "decisions": due_decisions(snapshot),
        "table": performance_table(snapshot),
    }
    return render(request, "board/page.html", context)
