"""One gap, threat or decision with everything that is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from priorities.models import Decision, DeliveryGap, ReadingNote, Theme, Threat
from priorities.presenters.needs import is_past, shared_by
from priorities.reading import NotesByLine
from priorities.wordings import WordedAlike, by_wording
from projects.models import Dependency, Project
from safercornwall.dashboards.flags.registry import Flag
from safercornwall.dashboards.snapshot import Snapshot

Need = DeliveryGap | Threat | Decision


@dataclass(frozen=True)
class NeedPage:
    """What the three kinds of page have in common."""

    record: Need
    themes: list[Theme]
    notes: list[ReadingNote]
    flags: list[Flag]
    is_past: bool
    projects: list[Project] = field(default_factory=list)
    wordings: list[WordedAlike] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    dependencies: list[Dependency] = field(default_factory=list)

    @property
    def shared_by(self) -> str:
        return shared_by(len(self.themes))

    @property
    def is_worded_differently(self) -> bool:
        return len(self.wordings) > 1

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """The sections that the page has, with what each holds."""
        sections = [
            ("What needs attention", "attention", len(self.flags)),
            ("In the assessment’s words", "wordings", len(self.wordings)),
            ("What it holds up", "holds-up", len(self.dependencies)),
            ("Projects", "projects", len(self.projects)),
            ("Decisions", "decisions", len(self.decisions)),
        ]
        return [section for section in sections if section[2]]


def gap_page(snapshot: Snapshot, slug: str, notes: NotesByLine, flags: Iterable[Flag]) -> NeedPage:
    gap = _named(snapshot.gaps, slug, "delivery gap")
    return NeedPage(
        gap,
        _theme_wordings(snapshot, gap),
        notes.about(gap, *gap.wordings.all()),
        about(flags, gap),
        is_past(gap, snapshot.as_at),
        projects=list(gap.projects.select_related("lead_organisation")),
        wordings=by_wording(gap),
        decisions=[row for row in snapshot.decisions if gap in row.gaps.all()],
    )


def threat_page(snapshot: Snapshot, slug: str, notes: NotesByLine, flags) -> NeedPage:
    threat = _named(snapshot.threats, slug, "threat")
    return NeedPage(
        threat,
        _theme_wordings(snapshot, threat),
        notes.about(threat, *threat.wordings.all()),
        about(flags, threat),
        is_past=False,
        projects=list(threat.projects.select_related("lead_organisation")),
        wordings=by_wording(threat),
    )


def decision_page(snapshot: Snapshot, slug: str, notes: NotesByLine, flags) -> NeedPage:
    decision = _named(snapshot.decisions, slug, "decision")
    for gap in decision.gaps.all():
        gap.plan = snapshot.plan
    return NeedPage(
        decision,
        [snapshot.theme_by_id[theme.pk] for theme in decision.themes.all()],
        notes.about(decision),
        about(flags, decision),
        is_past(decision, snapshot.as_at),
        dependencies=list(decision.dependent_projects.select_related("project")),
    )


def about(flags: Iterable[Flag], record: Need) -> list[Flag]:
    return [flag for flag in flags if flag.is_about(record)]


def _named(records: Iterable[Any], slug: str, what: str):
    for record in records:
        if record.slug == slug:
            return record
    raise Http404(f"There is no such {what}.")


def _theme_wordings(snapshot: Snapshot, statement: DeliveryGap | Threat) -> list[Theme]:
    """The themes that state it, each wording given its own."""
    for wording in statement.wordings.all():
        wording.theme = snapshot.theme_by_id[wording.theme_id]
    return snapshot.themes_worded(statement)
