"""Counts at the head of a list, each leading to what it counts."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from priorities.models import Decision, DeliveryGap, Plan, Threat
from safercornwall.lists.tiles import Tile


def gap_tiles(plan: Plan, as_at: date) -> list[Tile]:
    still_open = Q(status=DeliveryGap.Status.OPEN)
    counts = plan.delivery_gaps.aggregate(
        open=Count("pk", filter=still_open),
        unowned=Count("pk", filter=still_open & Q(owner=None)),
        undated=Count("pk", filter=still_open & Q(due_on=None)),
        past=Count("pk", filter=still_open & Q(due_on__lt=as_at)),
    )
    return [
        Tile("Open", counts["open"], "?status=open"),
        Tile("Open without an owner", counts["unowned"], "?status=open&owner=no"),
        Tile("Open without a due date", counts["undated"], "?status=open&due=none"),
        Tile("Past their date", counts["past"], "?due=past"),
    ]


def threat_tiles(plan: Plan) -> list[Tile]:
    still_open = Q(status="open")
    by_origin = {
        origin.value: Count("pk", filter=still_open & Q(origin=origin)) for origin in Threat.Origin
    }
    counts = plan.threats.aggregate(
        bare=Count("pk", filter=still_open & Q(mitigation="")), **by_origin
    )
    return [
        Tile("Open with no mitigation recorded", counts["bare"], "?status=open&mitigation=no"),
        *(
            Tile(f"Open: {origin.label}", counts[origin.value], f"?status=open&origin={origin}")
            for origin in Threat.Origin
        ),
    ]


def decision_tiles(plan: Plan, as_at: date) -> list[Tile]:
    outstanding = Q(status=Decision.Status.OUTSTANDING)
    counts = plan.decisions.aggregate(
        outstanding=Count("pk", filter=outstanding),
        board=Count("pk", filter=outstanding & Q(kind=Decision.Kind.BOARD)),
        past=Count("pk", filter=outstanding & Q(due_on__lt=as_at)),
        decided=Count("pk", filter=Q(status=Decision.Status.DECIDED)),
    )
    return [
        Tile("Outstanding", counts["outstanding"], "?status=outstanding"),
        Tile("Outstanding for the board", counts["board"], "?status=outstanding&kind=board"),
        Tile("Past their date", counts["past"], "?due=past"),
        Tile("Taken", counts["decided"], "?status=decided"),
    ]
