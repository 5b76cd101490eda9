"""One gap, threat or decision with everything that is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from priorities.models import Decision, DeliveryGap, Plan, ReadingNote, Theme, Threat
from priorities.presenters.needs import is_past
from priorities.reading import NotesByLine
from priorities.wordings import WordedAlike, by_wording, put_themes
from projects.models import Dependency, Project
from safercornwall.dashboards.flags.registry import Flag
from safercornwall.dashboards.presenters.held_up import HeldUp, held_up
from safercornwall.dashboards.snapshot import Snapshot

Need = DeliveryGap | Threat | Decision


@dataclass(frozen=True)
class NeedPage:
    """What the three kinds of page have in common."""

    record: Need
    notes: list[ReadingNote]
    flags: list[Flag]
    is_past: bool = False
    themes: list[Theme] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    wordings: list[WordedAlike] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    dependencies: list[Dependency] = field(default_factory=list)
    held_up: HeldUp | None = None

    @property
    def own_wording(self) -> WordedAlike | None:
        """The themes that state it in its own text."""
        return next((group for group in self.wordings if not group.differences), None)

    @property
    def other_wordings(self) -> list[WordedAlike]:
        return [group for group in self.wordings if group.differences]

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """The sections that the page has, with what each holds."""
        sections = [
            ("What it holds up", "holds-up", len(self.dependencies)),
            ("What needs attention", "attention", len(self.flags)),
            ("Also worded", "wordings", len(self.other_wordings)),
            ("Projects", "projects", len(self.projects)),
            ("Decisions", "decisions", len(self.decisions)),
        ]
        return [section for section in sections if section[2]]


def gap_page(snapshot: Snapshot, slug: str, notes: NotesByLine, flags: Iterable[Flag]) -> NeedPage:
    gap = _named(snapshot.gaps, slug, "delivery gap")
    put_themes([gap], snapshot.theme_by_id)
    return NeedPage(
        gap,
        notes.about(gap, *gap.wordings.all()),
        about(flags, gap),
        is_past(gap, snapshot.as_at),
        projects=[*known_projects(gap.projects.select_related("lead_organisation"), snapshot)],
        wordings=by_wording(gap),
        decisions=[row for row in snapshot.decisions if gap in row.gaps.all()],
    )


def threat_page(snapshot: Snapshot, slug: str, notes: NotesByLine, flags) -> NeedPage:
    threat = _named(snapshot.threats, slug, "threat")
    put_themes([threat], snapshot.theme_by_id)
    return NeedPage(
        threat,
        notes.about(threat, *threat.wordings.all()),
        about(flags, threat),
        projects=[*known_projects(threat.projects.select_related("lead_organisation"), snapshot)],
        wordings=by_wording(threat),
    )


def decision_page(snapshot: Snapshot, slug: str, notes: NotesByLine, flags) -> NeedPage:
    decision = _named(snapshot.decisions, slug, "decision")
    known = known_projects(Project.objects.all(), snapshot)
    waiting = decision.dependent_projects.filter(project__in=known)
    dependencies = list(waiting.select_related("project"))
    for gap in decision.gaps.all():
        gap.plan = snapshot.plan
    return NeedPage(
        decision,
        notes.about(decision),
        not_said_by(dependencies, about(flags, decision)),
        is_past(decision, snapshot.as_at),
        themes=[snapshot.theme_by_id[theme.pk] for theme in decision.themes.all()],
        dependencies=dependencies,
        held_up=held_up(snapshot).get(decision.pk),
    )


def not_said_by(dependencies: Iterable[Dependency], flags: Iterable[Flag]) -> list[Flag]:
    """Without those that a project waits for the decision, where the table of what it holds up says so."""
    said = {row.project_id for row in dependencies}
    return [
        flag
        for flag in flags
        if not (flag.rule and flag.rule.key == "awaiting_decision" and flag.record.pk in said)
    ]


def known_projects(projects: QuerySet[Project], snapshot: Snapshot) -> QuerySet[Project]:
    """Those that readers of the plan may know of: what only another draft lists is none of them."""
    return projects.known_under(Plan.objects.readable(beside=snapshot.plan))  # type: ignore[attr-defined]


def about(flags: Iterable[Flag], record: Need) -> list[Flag]:
    return [flag for flag in flags if flag.is_about(record)]


def _named(records: Iterable[Any], slug: str, what: str):
    for record in records:
        if record.slug == slug:
            return record
    raise Http404(f"There is no such {what}.")
