"""Every place, as the tree that they nest in."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.records.fetching import fetch_with_children
from places.index_tables import read_tables
from places.models import Area, PlaceIndex
from safercornwall.pages.places.filters import PlaceFilters
from safercornwall.pages.places.listing import describe, kind_tiles
from safercornwall.pages.places.marks import index_marks, priority_marks
from safercornwall.pages.places.tree import grow, matching, prune


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place_list(request):
    form = PlaceFilters(request.GET)
    areas = fetch_with_children(Area.objects.all(), "codes")
    branches = prune(grow(areas), form.matches)
    marked = {
        "priorities": priority_marks(),
        "indices": index_marks(read_tables(PlaceIndex.objects.all())),
    }
    context = {
        "form": form,
        "tree": [describe(branch, **marked) for branch in branches],
        "count": len(matching(branches)),
        "tiles": kind_tiles(areas),
    }
    return render(request, "places/list.html", context)
