"""The list of places: the tree that they nest in, and what marks each out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile
from places.models import Area
from safercornwall.lists.places import Marks, PlaceList, lsoa_code
from safercornwall.pages.components.kept_pages.keeping import kept_page
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.components.templatetags.components import is_filtered
from safercornwall.pages.places.pictures import list_head
from safercornwall.pages.places.tree import Branch, fold, grow, prune


def describe(branch: Branch, priorities: Marks, indices: Marks) -> dict[str, Any]:
    """A branch as the template shows it: the area, what marks it out, and the same of those inside."""
    return {
        "area": branch.area,
        "is_match": branch.is_match,
        "code": lsoa_code(branch.area),
        "priorities": priorities.get(branch.area.pk, []),
        "indices": indices.get(branch.area.pk, []),
        "inside": fold(
            [describe(below, priorities, indices) for below in branch.branches],
            lambda below: below["area"],
        ),
    }


def kind_tiles(areas: Iterable[Area]) -> list[Tile]:
    """How many there are of each kind below the county, each leading to the list of them."""
    names = {
        Area.Kind.REGION: ("region", "regions"),
        Area.Kind.POLICE_AREA: ("police force area", "police force areas"),
        Area.Kind.HEALTH_AREA: ("health board", "health boards"),
        Area.Kind.DISTRICT: ("district or borough", "districts or boroughs"),
        Area.Kind.NETWORK_AREA: ("network area", "network areas"),
        Area.Kind.TOWN: ("town", "towns"),
        Area.Kind.PARISH: ("parish", "parishes"),
        Area.Kind.NEIGHBOURHOOD: ("neighbourhood", "neighbourhoods"),
        Area.Kind.WARD: ("ward", "wards"),
        Area.Kind.BEAT: ("police beat", "police beats"),
        Area.Kind.LSOA: ("LSOA", "LSOAs"),
    }
    counts = Counter(area.kind for area in areas if not area.is_elsewhere)
    address = reverse("places:list")
    return [
        Tile(one if counts[kind] == 1 else many, counts[kind], f"{address}?kind={kind}")
        for kind, (one, many) in names.items()
        if counts[kind]
    ]


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    context = list_context(request, PlaceList)
    listing = context["list"].listing
    branches = prune(grow(listing.areas), listing.form.matches)
    if context["plan"] and not context["list"].listing.is_table and not is_filtered(listing.form):
        snapshot = read_plan(request)
        context["head"] = kept_page(
            "places",
            snapshot,
            lambda: render_to_string("places/_list_head.html", list_head(snapshot)),
        )
    context |= {
        "tree": [describe(branch, listing.priorities, listing.indices) for branch in branches],
        "tiles": kind_tiles(listing.areas),
    }
    return render(request, "places/list.html", context)
