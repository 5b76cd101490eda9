"""The list of decisions and key dates, with counts that lead to what they count."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile
from priorities.models import Decision
from safercornwall.lists.decisions import DecisionEntry, DecisionList, KeyDateList
from safercornwall.pages.components.list_page import ListPage, list_context


def decision_tiles(entries: list[DecisionEntry]) -> list[Tile]:
    """`entries` are all of the plan."""
    outstanding = [row.decision for row in entries if row.is_outstanding]
    for_board = sum(row.kind == Decision.Kind.BOARD for row in outstanding)
    return [
        Tile("Outstanding", len(outstanding), "?status=outstanding"),
        Tile("Outstanding for the board", for_board, "?status=outstanding&kind=board"),
        Tile("Past their date", sum(row.is_past for row in entries), "?due=past"),
        Tile("Taken", len(entries) - len(outstanding), "?status=decided"),
    ]


@require_safe
def decision_list(request: HttpRequest, plan: str) -> HttpResponse:
    context = list_context(request, DecisionList)
    decisions = context["list"]
    dates = ListPage(KeyDateList(decisions.listing.reader, request.GET), request.GET, "dates")
    context |= {
        "tiles": decision_tiles(decisions.listing.every_entry),
        "dates": dates,
        "total": decisions.page.paginator.count + dates.page.paginator.count,
    }
    return render(request, "decisions/list.html", context)
