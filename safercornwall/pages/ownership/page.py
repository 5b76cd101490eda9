"""What has no owner, whose owner has left, what is late, and what nobody has touched for a quarter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.ownership import OwnershipList
from safercornwall.pages.components.list_page import list_context


@require_safe
def ownership_page(request: HttpRequest) -> HttpResponse:
    context = list_context(request, OwnershipList, cells="ownership/_cell.html")
    listing = context["list"].listing
    context |= {
        "tiles": listing.form.tiles(row.problems for row in listing.looked_at),
        "looked_at": len(listing.looked_at),
    }
    return render(request, "ownership/page.html", context)
