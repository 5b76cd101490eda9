"""Both indices: what they are made of, and every area's scores."""

from django.contrib.auth.decorators import permission_required
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.index_tables import read_tables
from places.models import Area, PlaceIndex
from safercornwall.pages.indices.ordering import Ordering
from safercornwall.pages.indices.presenter import (
    IndexNotes,
    facts_of,
    key_of,
    narratives_of,
    whole_area_of,
)


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


@permission_required("places.view_placeindex", raise_exception=True)
@require_safe
def index(request, slug):
    tables = read_tables(PlaceIndex.objects.filter(slug=slug))
    if not tables:
        raise Http404("There is no such index.")
    table = tables[0]
    lines = table.lines_of(Area.objects.filter(index_rows__index=table.index))
    themes = readable(table.index.themes.select_related("plan"))
    ordering = Ordering(table, request.GET.get("order", ""))
    notes = IndexNotes(themes)
    context = {
        "index": table.index,
        "table": table,
        "facts": facts_of(table, themes),
        "ordering": ordering,
        "lines": [(line, notes.on(line.row.source_lines)) for line in ordering.sort(lines)],
        "key": key_of(table),
        "whole_area": whole_area_of(table, lines),
        "narratives": narratives_of(table, lines),
        "notes": notes.on(lines_about(table)),
    }
    return render(request, "indices/page.html", context)


def readable(themes):
    """Drafts are for those who write them. A plan is known to readers by its stage alone."""
    return [theme for theme in themes if theme.plan.stage != "draft"]


def lines_about(table):
    """The lines of the assessment that the page shows something of."""
    rows = [line.row for line in table.lines]
    records = [table.index, *table.components, *rows]
    lines = [line for record in records for line in record.source_lines]
    return lines + [line for row in rows for line in row.narrative_lines]
