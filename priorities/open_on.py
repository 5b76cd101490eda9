"""What was still open on a day: a record that ended later was not over yet. The models' `is_open_on`, for queries."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from priorities.models import DeliveryGap, Threat


def gap_open_on(as_at: date, path: str = "") -> Q:
    """`path` leads to the gap, with its underscores: "delivery_gaps__"."""
    closed_later = {f"{path}status": DeliveryGap.Status.CLOSED, f"{path}closed_on__gt": as_at}
    return Q(**{f"{path}status": DeliveryGap.Status.OPEN}) | Q(**closed_later)


def threat_open_on(as_at: date, path: str = "") -> Q:
    return Q(**{f"{path}status__in": Threat.OPEN}) | Q(**{f"{path}ended_on__gt": as_at})


def outstanding_on(as_at: date, path: str = "") -> Q:
    return Q(**{f"{path}decided_on": None}) | Q(**{f"{path}decided_on__gt": as_at})
