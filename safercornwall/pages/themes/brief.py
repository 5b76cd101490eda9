"""A theme on one page of paper: how it stands, what is asked, what must be addressed, and where."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.models import Theme
from projects.models import ProjectStatus
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.notes import NotesShownOnce
from safercornwall.pages.components.open_records import open_gaps
from safercornwall.pages.components.pictures.bar_rows import BarsToTarget
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.components.shortened import shortened
from safercornwall.pages.themes.delivery import scope_entries
from safercornwall.pages.themes.fetching import FetchedTheme, fetch_theme
from safercornwall.pages.themes.page import first_screen

# So many of each fit one page of paper.
MOST_BARS, MOST_OTHERS, MOST_ASKED, MOST_SCOPE = 6, 4, 3, 5
MOST_GAPS, MOST_THREATS, MOST_AREAS = 4, 4, 8


def brief_of(snapshot: Snapshot, found: FetchedTheme) -> dict[str, Any]:
    theme = found.theme
    first = first_screen(snapshot, found, flags_about(snapshot, theme))
    notes = NotesShownOnce(snapshot.plan, found.notes)
    gaps = [row for row in open_gaps(snapshot) if theme in snapshot.themes_of_statement(row)]
    threats = [row for row in snapshot.open_threats if theme in snapshot.themes_of_statement(row)]
    areas = [row for row in snapshot.priority_areas if row.theme_id == theme.pk]
    return {
        **first,
        "bars": BarsToTarget(first["bars"].bars[:MOST_BARS]),
        "unjudged": shortened(first["unjudged"], MOST_OTHERS),
        "asked": shortened(first["asked"], MOST_ASKED),
        "scope": shortened(scope_entries(snapshot, theme, notes), MOST_SCOPE),
        "projects": number_by_status(snapshot, theme),
        "gaps": shortened(gaps, MOST_GAPS),
        "threats": shortened(threats, MOST_THREATS),
        "areas": shortened(areas, MOST_AREAS),
    }


def number_by_status(snapshot: Snapshot, theme: Theme) -> list[tuple[ProjectStatus, int]]:
    """How many projects the theme lists with each status."""
    counted = Counter(row.status for row in snapshot.listings_by_theme.get(theme.pk, []))
    return [(status, counted[status.value]) for status in ProjectStatus if counted[status.value]]


@permission_required("priorities.view_theme", raise_exception=True)
@require_safe
def theme_brief(request, plan, slug):
    snapshot = read_plan(request)
    found = fetch_theme(snapshot, slug)
    if found is None:
        raise Http404("There is no such theme in this plan.")
    return render(request, "themes/brief.html", brief_of(snapshot.about(found.theme), found))
