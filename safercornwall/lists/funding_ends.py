"""The projects whose secured money runs out before a tender can replace it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.records.fetching import index_by
from projects.funding import last_secured_day, last_tender_start
from projects.models import FundingLine, Project
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot


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
        """The days from the last day to start a tender to the date of the view."""
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
    """The projects that the funding rule flags, in order of the end of their funding."""
    projects = index_by(snapshot.projects)
    ends = [
        _funding_end(flag, projects[flag.record.pk], snapshot.as_at)
        for flag in flags
        if flag.rule.key == "funding_ends" and flag.record.pk in projects
    ]
    return sorted(ends, key=lambda end: end.ends_on)


def funding_cliff(ends: list[FundingEnd]) -> FundingCliff | None:
    """The first day of `ends`, with all projects of that day. `ends` are in order of their days."""
    if not ends:
        return None
    together = [end for end in ends if end.ends_on == ends[0].ends_on]
    return FundingCliff(ends[0].ends_on, together, len(ends) - len(together))


def _funding_end(flag: Flag, project: Project, as_at: date) -> FundingEnd:
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
