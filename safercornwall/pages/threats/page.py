"""A threat with all that it touches."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from priorities.models import Threat
from priorities.notes_by_line import NotesByLine
from priorities.wordings import by_wording
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.record_page import (
    RecordPage,
    show,
)


def threat_page(snapshot: Snapshot, notes: NotesByLine, flags: list[Flag]) -> RecordPage:
    """Of a snapshot about one threat."""
    (threat,) = snapshot.threats
    return RecordPage(
        threat,
        notes.about(threat, *threat.wordings.all()),
        flags,
        projects=list(
            known_projects(snapshot.plan).filter(threats=threat).select_related("lead_organisation")
        ),
        wordings=by_wording(threat),
    )


@permission_required("priorities.view_threat", raise_exception=True)
@require_safe
def threat(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, Threat, slug, threat_page, "threats/page.html")
