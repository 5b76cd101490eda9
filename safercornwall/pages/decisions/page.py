"""A decision with the projects, gaps and themes it concerns."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from priorities.models import Decision
from priorities.notes_by_line import NotesByLine
from projects.models import Dependency, Project
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.funding_at_risk import funding_at_risk
from safercornwall.pages.components.record_page import RecordPage, show


def decision_page(snapshot: Snapshot, notes: NotesByLine, flags: list[Flag]) -> RecordPage:
    """The page of the one decision in `snapshot`."""
    (decision,) = snapshot.decisions
    known = Project.objects.known_beside(snapshot.plan)
    waiting = decision.dependent_projects.filter(project__in=known)
    dependencies = list(waiting.select_related("project"))
    snapshot.as_they_stood([row.project for row in dependencies])
    return RecordPage(
        decision,
        notes.about(decision),
        without_dependencies(flags, dependencies),
        themes=[snapshot.theme_by_id[theme.pk] for theme in decision.themes.all()],
        dependencies=[(row, row.is_met(snapshot.as_at)) for row in dependencies],
        funding_at_risk=funding_at_risk(snapshot).get(decision.pk),
        decide_by=snapshot.days_to_decide[decision.pk],
        was_threats=list(decision.was_threats.all()),
        status=decision.status_words_on(snapshot.as_at),
    )


def without_dependencies(flags: Iterable[Flag], dependencies: Iterable[Dependency]) -> list[Flag]:
    """The flags, but not those of projects that the table of dependencies shows already."""
    waiting = {row.project_id for row in dependencies}
    return [
        flag
        for flag in flags
        if not (flag.rule and flag.rule.key == "awaiting_decision" and flag.record.pk in waiting)
    ]


@permission_required("priorities.view_decision", raise_exception=True)
@require_safe
def decision(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, Decision, slug, decision_page, "decisions/page.html")
