"""A decision with all that it touches."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from priorities.models import Decision
from priorities.notes_by_line import NotesByLine
from projects.models import Dependency
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.held_up import held_up
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.record_page import (
    RecordPage,
    show,
)
from safercornwall.pages.components.statements import is_past


def decision_page(snapshot: Snapshot, notes: NotesByLine, flags: list[Flag]) -> RecordPage:
    """Of a snapshot about one decision."""
    (decision,) = snapshot.decisions
    known = known_projects(snapshot.plan)
    waiting = decision.dependent_projects.filter(project__in=known)
    dependencies = list(waiting.select_related("project"))
    return RecordPage(
        decision,
        notes.about(decision),
        not_said_by(dependencies, flags),
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


@permission_required("priorities.view_decision", raise_exception=True)
@require_safe
def decision(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, Decision, slug, decision_page, "decisions/page.html")
