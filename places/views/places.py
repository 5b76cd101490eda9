"""Every place, as the tree that they nest in."""

from collections import Counter

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from places.filters import PlaceFilters
from places.models import Area, PlaceIndex
from places.presenters.index_table import read_tables
from places.presenters.marks import index_marks, priority_marks
from places.presenters.tree import Branch, grow, matching, prune
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


def describe(branch: Branch, priorities, indices):
    """A branch as the template shows it: the area, what marks it out, and the same of those inside."""
    return {
        "area": branch.area,
        "is_match": branch.is_match,
        "code": lsoa_code(branch.area),
        "priorities": priorities.get(branch.area.pk, []),
        "indices": indices.get(branch.area.pk, []),
        "branches": [describe(below, priorities, indices) for below in branch.branches],
    }


def lsoa_code(area):
    """The newest code of an LSOA, which is how it is told from its neighbours."""
    if area.kind != Area.Kind.LSOA:
        return ""
    codes = [row.code for row in area.codes.all() if row.system.startswith("lsoa")]
    return codes[-1] if codes else ""


def kind_tiles(areas):
    """How many there are of each kind, each leading to the list of them."""
    names = {
        Area.Kind.NETWORK_AREA: ("network area", "network areas"),
        Area.Kind.TOWN: ("town", "towns"),
        Area.Kind.BEAT: ("police beat", "police beats"),
        Area.Kind.LSOA: ("LSOA", "LSOAs"),
    }
    counts = Counter(area.kind for area in areas)
    address = reverse("places:place_list")
    return [
        {
            "count": counts[kind],
            "label": one if counts[kind] == 1 else many,
            "url": f"{address}?kind={kind}",
        }
        for kind, (one, many) in names.items()
    ]
