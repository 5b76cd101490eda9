"""A threat with its wordings, projects and flags."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.records.fetching import know_parents
from priorities.models import Plan, Threat
from priorities.notes_by_line import NotesByLine
from priorities.wordings import by_wording
from projects.models import Project
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.record_page import RecordPage, show


def threat_page(snapshot: Snapshot, notes: NotesByLine, flags: list[Flag]) -> RecordPage:
    """The page of the one threat in `snapshot`."""
    (threat,) = snapshot.threats
    return RecordPage(
        threat,
        notes.about(threat, *threat.wordings.all()),
        flags,
        projects=snapshot.as_they_stood(
            list(
                Project.objects.known_beside(snapshot.plan)
                .filter(threats=threat)
                .select_related("lead_organisation")
            )
        ),
        wordings=by_wording(threat),
        is_past=threat.is_past_review(snapshot.as_at),
        became=what_it_became(threat, snapshot.plan),
        status=threat.status_words_on(snapshot.as_at),
    )


def what_it_became(threat: Threat, plan: Plan) -> Model | None:
    """The record that replaced it; None where there is none, or it is archived."""
    became = threat.became
    if became is None or became.archived_at is not None:
        return None
    know_parents([became], [plan])
    return became


@permission_required("priorities.view_threat", raise_exception=True)
@require_safe
def threat(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, Threat, slug, threat_page, "threats/page.html")
