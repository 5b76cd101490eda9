"""Until when the projects of a theme have money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.periods import written
from projects.funding import Tender, tender_of
from projects.models import Project
from safercornwall.pages.components.pictures.timeline import Timeline
from safercornwall.pages.funding.ahead import ProjectCover, timeline_of

# So many fit the first screen.
MOST_ENDS = 4


@dataclass(frozen=True)
class MoneyEnd:
    """A project, and the day on which its secured money ends."""

    project: Project
    tender: Tender
    as_at: date

    @property
    def is_too_late(self) -> bool:
        return self.tender.is_too_late(self.as_at)

    @property
    def words(self) -> str:
        verb = "Ended" if self.tender.has_ended(self.as_at) else "Ends"
        return f"{verb} {written(self.tender.ends_on)}"

    @property
    def tender_words(self) -> str:
        verb = "was" if self.is_too_late else "is"
        return f"last day to start a tender {verb} {written(self.tender.start_by)}"


@dataclass(frozen=True)
class ThemeMoney:
    """`ends` come in order of their days. `unknown` of the `projects` have no secured money, or none whose end is known."""

    ends: list[MoneyEnd]
    projects: int
    timeline: Timeline

    @property
    def first(self) -> list[MoneyEnd]:
        return self.ends[:MOST_ENDS]

    @property
    def later(self) -> int:
        return len(self.ends) - len(self.first)

    @property
    def unknown(self) -> int:
        return self.projects - len(self.ends)


def money_of(projects: Iterable[Project], as_at: date) -> ThemeMoney:
    """`projects` are the open ones of the theme."""
    projects = list(projects)
    ends = [
        MoneyEnd(project, tender, as_at)
        for project in projects
        if (tender := tender_of(project.funding_lines.all(), project.procurement_lead_months))
    ]
    covers = [ProjectCover(row, list(row.funding_lines.all()), as_at) for row in projects]
    return ThemeMoney(
        sorted(ends, key=lambda end: end.tender.ends_on), len(projects), timeline_of(covers, as_at)
    )
