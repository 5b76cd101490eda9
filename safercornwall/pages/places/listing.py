"""Places as their list shows them: in the tree, with what marks each out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from core.lists.tiles import Tile
from places.models import Area
from safercornwall.pages.places.folds import fold
from safercornwall.pages.places.tree import Branch

# What marks areas out, by area id.
Marks = dict[int, list]


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


def lsoa_code(area: Area) -> str:
    """The newest code of an LSOA, which is how it is told from its neighbours."""
    if area.kind != Area.Kind.LSOA:
        return ""
    codes = [row.code for row in area.codes.all() if row.system.startswith("lsoa")]
    return codes[-1] if codes else ""


def kind_tiles(areas: Iterable[Area]) -> list[Tile]:
    """How many there are of each kind, each leading to the list of them. Wards only where some are loaded."""
    names = {
        Area.Kind.NETWORK_AREA: ("network area", "network areas"),
        Area.Kind.TOWN: ("town", "towns"),
        Area.Kind.WARD: ("ward", "wards"),
        Area.Kind.BEAT: ("police beat", "police beats"),
        Area.Kind.LSOA: ("LSOA", "LSOAs"),
    }
    counts = Counter(area.kind for area in areas)
    address = reverse("places:list")
    return [
        Tile(one if counts[kind] == 1 else many, counts[kind], f"{address}?kind={kind}")
        for kind, (one, many) in names.items()
        if counts[kind] or kind != Area.Kind.WARD
    ]
