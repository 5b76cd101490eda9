"""Every place, as the tree that they nest in."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.filters import PlaceFilters
from places.models import Area, PlaceIndex
from places.presenters.index_table import read_tables
from places.presenters.marks import index_marks, priority_marks
from places.presenters.place_list import describe, kind_tiles
from places.presenters.tree import grow, matching, prune
from safercornwall.records.prefetch import together


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place_list(request):
    form = PlaceFilters(request.GET)
    areas = together(Area.objects.all(), "codes")
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
    return render(request, "places/place_list.html", context)
