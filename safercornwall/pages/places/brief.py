"""A place on one page of paper: where it lies, what each theme says of it, and what is known, done and missing there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.choices import WORST_FIRST
from priorities.notes_by_line import NotesByLine
from safercornwall.flags.registry import Severity
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.components.shortened import shortened
from safercornwall.pages.places.entries import PlaceTargetRow, StandingRow
from safercornwall.pages.places.nearness import NearGroup
from safercornwall.pages.places.page import PlacePage, drawn_head

# So many of each fit one page of paper.
MOST_FLAGS, MOST_PROJECTS, MOST_GAPS, MOST_FIGURES, MOST_INDICES = 5, 8, 6, 8, 3


def brief_of(page: PlacePage) -> dict[str, Any]:
    flags = [flag for flag in (*page.flags, *page.flags_inside) if flag.severity != Severity.LOW]
    own = [group for group in page.projects if not group.is_county_wide]
    gaps = [row for row in _records(page.gaps) if row.is_open_on(page.snapshot.as_at)]
    return {
        "page": page,
        "place": page.place,
        "head": drawn_head(page),
        "flags": shortened(flags, MOST_FLAGS),
        "projects": shortened(_records(own), MOST_PROJECTS),
        "county_wide": sum(len(group.records) for group in page.projects if group.is_county_wide),
        "gaps": shortened(gaps, MOST_GAPS),
        "standings": shortened(sorted(page.standings, key=_worst_first), MOST_FIGURES),
        "figures": shortened(page.figures, MOST_FIGURES),
        "awaited": shortened(sorted(page.awaited, key=_worst_first), MOST_FIGURES),
        "indices": shortened([row for row in page.indices if row.line], MOST_INDICES),
    }


def _worst_first(row: StandingRow | PlaceTargetRow) -> int:
    return WORST_FIRST.index(row.standing.status)


def _records(groups: Iterable[NearGroup]) -> Iterator[Any]:
    for group in groups:
        yield from group.records


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place_brief(request: HttpRequest, slug: str) -> HttpResponse:
    snapshot = read_plan(request)
    # A page of paper has no room for reading notes.
    page = PlacePage(snapshot, slug, NotesByLine(snapshot.plan, []))
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, **brief_of(page)}
    return render(request, "places/brief.html", context)
