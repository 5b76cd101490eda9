"""A delivery gap with all that it touches."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from priorities.models import DeliveryGap
from priorities.notes_by_line import NotesByLine
from priorities.wordings import by_wording
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.record_page import (
    RecordPage,
    show,
)
from safercornwall.pages.components.statements import is_past


def gap_page(snapshot: Snapshot, notes: NotesByLine, flags: list[Flag]) -> RecordPage:
    """Of a snapshot about one delivery gap."""
    (gap,) = snapshot.gaps
    return RecordPage(
        gap,
        notes.about(gap, *gap.wordings.all()),
        flags,
        is_past(gap, snapshot.as_at),
        projects=list(
            known_projects(snapshot.plan).filter(gaps=gap).select_related("lead_organisation")
        ),
        wordings=by_wording(gap),
        decisions=[row for row in snapshot.decisions if gap in row.gaps.all()],
    )


@permission_required("priorities.view_deliverygap", raise_exception=True)
@require_safe
def gap(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, DeliveryGap, slug, gap_page, "gaps/page.html")
