"""A delivery gap with its wordings, projects and flags."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from priorities.models import DeliveryGap
from priorities.notes_by_line import NotesByLine
from priorities.wordings import by_wording
from projects.funding import in_pounds
from projects.models import Project
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.gaps import places_affected
from safercornwall.pages.components.record_page import RecordPage, show


def gap_page(snapshot: Snapshot, notes: NotesByLine, flags: list[Flag]) -> RecordPage:
    """The page of the one delivery gap in `snapshot`."""
    (gap,) = snapshot.gaps
    return RecordPage(
        gap,
        notes.about(gap, *gap.wordings.all()),
        flags,
        gap.is_past_due(snapshot.as_at),
        projects=snapshot.as_they_stood(
            list(
                Project.objects.known_beside(snapshot.plan)
                .filter(gaps=gap)
                .select_related("lead_organisation")
            )
        ),
        wordings=by_wording(gap),
        decisions=[
            (row, snapshot.days_to_decide[row.pk])
            for row in snapshot.decisions
            if gap in row.gaps.all()
        ],
        size=size_of(gap),
        was_threats=list(gap.was_threats.all()),
        status=gap.status_words_on(snapshot.as_at),
    )


def size_of(gap: DeliveryGap) -> list[tuple[str, str]]:
    """How many people, how much money and how many places it affects, each in words."""
    people, money = gap.people_affected, gap.money_affected
    return [
        ("People affected", f"{people:,}" if people is not None else "Not stated"),
        ("Money affected", in_pounds(money) if money is not None else "Not stated"),
        ("Places affected", str(places_affected(gap))),
    ]


@permission_required("priorities.view_deliverygap", raise_exception=True)
@require_safe
def gap(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    return show(request, DeliveryGap, slug, gap_page, "gaps/page.html")
