from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from priorities.notes_by_line import NotesByLine
from priorities.wordings import by_wording, put_themes
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.record_page import (
    RecordPage,
    _named,
    about,
    show,
)
from safercornwall.pages.components.statements import is_past


def gap_page(
    snapshot: Snapshot, slug: str, notes: NotesByLine, flags: Iterable[Flag]
) -> RecordPage:
    gap = _named(snapshot.gaps, slug, "delivery gap")
    put_themes([gap], snapshot.theme_by_id)
    return RecordPage(
        gap,
        notes.about(gap, *gap.wordings.all()),
        about(flags, gap),
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
    return show(request, slug, gap_page, "gaps/page.html")
