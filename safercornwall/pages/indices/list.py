"""The list of indices, with what each is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.index_tables import IndexTable, read_tables
from places.models import Area, PlaceIndex


def facts_of(table: IndexTable, themes: Sequence[Any]) -> list[tuple[str, ...]]:
    """Rows of a summary list: what the index is, for which period, and where its total comes from."""
    index = table.index
    held = "; ".join(period.label for period in table.periods)
    return [
        *[("Theme", theme.name, theme.get_absolute_url()) for theme in themes],
        ("Source", index.source),
        ("Period as printed", index.period_printed or "Not stated"),
        ("Scores are held for", held or "No scores yet"),
        ("Areas", str(len(table.lines))),
        ("Measures", str(len(table.components))),
        ("Total", _about_the_total(table)),
    ]


def _about_the_total(table: IndexTable) -> str:
    how = "weighted sum" if table.is_weighted else "plain sum"
    if table.index.total_is_stated:
        return f"As printed in the assessment; the {how} of the scores"
    return f"Worked out by us as the {how} of the scores; the assessment prints none"


@permission_required("places.view_placeindex", raise_exception=True)
@require_safe
def index_list(request):
    tables = read_tables(PlaceIndex.objects.all())
    areas = list(Area.objects.filter(index_rows__isnull=False).distinct())
    prefetch_related_objects([table.index for table in tables], "themes__plan")
    cards = [
        {
            "table": table,
            "facts": facts_of(table, readable(table.index.themes.all())),
            "highest": table.lines_of(areas)[:5],
        }
        for table in tables
    ]
    return render(request, "indices/list.html", {"cards": cards})


def readable(themes):
    """Drafts are for those who write them. A plan is known to readers by its stage alone."""
    return [theme for theme in themes if theme.plan.stage != "draft"]
