"""The list of flags, under their rules."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile, narrowed_to
from safercornwall.flags.catalogue import RULES
from safercornwall.lists.flags import FlagList
from safercornwall.pages.components.flag_lines import by_group
from safercornwall.pages.components.list_page import list_context


@require_safe
def flag_list(request: HttpRequest) -> HttpResponse:
    context = list_context(request, FlagList)
    listing = context["list"].listing
    context |= {
        "count": len(listing.rows),
        "total": len(listing.all_flags),
        "narrowed": bool({"rule", "severity"} & listing.form.chosen.keys()),
        "groups": by_group(listing.rows, RULES),
        "tiles": severity_tiles(request.GET, listing),
        "tiles_label": "Flags by severity",
    }
    return render(request, "flags/list.html", context)


def severity_tiles(given: QueryDict, listing: FlagList) -> list[Tile]:
    counts = listing.counts_by_severity
    tiles = narrowed_to(given, "severity", counts)
    return [replace(tile, severity=one) for tile, (one, _) in zip(tiles, counts, strict=True)]
