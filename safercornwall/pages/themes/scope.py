"""What the plan must specifically address under a theme, and who does."""

from __future__ import annotations

from dataclasses import dataclass

from priorities.models import ScopeItem, Theme
from projects.models import Project, ProjectScopeItem
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.notes import Noted, NotesOnce


@dataclass(frozen=True)
class Addressing:
    """A project that addresses a scope item. `link` says whether that is our judgement, and why."""

    project: Project
    link: ProjectScopeItem
    is_active: bool


@dataclass(frozen=True)
class ScopeEntry:
    item: ScopeItem
    addressed_by: list[Addressing]
    noted: Noted

    @property
    def is_hole(self) -> bool:
        """Nothing that is being delivered addresses it."""
        return not any(row.is_active for row in self.addressed_by)


def scope_entries(snapshot: Snapshot, theme: Theme, notes: NotesOnce) -> list[ScopeEntry]:
    links: dict[int, list[Addressing]] = {}
    for project in snapshot.projects:
        for link in project.scope_links.all():
            is_active = project in snapshot.active_projects_anywhere
            links.setdefault(link.scope_item_id, []).append(Addressing(project, link, is_active))
    return [
        ScopeEntry(item, active_first(links.get(item.pk, [])), notes.about(item))
        for item in theme.scope_items.all()
    ]


def active_first(rows: list[Addressing]) -> list[Addressing]:
    return sorted(rows, key=lambda row: not row.is_active)
